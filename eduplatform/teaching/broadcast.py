"""The broadcast of a unit: its texts by week, from its plan and its calendar. Reads; nothing is stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ..curriculum.broadcast import LONGEST, Shelf, seconds_to_read, shelf_of
from ..org.calendar import Calendar, Week
from ..org.models import Unit
from . import key_days, plan
from .broadcast_days import BroadcastDay, Ground, days_of_term, silent_topics
from .year_overview import topics_of

NAMED = ("fixed", "nth_weekday", "last_weekday")  #: rules of key days that have a day and a name of their own


@dataclass(frozen=True)
class Broadcast:
    """What is read on a day, as it is said. `text` None: everything has been read this term."""

    of_day: BroadcastDay
    opening: str = ""
    text: str = ""
    close: str = ""

    @property
    def seconds(self) -> int:
        return seconds_to_read(self.opening + self.text + self.close)


@dataclass(frozen=True)
class BroadcastWeek:
    """The texts of a teaching week."""

    week: Week
    days: tuple[Broadcast, ...]
    silent: tuple[str, ...] = ()  #: topics of the week's plan that have no text for who listens: others are read


def weeks_of(unit: Unit, calendar: Calendar, stages: Collection[str], first: int, count: int) -> list[BroadcastWeek]:
    """The broadcasts of `count` teaching weeks from number `first` on. `stages`: who listens. No statement beside what is
    remembered of the plan."""
    shelf, weeks = shelf_of(key_days.year_file().parent), [w for w in calendar.weeks if w.number >= first][:count]
    ground = _ground(unit, calendar, stages, shelf)
    made = {term: days_of_term(ground, term) for term in {week.term for week in weeks}}
    return [
        BroadcastWeek(
            week,
            tuple(_said(one, shelf) for one in made[week.term][week.number]),
            silent_topics(ground, week.number),
        )
        for week in weeks
    ]


def _ground(unit: Unit, calendar: Calendar, stages: Collection[str], shelf: Shelf) -> Ground:
    file = key_days.year_file()
    named = {entry["code"] for entry in key_days.entries(file) if entry["rule"]["type"] in NAMED}
    days = [one for one in key_days.for_lessons(file, calendar) if one.code in named]
    mine = [one for one in days if not one.stages or set(one.stages) & set(stages)]
    return Ground(
        calendar,
        {row.week: _topics(row, stages) for row in plan.planned_weeks(unit, calendar.year)},
        mine,
        [one for one in shelf.texts if one.suits(stages)],
    )


def _topics(row: plan.PlannedWeek, stages: Collection[str]) -> list[str]:
    return list(dict.fromkeys([code for stage in stages for code in topics_of(row, stage)] or topics_of(row, "")))


def _said(one: BroadcastDay, shelf: Shelf) -> Broadcast:
    if one.text is None or shelf.openings is None or shelf.topics is None:
        return Broadcast(one)
    values = {"topic": shelf.topics.get(one.text.topic, ""), "name": "", "day": ""}
    if one.key_day:
        values |= {
            "name": one.key_day.title.split("/")[0],
            "day": f"{one.key_day.first.month}月{one.key_day.first.day}日",
        }
    opening, close = shelf.openings[one.opening].format(**values), shelf.openings["close"]
    if len(opening) + len(one.text.text) + len(close) > LONGEST:
        close = ""  # the name of a day may be long
    return Broadcast(one, opening, one.text.text, close)


def week_to_read(calendar: Calendar, day: date) -> Week | None:
    """The week whose texts are wanted on a day: its own, in holidays the next; None when the school year is over."""
    near = calendar.week_near(day)
    return near if near and near.ends_on >= day else None
