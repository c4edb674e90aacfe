"""Posts as the command line makes and lists them, without a viewer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, or_, select

from ..accounts.models import LoginName, User
from ..extensions import db
from ..shared import clock
from . import staff
from .access import below
from .models import Enrolment, Post, Unit


@dataclass(frozen=True)
class Listed:
    """One post held today."""

    login: str | None
    name: str
    role: str
    unit: str
    opened: bool
    disabled: bool


def give_post_by_command(user: User, unit: Unit, role: str, by: str = "command line") -> Post:
    """The person holds `role` at `unit` from today on; given by whoever runs the server."""
    return staff.hold(user, unit, role, None, by=by)


def end_post_by_command(user: User, unit: Unit, role: str) -> int:
    """The person no longer holds `role` at `unit`, and is signed out; how many posts ended. By whoever runs the server."""
    return staff.release(user, unit, role, None, by="command line")


def posts_listed(unit_code: str = "") -> list[Listed]:
    """Posts held today at the unit with this code and below (empty: everywhere), by place. NoResultFound without such a unit."""
    today = clock.today()
    found = (
        select(LoginName.login, User.name, Post.role, Unit.code, User.first_in_at, User.disabled_at)
        .select_from(Post)
        .join(User, (User.school_id == Post.school_id) & (User.id == Post.user_id))
        .join(Unit, Unit.id == Post.unit_id)
        .outerjoin(LoginName, (LoginName.school_id == User.school_id) & (LoginName.user_id == User.id))
        .where(Post.from_on <= today, or_(Post.to_on.is_(None), Post.to_on > today))
        .order_by(Unit.path, Post.role, User.id)
    )
    if unit_code:
        path = db.session.scalars(select(Unit.path).where(Unit.code == unit_code)).one()
        found = found.where(below(Unit.path, [path]))
    return [Listed(*row[:4], row[4] is not None, row[5] is not None) for row in db.session.execute(found)]


def people_called(school_id: int, name: str) -> list[Row[Any]]:
    """(id, kind, name, place, until) of everybody a unit keeps with `name` in their name; pupils with their last class and the first day they no
    longer were in it. At most 200. One statement."""
    last = (
        select(func.max(Enrolment.id))
        .where(Enrolment.school_id == User.school_id, Enrolment.pupil_id == User.id)
        .correlate(User)
        .scalar_subquery()
    )
    found = (
        select(User.id, User.kind, User.name, Unit.name.label("place"), Enrolment.to_on.label("until"))
        .outerjoin(Enrolment, (Enrolment.school_id == User.school_id) & (Enrolment.id == last))
        .outerjoin(Unit, Unit.id == Enrolment.class_id)
        .where(User.school_id == school_id, User.name.contains(name, autoescape=True))
        .order_by(User.name, User.id)
        .limit(200)
    )
    return list(db.session.execute(found))
