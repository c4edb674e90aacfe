"""A pupil changes class or school. Nothing is overwritten: one enrolment closes, another opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import aliased

from ..accounts import codes, sessions
from ..accounts.models import User
from ..extensions import db
from ..shared import audit, clock, stale_marks
from ..shared.database import affected
from ..shared.refusals import NotFound, Refused
from .access import Viewer
from .models import Enrolment, Handover, Unit
from .queries import on_roll
from .roster.checks import LONG

HANDOVER_DAYS = 60


def enrolment_of(pupil_id: int, class_unit: Unit) -> tuple[Enrolment, User]:
    """The open enrolment of a pupil in a class with the pupil; NotFound otherwise."""
    found = select(Enrolment, User).join(
        User, (User.school_id == Enrolment.school_id) & (User.id == Enrolment.pupil_id)
    )
    mine = found.where(
        Enrolment.school_id == class_unit.school_id, Enrolment.class_id == class_unit.id, Enrolment.pupil_id == pupil_id
    )
    row = db.session.execute(mine.where(on_roll(clock.today()))).first()
    if row is None:
        raise NotFound()
    return row[0], row[1]


def check_move(enrolment: Enrolment, to: Unit, number: str = "") -> None:
    """Refused same_class, other_school, number_taken."""
    if to.id == enrolment.class_id:
        raise Refused("same_class")
    if to.school_id != enrolment.school_id or to.kind != "class" or to.closed_on:
        raise Refused("other_school")
    free(to, number)


def move(viewer: Viewer, enrolment: Enrolment, to: Unit, number: str = "") -> Enrolment:
    """To another class of the same school, from today. Refusals of check_move()."""
    check_move(enrolment, to, number)
    _close(enrolment)
    opened = open_at(to, enrolment.pupil_id, number, enrolment)
    audit.record(
        enrolment.school_id,
        viewer.user_id,
        "pupil.move",
        f"user:{enrolment.pupil_id}",
        before=enrolment.class_id,
        to=to.id,
    )
    return opened


def let_pupil_go(viewer: Viewer, enrolment: Enrolment) -> str:
    """The pupil leaves the school today. Returns the code with which another school takes the record over."""
    code, now = codes.new(), clock.now()
    _close(enrolment)
    db.session.add(
        Handover(
            school_id=enrolment.school_id,
            pupil_id=enrolment.pupil_id,
            code_hash=codes.hashed_code(code),
            issued_by=viewer.user_id,
            issued_at=now,
            expires_at=now + timedelta(days=HANDOVER_DAYS),
        )
    )
    audit.record(enrolment.school_id, viewer.user_id, "pupil.let_go", f"user:{enrolment.pupil_id}")
    return code


@dataclass(frozen=True)
class Undoable:
    """A pupil who left a class today by hand: for another class (`to`), or the school ("")."""

    pupil_id: int
    name: str
    class_id: int
    class_name: str
    to: str


def undoable(class_unit: Unit) -> list[Undoable]:
    """Who left this class today, or came into it from another one, and can be put back. One statement."""
    opened, origin, target = aliased(Enrolment), aliased(Unit), aliased(Unit)
    today = clock.today()
    found = (
        select(Enrolment.pupil_id, User.name, origin.id, origin.name, target.name)
        .join(User, (User.school_id == Enrolment.school_id) & (User.id == Enrolment.pupil_id))
        .join(origin, origin.id == Enrolment.class_id)
        .outerjoin(
            opened,
            (opened.school_id == Enrolment.school_id)
            & (opened.pupil_id == Enrolment.pupil_id)
            & opened.to_on.is_(None),
        )
        .outerjoin(target, target.id == opened.class_id)
        .where(
            Enrolment.school_id == class_unit.school_id,
            Enrolment.to_on == today,
            Enrolment.from_on < today,
            Enrolment.closed_by.is_(None),
        )
        .where(or_(Enrolment.class_id == class_unit.id, opened.class_id == class_unit.id))
        .order_by(Enrolment.id)
    )
    return [Undoable(*row[:4], row[4] or "") for row in db.session.execute(found)]


def past_of(pupil_id: int, class_unit: Unit) -> User:
    """A pupil who is or was in the class; NotFound otherwise."""
    ever = select(User).join(Enrolment, (User.school_id == Enrolment.school_id) & (User.id == Enrolment.pupil_id))
    ever = ever.where(
        Enrolment.school_id == class_unit.school_id, Enrolment.class_id == class_unit.id, Enrolment.pupil_id == pupil_id
    )
    user = db.session.scalars(ever).first()
    if user is None:
        raise NotFound()
    return user


def undo_transfer(viewer: Viewer, class_unit: Unit, pupil_id: int) -> None:
    """Back into the class a pupil left today, as if it had not been; a code given for another school is void.

    Refused undo_gone: not left today by hand, or meanwhile somewhere else.
    """
    today = clock.today()
    mine = select(Enrolment).where(Enrolment.school_id == class_unit.school_id, Enrolment.pupil_id == pupil_id)
    rows = list(db.session.scalars(mine.order_by(Enrolment.id)))
    left = next(
        (row for row in reversed(rows) if row.class_id == class_unit.id and row.to_on == today and row.from_on < today),
        None,
    )
    opened = [row for row in rows if row.to_on is None]
    if left is None or left.closed_by is not None or any(row.from_on != today or row.batch_id for row in opened):
        raise Refused("undo_gone")
    _void_codes(class_unit, pupil_id)
    try:
        free(class_unit, left.number)
    except Refused:
        left.number = ""  # somebody got it meanwhile: the child matters more than the number
    for row in opened:
        _mark(row)
        db.session.delete(row)
    left.to_on = None
    _mark(left)
    sessions.end_all(left.school_id, pupil_id)
    audit.record(left.school_id, viewer.user_id, "pupil.undo", f"user:{pupil_id}", to=class_unit.id)


def _void_codes(class_unit: Unit, pupil_id: int) -> None:
    given = select(Handover).where(
        Handover.school_id == class_unit.school_id, Handover.pupil_id == pupil_id, Handover.expires_at > clock.now()
    )
    for code in db.session.scalars(given):
        if code.used_at:
            raise Refused("undo_gone")
        code.expires_at = clock.now()


def take_pupil_in(viewer: Viewer, typed: str, to: Unit, number: str = "") -> User:
    """Take a pupil of another school into a class. The record stays where it was made and is found by the same key.

    Refused handover_unknown for a code that is wrong, used or too old; number_taken.
    """
    now = clock.now()
    found = select(Handover).where(
        Handover.code_hash == codes.hashed_code(codes.tidy_code(typed)),
        Handover.used_at.is_(None),
        Handover.expires_at > now,
    )
    handover = db.session.scalars(found).first()
    if handover is None:
        raise Refused("handover_unknown")
    once = (
        update(Handover)
        .where(Handover.id == handover.id, Handover.used_at.is_(None))
        .values(used_at=now, new_school_id=to.school_id)
    )
    if not affected(once):
        raise Refused("handover_unknown")
    free(to, number)
    user = _user_here(handover, to)
    open_at(to, user.id, number)
    audit.record(to.keeper_id, viewer.user_id, "pupil.take_in", f"user:{user.id}", to=to.id)
    return user


def _user_here(handover: Handover, to: Unit) -> User:
    """The pupil's row in the new school: a new one with the same person key, or the one from an earlier stay."""
    old = db.session.get(User, (handover.school_id, handover.pupil_id))
    if old is None:
        raise Refused("handover_unknown")
    here = db.session.scalars(
        select(User).where(User.school_id == to.school_id, User.person_key == old.person_key)
    ).first()
    if here is None:
        here = User(
            school_id=to.school_id,
            person_key=old.person_key,
            kind="pupil",
            name=old.name,
            sex=old.sex,
            created_at=clock.now(),
        )
        db.session.add(here)
        db.session.flush()
    return here


