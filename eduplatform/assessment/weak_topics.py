"""Weak topics of a class and the map of a unit: read from tallies alone, never from answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from ..curriculum import queries as content
from ..curriculum.models import Course, Item, Revision
from ..curriculum.question import Question
from ..curriculum.taxonomy import STAGES
from ..extensions import db
from ..org import queries as org
from ..org.access import Viewer
from ..org.calendar import Calendar
from ..org.models import ClassYear, Unit
from ..org.queries import path_ids
from ..teaching import key_days
from ..teaching.key_days import KeyDay
from . import funnel, item_rules, rules, weak_rules
from .hidden_units import looks_from_inside
from .item_rules import ItemSums, loaded
from .models import TallyClassItems, TallyTopicSpread, TallyUnitSpread
from .shrinkage import Prior, Sums, prior_of
from .spread_tallies import SUMS
from .weak_rules import Known, Suggestion

AHEAD = timedelta(days=42)  #: a key day within six weeks is near: time for a lesson and one more
ITEMS = 3  #: questions named with a suggestion
WRONG_BELOW = 0.6  #: share of marks below which a question shows what a class believes
BELIEFS, BELIEFS_READ = 5, 10  #: questions shown with what is believed; of the weakest so many are read for it
WORST_SCHOOLS = 3  #: children named with a suggestion
Place = tuple[str, str]  #: stage, topic


def seasons(calendar: Calendar, today: date, stage: str = "") -> dict[str, KeyDay]:
    """Topic → the next key day it belongs to, of those near. Read from school_year.yaml and the unit's calendar."""
    found: dict[str, KeyDay] = {}
    for day in sorted(key_days.for_lessons(key_days.year_file(), calendar), key=lambda one: one.first):
        if today <= day.last and day.first - today <= AHEAD and (not stage or day.for_stage(stage)):
            for topic in day.topics:
                found.setdefault(topic, day)
    return found


@dataclass(frozen=True)
class WorstItem:
    """A question that a class answered badly: its text, answers, their share of marks, and what most of those think who were wrong:
    `believers` of the `n` ("", 0 where the authors say none)."""

    stem: str
    n: int
    share: rules.Rate
    belief: str = ""
    believers: int = 0


@dataclass(frozen=True)
class ClassTopics:
    """What a class knows of each topic it was asked about, and what to teach again. `items`: of suggested topics the questions
    answered worst, with their texts; `beliefs`: of all its questions the weakest that say what pupils believe; `seasons` the key days
    that are near."""

    known: Sequence[Known]
    suggestions: Sequence[Suggestion]
    items: Mapping[str, Sequence[WorstItem]]
    seasons: Mapping[str, KeyDay]
    beliefs: Sequence[WorstItem] = ()


def class_topics(class_unit: Unit, of_year: ClassYear, today: date) -> ClassTopics:
    """For the class's own teachers. Four statements beside the calendar."""
    table = TallyTopicSpread
    mine = select(table.topic, *(getattr(table, name) for name in SUMS))
    mine = mine.where(table.class_id == class_unit.id, table.year == of_year.year).order_by(table.topic)
    own = {row[0]: Sums(*row[1:]) for row in db.session.execute(mine)}
    priors = {topic: prior for (stage, topic), prior in _priors(class_unit, of_year.year, of_year.stage).items()}
    level = weak_rules.level_of((sums, priors.get(topic)) for topic, sums in own.items())
    known = [weak_rules.known_of(topic, sums, priors.get(topic), level) for topic, sums in own.items()]
    served = content.topics_served()
    near = {
        topic: day
        for topic, day in seasons(org.calendar_of(class_unit, of_year.year), today, of_year.stage).items()
        if (topic, of_year.stage) in served
    }
    said = weak_rules.suggest(known, {topic: day.code for topic, day in near.items()})
    items, beliefs = _worst_items(class_unit, of_year.year, [one.topic for one in said])
    return ClassTopics(known, said, items, near, beliefs)


