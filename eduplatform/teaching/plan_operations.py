"""Verbs on the year plan and the rules on class hours of a unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import delete, select

from ..extensions import db
from ..org.access import Viewer
from ..org.calendar import Calendar
from ..org.mark_stale import mark_below
from ..org.models import Unit
from ..org.queries import calendar_of, path_ids
from ..shared import audit, clock, ttl_cache
from ..shared.refusals import Refused
from . import plan, rule_book
from .assignments import assign_lesson
from .catch_up import CatchUp
from .models import Assignment, HoursRule, PlanWeek
from .rules import Rule
from .year_layout import REVIEW, PlannedWeek


def own_weeks(unit: Unit, year: int) -> list[PlanWeek]:
    """Weeks the unit planned itself."""
    found = select(PlanWeek).where(PlanWeek.unit_id == unit.id, PlanWeek.year == year)
    return list(db.session.scalars(found.order_by(PlanWeek.week)))


def adopt(viewer: Viewer | None, unit: Unit, year: int, themes: Iterable[PlannedWeek]) -> tuple[PlannedWeek, ...]:
    """Lay themes on the unit's calendar as its own plan, in place of one it has. Returns the themes it had no week for."""
    calendar = calendar_of(unit, year)
    layout = plan.laid(themes, calendar)
    db.session.execute(delete(PlanWeek).where(PlanWeek.unit_id == unit.id, PlanWeek.year == year))
    _store(unit, calendar, layout.weeks)
    _told(viewer, unit, "plan.adopt", year)
    return layout.left_out


def carry_over(viewer: Viewer | None, unit: Unit, year: int) -> tuple[PlannedWeek, ...]:
    """Lay the unit's plan of the year before on the calendar of `year`, its order and changes kept. Refused plan_none."""
    before = plan.in_force(unit, year - 1).themes
    if not before:
        raise Refused("plan_none")
    return adopt(viewer, unit, year, [week for week in before if week.kind != REVIEW])


def _store(unit: Unit, calendar: Calendar, weeks: Iterable[PlannedWeek]) -> dict[int, PlanWeek]:
    mondays = {week.number: week.starts_on for week in calendar.weeks}
    rows = {}
    for week in weeks:
        row = rows[week.week] = PlanWeek(unit_id=unit.id, year=calendar.year, week=week.week)
        row.starts_on = mondays.get(week.week)
        _write(row, week)
    db.session.add_all(rows.values())
    return rows


def _write(row: PlanWeek, week: PlannedWeek) -> None:
    row.title, row.title_en, row.topics = week.title, week.title_en, dict(week.topics)
    row.keys, row.kind, row.drill, row.term = list(week.keys), week.kind, week.drill, week.term


def set_week_theme(viewer: Viewer | None, unit: Unit, year: int, week: int, title: str, topics: list[str]) -> None:
    """Give a week another theme. The first change takes the inherited plan along as the unit's own. The key days stay noted
    with the week: what is said of it changes, not the day. Under the same title what single stages have stays."""
    rows = _own(unit, year)
    row = rows.get(week)
    if row is None:
        row = PlanWeek(unit_id=unit.id, year=year, week=week, title="", keys=[], topics={})
        db.session.add(row)
    if title == row.title:
        row.topics = dict(row.topics) | {"all": topics}
    else:
        row.title, row.title_en, row.topics, row.kind = title, "", {"all": topics}, "lesson"
    _told(viewer, unit, "plan.week", year)


def set_stage_topics(viewer: Viewer | None, unit: Unit, year: int, week: int, stage: str, topics: list[str]) -> None:
    """Other topics for one stage in a week; none: the same as for all. Refused plan_no_week."""
    row = _own(unit, year).get(week)
    if row is None:
        raise Refused("plan_no_week", week=week)
    others = {code: chosen for code, chosen in row.topics.items() if code != stage}
    row.topics = others | ({stage: topics} if topics and topics != others.get("all") else {})
    _told(viewer, unit, "plan.week", year)


def add_topic(viewer: Viewer | None, unit: Unit, year: int, week: int, stage: str, topic: str) -> None:
    """Give a stage one more topic in a week, after those it has. Of a class only that week becomes its own. Refused plan_no_week."""
    row = _week_of(unit, year, week)
    had = list(row.topics.get(stage) or row.topics.get("all") or ())
    if topic not in had:
        row.topics = dict(row.topics) | {stage: [*had, topic]}
        _told(viewer, unit, "plan.week", year)


def drop_topic(viewer: Viewer | None, unit: Unit, year: int, week: int, stage: str, topic: str) -> None:
    """Take back add_topic(): a plan that then says what the units above say is theirs again. Refused plan_no_week."""
    row = _week_of(unit, year, week)
    left = [code for code in row.topics.get(stage) or () if code != topic]
    others = {code: chosen for code, chosen in row.topics.items() if code != stage}
    row.topics = others | ({stage: left} if left and left != others.get("all") else {})
    if unit.kind == "class":
        _give_back([row], plan.in_force(unit, year).inherited)
    else:
        _give_all_back(unit, year)
    _told(viewer, unit, "plan.week", year)


def _week_of(unit: Unit, year: int, week: int) -> PlanWeek:
    themes = {each.week: each for each in plan.in_force(unit, year).themes}
    if week not in themes:
        raise Refused("plan_no_week", week=week)
    return (_moved(unit, year, [themes[week]]) if unit.kind == "class" else _own(unit, year))[week]


def _give_all_back(unit: Unit, year: int) -> None:
    """A whole plan that says again what the unit above says is no plan of its own."""
    db.session.flush()
    above = {week.week: (week.title, week.topics, week.kind) for week in plan.without_own(unit, year)}
    rows = own_weeks(unit, year)
    if above and {row.week: (row.title, row.topics, row.kind) for row in rows} == above:
        for row in rows:
            db.session.delete(row)


