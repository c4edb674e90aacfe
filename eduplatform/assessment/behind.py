"""The units directly below at a glance, the weak topics of some of them, and a unit anywhere below by its name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, union_all

from ..extensions import db
from ..org.access import below
from ..org.models import ClassYear, Unit
from ..org.queries import by_number
from ..shared.prepared import prepared
from . import rules
from .behind_rules import COUNTED, Glance
from .gain_rules import COLUMNS
from .models import TallyTopic, TallyUnit, TallyUnitTopic
from .plausibility_rules import TIMES
from .suppression import hidden_sizes

FOUND = 20  #: units that a search by name lists


def topic_rows(unit: Unit, year: int, ids: Collection[int]) -> tuple[Sequence[Any], Sequence[Any]]:
    """Sums of topics: the unit's own, and of the topics that may be weak in one of the units with these numbers, those of all units
    directly below. Of a class also the TIMES of its answer sheets. One statement."""
    if unit.kind == "class":
        return _of_class.rows(unit_id=unit.id, year=year), ()
    asked = _of_classes if unit.kind == "school" else _of_units
    few, low = rules.ENOUGH_SHEETS, round(100 * rules.WEAK_BELOW)
    rows = asked.rows(unit_id=unit.id, year=year, ids=sorted(ids), few=few, low=low)
    own = [row for row in rows if row.unit_id == unit.id]
    return own, [row for row in rows if row.unit_id != unit.id] if len(own) < len(rows) else ()


def weak_of(
    rows: Sequence[Any], ids: Collection[int], inside: bool, forced: frozenset[str]
) -> dict[int, list[rules.TopicShare]]:
    """Weak topics of units with these numbers, as far as the list of all of them (`rows`, as from topic_rows()) may tell: what is hidden
    there, so that nothing can be taken off a total, is not called weak either. `inside`: who looks belongs to the school. `forced`:
    topics hidden of the unit above them."""
    found: dict[int, list[rules.TopicShare]] = defaultdict(list)
    by_topic: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_topic[row.topic].append(row)
    for topic, of_topic in by_topic.items():
        hidden = set() if inside else hidden_sizes([row.sheets for row in of_topic], topic in forced)
        for place, row in enumerate(of_topic):
            share = rules.topic_share(topic, row.answered, row.right, row.sheets, inside, place in hidden)
            if row.unit_id in ids and share.weak:
                found[row.unit_id].append(share)
    return found


@prepared
def _of_class(unit_id: Any, year: Any) -> Any:
    table = TallyTopic
    times = (getattr(table, name) for name in TIMES if name != "sheets")
    return _sums(table, table.class_id).add_columns(*times).where(table.class_id == unit_id, table.year == year)


@prepared(many=("ids",))
def _of_classes(unit_id: Any, year: Any, ids: Any, few: Any, low: Any) -> Any:
    table = TallyTopic
    low_ones = select(table.topic).where(table.class_id.in_(ids), table.year == year, *_low(table, few, low))
    below = _sums(table, table.class_id).where(table.school_id == unit_id, table.topic.in_(low_ones))
    return _with_own(below.where(table.year == year), unit_id, year)


@prepared(many=("ids",))
def _of_units(unit_id: Any, year: Any, ids: Any, few: Any, low: Any) -> Any:
    table = TallyUnitTopic
    low_ones = select(table.topic).where(table.unit_id.in_(ids), table.year == year, *_low(table, few, low))
    below = _sums(table, table.unit_id).where(table.parent_id == unit_id, table.topic.in_(low_ones))
    return _with_own(below.where(table.year == year), unit_id, year)


def _sums(table: Any, unit_id: Any) -> Any:
    gains = (getattr(table, name) for name in COLUMNS)  # read with the topics, so that a page asks no more than it did
    return select(table.topic, unit_id.label("unit_id"), table.answered, table.right, table.sheets, *gains)


def _with_own(below: Any, unit_id: Any, year: Any) -> Any:
    table = TallyUnitTopic
    own = _sums(table, table.unit_id).where(table.unit_id == unit_id, table.year == year)
    return union_all(own, below).order_by("topic", "unit_id")


def _low(table: Any, few: Any, low: Any) -> tuple[Any, ...]:
    return table.sheets >= few, table.right < low * table.answered


@dataclass(frozen=True)
class Found:
    """A unit with the name asked for, and the one it belongs to."""

    glance: Glance
    within: str


def named_below(unit: Unit, year: int, day: date, text: str) -> tuple[Sequence[Found], bool]:
    """Units below whose name or code holds `text`, at most FOUND, and whether there are more. Figures of lessons only. One statement."""
    above = Unit.__table__.alias("above")
    name = func.coalesce(ClassYear.label, Unit.name)
    sums = [func.coalesce(func.sum(getattr(TallyUnit, one)), 0) for one in COUNTED]
    columns = (Unit.id, Unit.code, name.label("shown"), Unit.kind, Unit.path, Unit.stages, above.c.name.label("within"))
    asked = (
        select(*columns, *sums)
        .join(above, above.c.id == Unit.parent_id)
        .outerjoin(ClassYear, (ClassYear.class_id == Unit.id) & (ClassYear.year == year))
        .outerjoin(TallyUnit, (TallyUnit.unit_id == Unit.id) & (TallyUnit.year == year) & (TallyUnit.day <= day))
        .where(below(Unit.path, [unit.path]), Unit.id != unit.id)
        .where(Unit.closed_on.is_(None) | (Unit.closed_on > date(year, 9, 1)))
        .where(name.contains(text, autoescape=True) | Unit.code.contains(text, autoescape=True))
        .group_by(Unit.id, Unit.code, name, Unit.kind, Unit.path, Unit.stages, above.c.name, Unit.number)
        .order_by(func.length(Unit.path) - func.length(func.replace(Unit.path, "/", "")), Unit.parent_id, *by_number())
        .limit(FOUND + 1)
    )
    asked = (
        asked.where(Unit.kind == "class", ClassYear.id.is_not(None))
        if unit.kind == "school"
        else asked.where(Unit.kind != "class")
    )
    rows = db.session.execute(asked).all()
    return [_found(row) for row in rows[:FOUND]], len(rows) > FOUND


def _found(row: Any) -> Found:
    counts = dict(zip(COUNTED, (int(value) for value in row[7:]), strict=True))
    return Found(Glance(row.id, row.code, row.shown, row.kind, row.path, row.stages, counts), row.within)
