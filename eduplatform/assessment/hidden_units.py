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
    for parent, child in _seen(viewer, line):
        forced = hidden_children({parent.id: forced}, year, day).get(child.id, NOTHING)
    return forced


def _seen(viewer: Viewer, line: Sequence[Unit]) -> list[tuple[Unit, Unit]]:
    if not line or looks_from_inside(viewer, line[-1].path):
        return []
    return list(pairwise(one for one in line if viewer.may(RIGHT, one.path)))


def hidden_children(parents: Mapping[int, frozenset[str]], year: int, day: date) -> dict[int, frozenset[str]]:
    """What the lists of units hide from an outsider, by unit directly below; `parents`: what is hidden of each of them. One statement."""
    found: dict[int, frozenset[str]] = {}
    for parent, lines in _lists(list(parents), year, day).items():
        counts = [one.counts for one in lines]
        codes = suppression.hidden_of(counts, [False] * len(counts), parents[parent]).codes
        found |= {one.unit_id: hidden for one, hidden in zip(lines, codes, strict=True)}
    return found


@dataclass(frozen=True)
class _Line:
    unit_id: int
    counts: Mapping[str, int]


def _lists(parents: Sequence[int], year: int, day: date) -> dict[int, list[_Line]]:
    """Units directly below `parents` with their figures, each list in the order of its page."""
    sums = [func.coalesce(func.sum(getattr(TallyUnit, name)), 0) for name in counters.NAMES]
    order = (ClassYear.grade, func.coalesce(Unit.number, 1000), func.length(Unit.code), Unit.code)
    found = (
        select(Unit.parent_id, Unit.id, *sums)
        .outerjoin(ClassYear, (ClassYear.class_id == Unit.id) & (ClassYear.year == year))
        .outerjoin(TallyUnit, (TallyUnit.unit_id == Unit.id) & (TallyUnit.year == year) & (TallyUnit.day <= day))
        .where(Unit.parent_id.in_(parents), or_(Unit.closed_on.is_(None), Unit.closed_on > date(year, 9, 1)))
        .where(or_(Unit.kind != "class", ClassYear.id.is_not(None)))
        .group_by(Unit.parent_id, Unit.id, Unit.number, Unit.code, ClassYear.grade)
        .order_by(*order)
    )
    lists: dict[int, list[_Line]] = defaultdict(list)
    for row in db.session.execute(found):
        lists[row[0]].append(_Line(row[1], counters.named(tuple(int(value) for value in row[2:]))))
    return lists


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
    for parent, child in _seen(viewer, line):
        forced = _hidden_topics(parent, child, year, forced)
    return forced


def _hidden_topics(parent: Unit, child: Unit, year: int, forced: frozenset[str]) -> frozenset[str]:
    by_topic: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for topic, unit_id, sheets in db.session.execute(_sheets_below(parent, year)):
        by_topic[topic].append((unit_id, sheets))
    found = set()
    for topic, lines in by_topic.items():
        hidden = suppression.hidden_sizes([sheets for _unit, sheets in lines], topic in forced)
        found |= {topic for place in hidden if lines[place][0] == child.id}
    return frozenset(found)


def _sheets_below(parent: Unit, year: int) -> Any:
    """SELECT of topic, unit directly below and its answer sheets, in an order that stays."""
    if parent.kind == "school":
        found = select(TallyTopic.topic, TallyTopic.class_id, TallyTopic.sheets).where(
            TallyTopic.school_id == parent.id, TallyTopic.year == year
        )
        return found.order_by(TallyTopic.topic, TallyTopic.class_id)
    mine = (TallyUnitTopic.parent_id == parent.id, TallyUnitTopic.year == year)
    found = select(TallyUnitTopic.topic, TallyUnitTopic.unit_id, TallyUnitTopic.sheets).where(*mine)
    return found.order_by(TallyUnitTopic.topic, TallyUnitTopic.unit_id)