def _priors(unit: Unit, year: int, stage: str = "") -> dict[Place, Prior]:
    """What comparable classes of the city say (of the nearest unit above it with enough classes, where there is no city). One statement."""
    table = TallyUnitSpread
    asked = select(Unit.kind, Unit.path, table.stage, table.topic, *(getattr(table, name) for name in SUMS))
    asked = asked.join(Unit, Unit.id == table.unit_id)
    asked = asked.where(table.unit_id.in_(path_ids(unit.path)), table.year == year)
    asked = asked if not stage else asked.where(table.stage == stage)
    by_place: dict[Place, list[tuple[int, Prior]]] = defaultdict(list)
    order = ("city", "district", "province", "school")  # the city first: its schools share a curriculum and a calendar
    for row in db.session.execute(asked):
        prior = prior_of(Sums(*row[4:]))
        if prior is not None:
            by_place[row.stage, row.topic].append((order.index(row.kind) if row.kind in order else 9, prior))
    return {place: min(found, key=lambda one: one[0])[1] for place, found in by_place.items()}


def _worst_items(
    class_unit: Unit, year: int, topics: Sequence[str]
) -> tuple[dict[str, list[WorstItem]], list[WorstItem]]:
    """Of each topic the questions answered worst, and of all topics the weakest that say what pupils believe, as the tallies say; none
    of fewer than LEAST_PUPILS answers. Two statements."""
    ranked = _ranked_items(class_unit, year)
    shown = {topic: [one for one in ranked if one[0] == topic][:ITEMS] for topic in topics}
    weak = [one for one in ranked if one[2].marks < 100 * WRONG_BELOW * one[2].n][:BELIEFS_READ]
    read = {revision for every in (*shown.values(), weak) for _topic, revision, _sums in every}
    found = db.session.execute(select(Revision.id, Revision.body).where(Revision.id.in_(read)))
    asked = {row.id: content.question_as_marked(row.id, row.body) for row in found}
    said = [_worst(asked[revision], sums) for _topic, revision, sums in weak]
    items = {topic: [_worst(asked[revision], sums) for _t, revision, sums in every] for topic, every in shown.items()}
    return items, [one for one in said if one.belief][:BELIEFS]


def _ranked_items(class_unit: Unit, year: int) -> list[tuple[str, int, ItemSums]]:
    """(topic, question revision, sums) of the questions enough pupils answered, the worst first. One statement."""
    table = TallyClassItems
    asked = select(Course.topic, table.sums).join(Item, Item.id == table.lesson_id)
    asked = asked.join(Course, Course.id == Item.course_id).where(
        table.school_id == class_unit.school_id, table.class_id == class_unit.id, table.year == year
    )
    sums: dict[tuple[str, int], ItemSums] = defaultdict(ItemSums)
    for topic, items in db.session.execute(asked):
        for revision, one in items.items():
            sums[topic, int(revision)] = sums[topic, int(revision)].plus(loaded(one))
    enough = [(*key, one) for key, one in sums.items() if one.n >= rules.LEAST_PUPILS]
    return sorted(enough, key=lambda one: (one[2].marks / one[2].n, one[0], one[1]))


def _worst(question: Question, sums: ItemSums) -> WorstItem:
    belief, believers = item_rules.commonest_belief(question, sums.chosen)
    return WorstItem(question.stem, sums.n, item_rules.share_of(sums), belief, believers)


@dataclass(frozen=True)
class Cell:
    """A topic in a unit: `known` is None where nothing was answered, or where it is `hidden` because too few did."""

    known: Known | None = None
    hidden: bool = False


NO_CELL = Cell()


@dataclass(frozen=True)
class Child:
    """A unit below, with its topics of the stage shown."""

    unit_id: int
    name: str
    kind: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class UnitSuggestion:
    """A topic to teach again at a stage: in the whole unit (`own` says why), or in the units below that are named (`children`: all of
    them; they are not ranked)."""

    stage: str
    topic: str
    own: Known
    whole: Suggestion | None
    children: Sequence[tuple[Child, Suggestion]]
    season: str = ""


@dataclass(frozen=True)
class FunnelPoint:
    """A unit below in the funnel: `outside` -1 below, 1 above the limits."""

    child: Child
    known: Known
    limits: tuple[float, float]
    outside: int


