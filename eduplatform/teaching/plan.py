"""The year plan: which topics a week has for a stage, and which lesson to give. Reads, and one pure choice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from ..extensions import db
from ..org.calendar import Calendar
from ..org.models import Unit
from ..org.queries import calendar_of, class_year, path_ids
from ..shared import ttl_cache
from . import key_days, rule_book, rules
from .models import ClassSession, PlanWeek
from .sessions import day_of
from .year_layout import REVIEW, Layout, PlannedWeek, lay, noted


@dataclass(frozen=True)
class Theme:
    """What a teaching week is about, for one stage."""

    week: int
    title_zh: str
    title_en: str
    topics: tuple[str, ...]
    beside: tuple[str, ...] = ()  #: codes of the key days that fall into the week beside its theme
    kind: str = "lesson"
    keys: tuple[str, ...] = ()  #: codes of the key days it is made for


@dataclass(frozen=True)
class Suggestion:
    """A lesson to give and why: 'assigned', 'theme', 'repeat' (of the week's topic, given before), 'weak', 'new' (not yet given) or
    'again'."""

    lesson: Any
    why: str


def themes(class_unit: Unit, year: int, stage: str) -> dict[int, Theme]:
    """Themes by week from the nearest unit above that planned the year. Remembered for seconds."""
    return {
        row.week: Theme(
            row.week,
            row.title,
            row.title_en,
            tuple(row.topics.get(stage) or row.topics.get("all") or ()),
            row.beside,
            row.kind,
            row.keys,
        )
        for row in planned_weeks(class_unit, year)
    }


@dataclass(frozen=True)
class InForce:
    """The plan in force at a unit, on its own calendar. `weeks`: with the key days that fall into them besides; `themes`: as they
    were planned, without; `inherited`: `themes` before a class moved some of them; `left_out`: themes its calendar has no week for."""

    owner: int | None  #: unit that planned the year
    weeks: tuple[PlannedWeek, ...] = ()
    themes: tuple[PlannedWeek, ...] = ()
    inherited: tuple[PlannedWeek, ...] = ()
    moved: frozenset[int] = frozenset()  #: numbers of the weeks that a class moved
    left_out: tuple[PlannedWeek, ...] = ()


def planned_weeks(unit: Unit, year: int) -> tuple[PlannedWeek, ...]:
    """The weeks of the plan in force at a unit, with what a class moved. Remembered for seconds."""
    return in_force(unit, year).weeks


def in_force(unit: Unit, year: int) -> InForce:
    """The plan in force at a unit. Remembered for seconds; one statement beside the calendar."""
    return ttl_cache.remembered(("plan", unit.path, year), lambda: _in_force(unit, year))


NOTHING_COMES: Mapping[str, int] = {}
SOON = 6  #: weeks in which a topic to repeat should come


@dataclass(frozen=True)
class RoomFor:
    """The week a topic to repeat would come in. `planned`: it stands there already."""

    number: int
    starts_on: date
    planned: bool


def week_for_topic(unit: Unit, year: int, stage: str, topic: str, today: date) -> RoomFor | None:
    """Where a topic to repeat goes: the week that has it within SOON weeks from the next one; else a review week among them, else the
    first that no key day is made for, else the first. None where the plan has no week left, or there is no plan."""
    calendar = calendar_of(unit, year)
    themes = {week.week: week for week in in_force(unit, year).themes}
    ahead = [week for week in calendar.weeks if week.starts_on > today and week.counts and week.number in themes][:SOON]
    if not ahead:
        return None
    for week in ahead:
        if topic in _topics(themes[week.number], stage):
            return RoomFor(week.number, week.starts_on, True)
    chosen = min(ahead, key=lambda each: _rank(themes[each.number]))
    return RoomFor(chosen.number, chosen.starts_on, False)


def _rank(theme: PlannedWeek) -> int:
    return 0 if theme.kind == REVIEW else 1 if not theme.keys else 2


def _topics(theme: PlannedWeek, stage: str) -> list[str]:
    return list(theme.topics.get(stage) or theme.topics.get("all") or ())


def without_own(unit: Unit, year: int) -> tuple[PlannedWeek, ...]:
    """The plan a unit would have without one of its own, on its calendar."""
    above = db.session.get(Unit, unit.parent_id) if unit.parent_id else None
    return _in_force(above, year, calendar_of(unit, year)).themes if above else ()


def plan_now(unit: Unit, year: int, calendar: Calendar | None = None) -> tuple[PlannedWeek, ...]:
    """As planned_weeks(), but read now. `calendar`: the unit's, where the caller has it."""
    return _in_force(unit, year, calendar).weeks


def inherited_weeks(class_unit: Unit, year: int) -> tuple[PlannedWeek, ...]:
    """What a class would teach had it moved nothing."""
    return in_force(class_unit, year).inherited


def moved_weeks(class_unit: Unit, year: int) -> frozenset[int]:
    """Numbers of the weeks that a class moved."""
    return in_force(class_unit, year).moved


def _in_force(unit: Unit, year: int, calendar: Calendar | None = None) -> InForce:
    ids = path_ids(unit.path)
    rows = list(
        db.session.scalars(
            select(PlanWeek).where(PlanWeek.unit_id.in_(ids), PlanWeek.year == year).order_by(PlanWeek.week)
        )
    )
    own = [row for row in rows if unit.kind == "class" and row.unit_id == unit.id]
    owner = next((each for each in reversed(ids) if any(row.unit_id == each for row in rows if row not in own)), None)
    planned = [row for row in rows if row.unit_id == owner]
    calendar = calendar or calendar_of(unit, year)
    # Nothing, or planned before weeks knew their Mondays and key days: there is nothing to lay
    known = any(row.starts_on for row in planned)
    days = key_days.for_lessons(key_days.year_file(), calendar) if known else []
    layout = _on_calendar(planned, days, calendar)
    if not on_its_weeks(own, calendar):
        own = []  # the calendar has other weeks since: what the class moved was said of those
    themes = tuple(({week.week: week for week in layout.weeks} | {row.week: _planned(row) for row in own}).values())
    return InForce(
        owner,
        noted(themes, days, calendar),
        themes,
        layout.weeks,
        frozenset(row.week for row in own),
        layout.left_out,
    )


def on_its_weeks(rows: Iterable[PlanWeek], calendar: Calendar) -> bool:
    """Whether rows of a plan still stand in the weeks they were planned for."""
    mondays = {week.number: week.starts_on for week in calendar.weeks}
    return all(mondays.get(row.week) == row.starts_on for row in rows)


def still_stands(rows: Collection[PlanWeek], calendar: Calendar) -> bool:
    """Whether the rows of a whole plan are those of the calendar's weeks. One from before weeks knew their Mondays is taken as it is."""
    dated = any(row.starts_on for row in rows)
    return not dated or (len(rows) == len(calendar.weeks) and on_its_weeks(rows, calendar))


def _on_calendar(rows: list[PlanWeek], days: list[key_days.KeyDay], calendar: Calendar) -> Layout:
    """Rows of the unit that planned, on the calendar of a unit below it: laid anew where that has other weeks."""
    weeks = tuple(_planned(row) for row in rows)
    return Layout(weeks) if still_stands(rows, calendar) else lay(weeks, days, calendar)


def _planned(row: PlanWeek) -> PlannedWeek:
    return PlannedWeek(row.week, row.title, row.title_en, row.topics, tuple(row.keys), row.kind, row.drill, row.term)


def days_of(theme: Theme, calendar: Calendar, stage: str) -> list[key_days.KeyDay]:
    """The key days of a week that are for a stage: those its theme is made for, then those that fall into it besides."""
    found = {
        day.code: day for day in reversed(key_days.for_lessons(key_days.year_file(), calendar)) if day.for_stage(stage)
    }
    return [found[code] for code in (*theme.keys, *theme.beside) if code in found]


def shipped() -> list[PlannedWeek]:
    """The themes of the recommended plan, in the order of an ordinary year."""
    return [
        PlannedWeek(
            week["w"],
            week["zh"],
            week.get("en", ""),
            {"all": week["topics"]} | week.get("by_stage", {}),
            tuple(week.get("key", ())),
            week.get("kind", "lesson"),
            bool(week.get("drill")),
            week["term"],
        )
        for week in key_days.school_year(key_days.year_file()).get("weeks", [])
    ]


def laid(themes: Iterable[PlannedWeek], calendar: Calendar) -> Layout:
    """Themes laid on a calendar around its key days."""
    return lay(themes, key_days.for_lessons(key_days.year_file(), calendar), calendar)


def rule_for(unit: Unit, stage: str, day: date) -> rules.Rule:
    """How class hours are counted at a unit for a stage on a day and how many are asked for: the strictest of its line. Remembered."""
    return rule_book.book_of(unit).rule_on(stage, day)


def rule_by(path: str, ids: list[int], stage: str, day: date) -> rules.Rule:
    """As rule_for(), for who knows the unit's path and the units `ids` on it from the root down."""
    return rule_book.book_at(path, ids).rule_on(stage, day)


def rule_of(unit: Unit, session: ClassSession) -> rules.Rule:
    """The rule a lesson of the class is counted by."""
    of_year = class_year(unit, session.year)
    return rule_for(unit, of_year.stage if of_year else "", day_of(session))


def weekly_by(unit: Unit, stage: str) -> Callable[[date], int]:
    """Hundredths of class hours a week asks for, by the first day of the week. Remembered."""
    book = rule_book.book_of(unit)
    return lambda day: book.weekly_on(stage, day)


def rules_for(unit: Unit, stages: Iterable[str], day: date) -> dict[str, rules.Rule]:
    """The rules in force at a unit for several stages. One statement."""
    book = rule_book.book_now(path_ids(unit.path))
    return {stage: book.rule_on(stage, day) for stage in stages}


RECENT = 3  #: lessons, or weeks: what lies so near is not taught twice where the week leaves a choice
NEVER = 99  #: weeks


def suggest(
    heads: Sequence[Any],
    assigned: Iterable[int],
    topics: Sequence[str],
    given: Sequence[int],
    weak: Sequence[str] = (),
    coming: Mapping[str, int] = NOTHING_COMES,
    just_given: Collection[int] = (),
) -> list[Suggestion]:
    """Lessons in the order to offer them. `heads`: lessons of the stage; `assigned`: lesson ids meant for the week;
    `topics` of the week; `given`: lesson ids given this year, oldest first; `weak`: topics to repeat; `coming`: topic → in how many
    weeks it is the plan's, so that no lesson is given away before its own week; `just_given`: ids given this week."""
    meant, done = list(assigned), set(given)
    rank = {lesson: place for place, lesson in enumerate(given)}
    groups: dict[str, list[Any]] = {"assigned": [], "theme": [], "repeat": [], "weak": [], "new": [], "again": []}
    for head in heads:
        groups[_why(head, meant, topics, done, weak, just_given)].append(head)
    wait = {head.lesson_id: coming.get(head.topic, NEVER) for head in heads}
    recent = set(given[-RECENT:])
    groups["assigned"].sort(key=lambda head: meant.index(head.lesson_id))
    groups["theme"].sort(key=lambda head: (wait[head.lesson_id] == 1, topics.index(head.topic)))
    groups["repeat"].sort(key=lambda head: (head.lesson_id in recent, topics.index(head.topic), rank[head.lesson_id]))
    groups["weak"].sort(key=lambda head: weak.index(head.topic))
    groups["new"].sort(key=lambda head: -wait[head.lesson_id])
    groups["again"].sort(key=lambda head: (wait[head.lesson_id] <= RECENT, rank[head.lesson_id]))
    return [Suggestion(head, why) for why, group in groups.items() for head in group]


def _why(
    head: Any,
    meant: Collection[int],
    topics: Collection[str],
    done: Collection[int],
    weak: Collection[str],
    just_given: Collection[int],
) -> str:
    if head.lesson_id in meant:
        return "assigned"
    if head.lesson_id in just_given:
        return "again"
    if head.topic in topics:
        return "repeat" if head.lesson_id in done else "theme"
    if head.topic in weak:
        return "weak"
    return "again" if head.lesson_id in done else "new"


def coming_topics(by_week: Mapping[int, Theme], week: int) -> dict[str, int]:
    """Topic → in how many weeks after `week` the plan has it next."""
    found: dict[str, int] = {}
    for number in sorted(number for number in by_week if number > week):
        for topic in by_week[number].topics:
            found.setdefault(topic, number - week)
    return found
