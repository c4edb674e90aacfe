"""Rows of counters as plain tuples: what a tally row holds, added and subtracted quickly. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .models import Counters

NAMES: tuple[str, ...] = tuple(Counters.__annotations__)
PLACE = {name: place for place, name in enumerate(NAMES)}
Row = tuple[int, ...]
ZERO: Row = (0,) * len(NAMES)


def counter_row(values: Mapping[str, int]) -> Row:
    """A row from counters by name; those not named are 0."""
    return tuple(values.get(name, 0) for name in NAMES)


def minus(first: Row, second: Row) -> Row:
    return tuple(a - b for a, b in zip(first, second, strict=True))


def total_of_rows(rows: Iterable[Row]) -> Row:
    """The sum of rows; zeros for none."""
    summed = list(ZERO)
    for one in rows:
        for place, value in enumerate(one):
            summed[place] += value
    return tuple(summed)


def named(values: Row) -> dict[str, int]:
    return dict(zip(NAMES, values, strict=True))
