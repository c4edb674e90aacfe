"""Verbs of planning: mean a lesson for a week, take it back; lay a deployed lesson into the plans of a school's classes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select, update

from ..curriculum.queries import LessonHead
from ..extensions import db
from ..org import queries as org
from ..org.access import Viewer, below
from ..org.calendar import Week
from ..org.models import ClassYear, Unit
from ..shared import clock
from ..shared.database import Instant, affected
from ..shared.refusals import Refused
from ..shared.upsert import insert_into
from .models import Assignment, ClassHour, Deployment


def assign_lesson(
    viewer: Viewer, class_unit: Unit, lesson: LessonHead, year: int, week: int, extra: bool = False
) -> Assignment:
    """Mean a lesson for a teaching week of the class; meaning it again moves it. `extra`: beside the week's own lesson, to catch up; one
    that is moved stays so. Refused outside the calendar's weeks."""
    if week not in {one.number for one in org.calendar_of(class_unit, year).weeks}:
        raise Refused("no_such_week")
    of_year = org.class_year(class_unit, year)
    if of_year is None or of_year.stage != lesson.stage:
        raise Refused("other_stage")
    row = _find(class_unit, year, lesson.lesson_id)
    if row is None:
        row = Assignment(school_id=class_unit.school_id, class_id=class_unit.id, year=year, lesson_id=lesson.lesson_id)
        db.session.add(row)
    elif row.deployment_id and db.session.scalar(_withdrawn().where(Deployment.id == row.deployment_id)):
        row.deployment_id = None  # what was taken back above is the class's own from now on
    row.extra = extra or bool(row.extra and row.withdrawn_at is None)
    row.week, row.assigned_by, row.assigned_at, row.withdrawn_at = week, viewer.user_id, clock.now(), None
    db.session.flush()
    return row


def withdraw_assignment(viewer: Viewer, class_unit: Unit, lesson_id: int, year: int) -> None:
    """Take an assignment back; nothing happens when there is none."""
    row = _find(class_unit, year, lesson_id)
    if row is not None and row.withdrawn_at is None:
        row.withdrawn_at = clock.now()


def _find(class_unit: Unit, year: int, lesson_id: int) -> Assignment | None:
    found = select(Assignment).where(Assignment.school_id == class_unit.school_id, Assignment.class_id == class_unit.id)
    return db.session.scalars(found.where(Assignment.year == year, Assignment.lesson_id == lesson_id)).first()


def _withdrawn() -> Any:
    return select(Deployment.id).where(Deployment.withdrawn_at.is_not(None))


def standing() -> ColumnElement[bool]:
    """SQL: the assignment holds; neither it nor the deployment behind it was taken back."""
    above = Assignment.deployment_id.is_(None) | Assignment.deployment_id.not_in(_withdrawn())
    return Assignment.withdrawn_at.is_(None) & above


def lay_lesson(deployment: Deployment, school_id: int, paths: Iterable[str], stage: str, week: int) -> int:
    """Lay a deployed lesson into a week of all classes of a school below `paths`; how many got it. One statement, in the running
    transaction; run again it does nothing. A class that has given the lesson this year gets nothing, and where its teacher means the
    lesson for a week of her choice that stays."""
    values = _wanted(deployment, school_id, paths, stage, week, clock.now())
    names = ["school_id", "class_id", "year", "week", "lesson_id", "assigned_by", "assigned_at", "deployment_id"]
    put = insert_into(Assignment.__table__).from_select(names, values)
    new = {name: put.excluded[name] for name in ("week", "assigned_by", "assigned_at", "deployment_id")}
    other = func.coalesce(Assignment.deployment_id, 0) != deployment.id
    over = Assignment.withdrawn_at.is_not(None) | Assignment.deployment_id.in_(_withdrawn())
    key = [getattr(Assignment.__table__.c, name) for name in ("school_id", "class_id", "year", "lesson_id")]
    return affected(
        put.on_conflict_do_update(index_elements=key, set_={**new, "withdrawn_at": None}, where=other & over)
    )


def _wanted(deployment: Deployment, school_id: int, paths: Iterable[str], stage: str, week: int, now: datetime) -> Any:
    given = (
        select(ClassHour.class_id)
        .where(
            ClassHour.school_id == school_id,
            ClassHour.year == deployment.year,
            ClassHour.lesson_id == deployment.lesson_id,
        )
        .group_by(ClassHour.class_id)
        .having(func.sum(ClassHour.hours) > 0)
    )
    return (
        select(
            ClassYear.school_id,
            ClassYear.class_id,
            ClassYear.year,
            literal(week),
            literal(deployment.lesson_id),
            literal(deployment.set_by or 0),
            literal(now, Instant),
            literal(deployment.id),
        )
        .join(Unit, Unit.id == ClassYear.class_id)
        .where(ClassYear.school_id == school_id, ClassYear.year == deployment.year, ClassYear.stage == stage)
        .where(Unit.closed_on.is_(None), below(Unit.path, paths), ClassYear.class_id.not_in(given))
    )


def move_deployed(viewer: Viewer, school: Unit, deployment: Deployment, week: int) -> int:
    """Mean a deployed lesson for another week in all classes of a school; how many. Refused no_such_week outside its days."""
    if week not in {one.number for one in weeks_between(school, deployment)}:
        raise Refused("no_such_week")
    mine = (Assignment.school_id == school.keeper_id) & (Assignment.deployment_id == deployment.id)
    moved = update(Assignment).where(mine, Assignment.withdrawn_at.is_(None))
    moved = moved.values(week=week, assigned_by=viewer.user_id, assigned_at=clock.now())
    return affected(moved.execution_options(synchronize_session=False))


def weeks_between(unit: Unit, deployment: Deployment) -> list[Week]:
    """Teaching weeks of a unit's calendar that lie in the days of a deployment."""
    weeks = org.calendar_of(unit, deployment.year).weeks
    return [one for one in weeks if one.starts_on <= deployment.ends_on and one.ends_on >= deployment.starts_on]
