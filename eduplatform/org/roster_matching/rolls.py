"""Who is and was on the rolls of a school, as matching wants to see them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from ...accounts.models import User
from ...extensions import db
from ...shared import clock
from ..models import Enrolment, Post, Unit
from ..queries import on_roll
from .compare import Present
from .homeroom_teachers import Member

AT_ONCE = 500  #: names in one statement


def _people() -> Select[*tuple[Any, ...]]:
    return (
        select(
            User.id,
            Enrolment.id,
            Unit.code,
            User.name,
            Enrolment.number,
            User.sex,
            Enrolment.student_number,
            Enrolment.to_on,
        )
        .join(User, (User.school_id == Enrolment.school_id) & (User.id == Enrolment.pupil_id))
        .join(Unit, Unit.id == Enrolment.class_id)
    )


def present(school_id: int, day: date) -> list[Present]:
    """The roll of a school on a day."""
    found = _people().where(Enrolment.school_id == school_id, on_roll(day))
    return [Present(*row[:7]) for row in db.session.execute(found)]


def former(school_id: int, names: Iterable[str], here: set[int]) -> list[Present]:
    """Pupils of these names who were on the roll once and are not `here`, each with the last class and the day it ended."""
    wanted, last = sorted(set(names)), {}
    for start in range(0, len(wanted), AT_ONCE):
        some = User.name.in_(wanted[start : start + AT_ONCE])
        found = _people().where(
            Enrolment.school_id == school_id, User.kind == "pupil", some, Enrolment.to_on.is_not(None)
        )
        for row in db.session.execute(found.order_by(Enrolment.to_on, Enrolment.id)):
            last[row[0]] = Present(*row)
    return [person for pupil_id, person in last.items() if pupil_id not in here]


def class_labels(school_id: int) -> dict[str, str]:
    """What the classes of a school are called, by code."""
    found = select(Unit.code, Unit.name).where(Unit.school_id == school_id, Unit.kind == "class")
    return dict(db.session.execute(found).all())


def staff(school_id: int, names: Iterable[str]) -> list[Member]:
    """Staff of these names who can sign in, with the classes they lead today and their other roles."""
    today, wanted = clock.today(), sorted(set(names))
    if not wanted:
        return []
    found = (
        select(User.id, User.name, Post.role, Unit.code)
        .outerjoin(
            Post, (Post.user_id == User.id) & (Post.from_on <= today) & (Post.to_on.is_(None) | (Post.to_on > today))
        )
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .where(User.school_id == school_id, User.kind == "staff", User.disabled_at.is_(None), User.name.in_(wanted))
    )
    posts: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for user_id, name, role, code in db.session.execute(found.order_by(User.id)):
        posts.setdefault((user_id, name), []).append((role, code))
    return [
        Member(
            user_id,
            name,
            frozenset(code for role, code in held if role == "homeroom_teacher"),
            frozenset(role for role, _code in held if role and role != "homeroom_teacher"),
        )
        for (user_id, name), held in posts.items()
    ]


def roll_mark(school_id: int, day: date) -> str:
    """Digest of who is enrolled where, to notice a change between staging and flip."""
    found = select(Enrolment.id).where(Enrolment.school_id == school_id, on_roll(day)).order_by(Enrolment.id)
    return hashlib.sha256(",".join(str(n) for n in db.session.scalars(found)).encode()).hexdigest()
