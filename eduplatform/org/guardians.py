"""Guardians: who may read about which pupil, and on what basis the school keeps a pupil's data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from ..accounts import people
from ..accounts.models import User
from ..extensions import db
from ..shared import clock
from .models import ClassYear, Enrolment, Guardianship, RosterBatch, Unit
from .queries import on_roll


@dataclass(frozen=True)
class Ward:
    """A child a guardian reads about, with the class it is in now."""

    pupil_id: int
    name: str
    class_id: int
    class_name: str
    stage: str
    school_id: int
    school_name: str
    since: date
    consent: str
    consent_at: datetime | None


def wards(school_id: int, pupil_ids: tuple[int, ...], today: date) -> list[Ward]:
    """The children with these numbers who are in a class, by name. One statement."""
    school = aliased(Unit)
    found = (
        select(
            User.id,
            User.name,
            Unit.id,
            Unit.name,
            ClassYear.stage,
            school.id,
            school.name,
            Enrolment.from_on,
            RosterBatch.consent,
            RosterBatch.applied_at,
        )
        .join(Enrolment, (Enrolment.school_id == User.school_id) & (Enrolment.pupil_id == User.id) & on_roll(today))
        .join(Unit, Unit.id == Enrolment.class_id)
        .join(school, school.id == User.school_id)
        .outerjoin(
            ClassYear,
            (ClassYear.school_id == User.school_id)
            & (ClassYear.class_id == Unit.id)
            & (ClassYear.year == clock.school_year_of(today)),
        )
        .outerjoin(RosterBatch, (RosterBatch.school_id == User.school_id) & (RosterBatch.id == User.batch_id))
        .where(User.school_id == school_id, User.id.in_(pupil_ids))
        .order_by(User.name)
    )
    return [Ward(*row[:4], row[4] or "", *row[5:8], row[8] or "", row[9]) for row in db.session.execute(found)]


def of_pupils(school_id: int, pupil_ids: list[int]) -> dict[int, User]:
    """The guardian account of each of these pupils that has one. One statement."""
    today = clock.today()
    found = (
        select(Guardianship.pupil_id, User)
        .join(User, (User.school_id == Guardianship.school_id) & (User.id == Guardianship.guardian_id))
        .where(Guardianship.school_id == school_id, Guardianship.pupil_id.in_(pupil_ids), User.disabled_at.is_(None))
        .where(or_(Guardianship.to_on.is_(None), Guardianship.to_on > today))
        .order_by(Guardianship.id.desc())
    )
    return {row[0]: row[1] for row in db.session.execute(found)}


def ensure(pupils: list[User]) -> list[User]:
    """A guardian account for each pupil, made where there is none; in the order given."""
    there = of_pupils(pupils[0].school_id, [pupil.id for pupil in pupils]) if pupils else {}
    return [there.get(pupil.id) or _make(pupil) for pupil in pupils]


def _make(pupil: User) -> User:
    guardian = people.create_account(pupil.school_id, "guardian", f"{pupil.name[:55]}的家长")
    link = Guardianship(school_id=pupil.school_id, guardian_id=guardian.id, pupil_id=pupil.id, from_on=clock.today())
    db.session.add(link)
    db.session.flush()
    return guardian