@dataclass(frozen=True)
class UnitMap:
    """`own`: stage × topic of the unit; `children` of `stage`; `points` of `topic` with the `shape` of the funnel."""

    unit: Unit
    year: int
    stages: Sequence[str]
    topics: Sequence[str]
    own: Mapping[Place, Cell]
    stage: str
    children: Sequence[Child]
    topic: str
    shape: funnel.Funnel | None
    points: Sequence[FunnelPoint]
    suggestions: Sequence[UnitSuggestion]
    seasons: Mapping[str, KeyDay]


def unit_map(viewer: Viewer, unit: Unit, year: int, today: date, stage: str = "", topic: str = "") -> UnitMap:
    """The map of a unit above the class. `stage` and `topic` of the lower parts fall back to what is said to be done first, else to
    the first there is. Three statements."""
    return _Map(viewer, unit, year, today).made(stage, topic)


class _Map:
    """Loads rows once and cuts the map out of them."""

    def __init__(self, viewer: Viewer, unit: Unit, year: int, today: date):
        self.unit, self.year, self.today = unit, year, today
        self.inside = looks_from_inside(viewer, unit.path)
        self.viewer = viewer
        self.priors = _priors(unit, year)
        self.own = _own(unit, year)
        self.children = _children(unit, year)
        self.near = seasons(org.calendar_of(unit, year), today)
        self.hidden = {place: self._hidden(place) for place in self.own}

    def made(self, stage: str, topic: str) -> UnitMap:
        stages = [code for code in STAGES if any(place[0] == code for place in self.own)]
        suggested = self._suggested()
        if stage not in stages and suggested:
            stage, topic = suggested[0].stage, topic or suggested[0].topic
        stage = stage if stage in stages else (stages[0] if stages else "")
        order = list(content.topics())
        every = sorted(
            {place[1] for place in self.own},
            key=lambda code: (code not in order, order.index(code) if code in order else 0),
        )
        here = [code for code in every if (stage, code) in self.own]
        first = next((one.topic for one in suggested if one.stage == stage), here[0] if here else "")
        topic = topic if topic in here else first
        shape, points = self._funnel(stage, topic)
        own = {place: self._own_cell(place) for place in self.own}
        children = self._shown(stage, here)
        return UnitMap(
            self.unit,
            self.year,
            stages,
            every,
            own,
            stage,
            children,
            topic,
            shape,
            points,
            suggested,
            self.near,
        )

    def _hidden(self, place: Place) -> frozenset[int]:
        pupils = {child: rows[place].pupils for child, (_row, rows) in self.children.items() if place in rows}
        inside = {child: looks_from_inside(self.viewer, row.path) for child, (row, _r) in self.children.items()}
        return funnel.hidden_units(pupils, inside, rules.LEAST_PUPILS)

    def _own_cell(self, place: Place) -> Cell:
        if not self.inside and self.own[place].pupils < rules.LEAST_PUPILS:
            return Cell(hidden=True)
        return Cell(weak_rules.known_of_many(place[1], self.own[place], self.priors.get(place)))

    def _cell(self, child: int, place: Place) -> Cell:
        row, rows = self.children[child]
        if place not in rows:
            return NO_CELL
        if child in self.hidden.get(place, ()):
            return Cell(hidden=True)
        return Cell(weak_rules.known_of_many(place[1], rows[place], self.priors.get(place)))

    def _shown(self, stage: str, topics: Sequence[str]) -> list[Child]:
        return [
            Child(row.id, row.name, row.kind, {topic: self._cell(child, (stage, topic)) for topic in topics})
            for child, (row, rows) in self.children.items()
            if any((stage, topic) in rows for topic in topics)
        ]

    def _funnel(self, stage: str, topic: str) -> tuple[funnel.Funnel | None, list[FunnelPoint]]:
        place = stage, topic
        there = {
            child: rows[place]
            for child, (_row, rows) in self.children.items()
            if place in rows and child not in self.hidden.get(place, ())
        }
        shape = funnel.funnel_of(there.values())
        if shape is None:
            return None, []
        points = []
        for child, sums in there.items():
            row, cell = self.children[child][0], self._cell(child, place)
            assert cell.known is not None
            one = Child(row.id, row.name, row.kind, {topic: cell})
            points.append(FunnelPoint(one, cell.known, shape.limits(sums.pupils), shape.outside(sums)))
        return shape, points

    def _suggested(self) -> list[UnitSuggestion]:
        found = [one for place in self.own if (one := self._judged(place)) is not None]
        return sorted(found, key=lambda one: (-_weight(one), one.stage, one.topic))[: weak_rules.MOST]

    def _judged(self, place: Place) -> UnitSuggestion | None:
        stage, topic = place
        day = self.near.get(topic)
        season = day.code if day and day.for_stage(stage) else ""
        own = self._own_cell(place)
        if own.known is None:
            return None
        whole = weak_rules.judged(own.known, season)
        weak = []
        for child, (row, rows) in self.children.items():
            cell = self._cell(child, place) if place in rows else NO_CELL
            said = weak_rules.judged(cell.known, season) if cell.known else None
            if said is not None:
                weak.append((Child(row.id, row.name, row.kind, {topic: cell}), said))
        return UnitSuggestion(stage, topic, own.known, whole, weak, season) if whole or weak else None


