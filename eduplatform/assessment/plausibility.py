"""How answer sheets came about: of a class for its own teacher, of a unit and the units below as three sums side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from sqlalchemy import func, select

from ..extensions import db
from ..org.access import Viewer
from ..org.models import ClassYear, Unit
from ..org.queries import ancestors
from . import counters, hidden_units, queries, rules
from .models import PlausibilityNote, TallyUnit, TallyUnitTopic
from .plausibility_rules import SUMMED, Times, mostly_declared, topics_to_look_at
from .suppression import hidden_sizes


@dataclass(frozen=True)
class ClassSheets:
    """A class's sheets by topic and all together; `look_at`: topics where something stands out (ALL: only all together); class hours in
    hundredths, `mostly_declared` as the rule says."""

    by_topic: Mapping[str, Times]
    whole: Times
    look_at: Sequence[str]
    hours: int
    hours_declared: int
    note: PlausibilityNote | None

    @property
    def mostly_declared(self) -> bool:
        return mostly_declared(self.hours, self.hours_declared)


def class_sheets(class_unit: Unit, year: int) -> ClassSheets:
    """Of a class in a school year. Three statements."""
    by_topic, counts = queries.class_times(class_unit, year), _counts(class_unit, year)
    return ClassSheets(
        by_topic,
        reduce(Times.__add__, by_topic.values(), Times()),
        topics_to_look_at(by_topic),
        counts["hours"],
        counts["hours_declared"],
        note_of(class_unit, year),
    )


def note_of(class_unit: Unit, year: int) -> PlausibilityNote | None:
    """What the class's teacher said of its sheets in a year."""
    mine = (PlausibilityNote.school_id == class_unit.school_id) & (PlausibilityNote.class_id == class_unit.id)
    return db.session.scalars(select(PlausibilityNote).where(mine, PlausibilityNote.year == year)).first()


def unexplained(class_unit: Unit, year: int, by_topic: Mapping[str, Times]) -> list[str]:
    """Topics of a class that stand out and of which its teacher has said nothing yet. No statement where nothing does."""
    found = topics_to_look_at(by_topic)
    note = note_of(class_unit, year) if found else None
    return [topic for topic in found if note is None or topic not in note.topics]


@dataclass(frozen=True)
class Line:
    """A unit's sheets; None when `hidden` because too few pupils stand behind them, or they would give such away."""

    unit_id: int
    name: str
    kind: str
    times: Times | None

    @property
    def hidden(self) -> bool:
        return self.times is None

    @property
    def share(self) -> rules.Rate | None:
        """Of the sheets with a time of their own, those with plausible effort, with the 95 % interval; None where there are none."""
        times = self.times
        return rules.rate(times.timed - times.quick, times.timed) if times is not None and times.timed else None


@dataclass(frozen=True)
class UnitSheets:
    """A unit and the units directly below. A school has no lines: what stands out of a class is its teacher's to see; `notes` (class,
    note) are what teachers said, for within the school."""

    above: Sequence[Unit]
    own: Line
    lines: Sequence[Line]
    notes: Sequence[tuple[str, PlausibilityNote]]


def unit_sheets(viewer: Viewer, unit: Unit, year: int) -> UnitSheets:
    """Of a unit above the class in a school year. As many statements for two units below as for a hundred."""
    above = ancestors(unit)
    inside = hidden_units.looks_from_inside(viewer, unit.path)
    hidden, codes = _from_above(viewer, above, year)
    own = _sums([unit.id], year).get(unit.id, Times())
    too_few = not inside and (hidden or 0 < _pupils(own, _counts(unit, year)) < rules.LEAST_PUPILS)
    line = Line(unit.id, unit.name, unit.kind, None if too_few else own)
    if unit.kind == "school":
        return UnitSheets(above, line, (), _notes(unit, year) if inside else ())
    below = _below(unit, year, codes, too_few)
    names = [(one.id, one.name, one.kind) for one in queries.units_below(unit, year)]
    return UnitSheets(above, line, [Line(*named, below.times.get(named[0])) for named in names], ())


@dataclass(frozen=True)
class _Below:
    """Units directly below one: sums of those shown; who is hidden, and what the report hides of each."""

    times: Mapping[int, Times]
    hidden: set[int]
    codes: Mapping[int, frozenset[str]]


def _from_above(viewer: Viewer, above: Sequence[Unit], year: int) -> tuple[bool, frozenset[str]]:
    """Whether the lists above a unit hide its sheets from the viewer, and which indicators of the report they hide."""
    hidden, codes = False, hidden_units.NOTHING
    for parent, child in hidden_units.seen_pairs(viewer, above):
        below = _below(parent, year, codes, hidden)
        hidden, codes = child.id in below.hidden, below.codes.get(child.id, hidden_units.NOTHING)
    return hidden, codes


def _below(parent: Unit, year: int, forced: frozenset[str], hidden: bool) -> _Below:
    """`forced`, `hidden`: what is hidden of the parent itself. Where the report hides a unit's results its sheets are hidden too: else
    one would be told from the other."""
    found = hidden_units.lists_below([parent.id], year, queries.last_report_day(year)).get(parent.id, [])
    codes = hidden_units.hidden_in(found, forced)
    sums = _sums(list(codes), year)
    units = [one.unit_id for one in found if one.unit_id in sums]
    sizes = [_pupils(sums[one.unit_id], one.counts) for one in found if one.unit_id in sums]
    first = [n > 0 and "pass_rate" in codes[unit] for n, unit in zip(sizes, units, strict=True)]
    gone = {units[place] for place in hidden_sizes(sizes, hidden, first)}
    return _Below({unit: sums.get(unit, Times()) for unit in codes if unit not in gone}, gone, codes)


def _pupils(times: Times, counts: Mapping[str, int]) -> int:
    """How many pupils at most stand behind sheets; 0 behind none."""
    behind = rules.pupils_behind(counts)
    return times.sheets if behind is None else min(times.sheets, max(behind, 1))


def _counts(unit: Unit, year: int) -> Mapping[str, int]:
    sums = [func.coalesce(func.sum(getattr(TallyUnit, name)), 0) for name in counters.NAMES]
    day = queries.last_report_day(year)
    asked = select(*sums).where(TallyUnit.unit_id == unit.id, TallyUnit.year == year, TallyUnit.day <= day)
    return counters.named(tuple(int(value) for value in db.session.execute(asked).one()))


def _sums(units: Iterable[int], year: int) -> dict[int, Times]:
    table = TallyUnitTopic
    asked: Any = select(table.unit_id, *(func.sum(getattr(table, name)) for name in SUMMED))
    asked = asked.where(table.unit_id.in_(list(units)), table.year == year).group_by(table.unit_id)
    return {row[0]: Times(*(int(value) for value in row[1:])) for row in db.session.execute(asked)}


def _notes(school: Unit, year: int) -> list[tuple[str, PlausibilityNote]]:
    found = select(func.coalesce(ClassYear.label, Unit.name), PlausibilityNote)
    found = found.join(Unit, Unit.id == PlausibilityNote.class_id)
    found = found.outerjoin(ClassYear, (ClassYear.class_id == Unit.id) & (ClassYear.year == year))
    found = found.where(PlausibilityNote.school_id == school.id, PlausibilityNote.year == year)
    return [(name, note) for name, note in db.session.execute(found.order_by(ClassYear.grade, Unit.number, Unit.id))]
