"""Lessons pupils have missed and made up, for their own teacher. Reads only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import aliased

from ..extensions import db
from ..org import queries as org
from ..org.models import Enrolment, Unit
from ..shared.prepared import prepared
from ..teaching import lost_lessons, queries
from ..teaching.models import Absence, ClassSession
from .models import Makeup


@dataclass(frozen=True)
class Missed:
    """One lesson a pupil missed; `done_at` when it was made up."""

    session: ClassSession
    done_at: datetime | None


@dataclass
class OfPupil:
    """What one pupil has missed, newest first."""

    pupil: org.OnRoll
    missed: list[Missed] = field(default_factory=list)

    @property
    def waiting(self) -> list[Missed]:
        return [one for one in self.missed if one.done_at is None]

    @property
    def done(self) -> list[Missed]:
        return [one for one in self.missed if one.done_at is not None]


def _absences(school_id: Any, class_id: Any, year: Any, *columns: Any) -> Select[Any]:
    """Absences from closed lessons of a class in a year, but for those where the pupil was there when it was given again."""
    again, away = aliased(ClassSession), aliased(Absence)
    was_away = (
        exists()
        .where(away.school_id == again.school_id, away.session_id == again.id, away.pupil_id == Absence.pupil_id)
        .correlate(again, Absence)  # two levels up: by itself it would mean anybody's absence
    )
    had_it_later = exists().where(
        again.school_id == ClassSession.school_id,
        again.class_id == ClassSession.class_id,
        again.lesson_id == ClassSession.lesson_id,
        again.year == ClassSession.year,
        again.state == "closed",
        again.opened_at > ClassSession.opened_at,
        ~was_away,
    )
    return (
        select(*columns)
        .select_from(ClassSession)
        .join(Absence, and_(Absence.school_id == ClassSession.school_id, Absence.session_id == ClassSession.id))
        .where(
            ClassSession.school_id == school_id,
            ClassSession.class_id == class_id,
            ClassSession.year == year,
        )
        .where(ClassSession.state == "closed", ~had_it_later)
    )


def _made_up() -> Any:
    return exists().where(
        Makeup.school_id == Absence.school_id,
        Makeup.session_id == Absence.session_id,
        Makeup.pupil_id == Absence.pupil_id,
        Makeup.done_at.is_not(None),
    )


def count_waiting(class_unit: Unit, year: int, day: date) -> int:
    """How many pupils on the roll have something to make up. One statement."""
    return _waiting.value(school_id=class_unit.school_id, class_id=class_unit.id, year=year, day=day) or 0


def _count(school_id: Any, class_id: Any, year: Any, day: Any) -> Select[Any]:
    on_roll = exists().where(
        Enrolment.school_id == Absence.school_id,
        Enrolment.pupil_id == Absence.pupil_id,
        Enrolment.class_id == class_id,
        org.on_roll(day),
    )
    pupils = func.count(Absence.pupil_id.distinct())
    return _absences(school_id, class_id, year, pupils).where(on_roll, ~_made_up())


_waiting = prepared(_count)


def glance_parts(school_id: Any, class_id: Any, year: Any, day: Any, monday: Any, before: Any) -> tuple[Any, ...]:
    """For the week page, to be asked with more, values or placeholders: pupils with something to make up, pupils who have not opened
    their account, whether the lesson of the week of `monday` is noted as lost, and that of the week `before`."""
    return (
        _count(school_id, class_id, year, day).scalar_subquery(),
        queries.count_unopened(school_id, class_id, day).scalar_subquery(),
        lost_lessons.noted_for(school_id, class_id, monday).scalar_subquery(),
        lost_lessons.noted_for(school_id, class_id, before).scalar_subquery(),
    )


def of_class(class_unit: Unit, year: int, day: date) -> list[OfPupil]:
    """Pupils on the roll who missed a lesson this year, by number. Two statements."""
    done = and_(
        Makeup.school_id == Absence.school_id,
        Makeup.session_id == Absence.session_id,
        Makeup.pupil_id == Absence.pupil_id,
        Makeup.done_at.is_not(None),
    )
    rows = db.session.execute(
        _absences(class_unit.school_id, class_unit.id, year, Absence.pupil_id, ClassSession, Makeup.done_at)
        .outerjoin(Makeup, done)
        .order_by(ClassSession.opened_at.desc())
    )
    listed = {pupil.pupil_id: OfPupil(pupil) for pupil in org.roll_on(class_unit.keeper_id, class_unit.id, day)}
    for pupil_id, session, done_at in rows:
        if pupil_id in listed:
            listed[pupil_id].missed.append(Missed(session, done_at))
    return [one for one in listed.values() if one.missed]
