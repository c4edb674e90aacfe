"""Weekly lessons due by the calendar, how lessons given fill them, and where the year is heading. Pure.

The k-th lesson fills the k-th slot, whenever it was given: a lesson early or late is still a lesson. A slot counts as done
from the later of its own day and the lesson's, so that "done" never runs ahead of "due" and the rate never passes 100 %.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..org.calendar import ENOUGH_DAYS, Calendar, Week

SLOT = 100  #: hundredths of class hours of one weekly lesson


@dataclass(frozen=True)
class Slot:
    """A lesson of teaching week `week`. It counts as due from `day` on, the Monday after: the running week is still open."""

    week: int
    day: date


@dataclass(frozen=True)
class Filled:
    """A slot and when it counts as done (None: not yet)."""

    slot: Slot
    done_on: date | None


def slots(
    calendar: Calendar, weekly: int | Callable[[date], int], begins: date | None = None, closes: date | None = None
) -> tuple[Slot, ...]:
    """All lessons due in the year: hundredths of a class hour for every week that asks, added up. The one rule for the
    teacher's page and for every report. `weekly` may depend on the first day of the week; the class is there from `begins`
    to before `closes`."""
    found: list[Slot] = []
    owed = 0
    for week in asking(calendar, begins, closes):
        owed += weekly if isinstance(weekly, int) else weekly(max(week.starts_on, calendar.starts_on))
        while owed >= SLOT:
            found.append(Slot(week.number, due_from(week)))
            owed -= SLOT
    return tuple(found)


def due_from(week: Week) -> date:
    """The day from which a lesson of the week is due: the Monday after."""
    return week.ends_on + timedelta(days=1)


def asking(calendar: Calendar, begins: date | None = None, closes: date | None = None) -> tuple[Week, ...]:
    """Weeks that ask for a lesson. A class that begins in mid-year owes nothing for the time before, nor for a week of which
    fewer than three school days are left."""
    return tuple(
        week
        for week in calendar.weeks
        if week.counts and not (closes and closes <= week.ends_on) and _enough(calendar, week, begins)
    )


def _enough(calendar: Calendar, week: Week, begins: date | None) -> bool:
    if begins is None or begins <= week.starts_on:
        return True
    return begins <= week.ends_on and calendar.school_days_between(begins, week.ends_on) >= ENOUGH_DAYS


def fill_slots(due: Sequence[Slot], given: Sequence[date]) -> tuple[Filled, ...]:
    """The slots with the day each counts as done, from the days of the lessons given (any order)."""
    days = sorted(given)
    return tuple(Filled(slot, max(slot.day, days[k]) if k < len(days) else None) for k, slot in enumerate(due))


def due_by(due: Sequence[Slot], day: date) -> int:
    """How many slots are due on `day`."""
    return sum(slot.day <= day for slot in due)


@dataclass(frozen=True)
class Outlook:
    """Where a class stands and where it is heading.

    `behind` lessons; `forecast` hundredths of class hours by the year's end at this pace, None before the first week is
    over; `to_floor` hundredths still missing to the yearly floor.
    """

    due: int
    given: int
    behind: int
    forecast: int | None
    to_floor: int
    weeks_left: int


def outlook(
    calendar: Calendar,
    weekly: int | Callable[[date], int],
    floor: int,
    hours: int,
    given: int,
    today: date,
    begins: date | None = None,
) -> Outlook:
    """Look ahead from `today` with `hours` hundredths and `given` lessons in the ledger of a class that began on `begins`."""
    counting = asking(calendar, begins)
    past = [week for week in counting if week.ends_on < today]
    left = [week for week in counting if week.ends_on >= today]
    due = due_by(slots(calendar, weekly, begins), today)
    behind = max(0, due - given)
    pace = hours / len(past) if past else None
    forecast = None if pace is None else hours + round(pace * len(left) / 25) * 25
    return Outlook(due, given, behind, forecast, max(0, floor - hours), len(left))
