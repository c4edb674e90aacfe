"""Periods and columns of what a unit hands in. Pure.

Results of pupils stand in it only for the school year so far, never for a month: taking one month's file off the next would tell of the
few who sat a quiz in between. Lessons, hours and activities are nobody's results, so they stand for the period too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..org.calendar import Calendar
from ..shared.clock import school_year_of

KINDS = ("month", "term", "state")
DUE_DAY = 15  #: of the month after (S4-044: by the 15th, figures of the month before)
PREPARED_ON = 10  #: five days to look it over before it is due
KEPT_YEARS = 10  #: full school years, as the records the figures were made from


@dataclass(frozen=True)
class Period:
    """A month, a term, or the school year up to a day (`state`). `year`: the school year it lies in."""

    kind: str
    year: int
    from_on: date
    until_on: date
    term: int = 0

    @property
    def code(self) -> str:
        """What a form says for it: month-2026-10, term-2026-1, state."""
        if self.kind == "month":
            return f"month-{self.from_on:%Y-%m}"
        return f"term-{self.year}-{self.term}" if self.kind == "term" else self.kind

    @property
    def due_on(self) -> date | None:
        """The day by which a month has to be handed in."""
        return (self.until_on + timedelta(days=1)).replace(day=DUE_DAY) if self.kind == "month" else None


def month_before(day: date) -> Period:
    """The month before the one of `day`."""
    last = day.replace(day=1) - timedelta(days=1)
    return Period("month", school_year_of(last), last.replace(day=1), last)


def is_taught(calendar: Calendar, period: Period) -> bool:
    """Whether a lesson is asked for anywhere in the period: in the summer there is nothing to hand in."""
    return any(w.counts and w.starts_on <= period.until_on and w.ends_on >= period.from_on for w in calendar.weeks)


def periods_on_offer(calendars: Iterable[Calendar], today: date) -> list[Period]:
    """What can be made on a day: the state of today, months that have ended (the last one first), terms that have begun."""
    found = [Period("state", school_year_of(today), date(school_year_of(today), 9, 1), today)]
    terms: list[Period] = []
    for calendar in calendars:
        month = month_before(today)
        while month.year >= calendar.year:
            if month.year == calendar.year and is_taught(calendar, month):
                found.append(month)
            month = month_before(month.from_on)
        begun = [term for term in calendar.terms if term.starts_on <= today]
        terms += [
            Period("term", calendar.year, term.starts_on, min(term.ends_on, today), term.n) for term in reversed(begun)
        ]
    return found + terms


def years_on_offer(today: date) -> list[int]:
    """School years whose months and terms can still be made: the present one, and in September the one that has just ended."""
    return sorted({school_year_of(today), month_before(today).year}, reverse=True)


@dataclass(frozen=True)
class FilingColumn:
    """`code`: a counter or an indicator of report_table; `period`: of the period alone, else of the school year so far."""

    code: str
    kind: str
    group: str
    period: bool = False

    @property
    def key(self) -> str:
        return f"in.{self.code}" if self.period else self.code


IN_PERIOD = ("slots_due", "lessons", "hours", "hours_declared")
COLUMNS = (
    FilingColumn("slots_due", "count", "period", True),
    FilingColumn("lessons", "count", "period", True),
    FilingColumn("hours", "hours", "period", True),
    FilingColumn("hours_declared", "hours", "period", True),
    FilingColumn("classes", "count", "lessons"),
    FilingColumn("slots_due", "count", "lessons"),
    FilingColumn("slots_done", "count", "lessons"),
    FilingColumn("lesson_rate", "rate", "lessons"),
    FilingColumn("hours", "hours", "lessons"),
    FilingColumn("hours_declared", "hours", "lessons"),
    FilingColumn("classes_met", "count", "lessons"),
    FilingColumn("hours_met", "rate", "lessons"),
    FilingColumn("quiz_rate", "rate", "quiz"),
    FilingColumn("pass_rate", "rate", "quiz"),
    FilingColumn("skill_rate", "rate", "skill"),
    FilingColumn("activity_rate", "rate", "activity"),
)
BY_KEY = {column.key: column for column in COLUMNS}


def columns_of(period: Period, kindergarten: bool) -> Sequence[FilingColumn]:
    """Of a state there is no period beside the year; a kindergarten has no quizzes (PC-12)."""
    return [
        one
        for one in COLUMNS
        if not (one.period and period.kind == "state") and not (kindergarten and one.group == "quiz")
    ]
