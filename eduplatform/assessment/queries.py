"""The report of any unit: its own figures, the units directly below, the weeks of the year, the topics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import func, literal, or_, select, true, union_all

from ..activities.models import Activity
from ..extensions import db
from ..org import queries as org
from ..org.access import Viewer, below
from ..org.calendar import Calendar, Week
from ..org.models import ClassYear, Unit
from ..shared import clock
from ..shared.prepared import prepared
from ..teaching.models import ClassHour
from ..teaching.slots import due_from
from . import counters, rules, suppression
from .models import TallyState, TallyTopic, TallyUnit, TallyUnitTopic
from .rules import Rate, TopicShare

PAGE = 25  #: units on one page, one more on the last: a line alone there could not be covered by another (see `suppression`)
_SUMS = [func.coalesce(func.sum(getattr(TallyUnit, name)), 0).label(name) for name in counters.NAMES]


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

    @property
    def pages(self) -> int:
        return page_count(self.total)

    @property
    def weak(self) -> list[TopicShare]:
        """Topics to give again, the weakest first."""
        return sorted((one for one in self.topics if one.weak), key=lambda one: one.share.value or 0)


def unit_report(viewer: Viewer, unit: Unit, year: int, day: date, page: int = 1, everything: bool = False) -> Report:
    """Figures of `unit` in a school year as of the evening of `day`. `everything` puts all units below on one page.

    The number of statements does not depend on how many units lie below.
    """
    inside = looks_from_inside(viewer, unit.path)
    calendar = org.calendar_of(unit, year)
    by_day = _days(unit, year)
    above = org.ancestors(unit)
    total = 0 if unit.kind == "class" else _count(unit, year)
    page = min(max(page, 1), page_count(total))
    lines, bare = (
        _lines(viewer, unit, year, day, None if everything else page, page_count(total))
        if unit.kind != "class"
        else ([], frozenset())
    )
    own = counters.named(counters.total_of_rows(row for when, row in by_day.items() if when <= day))
    hidden = rules.hidden_codes(own) | bare
    return Report(
        unit,
        year,
        day,
        counted_at(),
        above,
        calendar,
        ReportLine(unit.id, unit.code, unit.name, unit.kind, own, rules.rates(own, inside, hidden)),
        lines,
        total,
        page,
        _weeks(calendar, by_day, day),
        begins(calendar, by_day),
        topic_answers(unit, year, inside),
    )


def looks_from_inside(viewer: Viewer, path: str) -> bool:
    """Whether the viewer looks at the unit with `path` from within the school: others are not shown what rests on too few."""
    return any(held.kind in ("school", "class") and path.startswith(held.path) for held in viewer.holdings)


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
    return (
        select(Unit.id, Unit.code, name, Unit.kind, Unit.path, ClassYear.grade, Unit.number)
        .outerjoin(ClassYear, (ClassYear.class_id == Unit.id) & (ClassYear.year == year))
        .where(Unit.parent_id == unit_id, or_(Unit.closed_on.is_(None), Unit.closed_on > first))
        .where(or_(Unit.kind != "class", ClassYear.id.is_not(None)))
    )


def _count(unit: Unit, year: int) -> int:
    return _how_many_below.value(unit_id=unit.id, year=year, first=date(year, 9, 1)) or 0


@prepared
def _how_many_below(unit_id: Any, year: Any, first: Any) -> Any:
    return select(func.count()).select_from(_below(unit_id, year, first).subquery())


def page_count(total: int) -> int:
    """How many pages a list of units has."""
    return max(1, ceil((total - 1) / PAGE))


def hidden_of(counts: Sequence[Mapping[str, int]], inside: Sequence[bool]) -> suppression.Covered:
    """What is hidden of lines in order: page by page, so that a sheet of all lines hides what the pages hide, not others."""
    pages = page_count(len(counts))
    ends = [*(page * PAGE for page in range(1, pages)), len(counts)]
    found = [
        suppression.covered(counts[start:end], inside[start:end]) for start, end in zip([0, *ends], ends, strict=False)
    ]
    return suppression.Covered(
        [codes for one in found for codes in one.codes], frozenset().union(*(one.bare for one in found))
    )


def _lines(
    viewer: Viewer, unit: Unit, year: int, day: date, page: int | None, pages: int
) -> tuple[list[ReportLine], frozenset[str]]:
    """Lines of one page or all, and the indicators whose total must be hidden with them."""
    asked = {"unit_id": unit.id, "year": year, "first": date(year, 9, 1), "day": day}
    if page is None:
        rows = _all_lines.rows(**asked)
    else:
        rows = _page_of_lines.rows(**asked, most=PAGE + (page == pages), skipped=(page - 1) * PAGE)
    counts = [counters.named(tuple(int(value) for value in row[5:])) for row in rows]
    inside = [looks_from_inside(viewer, row.path) for row in rows]
    hidden = hidden_of(counts, inside)
    lines = [
        ReportLine(row.id, row.code, row.name, row.kind, mine, rules.rates(mine, own, codes))
        for row, mine, own, codes in zip(rows, counts, inside, hidden.codes, strict=True)
    ]
    return lines, hidden.bare


@prepared
def _all_lines(unit_id: Any, year: Any, first: Any, day: Any) -> Any:
    return _sums_of(_in_order(unit_id, year, first).subquery(), year, day)


@prepared
def _page_of_lines(unit_id: Any, year: Any, first: Any, day: Any, most: Any, skipped: Any) -> Any:
    return _sums_of(_in_order(unit_id, year, first).limit(most).offset(skipped).subquery(), year, day)


def _in_order(unit_id: Any, year: Any, first: Any) -> Any:
    return _below(unit_id, year, first).order_by(ClassYear.grade, *org.by_number())  # never by a rate: no ranking


def _sums_of(units: Any, year: Any, day: Any) -> Any:
    mine = (TallyUnit.unit_id == units.c.id) & (TallyUnit.year == year) & (TallyUnit.day <= day)
    return (
        select(units.c.id, units.c.code, units.c.name, units.c.kind, units.c.path, *_SUMS)
        .outerjoin(TallyUnit, mine)
        .group_by(units.c.id, units.c.code, units.c.name, units.c.kind, units.c.path, units.c.grade, units.c.number)
        .order_by(
            units.c.grade, func.coalesce(units.c.number, 1000), func.length(units.c.code), units.c.code
        )  # as by_number()
    )


def _weeks(calendar: Calendar, by_day: Mapping[date, counters.Row], day: date) -> list[WeekLine]:
    """The lessons of a week are due from the Monday after it (`slots.due_from`); those given in it count by their own day."""
    due, lessons, classes = (counters.PLACE[name] for name in ("slots_due", "lessons", "classes"))
    found = []
    for week in calendar.weeks:
        asked = sum(row[due] for when, row in by_day.items() if week.starts_on < when <= due_from(week))
        given = sum(row[lessons] for when, row in by_day.items() if week.starts_on <= when <= min(week.ends_on, day))
        there = sum(row[classes] for when, row in by_day.items() if when <= max(week.starts_on, calendar.starts_on))
        found.append(WeekLine(week, asked, given, _state(week, day, asked, given, there > 0)))
    return found


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


def topic_answers(unit: Unit, year: int, inside: bool) -> list[TopicShare]:
    """How questions of each topic were answered below a unit, as far as counted; by topic code."""
    found = _topics_of_class if unit.kind == "class" else _topics_of_unit
    rows = found.rows(unit_id=unit.id, year=year)
    return [rules.topic_share(row.topic, row.answered, row.right, row.sheets, inside=inside) for row in rows]


@prepared
def _topics_of_class(unit_id: Any, year: Any) -> Any:
    of_topic = select(TallyTopic.topic, TallyTopic.answered, TallyTopic.right, TallyTopic.sheets)
    return of_topic.where(TallyTopic.class_id == unit_id, TallyTopic.year == year).order_by(TallyTopic.topic)


@prepared
def _topics_of_unit(unit_id: Any, year: Any) -> Any:
    table = TallyUnitTopic
    of_topic = select(table.topic, table.answered, table.right, table.sheets)
    return of_topic.where(table.unit_id == unit_id, table.year == year).order_by(table.topic)


def last_report_day(year: int) -> date:
    """The day a report of a year reaches to when none is asked for: today, or the last on which something could still be added to it."""
    return min(clock.today(), clock.books_open_until(year))


def activity_counts(unit: Unit, activities: Sequence[Activity]) -> dict[int, tuple[int, int]]:
    """Of each activity: how many classes at or below `unit` took part, and how many it concerns. Two statements."""
    if not activities:
        return {}
    found = (
        select(ClassYear.stage, func.count())
        .join(Unit, Unit.id == ClassYear.class_id)
        .where(below(Unit.path, [unit.path]))
    )
    concerned = dict(
        db.session.execute(found.where(ClassYear.year == activities[0].year).group_by(ClassYear.stage)).all()
    )
    took: dict[int, int] = {
        row[0]: row[1] for row in db.session.execute(union_all(*(_took_part(unit, one) for one in activities)))
    }
    return {
        one.id: (took.get(one.id, 0), sum(n for stage, n in concerned.items() if not one.stages or stage in one.stages))
        for one in activities
    }


def _took_part(unit: Unit, activity: Activity) -> Any:
    """SELECT of the activity's number and how many classes were given one of its topics inside the window."""
    each = (
        select(ClassHour.class_id)
        .join(Unit, Unit.id == ClassHour.class_id)
        .join(ClassYear, (ClassYear.class_id == ClassHour.class_id) & (ClassYear.year == activity.year))
        .where(
            ClassHour.year == activity.year,
            ClassHour.hours != 0,
            below(Unit.path, [unit.path]),
            ClassHour.topic.in_(activity.topics),
        )
        .where(
            ClassHour.given_on.between(activity.starts_on, activity.ends_on),
            ClassYear.stage.in_(activity.stages) if activity.stages else true(),
        )
        .group_by(ClassHour.class_id)
        .having(func.sum(ClassHour.sign) > 0)
        .subquery()
    )
    return select(literal(activity.id), func.count()).select_from(each)
