"""Which dated rules a line of units has: one statement a line, remembered until one of them changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Boolean, Date, Integer, cast, literal, null, select, union_all

from ..extensions import db
from ..org.models import Unit
from ..org.queries import path_ids
from ..shared import ttl_cache
from . import rules
from .dated_rules import HOURS, DatedRule, asked_of, hours_change_on, in_force, least_hours
from .models import HoursRule, RuleOfUnit
from .rule_files import shipped_everywhere

Counting = tuple[int, str, date, rules.Rule]  #: unit, stage, first day, how hours are counted


@dataclass(frozen=True)
class RuleBook:
    """The rules of a line of units. `lines`: what is asked for, shipped first, then from the root down; `counting`: how hours are
    counted, oldest first; `ids`: the units from the root down."""

    ids: tuple[int, ...]
    lines: tuple[DatedRule, ...]
    counting: tuple[Counting, ...] = ()

    def rule_on(self, stage: str, day: date) -> rules.Rule:
        """How hours are counted for a stage on a day and how many are asked for: the strictest of the line."""
        latest = {unit: rule for unit, code, from_on, rule in self.counting if code == stage and from_on <= day}
        joined = rules.joined_rule(latest[unit] for unit in self.ids if unit in latest) or rules.usual(stage)
        return rules.with_least(joined, least_hours(self.hours, stage, day))

    def weekly_on(self, stage: str, day: date) -> int:
        """Hundredths of class hours that a teaching week asks for."""
        return least_hours(self.hours, stage, day)[1]

    @cached_property
    def hours(self) -> tuple[DatedRule, ...]:
        """What is asked for in class hours."""
        return tuple(line for line in self.lines if line.measure == HOURS)

    def days_of_change(self, stage: str) -> list[date]:
        """Days from which on hours of a stage are counted otherwise, or other hours are asked for."""
        counted = {day for _unit, code, day, _rule in self.counting if code == stage}
        return sorted(counted | hours_change_on(self.hours, stage))

    def above(self, unit_id: int) -> RuleBook:
        """The book of the units above one of the line."""
        ids = self.ids[: self.ids.index(unit_id)]
        lines = tuple(line for line in self.lines if not line.unit_id or line.unit_id in ids)
        return RuleBook(ids, lines, tuple(one for one in self.counting if one[0] in ids))


def book_of(unit: Unit) -> RuleBook:
    """The rules of a unit's line. Remembered."""
    return book_at(unit.path, path_ids(unit.path))


def book_at(path: str, ids: Sequence[int]) -> RuleBook:
    """As book_of(), for who knows the unit's path and the units `ids` on it from the root down."""
    return ttl_cache.remembered(("rules", path), lambda: book_now(ids))


def book_now(ids: Sequence[int]) -> RuleBook:
    """As it stands now; for verbs. One statement."""
    return _book(tuple(ids), db.session.execute(_both(ids)))


def books_of_all() -> tuple[list[DatedRule], list[Counting]]:
    """The rules of every unit, for counting many classes: what is asked for, how it is counted. One statement."""
    book = _book((), db.session.execute(_both(None)))
    return list(book.lines), list(book.counting)


def needed(
    unit: Unit, measure: str, period: str, day: date, stage: str, grade: int | None = None, topic: str = ""
) -> int | None:
    """Hundredths that are asked of a stage (or one grade of it) at a unit on a day; None where nothing is. Remembered."""
    found = asked_of(book_of(unit).lines, (measure, topic, period), day, stage, grade)
    return found.least if found else None


def rules_holding(unit: Unit, day: date) -> list[DatedRule]:
    """Every rule of the unit's line that holds on a day, shipped first, then from the root down. Remembered."""
    return in_force(book_of(unit).lines, day)


def as_line(row: RuleOfUnit) -> DatedRule:
    """A stored rule in the words of dated_rules."""
    return _line([getattr(row, name) for name in _OWN])


_OWN = (
    "unit_id",
    "measure",
    "period",
    "least",
    "stages",
    "first_grade",
    "last_grade",
    "topic",
    "from_on",
    "to_on",
    "sources",
    "document",
    "id",
    "code",
)


def _both(ids: Sequence[int] | None) -> Any:
    """Rules of both tables as one statement: a page that is opened cold pays for one."""
    asked = select(literal("asked").label("table"), *(getattr(RuleOfUnit, name) for name in _OWN), _none(Boolean))
    counting = select(
        literal("counting"),
        HoursRule.unit_id,
        literal(""),
        literal(""),
        HoursRule.minutes,
        HoursRule.stage,
        HoursRule.day_lessons,
        _none(Integer),
        literal(""),
        HoursRule.from_on,
        _none(Date),
        literal(""),
        HoursRule.source,
        HoursRule.id,
        literal(""),
        HoursRule.evidenced,
    )
    if ids is not None:
        asked, counting = asked.where(RuleOfUnit.unit_id.in_(ids)), counting.where(HoursRule.unit_id.in_(ids))
    return union_all(asked, counting)


def _none(kind: Any) -> Any:
    return cast(null(), kind)


def _book(ids: tuple[int, ...], rows: Iterable[Any]) -> RuleBook:
    lines: list[DatedRule] = []
    counting: list[Counting] = []
    for table, *values, evidenced in rows:
        if table == "asked":
            lines.append(_line(values))
        else:
            counting.append(_counted(values, bool(evidenced)))
    places = {unit: place for place, unit in enumerate(ids)}
    lines.sort(key=lambda one: (places.get(one.unit_id, 0), one.from_on, one.number))
    return RuleBook(ids, (*shipped_everywhere(), *lines), tuple(sorted(counting, key=lambda one: one[2])))


def _line(values: Sequence[Any]) -> DatedRule:
    unit, measure, period, least, stages, first, last, topic, from_on, to_on, sources, document, number, code = values
    return DatedRule(
        measure,
        period,
        least,
        unit,
        frozenset(stages.split(",")) if stages else frozenset(),
        None if first is None else (first, last),
        topic,
        from_on,
        to_on,
        tuple(sources.split()),
        document,
        number,
        code,
    )


def _counted(values: Sequence[Any], evidenced: bool) -> Counting:
    unit, _measure, _period, minutes, stage, day_lessons = values[:6]
    from_on, source = values[8], values[11]
    return unit, stage, from_on, rules.entered(stage, minutes, source, day_lessons, evidenced)