def free(to: Unit, number: str) -> None:
    """Refused number_taken where somebody of the class has the number."""
    taken = select(Enrolment.id).where(
        Enrolment.school_id == to.school_id, Enrolment.class_id == to.id, Enrolment.number == number
    )
    if number and db.session.scalar(taken.where(on_roll(clock.today())).limit(1)):
        raise Refused("number_taken", number=number)


def _close(enrolment: Enrolment) -> None:
    enrolment.to_on = max(clock.today(), enrolment.from_on)
    sessions.end_all(enrolment.school_id, enrolment.pupil_id)


def open_at(to: Unit, pupil_id: int, number: str, before: Enrolment | None = None) -> Enrolment:
    """The pupil belongs to the class from today; what stays with the child goes along from the enrolment `before` at this school."""
    number, own = _along(number, before) if before else (number, "")
    row = Enrolment(
        school_id=to.school_id,
        pupil_id=pupil_id,
        class_id=to.id,
        number=number,
        student_number=own,
        from_on=clock.today(),
    )
    db.session.add(row)
    db.session.flush()
    _mark(row)  # its first pupil makes a class count
    return row


def _along(number: str, before: Enrolment) -> tuple[str, str]:
    """(number, student number) in the new class. Where a school has one column 学号, it stands as the number in class: it is no seat, and
    stays with the child."""
    own = before.student_number or (before.number if len(before.number.lstrip("0")) >= LONG else "")
    return (number, own) if number or before.student_number else (own, "")


def last_of(school_id: int, pupil_id: int) -> Enrolment | None:
    """The last enrolment of a pupil at a school."""
    mine = select(Enrolment).where(Enrolment.school_id == school_id, Enrolment.pupil_id == pupil_id)
    return db.session.scalars(mine.order_by(Enrolment.id.desc())).first()


def _mark(row: Enrolment) -> None:
    stale_marks.mark_stale("class_year", row.school_id, row.class_id, clock.school_year_of(row.from_on))
