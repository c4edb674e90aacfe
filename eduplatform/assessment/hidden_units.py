"""What a unit hides so that no page or file gives away by subtraction what another one hides.

A list hides its small lines and, with them, the smallest of the others. The page of that other unit, its classes, its lessons and its
answer sheets must then not tell what the list does not: else whoever may open both takes it off the total. So what is hidden of a
unit is asked from the highest unit the viewer may see down to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import func, or_, select

from ..extensions import db
from ..org.access import Viewer
from ..org.models import ClassYear, Unit
from ..shared.prepared import prepared
from . import counters, suppression
from .models import TallyTopic, TallyUnit, TallyUnitTopic

RIGHT = "assessment.view"
NOTHING: frozenset[str] = frozenset()


def looks_from_inside(viewer: Viewer, path: str) -> bool:
    """Whether the viewer looks at the unit with `path` from within the school: others are not shown what rests on too few."""
    return any(held.kind in ("school", "class") and path.startswith(held.path) for held in viewer.holdings)


def hidden_from_above(viewer: Viewer, line: Sequence[Unit], year: int, day: date) -> frozenset[str]:
    """Indicators of the last unit of `line` (from the root down) that the lists above it hide from the viewer.

    A statement for each unit above that the viewer may see, none from within the school."""
    forced = NOTHING
    for parent, child in seen_pairs(viewer, line):
        forced = hidden_children({parent.id: forced}, year, day).get(child.id, NOTHING)
    return forced


def forced_by_top(line: Sequence[Unit], year: int, day: date) -> dict[int, frozenset[str]]:
    """What the lists above the last unit of `line` hide of it, by the highest unit that a viewer may see: what hidden_from_above says
    of every viewer who looks from outside. Statements only for units above."""
    found = {}
    for top in range(len(line)):
        forced = NOTHING
        for parent, child in pairwise(line[top:]):
            forced = hidden_children({parent.id: forced}, year, day).get(child.id, NOTHING)
        found[line[top].id] = forced
    return found


def seen_pairs(viewer: Viewer, line: Sequence[Unit]) -> list[tuple[Unit, Unit]]:
    """Parent and child from the highest unit the viewer may see down to the last of `line`; none from within the school."""
    if not line or looks_from_inside(viewer, line[-1].path):
        return []
    return list(pairwise(one for one in line if viewer.may(RIGHT, one.path)))


def hidden_children(parents: Mapping[int, frozenset[str]], year: int, day: date) -> dict[int, frozenset[str]]:
    """What the lists of units hide from an outsider, by unit directly below; `parents`: what is hidden of each of them. One statement."""
    found: dict[int, frozenset[str]] = {}
    for parent, lines in lists_below(list(parents), year, day).items():
        found |= hidden_in(lines, parents[parent])
    return found


@dataclass(frozen=True)
class Listed:
    """A unit as a list shows it, with its figures."""

    unit_id: int
    counts: Mapping[str, int]


def lists_below(parents: Sequence[int], year: int, day: date) -> dict[int, list[Listed]]:
    """Units directly below `parents` with their figures, each list in the order of its page."""
    lists: dict[int, list[Listed]] = defaultdict(list)
    for row in _sums_below.run(parents=parents, year=year, first=date(year, 9, 1), day=day):
        lists[row[0]].append(Listed(row[1], counters.named(tuple(int(value) for value in row[2:]))))
    return lists


def hidden_in(lines: Sequence[Listed], forced: frozenset[str]) -> dict[int, frozenset[str]]:
    """What one list hides of each of its units; `forced`: what is hidden of the unit they stand below."""
    hidden = suppression.hidden_of([one.counts for one in lines], [False] * len(lines), forced).codes
    return {one.unit_id: codes for one, codes in zip(lines, hidden, strict=True)}


@prepared(many=("parents",))
def _sums_below(parents: Any, year: Any, first: Any, day: Any) -> Any:
    sums = [func.coalesce(func.sum(getattr(TallyUnit, name)), 0) for name in counters.NAMES]
    order = (ClassYear.grade, func.coalesce(Unit.number, 1000), func.length(Unit.code), Unit.code)
    return (
        select(Unit.parent_id, Unit.id, *sums)
        .outerjoin(ClassYear, (ClassYear.class_id == Unit.id) & (ClassYear.year == year))
        .outerjoin(TallyUnit, (TallyUnit.unit_id == Unit.id) & (TallyUnit.year == year) & (TallyUnit.day <= day))
        .where(Unit.parent_id.in_(parents), or_(Unit.closed_on.is_(None), Unit.closed_on > first))
        .where(or_(Unit.kind != "class", ClassYear.id.is_not(None)))
        .group_by(Unit.parent_id, Unit.id, Unit.number, Unit.code, ClassYear.grade)
        .order_by(*order)
    )


def hidden_schools(unit: Unit, forced: frozenset[str], year: int, day: date) -> dict[int, frozenset[str]]:
    """What is hidden from an outsider of each school at or below a unit of which `forced` is hidden. A statement for each level."""
    if unit.kind in ("school", "class"):
        return {unit.keeper_id: forced if unit.kind == "school" else NOTHING}
    kinds = {row[0]: row[1] for row in db.session.execute(select(Unit.id, Unit.kind).where(Unit.kind != "class"))}
    schools: dict[int, frozenset[str]] = {}
    level = {unit.id: forced}
    while level:
        below = hidden_children(level, year, day)
        schools |= {one: codes for one, codes in below.items() if kinds.get(one) == "school"}
        level = {one: codes for one, codes in below.items() if kinds.get(one) not in ("school", "class", None)}
    return schools


def hidden_topics_from_above(viewer: Viewer, line: Sequence[Unit], year: int) -> frozenset[str]:
    """Topics of the last unit of `line` that are not shown because the lists above it would give others away; as hidden_from_above."""
    forced = NOTHING
    for parent, child in seen_pairs(viewer, line):
        forced = _hidden_topics(parent, child, year, forced)
    return forced


def _hidden_topics(parent: Unit, child: Unit, year: int, forced: frozenset[str]) -> frozenset[str]:
    by_topic: dict[str, list[tuple[int, int]]] = defaultdict(list)
    asked = _sheets_of_classes if parent.kind == "school" else _sheets_of_units
    for topic, unit_id, sheets in asked.run(parent_id=parent.id, year=year):
        by_topic[topic].append((unit_id, sheets))
    found = set()
    for topic, lines in by_topic.items():
        hidden = suppression.hidden_sizes([sheets for _unit, sheets in lines], topic in forced)
        found |= {topic for place in hidden if lines[place][0] == child.id}
    return frozenset(found)


@prepared
def _sheets_of_classes(parent_id: Any, year: Any) -> Any:
    """Topic, class and its answer sheets, in an order that stays."""
    table = TallyTopic
    found = select(table.topic, table.class_id, table.sheets).where(table.school_id == parent_id, table.year == year)
    return found.order_by(table.topic, table.class_id)


@prepared
def _sheets_of_units(parent_id: Any, year: Any) -> Any:
    table = TallyUnitTopic
    found = select(table.topic, table.unit_id, table.sheets).where(table.parent_id == parent_id, table.year == year)
    return found.order_by(table.topic, table.unit_id)