def swap_weeks(viewer: Viewer | None, unit: Unit, year: int, one: int, other: int) -> None:
    """Let two weeks change their themes; the key days go with the themes. Of a class only the two weeks become its own: what
    the units above change in other weeks still reaches it. Refused plan_no_week, plan_same_week."""
    found = plan.in_force(unit, year)
    weeks = {week.week: week for week in found.themes}
    if one == other:
        raise Refused("plan_same_week")
    if one not in weeks or other not in weeks:
        raise Refused("plan_no_week", week=other if one in weeks else one)
    rows = _moved(unit, year, [weeks[one], weeks[other]]) if unit.kind == "class" else _own(unit, year)
    _write(rows[one], weeks[other])
    _write(rows[other], weeks[one])
    if unit.kind == "class":
        _give_back([rows[one], rows[other]], found.inherited)
    _told(viewer, unit, "plan.move", year)


def _own(unit: Unit, year: int) -> dict[int, PlanWeek]:
    """The unit's own weeks; where it has none, or its calendar has changed since, the plan in force becomes its own."""
    calendar = calendar_of(unit, year)
    rows = {row.week: row for row in own_weeks(unit, year)}
    if rows and plan.still_stands(rows.values(), calendar):
        return rows
    weeks = plan.in_force(unit, year).themes
    db.session.execute(delete(PlanWeek).where(PlanWeek.unit_id == unit.id, PlanWeek.year == year))
    return _store(unit, calendar, weeks)


def _moved(unit: Unit, year: int, weeks: list[PlannedWeek]) -> dict[int, PlanWeek]:
    calendar = calendar_of(unit, year)
    rows = {row.week: row for row in own_weeks(unit, year)}
    if not plan.on_its_weeks(rows.values(), calendar):  # moved on other dates: that holds no longer
        db.session.execute(delete(PlanWeek).where(PlanWeek.unit_id == unit.id, PlanWeek.year == year))
        rows = {}
    return rows | _store(unit, calendar, [week for week in weeks if week.week not in rows])


def _give_back(rows: Iterable[PlanWeek], inherited: Iterable[PlannedWeek]) -> None:
    """Weeks that say again what the units above say are theirs: what changes there reaches the class."""
    above = {week.week: (week.title, week.topics) for week in inherited}
    db.session.flush()
    for row in rows:
        if above.get(row.week) == (row.title, row.topics):
            db.session.delete(row)


def drop_own(viewer: Viewer | None, unit: Unit, year: int) -> None:
    """Go back to the plan of the unit above; of a class: undo all it moved."""
    db.session.execute(delete(PlanWeek).where(PlanWeek.unit_id == unit.id, PlanWeek.year == year))
    _told(viewer, unit, "plan.drop", year)


def plan_extra_lessons(viewer: Viewer, class_unit: Unit, year: int, found: CatchUp) -> int:
    """Plan the lessons of a catch-up beside those of their weeks; how many. What has no lesson is left to the teacher."""
    chosen = [(extra.week.number, extra.lesson) for extra in found.extras if extra.lesson is not None]
    for week, lesson in chosen:
        assign_lesson(viewer, class_unit, lesson, year, week, extra=True)
    if chosen:
        _told(viewer, class_unit, "plan.extra", year)
    return len(chosen)


def drop_extra_lessons(viewer: Viewer, class_unit: Unit, year: int, given: Collection[int]) -> int:
    """Take back every lesson planned to catch up that was not `given` yet; how many."""
    mine = (Assignment.school_id == class_unit.school_id, Assignment.class_id == class_unit.id)
    found = select(Assignment).where(
        *mine, Assignment.year == year, Assignment.extra, Assignment.withdrawn_at.is_(None)
    )
    rows = [row for row in db.session.scalars(found) if row.lesson_id not in given]
    for row in rows:
        row.withdrawn_at = clock.now()
    if rows:
        _told(viewer, class_unit, "plan.extra_drop", year)
    return len(rows)


def enter_counting(viewer: Viewer, unit: Unit, stage: str, rule: Rule, from_on: date) -> None:
    """Enter how hours are counted. Refused rule_laxer when hours would come more easily than the units above have it, rule_past for a
    day gone by: what was counted under a rule stays counted under it."""
    above = rule_book.book_now(path_ids(unit.path)).above(unit.id).rule_on(stage, from_on)
    rule = replace(rule, day_lessons=rule.day_lessons or above.day_lessons, evidenced=rule.evidenced or above.evidenced)
    if rule.day_lessons > above.day_lessons or rule.minutes < above.minutes:
        raise Refused("rule_laxer", minutes=above.minutes, day_lessons=above.day_lessons)
    if from_on < clock.today():
        raise Refused("rule_past")
    same = select(HoursRule).where(HoursRule.unit_id == unit.id, HoursRule.stage == stage, HoursRule.from_on == from_on)
    row = db.session.scalars(same).first() or HoursRule(unit_id=unit.id, stage=stage, from_on=from_on)
    row.minutes, row.source = rule.minutes, rule.source
    row.day_lessons, row.evidenced = rule.day_lessons, rule.evidenced
    db.session.add(row)
    year = clock.school_year_of(from_on)
    _told(viewer, unit, "rule.set", year)
    mark_below(unit, year, stage)


def _told(viewer: Viewer | None, unit: Unit, action: str, year: int) -> None:
    audit.record(unit.keeper_id, viewer.user_id if viewer else None, action, f"unit:{unit.id}", year=year)
    ttl_cache.forget_remembered()
