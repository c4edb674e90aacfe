"""Which school year a list is for. Around the summer nobody can tell from the list: 一(1)班 is one class in July and another in
September, so it is asked; a wrong year would move or lose every pupil of the school."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from ..shared import clock
from . import grades, roster_staging
from .models import Unit
from .roster.book_types import Book, Chosen
from .roster.questions import Asking
from .roster.rows import read_roster
from .roster_matching import rolls
from .roster_staging import Listed

FIRST, LAST = (7, 15), (9, 15)  #: month and day between which the year is asked


def asked_on(day: date) -> bool:
    """Whether lists brought on a day may be for one school year or another."""
    return FIRST <= (day.month, day.day) <= LAST


def years_on(day: date) -> tuple[int, int]:
    """The school year that ends around a summer day and the one that begins."""
    return day.year - 1, day.year


def spoken_year(year: int) -> str:
    """2026–2027."""
    return f"{year}–{year + 1}"


@dataclass(frozen=True)
class Reading:
    """How to read: columns chosen by hand, answers so far, classes the importer may change, year unless another is answered."""

    year: int
    chosen: Mapping[str, Chosen | None] | None = None
    answers: dict[str, str] | None = None
    only: set[str] | None = None


def read_for_year(school: Unit, book: Book, reading: Reading) -> Listed:
    """Read a list for the school year it is for. While the year is open nothing else is asked: it would all be different."""
    asking, today = Asking(reading.answers), clock.today()
    said = (reading.answers or {}).get("school_year", "")
    if said.isdigit() or not asked_on(today):
        return _for(school, book, reading, int(said) if said.isdigit() else reading.year)
    ending, begun = years_on(today)
    listed = _for(school, book, reading, clock.school_year_of(today))
    if today.month >= 9 and _stays(school, listed) > 0.5 >= _stays(school, _for(school, book, reading, ending)):
        return listed  # school has begun, and most children of the list sit where this year has them
    values = {str(year): spoken_year(year) for year in (ending, begun)}
    asking.ask("school_year", tuple(values), (), values)
    return replace(listed, checked=replace(listed.checked, questions=asking.open))


def _for(school: Unit, book: Book, reading: Reading, year: int) -> Listed:
    divisions, years = grades.divisions_of(school.stages), roster_staging.primary_years(school)
    roster = read_roster(book, reading.chosen, year, divisions, years, answers=reading.answers)
    return Listed(year, roster, roster_staging.check_list(school, roster, year, reading.only, reading.answers))


def _stays(school: Unit, listed: Listed) -> float:
    """Share of the roll that the list, read for its year, leaves in its class; 0 with nobody on the roll."""
    roll = rolls.present(school.id, clock.today())
    here = {(one.class_code, one.name) for one in roll}
    return len(here & {(code, row.name) for row, code in listed.checked.placed}) / len(here) if here else 0.0
