"""Which cards go on which page of A4, and how large. Millimetres throughout."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...shared.refusals import Refused
from .codes import FIRST, LAST, SIDE

PAGE = (210.0, 297.0)


@dataclass(frozen=True)
class Layout:
    """`card`: side of the square that is cut out; `marker`: side of the black frame; `places`: upper left corners on the page;
    `metres`: to the last row, so that 99 of 100 cards are read from two photos of a phone with 8 megapixels (bench/cards.py)."""

    per_page: int
    card: float
    marker: float
    places: tuple[tuple[float, float], ...]
    metres: int

    @property
    def cell(self) -> float:
        return self.marker / SIDE

    @property
    def edge(self) -> float:
        """White paper around the frame, to hold it by."""
        return (self.card - self.marker) / 2


#: One cut gives a square of the page's width; two cuts give two squares of half its height.
LAYOUTS = {
    1: Layout(1, 210.0, 152.0, ((0.0, 0.0),), 8),
    2: Layout(2, 148.5, 104.0, ((0.0, 0.0), (0.0, 148.5)), 6),
}


def cards_to_print(first: int | None, last: int | None, only: str = "") -> tuple[int, ...]:
    """Cards to print: those listed in `only` ("3, 17, 46-60"), else first … last. Refuses cards_numbers outside 1–60."""
    if only.strip():
        chosen = _listed(only)
    elif first and last and first <= last:
        chosen = set(range(max(first, FIRST - 1), min(last, LAST + 1) + 1))
    else:
        chosen = set()
    if not chosen or min(chosen) < FIRST or max(chosen) > LAST:
        raise Refused("cards_numbers", first=FIRST, last=LAST)
    return tuple(sorted(chosen))


def _listed(only: str) -> set[int]:
    chosen: set[int] = set()
    joined = re.sub(r"\s*[-\u2013\u2014\uff0d~\uff5e\u81f3]\s*", "-", only.strip())
    for part in re.split(r"[\s,;\uff0c\u3001\uff1b]+", joined):
        found = re.fullmatch(r"(\d{1,3})(?:-(\d{1,3}))?", part)
        if part and not found:
            raise Refused("cards_numbers", first=FIRST, last=LAST)
        if found:
            chosen |= set(range(int(found[1]), int(found[2] or found[1]) + 1))
    return chosen


def pages(chosen: tuple[int, ...], layout: Layout) -> list[tuple[int, ...]]:
    """The numbers page by page. Two on a page: so that after one cut through the pile each half lies in order."""
    count = -(-len(chosen) // layout.per_page)
    return [chosen[page::count] for page in range(count)]
