"""Verbs on the year plan and the rules on class hours of a unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import delete, select

from ..extensions import db
from ..org.access import Viewer
from ..org.mark_stale import mark_below
from ..org.models import Unit
from ..shared import audit, clock, ttl_cache
from ..shared.refusals import Refused
from . import plan
from .models import HoursRule, PlanWeek
from .rules import Rule


def own_weeks(unit: Unit, year: int) -> list[PlanWeek]:
    """Weeks the unit planned itself."""
    found = select(PlanWeek).where(PlanWeek.unit_id == unit.id, PlanWeek.year == year)
    return list(db.session.scalars(found.order_by(PlanWeek.week)))


def adopt(viewer: Viewer | None, unit: Unit, year: int, weeks: list[dict[str, Any]]) -> None:
    """Take a shipped plan as the unit's own. `weeks`: entries of courses/school_year.yaml (w, zh, topics, by_stage)."""
    db.session.execute(delete(PlanWeek).where(PlanWeek.unit_id == unit.id, PlanWeek.year == year))
    for week in weeks:
        topics = {"all": week["topics"]} | week.get("by_stage", {})
        db.session.add(
            PlanWeek(
                unit_id=unit.id, year=year, week=week["w"], title=week["zh"], title_en=week.get("en", ""), topics=topics
            )
        )
    _told(viewer, unit, "plan.adopt", year)


def set_week_theme(viewer: Viewer, unit: Unit, year: int, week: int, title: str, topics: list[str]) -> None:
    """Give a week another theme. The first change takes the inherited plan along as the unit's own."""
    rows = {row.week: row for row in own_weeks(unit, year)} or _inherit(unit, year)
    row = rows.get(week)
    if row is None:
        row = PlanWeek(unit_id=unit.id, year=year, week=week, topics={})
        db.session.add(row)
    row.title, row.title_en, row.topics = title, "", {"all": topics}
    _told(viewer, unit, "plan.week", year)


def _inherit(unit: Unit, year: int) -> dict[int, PlanWeek]:
    rows = {}
    for number, title, title_en, topics in plan.plan_rows(unit, year):
        rows[number] = PlanWeek(
            unit_id=unit.id, year=year, week=number, title=title, title_en=title_en, topics=dict(topics)
        )
    db.session.add_all(rows.values())
    return rows


def drop_own(viewer: Viewer, unit: Unit, year: int) -> None:
    """Go back to the plan of the unit above."""
    db.session.execute(delete(PlanWeek).where(PlanWeek.unit_id == unit.id, PlanWeek.year == year))
    _told(viewer, unit, "plan.drop", year)


def enter_rule(viewer: Viewer, unit: Unit, stage: str, rule: Rule, from_on: date) -> None:
    """Enter a rule. Refused rule_laxer when it asks for less than the units above, rule_past for a day gone by:
    what was counted under a rule stays counted under it."""
    above = plan.rule_above(unit, stage, from_on)
    rule = replace(rule, day_lessons=rule.day_lessons or above.day_lessons, evidenced=rule.evidenced or above.evidenced)
    if (
        rule.day_lessons > above.day_lessons
        or rule.minutes < above.minutes
        or rule.floor < above.floor
        or rule.weekly < above.weekly
    ):
        raise Refused("rule_laxer", floor=above.floor, minutes=above.minutes, day_lessons=above.day_lessons)
    if from_on < clock.today():
        raise Refused("rule_past")
    same = select(HoursRule).where(HoursRule.unit_id == unit.id, HoursRule.stage == stage, HoursRule.from_on == from_on)
    row = db.session.scalars(same).first() or HoursRule(unit_id=unit.id, stage=stage, from_on=from_on)
    row.minutes, row.floor, row.weekly, row.source = rule.minutes, rule.floor, rule.weekly, rule.source
    row.day_lessons, row.evidenced = rule.day_lessons, rule.evidenced
    db.session.add(row)
    year = clock.school_year_of(from_on)
    _told(viewer, unit, "rule.set", year)
    mark_below(unit, year, stage)


def _told(viewer: Viewer | None, unit: Unit, action: str, year: int) -> None:
    audit.record(unit.keeper_id, viewer.user_id if viewer else None, action, f"unit:{unit.id}", year=year)
    ttl_cache.forget_remembered()
