"""Verbs of planning: mean a lesson for a week, take it back."""

from __future__ import annotations

from sqlalchemy import select

from ..curriculum.queries import LessonHead
from ..extensions import db
from ..org import queries as org
from ..org.access import Viewer
from ..org.models import Unit
from ..shared import clock
from ..shared.refusals import Refused
from .models import Assignment


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
