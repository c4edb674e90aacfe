"""The report of any unit: its own figures, the units directly below, the weeks of the year, the topics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from ..org import queries as org
from ..org.access import Viewer
from ..org.calendar import Calendar, Week, monday_of
from ..org.models import ClassYear, Unit
from ..shared import clock
from ..shared.prepared import prepared
from . import counters, hidden_units, rules
from .behind import topic_rows, weak_of
from .behind_rules import COUNTED, EVERYTHING, MOST, Choice, Glance, at_a_glance, furthest_behind
from .gain_rules import Change
from .gain_tallies import changes_of
from .models import TallyState, TallyUnit
from .plausibility_rules import TIMES, Times
from .rules import Rate, TopicShare
from .suppression import PAGE, Covered, hidden_of, page_count


def _sum(name: str) -> Any:
    return func.coalesce(func.sum(getattr(TallyUnit, name)), 0).label(name)


_SUMS = [_sum(name) for name in counters.NAMES]


@dataclass(frozen=True)
class ReportLine:
    """Figures of one unit: counters by name, rates by indicator code."""

    unit_id: int
    code: str
    name: str
    kind: str
    counts: Mapping[str, int]
    rates: Mapping[str, Rate]


@dataclass(frozen=True)
class WeekLine:
    """A teaching week: lessons due and given in it; `state` as the chart of weeks names it."""

    week: Week
    due: int
    lessons: int
    state: str


@dataclass(frozen=True)
class Report:
    """`day` is the last day counted in, `counted_at` up to when records are in the tallies (None: nothing counted yet)."""

    unit: Unit
    year: int
    day: date
    counted_at: datetime | None
    above: Sequence[Unit]
    calendar: Calendar
    own: ReportLine
    lines: Sequence[ReportLine]
    total: int
    page: int
    weeks: Sequence[WeekLine]
    begins: date = date.min  #: the first day on which a class of the unit was there
    topics: Sequence[TopicShare] = field(default_factory=tuple)
    times: Mapping[str, Times] = field(default_factory=dict)  #: of a class: topic → how long its answer sheets took
    hidden: frozenset[str] = frozenset()  #: indicators of the unit that the viewer is not shown
    weak_below: Mapping[int, Sequence[TopicShare]] = field(default_factory=dict)  #: of units below that are behind
    glances: Sequence[Glance] = field(default_factory=tuple)  #: every unit directly below, on whatever page it stands
    changes: Mapping[str, Change] = field(default_factory=dict)  #: before/later → what changed, see gain_rules
    by_day: Mapping[date, counters.Row] = field(default_factory=dict)  #: the unit's own counters of the year

    @property
    def pages(self) -> int:
        return page_count(self.total)

    @property
    def weak(self) -> list[TopicShare]:
        """Topics to give again, the weakest first."""
        return sorted((one for one in self.topics if one.weak), key=lambda one: one.share.value or 0)


def unit_report(
    viewer: Viewer,
    unit: Unit,
    year: int,
    day: date,
    page: int = 1,
    everything: bool = False,
    choice: Choice = EVERYTHING,
    explained: int = MOST,
) -> Report:
    """Figures of `unit` in a school year as of the evening of `day`. `everything` puts all units below on one page; `choice`: which of
    them are listed, and in which order; `explained`: of how many that are behind the weak topics are looked for.

    The number of statements does not depend on how many units lie below.
    """
    inside = hidden_units.looks_from_inside(viewer, unit.path)
    calendar = org.calendar_of(unit, year)
    by_day = _days(unit, year)
    above = org.ancestors(unit)
    forced = hidden_units.hidden_from_above(viewer, above, year, day)
    hidden_topics = hidden_units.hidden_topics_from_above(viewer, above, year)
    place = _Place(viewer, unit, year, day, forced)
    listed = _NONE if unit.kind == "class" else place.listed(page, everything, choice)
    first = {one.unit_id for one in furthest_behind(listed.glances, explained)}
    topics, topics_below = topic_rows(unit, year, first)
    own = counters.named(counters.total_of_rows(row for when, row in by_day.items() if when <= day))
    hidden = frozenset() if inside else rules.hidden_codes(own) | listed.bare | forced
    return Report(
        unit,
        year,
        day,
        counted_at(),
        above,
        calendar,
        ReportLine(unit.id, unit.code, unit.name, unit.kind, own, rules.rates(own, inside, hidden)),
        listed.lines,
        listed.total,
        listed.page,
        _weeks(calendar, by_day, day),
        begins(calendar, by_day),
        _shares(topics, inside, hidden_topics),
        times_of(topics) if unit.kind == "class" else {},
        hidden,
        weak_of(topics_below, first, inside, hidden_topics),
        listed.glances,
        changes_of(topics),
        by_day,
    )


def counted_at() -> datetime | None:
    """Up to when records are counted."""
    as_of: datetime | None = _counted_at.value()
    return as_of


@prepared
def _counted_at() -> Any:
    return select(TallyState.as_of).where(TallyState.name == "all")


def _days(unit: Unit, year: int) -> dict[date, counters.Row]:
    return {row[0]: tuple(row[1:]) for row in _counted_days.run(unit_id=unit.id, year=year)}


@prepared
def _counted_days(unit_id: Any, year: Any) -> Any:
    of_day = (getattr(TallyUnit, name) for name in counters.NAMES)
    return select(TallyUnit.day, *of_day).where(TallyUnit.unit_id == unit_id, TallyUnit.year == year)


def _below(unit_id: Any, year: Any, first: Any) -> Any:
    """Units directly below that existed in the year (`first`: its first day); classes with what they were called then."""
    name = func.coalesce(ClassYear.label, Unit.name).label("name")
    stages = func.coalesce(ClassYear.stage, Unit.stages).label("stages")
    return (
        select(Unit.id, Unit.code, name, Unit.kind, Unit.path, stages, ClassYear.grade, Unit.number)
        .outerjoin(ClassYear, (ClassYear.class_id == Unit.id) & (ClassYear.year == year))
        .where(Unit.parent_id == unit_id, or_(Unit.closed_on.is_(None), Unit.closed_on > first))
        .where(or_(Unit.kind != "class", ClassYear.id.is_not(None)))
    )


def units_below(unit: Unit, year: int) -> Sequence[Any]:
    """All units directly below that existed in the year, in the order a report lists them: rows of id, code, name, kind, path. One
    statement."""
    return _units_in_order.rows(unit_id=unit.id, year=year, first=date(year, 9, 1))


@prepared
def _units_in_order(unit_id: Any, year: Any, first: Any) -> Any:
    return _in_order(unit_id, year, first)


@dataclass(frozen=True)
class _Listed:
    """Lines of one page or all; how many there are in all that are listed; the indicators whose total must be hidden with them."""

    lines: Sequence[ReportLine] = ()
    total: int = 0
    page: int = 1
    glances: Sequence[Glance] = ()
    bare: frozenset[str] = frozenset()


_NONE = _Listed()


@dataclass(frozen=True)
class _Place:
    """A unit as of a day, and who looks at it; `forced`: what the lists above hide of it."""

    viewer: Viewer
    unit: Unit
    year: int
    day: date
    forced: frozenset[str]

    @property
    def _asked(self) -> dict[str, Any]:
        return {"unit_id": self.unit.id, "year": self.year, "first": date(self.year, 9, 1), "day": self.day}

    def listed(self, page: int, everything: bool, choice: Choice) -> _Listed:
        """All on one page, those chosen, or one page of all. Two statements; of all or those chosen, one."""
        if everything or choice.narrows:
            return self._chosen(page, everything, choice)
        glances = [
            _glance(row, dict(zip(COUNTED, row[len(_UNIT) :], strict=True))) for row in _glances.rows(**self._asked)
        ]
        page, mine = _cut(range(len(glances)), page)
        ids = [glances[place].unit_id for place in mine]
        sums = {row[0]: row[1:] for row in _sums_by_unit.rows(ids=ids, year=self.year, day=self.day)} if ids else {}
        counts = [counters.named(sums.get(unit_id, counters.ZERO)) for unit_id in ids]
        shown = [glances[place] for place in mine]
        hidden, inside = self._hidden(shown, counts)
        return _Listed(_report_lines(shown, counts, inside, hidden), len(glances), page, glances, hidden.bare)

    def _chosen(self, page: int, everything: bool, choice: Choice) -> _Listed:
        """What is hidden of a line is what the pages of all units hide: a shorter list must not show what covers another there."""
        rows = _all_lines.rows(**self._asked)
        counts = [counters.named(tuple(int(value) for value in row[len(_UNIT) :])) for row in rows]
        glances = [_glance(row, at_a_glance(mine)) for row, mine in zip(rows, counts, strict=True)]
        hidden, inside = self._hidden(glances, counts)
        lines = _report_lines(glances, counts, inside, hidden)
        chosen = choice.chosen(glances)
        page, mine = (1, chosen) if everything else _cut(chosen, page)
        return _Listed([lines[place] for place in mine], len(chosen), page, glances, hidden.bare)

    def _hidden(self, glances: Sequence[Glance], counts: Sequence[Mapping[str, int]]) -> tuple[Covered, list[bool]]:
        inside = [hidden_units.looks_from_inside(self.viewer, one.path) for one in glances]
        return hidden_of(counts, inside, self.forced), inside


_UNIT = ("id", "code", "name", "kind", "path", "stages")  #: columns of a unit before its sums


def _glance(row: Any, counts: Mapping[str, int]) -> Glance:
    return Glance(row.id, row.code, row.name, row.kind, row.path, row.stages, counts)


def _cut(places: Sequence[int], page: int) -> tuple[int, Sequence[int]]:
    """The page asked for, or the nearest there is, and what stands on it."""
    pages = page_count(len(places))
    page = min(max(page, 1), pages)
    return page, places[(page - 1) * PAGE : page * PAGE + (page == pages)]


def _report_lines(
    glances: Sequence[Glance], counts: Sequence[Mapping[str, int]], inside: Sequence[bool], hidden: Covered
) -> list[ReportLine]:
    return [
        ReportLine(one.unit_id, one.code, one.name, one.kind, mine, rules.rates(mine, own, codes))
        for one, mine, own, codes in zip(glances, counts, inside, hidden.codes, strict=True)
    ]


@prepared
def _glances(unit_id: Any, year: Any, first: Any, day: Any) -> Any:
    return _sums_of(_in_order(unit_id, year, first).subquery(), year, day, COUNTED)


@prepared(many=("ids",))
def _sums_by_unit(ids: Any, year: Any, day: Any) -> Any:
    mine = (TallyUnit.unit_id.in_(ids), TallyUnit.year == year, TallyUnit.day <= day)
    return select(TallyUnit.unit_id, *_SUMS).where(*mine).group_by(TallyUnit.unit_id)


def counts_below(unit: Unit, year: int, day: date) -> list[tuple[Any, dict[str, int]]]:
    """Every unit directly below with its counters as of a day, in the order of the report: rows of id, code, name, kind, path, stages. One
    statement."""
    rows = _all_lines.rows(unit_id=unit.id, year=year, first=date(year, 9, 1), day=day)
    return [(row, counters.named(tuple(int(value) for value in row[len(_UNIT) :]))) for row in rows]


def counts_of(unit: Unit, year: int, day: date) -> dict[str, int]:
    """Counters of a unit as of a day. One statement."""
    return counters.named(counters.total_of_rows(row for when, row in _days(unit, year).items() if when <= day))


@prepared
def _all_lines(unit_id: Any, year: Any, first: Any, day: Any) -> Any:
    return _sums_of(_in_order(unit_id, year, first).subquery(), year, day, counters.NAMES)


def _in_order(unit_id: Any, year: Any, first: Any) -> Any:
    return _below(unit_id, year, first).order_by(ClassYear.grade, *org.by_number())  # never by a rate: no ranking


def _sums_of(units: Any, year: Any, day: Any, names: Sequence[str]) -> Any:
    mine = (TallyUnit.unit_id == units.c.id) & (TallyUnit.year == year) & (TallyUnit.day <= day)
    columns = [units.c[name] for name in _UNIT]
    return (
        select(*columns, *(_sum(name) for name in names))
        .outerjoin(TallyUnit, mine)
        .group_by(*columns, units.c.grade, units.c.number)
        .order_by(
            units.c.grade, func.coalesce(units.c.number, 1000), func.length(units.c.code), units.c.code
        )  # as by_number()
    )


def _weeks(calendar: Calendar, by_day: Mapping[date, counters.Row], day: date) -> list[WeekLine]:
    """The lessons of a week are due from the Monday after it (`slots.due_from`); those given in it count by their own day. Each day is
    looked at once: weeks begin on a Monday."""
    due, lessons, classes = (counters.PLACE[name] for name in ("slots_due", "lessons", "classes"))
    asked_in: dict[date, int] = {}
    given_in: dict[date, int] = {}
    for when, row in by_day.items():
        if row[due]:
            monday = monday_of(when - _DAY)
            asked_in[monday] = asked_in.get(monday, 0) + row[due]
        if row[lessons] and when <= day:
            monday = monday_of(when)
            given_in[monday] = given_in.get(monday, 0) + row[lessons]
    begun = [(when, row[classes]) for when, row in by_day.items() if row[classes]]
    found = []
    for week in calendar.weeks:
        asked, given = asked_in.get(week.starts_on, 0), given_in.get(week.starts_on, 0)
        there = sum(n for when, n in begun if when <= max(week.starts_on, calendar.starts_on))
        found.append(WeekLine(week, asked, given, _state(week, day, asked, given, there > 0)))
    return found


_DAY = timedelta(days=1)


FULL = 0.95  #: a week counts as full when this share of its lessons was given in it


def begins(calendar: Calendar, by_day: Mapping[date, counters.Row]) -> date:
    """The first day on which a class of the unit was there; the day after the year where none was."""
    classes = counters.PLACE["classes"]
    return min((when for when, row in by_day.items() if row[classes] > 0), default=calendar.ends_on + timedelta(days=1))


def _state(week: Week, day: date, due: int, given: int, there: bool = True) -> str:
    """How many of the lessons due in a week were given in it. `there`: whether the unit had a class when the week began."""
    if week.starts_on > day:
        return "future"
    if not due:
        return "taught" if given else "before" if week.counts and not there else "holiday"
    if given >= FULL * due:
        return "taught"
    if day <= week.ends_on:
        return "now"
    return "partly" if given else "missed"


def topic_answers(unit: Unit, year: int, inside: bool, hidden: frozenset[str] = frozenset()) -> list[TopicShare]:
    """How questions of each topic were answered below a unit (see _shares()). One statement."""
    return _shares(topic_rows(unit, year, ())[0], inside, hidden)


def _shares(rows: Sequence[Any], inside: bool, hidden: frozenset[str]) -> list[TopicShare]:
    """How questions of each topic were answered below a unit, as far as counted; by topic code. `hidden`: topics not shown because
    they would give another unit's away."""
    return [
        rules.topic_share(row.topic, row.answered, row.right, row.sheets, inside=inside, hidden=row.topic in hidden)
        for row in rows
    ]


def times_of(rows: Sequence[Any]) -> dict[str, Times]:
    """Topic → how long a class's answer sheets took; `rows` as from topic_rows()."""
    return {row.topic: Times(*(getattr(row, name) for name in TIMES)) for row in rows}


def class_times(class_unit: Unit, year: int) -> dict[str, Times]:
    """The same of a class. One statement."""
    return times_of(topic_rows(class_unit, year, ())[0])


def last_report_day(year: int) -> date:
    """The day a report of a year reaches to when none is asked for: today, or the last on which something could still be added to it."""
    return min(clock.today(), clock.books_open_until(year))
