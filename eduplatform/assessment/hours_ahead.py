"""How many classes of a unit reach the floor by the end of the year, by the same rule as their teachers' own page. Numbers, no names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select

from ..extensions import db
from ..org.access import below
from ..org.models import ClassYear, Unit
from ..org.queries import path_ids
from ..teaching import hours_asked
from ..teaching.hours_forecast import STATES, Forecast
from .models import TallyUnit


@dataclass(frozen=True)
class ClassAhead:
    """The forecast of one class, as far as counted on the evening of a day."""

    class_id: int
    path: str
    forecast: Forecast


@dataclass(frozen=True)
class Outcome:
    """How many classes: in all, by what becomes of the floor (met, ahead, short), and behind with weekly lessons."""

    classes: int
    states: Mapping[str, int]
    behind: int


def outcome(classes: Iterable[ClassAhead]) -> Outcome:
    found = [one.forecast for one in classes]
    states = Counter(one.state for one in found)
    return Outcome(len(found), {state: states[state] for state in STATES}, sum(one.behind > 0 for one in found))


def by_child(unit: Unit, classes: Iterable[ClassAhead]) -> dict[int, list[ClassAhead]]:
    """The classes by the unit directly below that they belong to."""
    depth, found = len(path_ids(unit.path)), dict[int, list[ClassAhead]]()
    for one in classes:
        found.setdefault(path_ids(one.path)[depth], []).append(one)
    return found


def classes_ahead(unit: Unit, year: int, day: date) -> list[ClassAhead]:
    """The forecast of each class at or below a unit that was there on `day`. Two statements; figures as far as the worker has counted."""
    tally = TallyUnit.__table__.c
    sums = [func.sum(case((tally.day <= day, tally[name]), else_=0)) for name in _UNTIL]
    found = (
        select(Unit.id, Unit.path, ClassYear.stage, func.sum(tally.slots_due), *sums)
        .join(Unit, Unit.id == tally.unit_id)
        .join(ClassYear, (ClassYear.class_id == Unit.id) & (ClassYear.year == year))
        .where(tally.year == year, below(Unit.path, [unit.path]))
        .group_by(Unit.id, Unit.path, ClassYear.stage)
        .having(sums[0] > 0)
    )
    rule = hours_asked.of_many()
    rows = db.session.execute(found).all()
    return [ClassAhead(row[0], row[1], _forecast(rule, year, *row[1:])) for row in rows]


_UNTIL = ("classes", "hours", "hours_declared", "lessons", "slots_due")


def _forecast(rule: hours_asked.RuleOn, year: int, path: str, stage: str, asked: int, *until: int) -> Forecast:
    _there, hours, declared, lessons, due = (int(value) for value in until)
    end = rule(path, stage, hours_asked.year_end(year))
    return Forecast(hours - (declared if end.evidenced else 0), end.floor, due, lessons, int(asked))
