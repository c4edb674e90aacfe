"""A pupil changes class or school. Nothing is overwritten: one enrolment closes, another opens."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from ..accounts import codes, sessions
from ..accounts.models import User
from ..extensions import db
from ..shared import audit, changes, clock
from ..shared.refusals import NotFound, Refused
from .access import Viewer
from .models import Enrolment, Handover, Unit
from .queries import on_roll

HANDOVER_DAYS = 60


def enrolment_of(pupil_id: int, class_unit: Unit) -> tuple[Enrolment, User]:
    """The open enrolment of a pupil in a class with the pupil; NotFound otherwise."""
    found = select(Enrolment, User).join(User, (User.school_id == Enrolment.school_id) & (User.id == Enrolment.pupil_id))
    mine = found.where(Enrolment.school_id == class_unit.school_id, Enrolment.class_id == class_unit.id, Enrolment.pupil_id == pupil_id)
    row = db.session.execute(mine.where(on_roll(clock.today()))).first()
    if row is None:
        raise NotFound()
    return row[0], row[1]


def move(viewer: Viewer, enrolment: Enrolment, to: Unit, number: str = "") -> Enrolment:
    """To another class of the same school, from today. Refused same_class, other_school, number_taken."""
    if to.id == enrolment.class_id:
        raise Refused("same_class")
    if to.school_id != enrolment.school_id or to.kind != "class" or to.closed_on:
        raise Refused("other_school")
    _free(to, number)
    _close(enrolment)
    opened = _open(enrolment.school_id, enrolment.pupil_id, to, number)
    audit.record(enrolment.school_id, viewer.user_id, "pupil.move", f"user:{enrolment.pupil_id}", before=enrolment.class_id, to=to.id)
    return opened


def let_go(viewer: Viewer, enrolment: Enrolment) -> str:
    """The pupil leaves the school today. Returns the code with which another school takes the record over."""
    code, now = codes.new(), clock.now()
    _close(enrolment)
    db.session.add(Handover(
        school_id=enrolment.school_id, pupil_id=enrolment.pupil_id, code_hash=codes.hashed(code), issued_by=viewer.user_id, issued_at=now,
        expires_at=now + timedelta(days=HANDOVER_DAYS),
    ))  # fmt: skip
    audit.record(enrolment.school_id, viewer.user_id, "pupil.let_go", f"user:{enrolment.pupil_id}")
    return code


def take_in(viewer: Viewer, typed: str, to: Unit, number: str = "") -> User:
    """Take a pupil of another school into a class. The record stays where it was made and is found by the same key.

    Refused handover_unknown for a code that is wrong, used or too old; number_taken.
    """
    now = clock.now()
    found = select(Handover).where(Handover.code_hash == codes.hashed(codes.tidy(typed)), Handover.used_at.is_(None), Handover.expires_at > now)
    handover = db.session.scalars(found).first()
    if handover is None:
        raise Refused("handover_unknown")
    once = update(Handover).where(Handover.id == handover.id, Handover.used_at.is_(None)).values(used_at=now, new_school_id=to.school_id)
    if not db.session.execute(once).rowcount:  # type: ignore[attr-defined]
        raise Refused("handover_unknown")
    _free(to, number)
    user = _user_here(handover, to)
    _open(to.school_id or 0, user.id, to, number)
    audit.record(to.school_id or 0, viewer.user_id, "pupil.take_in", f"user:{user.id}", to=to.id)
    return user


def _user_here(handover: Handover, to: Unit) -> User:
    """The pupil's row in the new school: a new one with the same person key, or the one from an earlier stay."""
    old = db.session.get(User, (handover.school_id, handover.pupil_id))
    if old is None:
        raise Refused("handover_unknown")
    here = db.session.scalars(select(User).where(User.school_id == to.school_id, User.person_key == old.person_key)).first()
    if here is None:
        here = User(school_id=to.school_id, person_key=old.person_key, kind="pupil", name=old.name, sex=old.sex, created_at=clock.now())
        db.session.add(here)
        db.session.flush()
    return here


def _free(to: Unit, number: str) -> None:
    taken = select(Enrolment.id).where(Enrolment.school_id == to.school_id, Enrolment.class_id == to.id, Enrolment.number == number)
    if number and db.session.scalar(taken.where(on_roll(clock.today())).limit(1)):
        raise Refused("number_taken", number=number)


def _close(enrolment: Enrolment) -> None:
    enrolment.to_on = max(clock.today(), enrolment.from_on)
    sessions.end_all(enrolment.school_id, enrolment.pupil_id)


def _open(school_id: int, pupil_id: int, to: Unit, number: str) -> Enrolment:
    row = Enrolment(school_id=school_id, pupil_id=pupil_id, class_id=to.id, number=number, from_on=clock.today())
    db.session.add(row)
    db.session.flush()
    changes.mark("class_year", school_id, to.id, clock.school_year_of(row.from_on))  # its first pupil makes a class count
    return row
