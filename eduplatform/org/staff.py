"""Verbs and reads on posts of staff: appoint, end, who holds what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from ..accounts import people as accounts
from ..accounts import sessions
from ..accounts.models import LoginName, User
from ..extensions import db
from ..shared import audit, clock
from ..shared.refusals import NotFound, Refused
from .access import Viewer, below
from .models import Post, Unit
from .roles import ROLE_UNITS

ONLY_ADMIN = {"audit_admin", "system_admin"}  # roles that only a system admin gives
ONE_HOLDER = {"homeroom_teacher"}


@dataclass(frozen=True)
class Held:
    """A post with its holder and unit, for lists."""

    post: Post
    user: User
    login: str | None
    unit_name: str
    unit_kind: str


def roles_at(viewer: Viewer, unit: Unit) -> list[str]:
    """Roles the viewer may give at a unit."""
    admin = any(held.role == "system_admin" and unit.path.startswith(held.path) for held in viewer.holdings)
    return [role for role, kinds in ROLE_UNITS.items() if unit.kind in kinds and (admin or role not in ONLY_ADMIN)]


def held_at(unit: Unit, page: int, size: int, query: str = "") -> tuple[list[Held], int]:
    """(posts held now at a unit and directly below it, how many), by unit and name. Two statements."""
    today = clock.today()
    found = (
        select(Post, User, LoginName.login, Unit.name, Unit.kind)
        .join(User, (User.school_id == Post.school_id) & (User.id == Post.user_id))
        .join(Unit, Unit.id == Post.unit_id)
        .outerjoin(LoginName, LoginName.user_id == User.id)
        .where(or_(Unit.id == unit.id, Unit.parent_id == unit.id), Post.from_on <= today, or_(Post.to_on.is_(None), Post.to_on > today))
    )
    if query:
        found = found.where(or_(User.name.contains(query, autoescape=True), LoginName.login == query.lower()))
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = db.session.execute(found.order_by(func.length(Unit.path), Unit.code, Post.role, Post.id).limit(size).offset((page - 1) * size))
    return [Held(*row) for row in rows], total


def post_of(post_id: int) -> tuple[Post, Unit] | None:
    """A post with its unit."""
    row = db.session.execute(select(Post, Unit).join(Unit, Unit.id == Post.unit_id).where(Post.id == post_id)).first()
    return (row[0], row[1]) if row else None


def may_reset(viewer: Viewer, post: Post) -> bool:
    """Whether the viewer may hand out a slip that opens the account of a post's holder: only with `account.reset` at every unit
    where that person holds a post, and only for roles the viewer could give. Else a slip would be a way to rights one has not."""
    today = clock.today()
    held = select(Post.role, Unit).join(Unit, Unit.id == Post.unit_id).where(Post.school_id == post.school_id, Post.user_id == post.user_id)
    rows = db.session.execute(held.where(or_(Post.to_on.is_(None), Post.to_on > today))).all()
    return bool(rows) and all(viewer.may("account.reset", unit.path) and role in roles_at(viewer, unit) for role, unit in rows)


def user_of(post: Post) -> User:
    """The holder of a post."""
    user = db.session.get(User, (post.school_id, post.user_id))
    if user is None:
        raise NotFound()
    return user


def appoint(viewer: Viewer, unit: Unit, role: str, name: str, login: str, from_on: date | None = None) -> tuple[Post, User, bool]:
    """Give a post at `unit` to the account `login`, which is made when there is none: (post, user, made).

    Refused: role_not_here, login_elsewhere (the account belongs to another school or bureau), and those of take_login().
    """
    if role not in roles_at(viewer, unit):
        raise Refused("role_not_here")
    keeper, today = unit.school_id or unit.id, from_on or clock.today()
    known = accounts.by_login(login)
    if known and (known.user.school_id != keeper or known.user.kind != "staff"):
        raise Refused("login_elsewhere", login=login)
    user = known.user if known else accounts.create(keeper, "staff", name.strip(), login)
    post = _there(user, unit, role)
    if post is None:
        if role in ONE_HOLDER:
            _end_others(unit, role, today)
        post = Post(school_id=keeper, user_id=user.id, unit_id=unit.id, role=role, from_on=today)
        db.session.add(post)
        db.session.flush()
        audit.record(keeper, viewer.user_id, "post.give", f"user:{user.id}", role=role, unit=unit.id)
    return post, user, known is None


def _there(user: User, unit: Unit, role: str) -> Post | None:
    same = select(Post).where(Post.school_id == user.school_id, Post.user_id == user.id, Post.unit_id == unit.id, Post.role == role)
    return db.session.scalars(same.where(Post.to_on.is_(None))).first()


def _end_others(unit: Unit, role: str, day: date) -> None:
    for post in db.session.scalars(select(Post).where(Post.unit_id == unit.id, Post.role == role, Post.to_on.is_(None))):
        post.to_on = max(day, post.from_on)
        sessions.end_all(post.school_id, post.user_id)


def end(viewer: Viewer, post: Post, unit: Unit) -> None:
    """End a post today; the holder is signed out, so nothing of it works a second longer. Refused own_post for one's own."""
    if post.user_id == viewer.user_id:
        raise Refused("own_post")
    if post.role not in roles_at(viewer, unit):
        raise Refused("role_not_here")
    if post.to_on is None:
        post.to_on = max(clock.today(), post.from_on)
        sessions.end_all(post.school_id, post.user_id)
        audit.record(post.school_id, viewer.user_id, "post.end", f"user:{post.user_id}", role=post.role, unit=unit.id)


def homeroom_names(school: Unit) -> dict[int, str]:
    """Homeroom teachers of a school's classes by class, for lists. One statement."""
    today = clock.today()
    found = (
        select(Post.unit_id, User.name).join(User, (User.school_id == Post.school_id) & (User.id == Post.user_id))
        .where(Post.school_id == school.id, Post.role == "homeroom_teacher", Post.from_on <= today,
               or_(Post.to_on.is_(None), Post.to_on > today))
    )  # fmt: skip
    return dict(db.session.execute(found).all())


def staff_of(school: Unit) -> list[User]:
    """Members of staff of a school who may sign in, by name."""
    found = select(User).where(User.school_id == school.id, User.kind == "staff", User.disabled_at.is_(None))
    return list(db.session.scalars(found.order_by(User.name, User.id)))


def units_below(viewer: Viewer, permission: str, kinds: tuple[str, ...]) -> list[Unit]:
    """Open units of some kinds at which the viewer holds a permission, by path; at most 500."""
    found = select(Unit).where(Unit.kind.in_(kinds), below(Unit.path, viewer.paths(permission)), Unit.closed_on.is_(None))
    return list(db.session.scalars(found.order_by(Unit.path).limit(500)))