def _weight(one: UnitSuggestion) -> float:
    """How much there is to gain: points below, times pupils they concern."""
    if one.whole:
        return weak_rules.shortfall(one.whole.known) * one.whole.known.pupils
    return sum(weak_rules.shortfall(said.known) * said.known.pupils for _child, said in one.children)


def _own(unit: Unit, year: int) -> dict[Place, Sums]:
    table = TallyUnitSpread
    asked = select(table.stage, table.topic, *(getattr(table, name) for name in SUMS))
    asked = asked.where(table.unit_id == unit.id, table.year == year).order_by(table.stage, table.topic)
    return {(row[0], row[1]): Sums(*row[2:]) for row in db.session.execute(asked)}


def _children(unit: Unit, year: int) -> dict[int, tuple[Any, dict[Place, Sums]]]:
    """Units directly below with their sums by stage and topic, in their order (by number and code, never by a figure)."""
    table: Any = TallyTopicSpread if unit.kind == "school" else TallyUnitSpread
    key = table.class_id if unit.kind == "school" else table.unit_id
    columns = (Unit.id, Unit.name, Unit.kind, Unit.path, ClassYear.label, table.stage, table.topic)
    asked = (
        select(*columns, *(getattr(table, name) for name in SUMS))
        .join(Unit, Unit.id == key)
        .outerjoin(ClassYear, (ClassYear.class_id == Unit.id) & (ClassYear.year == year))
        .where(Unit.parent_id == unit.id, table.year == year)
        .where(or_(Unit.closed_on.is_(None), Unit.closed_on > date(year, 9, 1)))
        .order_by(ClassYear.grade, *org.by_number(), table.stage, table.topic)
    )
    found: dict[int, tuple[Any, dict[Place, Sums]]] = {}
    for row in db.session.execute(asked):
        named = ChildRow(row.id, row.label or row.name, row.kind, row.path)
        found.setdefault(row.id, (named, {}))[1][row.stage, row.topic] = Sums(*row[7:])
    return found


@dataclass(frozen=True)
class ChildRow:
    """A unit below as loaded."""

    id: int
    name: str
    kind: str
    path: str


def weak_children(found: UnitMap, stage: str, topic: str) -> list[int]:
    """Numbers of the units below that a suggestion of the map names; [] where it is about the whole or is no longer made."""
    for one in found.suggestions:
        if (one.stage, one.topic) == (stage, topic):
            return [] if one.whole else [child.unit_id for child, _said in one.children]
    return []


def lowest_first(topics: Iterable[str], cells: Mapping[str, Cell]) -> list[str]:
    """Topics by how little is known of them, hidden ones last."""
    return sorted(
        topics, key=lambda code: (cells.get(code, NO_CELL).known is None, _value(cells.get(code, NO_CELL)), code)
    )


def _value(cell: Cell) -> float:
    return cell.known.value if cell.known else 1.0
