"""What was measured, what it should be, and the table of both."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table. `most` is the target (None: told for information); `base` what it is compared with in the same run."""

    part: str
    what: str
    value: float
    unit: str = ""
    most: float | None = None
    base: float | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        return None if self.most is None else self.value <= self.most

    @property
    def ratio(self) -> float | None:
        return self.value / self.base if self.base else None


def number(value: float) -> str:
    """Three figures that matter: 0.48, 7.3, 112, 180,000."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def table(figures: Iterable[Figure]) -> str:
    """The figures as lines of text with columns."""
    rows = [("part", "figure", "measured", "target", "", "× baseline", "note")]
    for one in figures:
        target = "" if one.most is None else f"≤ {number(one.most)} {one.unit}".rstrip()
        verdict = {True: "met", False: "MISSED", None: ""}[one.met]
        ratio = f"{one.ratio:.2f}" if one.ratio is not None else ""
        rows.append((one.part, one.what, f"{number(one.value)} {one.unit}".rstrip(), target, verdict, ratio, one.note))
    widths = [max(_width(row[place]) for row in rows) for place in range(7)]
    lines = [
        "  ".join(
            _padded(cell, width, place in (2, 3, 5))
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "─" * min(150, sum(widths) + 12), *lines[1:]])


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int, right: bool) -> str:
    blank = " " * (width - _width(text))
    return blank + text if right else text + blank
