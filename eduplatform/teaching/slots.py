"""Weekly lessons due by the calendar, how lessons given fill them, and where the year is heading. Pure.

The k-th lesson fills the k-th slot, whenever it was given: a lesson early or late is still a lesson. A slot counts as done
from the later of its own day and the lesson's, so that "done" never runs ahead of "due" and the rate never passes 100 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..org.calendar import Calendar, Week

SLOT = 100  #: hundredths of class hours of one weekly lesson


@dataclass(frozen=True)
class Slot:
    """A lesson due in teaching week `week`, by the evening of `day`."""

    week: int
    day: date


@dataclass(frozen=True)
class Filled:
    """A slot and when it counts as done (None: not yet)."""

    slot: Slot
    done_on: date | None


def slots(calendar: Calendar, weekly: int) -> tuple[Slot, ...]:
    """All lessons due in the year: `weekly` hundredths of a class hour for every week that counts, added up."""
    found: list[Slot] = []
    owed = 0
    for week in calendar.weeks:
        if week.counts:
            owed += weekly
            while owed >= SLOT:
                found.append(Slot(week.number, week.ends_on))
                owed -= SLOT
    return tuple(found)


def fill(due: Sequence[Slot], given: Sequence[date]) -> tuple[Filled, ...]:
    """The slots with the day each counts as done, from the days of the lessons given (any order)."""
    days = sorted(given)
    return tuple(Filled(slot, max(slot.day, days[k]) if k < len(days) else None) for k, slot in enumerate(due))


def due_by(due: Sequence[Slot], day: date) -> int:
    """How many slots lie before `day`: the running week is still open."""
    return sum(slot.day < day for slot in due)


def done_by(filled: Sequence[Filled], day: date) -> int:
    """How many of the slots due before `day` were done by then."""
    return sum(one.slot.day < day and one.done_on is not None and one.done_on <= day for one in filled)


@dataclass(frozen=True)
class Outlook:
    """Where a class stands and where it is heading.

    `behind` lessons; `forecast` hundredths of class hours by the year's end at this pace, None before the first week is
    over; `to_floor` hundredths still missing to the yearly floor; `extra_weeks` weeks in which one lesson more would
    catch up; `uncatchable` lessons for which no week is left.
    """

    due: int
    given: int
    behind: int
    forecast: int | None
    to_floor: int
    weeks_left: int
    extra_weeks: tuple[int, ...]
    uncatchable: int


def outlook(calendar: Calendar, weekly: int, floor: int, hours: int, given: int, today: date) -> Outlook:
    """Look ahead from `today` with `hours` hundredths and `given` lessons in the ledger."""
    counting = [week for week in calendar.weeks if week.counts]
    past = [week for week in counting if week.ends_on < today]
    left = [week for week in counting if week.ends_on >= today]
    due = due_by(slots(calendar, weekly), today)
    behind = max(0, due - given)
    extra = _spread(behind, [week for week in left if week.starts_on > today] or left)
    pace = hours / len(past) if past else None
    forecast = None if pace is None else hours + round(pace * len(left) / 25) * 25
    return Outlook(due, given, behind, forecast, max(0, floor - hours), len(left), extra, behind - len(extra))


def _spread(behind: int, weeks: Sequence[Week]) -> tuple[int, ...]:
    """One lesson more a week, from the next week on."""
    return tuple(week.number for week in weeks[:behind])
