"""How far a school is on the way to its first lesson: told from its records, in one statement."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, exists, func, or_, select

from ..accounts.models import SignInSlip, User
from ..extensions import db
from ..org.models import Enrolment, Post, Term, Unit
from ..org.queries import TEACHING, on_roll, path_ids
from ..shared import clock
from .models import ClassSession, PlanWeek


@dataclass(frozen=True)
class FirstSteps:
    """What is there: pupils on the roll, terms entered for the school year (here or above), a plan for it, teachers of classes and how
    many of them have neither come in nor been given a slip, a lesson that was given."""

    roster: bool
    calendar: bool
    plan: bool
    teachers: int
    without: int
    lesson: bool

    @property
    def slips(self) -> bool:
        return self.teachers > 0 and self.without == 0

    @property
    def left(self) -> int:
        """How many of the five steps are still to be done."""
        return [self.roster, self.calendar, self.plan, self.slips, self.lesson].count(False)


def of_school(school: Unit, year: int) -> FirstSteps:
    """The state of a school today. One statement."""
    today, above = clock.today(), path_ids(school.path)
    lessons = select(ClassSession.id).where(
        ClassSession.school_id == school.id, ClassSession.state == "closed", ClassSession.rehearsal.is_(False)
    )
    given = exists().where(SignInSlip.school_id == User.school_id, SignInSlip.user_id == User.id)
    teachers = (
        select(func.count(func.distinct(User.id)))
        .select_from(Post)
        .join(User, and_(User.school_id == Post.school_id, User.id == Post.user_id))
        .join(Unit, Unit.id == Post.unit_id)
        .where(
            Post.school_id == school.id,
            Unit.kind == "class",
            Unit.closed_on.is_(None),
            Post.role.in_(TEACHING),
            Post.from_on <= today,
            or_(Post.to_on.is_(None), Post.to_on > today),
            User.disabled_at.is_(None),
        )
    )
    row = db.session.execute(
        select(
            exists(select(Enrolment.id).where(Enrolment.school_id == school.id, on_roll(today))),
            exists(select(Term.id).where(Term.unit_id.in_(above), Term.year == year)),
            exists(select(PlanWeek.id).where(PlanWeek.unit_id.in_(above), PlanWeek.year == year)),
            teachers.scalar_subquery(),
            teachers.where(User.first_in_at.is_(None), ~given).scalar_subquery(),
            exists(lessons),
        )
    ).one()
    return FirstSteps(bool(row[0]), bool(row[1]), bool(row[2]), row[3], row[4], bool(row[5]))
