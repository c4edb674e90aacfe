"""Rows of class × year: weekly slots, activities, the class itself and its yearly floor. Pure.

They rest partly on things that can be changed afterwards (calendar, classes opened and closed). What a past day said
stands: `settled` books the difference on the day the change is seen, as the ledger does with a second entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from ..activities.participation import Noted
from . import counters
from .counters import Row
from .events import Days, Entry, _running, differences


class Taught(Protocol):
    """What is asked of a lesson that was given."""

    @property
    def topic(self) -> str: ...
    @property
    def lesson_id(self) -> int: ...
    @property
    def given_on(self) -> date: ...


@dataclass(frozen=True)
class Ask:
    """A lesson step of an activity: any lesson of a topic, or one lesson, inside its days, for a stage ("" for all)."""

    topic: str
    first: date
    last: date
    lesson_id: int | None = None
    stage: str = ""

    def met_by(self, entry: Taught) -> bool:
        named = entry.topic == self.topic if self.lesson_id is None else entry.lesson_id == self.lesson_id
        return named and self.first <= entry.given_on <= self.last


@dataclass(frozen=True)
class Campaign:
    """An activity as it concerns a class: from the day it was set to the day it was taken back. `noted`: what is known of the class
    beside lessons (a film shown, a pledge signed)."""

    asks: tuple[Ask, ...]
    starts_on: date
    ends_on: date
    set_on: date
    withdrawn_on: date | None = None
    number: int = 0
    noted: tuple[Noted, ...] = ()

    def in_force(self, day: date) -> bool:
        return self.set_on <= day and (self.withdrawn_on is None or day < self.withdrawn_on)

    def wants(self, entry: Taught) -> bool:
        """Whether a lesson takes part: it is what a step asks for, given inside the step's days."""
        return any(ask.met_by(entry) for ask in self.asks)

    def held_days(self, day: date) -> list[date]:
        """Days for which something beside lessons stood on record on the evening of `day`."""
        known = [one for one in self.noted if one.entered_on <= day]
        return [held for held in {one.held_on for one in known} if sum(n.n for n in known if n.held_on == held) > 0]


@dataclass(frozen=True)
class ClassFrame:
    """What frames a class's year. `classes`: +1 on its first day, −1 when it closes. `slots`: weekly lessons by due day.
    `floors`: (day from which, hundredths of class hours, whether only hours with evidence count)."""

    classes: Days
    slots: Days
    floors: Sequence[tuple[date, int, bool]]
    campaigns: Sequence[Campaign] = field(default_factory=tuple)


def settled_steps(stored: Days, planned: Days, today: date, known: bool) -> dict[date, int]:
    """`planned` steps, except that days before `today` stay as `stored`; the difference falls on today.

    A class not counted before (`known` False): as planned.
    """
    if not known:
        return {day: n for day, n in planned.items() if n}
    past = {day: n for day, n in stored.items() if day < today}
    ahead = {day: n for day, n in planned.items() if day > today}
    owed = sum(n for day, n in planned.items() if day <= today) - sum(past.values())
    return {day: n for day, n in {**past, today: owed, **ahead}.items() if n}


def class_year_rows(entries: Sequence[Entry], frame: ClassFrame) -> dict[date, Row]:
    """Rows of class × year. The k-th lesson fills the k-th slot: as many slots are done as are both due and given."""
    ordered = sorted(entries, key=lambda entry: (entry.day, entry.number))
    slots, classes = _running(frame.slots), _running(frame.classes)
    given = _running(_sum_by_day(ordered, lambda entry: entry.lessons))
    hours = _running(_sum_by_day(ordered, lambda entry: entry.hours))
    evidenced = _running(_sum_by_day([entry for entry in ordered if not entry.declared], lambda entry: entry.hours))
    parts = [
        (campaign, _running(_part_by_day(ordered, campaign)), _alive(frame, campaign)) for campaign in frame.campaigns
    ]

    def state(day: date) -> Row:
        due, held, here = slots(day), given(day), classes(day)
        floor, strict = _floor(frame.floors, day)
        proven = here if evidenced(day) >= floor else 0
        met = proven if strict else here if hours(day) >= floor else 0
        took = [
            (campaign.in_force(day), part(day) > 0, alive and day >= campaign.ends_on)
            for campaign, part, alive in parts
        ]
        return counters.counter_row(
            {
                "slots_due": due,
                "slots_done": max(0, min(due, held)),
                "classes": here,
                "classes_met": met,
                "classes_evidenced": proven,
                "activity_due": sum(force and (part or ended) for force, part, ended in took),
                "activity_done": sum(force and part for force, part, _ in took),
            }
        )

    return differences(_days(ordered, frame), state)


def _days(entries: Sequence[Entry], frame: ClassFrame) -> list[date]:
    days = [entry.day for entry in entries] + list(frame.slots) + list(frame.classes)
    first = min(frame.classes, default=None)
    days += [day for day, _floor, _strict in frame.floors if first and day >= first]
    for campaign in frame.campaigns:
        days += [campaign.set_on, max(campaign.ends_on, campaign.set_on)]
        days += [campaign.withdrawn_on] if campaign.withdrawn_on else []
        days += [one.entered_on for one in campaign.noted]
    return days


def _sum_by_day(entries: Sequence[Entry], of: Callable[[Entry], int]) -> dict[date, int]:
    found: dict[date, int] = {}
    for entry in entries:
        found[entry.day] = found.get(entry.day, 0) + of(entry)
    return found


def _part_by_day(entries: Sequence[Entry], campaign: Campaign) -> Mapping[date, int]:
    found = _sum_by_day([entry for entry in entries if campaign.wants(entry)], lambda entry: entry.lessons)
    for one in campaign.noted:
        found[one.entered_on] = found.get(one.entered_on, 0) + one.n
    return found


def _alive(frame: ClassFrame, campaign: Campaign) -> bool:
    """Whether the class existed when the window ended: later classes owe nothing."""
    return sum(n for day, n in frame.classes.items() if day <= campaign.ends_on) > 0


def _floor(floors: Sequence[tuple[date, int, bool]], day: date) -> tuple[int, bool]:
    """The floor in force on a day and what counts towards it; the first one before that."""
    found = [(floor, strict) for from_on, floor, strict in floors if from_on <= day]
    return found[-1] if found else floors[0][1:]
