"""Whose days a lesson, what came of it, and an activity belong to, where a class has had more than one homeroom teacher. Pure.

All go by the day of giving. A quiz made up in the days of a successor, or a lesson written down by one, stays with who gave the
lesson. An activity belongs to the first lesson (or film, pledge, act …) that took part in it, a missed one to the day it ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .year_events import Campaign


@dataclass(frozen=True)
class Given:
    """What the ledger says, corrections taken off, of a lesson on one day. `lessons` ≤ 0: it does not stand."""

    lesson_id: int
    topic: str
    given_on: date
    lessons: int
    hours: int
    hours_declared: int
    roll: int
    present: int


def first_given(ledger: Iterable[Given]) -> dict[int, date]:
    """By lesson, the first day it was given on."""
    found: dict[int, date] = {}
    for one in ledger:
        if one.lessons > 0:
            found[one.lesson_id] = min(one.given_on, found.get(one.lesson_id, one.given_on))
    return found


def activities(
    ledger: Iterable[Given], campaigns: Iterable[Campaign], day: date, there: Callable[[date], bool]
) -> list[tuple[date, bool]]:
    """Of each activity that is asked of the class by the evening of `day`: whose day it belongs to, and whether the class took part.
    `there`: whether the class was there on a day."""
    stand = [one for one in ledger if one.lessons > 0]
    found = []
    for campaign in campaigns:
        if not campaign.in_force(day):
            continue
        part = [one.given_on for one in stand if campaign.wants(one)] + campaign.held_days(day)
        if part:
            found.append((min(part), True))
        elif day >= campaign.ends_on and there(campaign.ends_on):
            found.append((max(campaign.ends_on, campaign.set_on), False))
    return found


def sums(ledger: Iterable[Given], names: Iterable[str]) -> Mapping[str, int]:
    """Totals of a ledger by name."""
    rows = list(ledger)
    return {name: sum(getattr(one, name) for one in rows) for name in names}
