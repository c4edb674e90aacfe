"""课被占用: a week's safety lesson whose time was given to another subject. Noted by the homeroom teacher, never a class hour.

Whether it was caught up is not asked of anybody: it was once the class has given as many lessons as were due with that week.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.exc import IntegrityError

from ..extensions import db
from ..org import queries as org
from ..org.access import Viewer, below
from ..org.calendar import Calendar
from ..org.models import ClassYear, Unit
from ..shared import audit, clock
from ..shared.database import affected
from ..shared.refusals import Refused
from . import hours_asked, slots
from .models import ClassHour, LostLesson

NOTE_DAYS = 14  #: days after the end of its week in which a lost lesson can be noted, as long as one can be declared


def note_lost(viewer: Viewer, class_unit: Unit, week_of: date) -> LostLesson:
    """Note that the lesson of the week of a Monday was lost; noting it twice is noting it once.

    Refused lost_no_week when that is no teaching week that asked the class for a lesson, is to come or long past; lost_given when
    the week has a lesson.
    """
    year = clock.school_year_of(week_of)
    calendar = org.calendar_of(class_unit, year)
    week = next((each for each in calendar.weeks if each.starts_on == week_of), None)
    today = clock.today()
    begins = org.first_day(class_unit) or date.max
    if week is None or week not in slots.asking(calendar, begins, class_unit.closed_on):
        raise Refused("lost_no_week")
    if week.starts_on > today or week.ends_on + timedelta(days=NOTE_DAYS) < today:
        raise Refused("lost_no_week")
    if _given_in(class_unit, week.starts_on, week.ends_on):
        raise Refused("lost_given")
    there = _row(class_unit, week_of)
    return there or _noted(viewer, class_unit, year, week_of)


def _noted(viewer: Viewer, class_unit: Unit, year: int, week_of: date) -> LostLesson:
    row = LostLesson(
        school_id=class_unit.school_id,
        class_id=class_unit.id,
        year=year,
        week_of=week_of,
        noted_by=viewer.user_id,
        noted_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError:  # a second tap was faster by a hair
        return _row(class_unit, week_of) or row
    audit.record(row.school_id, viewer.user_id, "lost.note", f"class:{class_unit.id}", day=week_of.isoformat())
    return row


def take_lost_back(viewer: Viewer, class_unit: Unit, week_of: date) -> bool:
    """Take the note back; False where there was none."""
    mine = (LostLesson.school_id == class_unit.school_id, LostLesson.class_id == class_unit.id)
    gone = affected(delete(LostLesson).where(*mine, LostLesson.week_of == week_of))
    if gone:
        audit.record(
            class_unit.keeper_id, viewer.user_id, "lost.undo", f"class:{class_unit.id}", day=week_of.isoformat()
        )
    return bool(gone)


def _row(class_unit: Unit, week_of: date) -> LostLesson | None:
    found = select(LostLesson).where(LostLesson.school_id == class_unit.school_id, LostLesson.class_id == class_unit.id)
    return db.session.scalars(found.where(LostLesson.week_of == week_of)).first()


def _given_in(class_unit: Unit, first: date, last: date) -> bool:
    found = select(func.coalesce(func.sum(ClassHour.sign), 0)).where(
        ClassHour.school_id == class_unit.school_id,
        ClassHour.class_id == class_unit.id,
        ClassHour.given_on.between(first, last),
        ClassHour.hours != 0,
    )
    return (db.session.scalar(found) or 0) > 0


def noted_for(school_id: Any, class_id: Any, week_of: Any) -> Select[Any]:
    """How many lessons of the week of a Monday a class has noted as lost, 0 or 1: a statement to be asked with others; values or
    placeholders."""
    mine = (LostLesson.school_id == school_id, LostLesson.class_id == class_id)
    return select(func.count()).select_from(LostLesson).where(*mine, LostLesson.week_of == week_of)


def lost_below(unit: Unit, year: int) -> int:
    """How many lessons were lost at or below a unit in a year: a number, no names. One statement."""
    found = select(func.count()).select_from(LostLesson).join(Unit, Unit.id == LostLesson.class_id)
    return db.session.scalar(found.where(LostLesson.year == year, below(Unit.path, [unit.path]))) or 0


@dataclass(frozen=True)
class Lost:
    """A lost lesson as the school sees it: the class by its name of the year, the week, whether it was caught up."""

    class_id: int
    label: str
    week_of: date
    caught_up: bool


def lost_in_school(school: Unit, year: int) -> list[Lost]:
    """The lost lessons of a school in a year, the newest week first, classes in the order of their numbers. Five statements at most."""
    found = (
        select(LostLesson.class_id, LostLesson.week_of, ClassYear.label, ClassYear.stage, Unit.path, Unit.closed_on)
        .join(Unit, Unit.id == LostLesson.class_id)
        .join(ClassYear, (ClassYear.class_id == LostLesson.class_id) & (ClassYear.year == LostLesson.year))
        .where(LostLesson.school_id == school.id, LostLesson.year == year)
        .order_by(LostLesson.week_of.desc(), ClassYear.grade, *org.by_number())
    )
    rows = db.session.execute(found).all()
    due = _due_with(school, year, rows)
    given = _given(school, year, {row.class_id for row in rows})
    return [
        Lost(row.class_id, row.label, row.week_of, given[row.class_id] >= due[row.class_id, row.week_of])
        for row in rows
    ]


def _given(school: Unit, year: int, classes: Iterable[int]) -> Mapping[int, int]:
    """Lessons that count by class."""
    found = select(ClassHour.class_id, func.sum(ClassHour.sign)).where(
        ClassHour.school_id == school.id,
        ClassHour.year == year,
        ClassHour.class_id.in_(list(classes)),
        ClassHour.hours != 0,
    )
    return Counter({row[0]: int(row[1]) for row in db.session.execute(found.group_by(ClassHour.class_id))})


def _due_with(school: Unit, year: int, rows: Sequence[Any]) -> dict[tuple[int, date], int]:
    """By class and Monday: how many weekly lessons were due with that week."""
    calendar = org.calendar_of(school, year)
    begins = org.first_days([school.id], {row.class_id for row in rows}) if rows else {}
    rule = hours_asked.of_many()
    due = {}
    for row in rows:
        lived = (begins.get(row.class_id, calendar.starts_on), row.closed_on)
        due[row.class_id, row.week_of] = _due_by(calendar, rule, row, lived)
    return due


def _due_by(calendar: Calendar, rule: hours_asked.RuleOn, row: Any, lived: tuple[date, date | None]) -> int:
    asked = slots.slots(calendar, lambda day: rule(row.path, row.stage, day).weekly, *lived)
    return slots.due_by(asked, row.week_of + timedelta(days=7))
