"""Verbs and reads on posts of staff: appoint, end, take back, who holds what. What may be given by whom: appointment_rules.py."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, or_, select

from ..accounts import people as accounts
from ..accounts import sessions
from ..accounts.models import LoginName, User
from ..extensions import db
from ..shared import audit, clock
from ..shared.refusals import NotFound, Refused
from . import appointment_rules, post_proposals
from .access import Viewer
from .appointment_rules import holds_today, roles_at
from .models import ClassYear, Post, PostProposal, Unit
from .queries import by_number

ONE_HOLDER = {"homeroom_teacher"}


@dataclass(frozen=True)
class Held:
    """A post with its holder and unit, for lists."""

    post: Post
    user: User
    login: str | None
    unit_name: str
    unit_kind: str


@dataclass(frozen=True)
class Wanted:
    """Whom somebody names for a post: a member of staff by number or account name, else a new person by name.
    `another`: a new person although one of that name works here."""

    name: str = ""
    login: str = ""
    user_id: int = 0
    another: bool = False


@dataclass(frozen=True)
class Given:
    """What came of appointing: the post and its holder (`made`: a new account), or a proposal the school has to answer."""

    post: Post | None = None
    user: User | None = None
    made: bool = False
    proposal: PostProposal | None = None


def held_at(unit: Unit, page: int, size: int, query: str = "") -> tuple[list[Held], int]:
    """(posts held now at a unit and directly below it, how many): the unit's own first, then by grade and class. One statement."""
    found = (
        select(Post, User, LoginName.login, Unit.name, Unit.kind)
        .join(User, (User.school_id == Post.school_id) & (User.id == Post.user_id))
        .join(Unit, Unit.id == Post.unit_id)
        .outerjoin(LoginName, LoginName.user_id == User.id)
        .outerjoin(ClassYear, (ClassYear.class_id == Unit.id) & (ClassYear.year == clock.school_year_of(clock.today())))
        .where(or_(Unit.id == unit.id, Unit.parent_id == unit.id), holds_today())
    )
    if query:
        found = found.where(
            or_(User.name.contains(query, autoescape=True), LoginName.login == accounts.tidy_login(query))
        )
    found = found.add_columns(func.count().over().label("total")).order_by(*by_class(), Post.role, Post.id)
    rows = db.session.execute(found.limit(size).offset((page - 1) * size)).all()
    return [Held(*row[:5]) for row in rows], rows[0].total if rows else 0


def by_class() -> tuple:
    """Order: units above classes first, then grade by grade and class by class (with ClassYear joined)."""
    return (
        case((Unit.kind == "class", 1), else_=0),
        case((Unit.kind == "class", 0), else_=func.length(Unit.path)),  # the number in a class's path is no order
        func.coalesce(ClassYear.grade, 99),
        *by_number(),
    )


def post_of(post_id: int) -> tuple[Post, Unit] | None:
    """A post with its unit."""
    row = db.session.execute(select(Post, Unit).join(Unit, Unit.id == Post.unit_id).where(Post.id == post_id)).first()
    return (row[0], row[1]) if row else None


def user_of(post: Post) -> User:
    """The holder of a post."""
    user = db.session.get(User, (post.school_id, post.user_id))
    if user is None:
        raise NotFound()
    return user


def appoint_or_propose(viewer: Viewer, unit: Unit, role: str, wanted: Wanted) -> Given:
    """Give a post at `unit`, or from outside a school that has staff only propose it.

    Refused: role_not_here; own_role (nobody raises themselves); login_elsewhere (an account of another school or bureau); staff_name
    (nobody is named); staff_same_name (one of that name works here: `another` says it is somebody else); those of take_login().
    """
    if role not in roles_at(viewer, unit):
        raise Refused("role_not_here")
    user = _known(unit.keeper_id, wanted)
    if user is not None and user.id == viewer.user_id:
        raise Refused("own_role")
    name = user.name if user else wanted.name.strip()
    if not name:
        raise Refused("staff_name")
    if appointment_rules.must_propose(viewer, unit):
        return Given(proposal=post_proposals.propose(viewer, unit, role, name))
    return give_post(viewer, unit, role, wanted, user)


def give_post(viewer: Viewer, unit: Unit, role: str, wanted: Wanted, user: User | None = None) -> Given:
    """Give it, the right to which has been looked at. Refused staff_same_name and those of take_login()."""
    keeper, made = unit.keeper_id, user is None
    if user is None:
        if not wanted.another and not wanted.login and same_name(keeper, wanted.name.strip()):
            raise Refused("staff_same_name", name=wanted.name.strip())
        user = accounts.create_account(keeper, "staff", wanted.name.strip(), wanted.login or None)
    return Given(hold(user, unit, role, viewer.user_id), user, made)


def hold(user: User, unit: Unit, role: str, giver: int | None, **why: str) -> Post:
    """The person holds a role from today, given by the user `giver`, or by whoever runs the server (None); the post there is when there is one.
    Of a role that one person holds, the holder of before holds it no longer and is signed out. `why` goes on record."""
    post = _there(user, unit, role)
    if post is None:
        if role in ONE_HOLDER:
            _end_others(giver, unit, role)
        post = Post(
            school_id=user.school_id, user_id=user.id, unit_id=unit.id, role=role, from_on=clock.today(), given_by=giver
        )
        db.session.add(post)
        db.session.flush()
        audit.record(user.school_id, giver, "post.give", f"user:{user.id}", role=role, unit=unit.id, **why)
    return post


def accept(viewer: Viewer, proposed: post_proposals.Proposed, wanted: Wanted) -> Given:
    """The school says yes, and who that is: a new person, or one who works there. Refusals of settle_proposal() and give_post()."""
    unit = proposed.unit
    wanted = Wanted(proposed.row.name, user_id=wanted.user_id, another=wanted.another)
    user = _known(unit.keeper_id, wanted)
    post_proposals.settle_proposal(viewer, proposed, "accepted")
    return give_post(viewer, unit, proposed.row.role, wanted, user)


def _known(keeper: int, wanted: Wanted) -> User | None:
    if wanted.user_id:
        user = db.session.get(User, (keeper, wanted.user_id))
    else:
        account = accounts.by_login(wanted.login) if wanted.login else None
        user = account.user if account else None
    if user is None and not wanted.user_id:
        return None
    if user is None or user.school_id != keeper or user.kind != "staff" or user.disabled_at:
        raise Refused("login_elsewhere", login=wanted.login or wanted.name)
    return user


def same_name(keeper: int, name: str) -> list[User]:
    """Members of staff of a school or bureau who bear a name."""
    found = select(User).where(
        User.school_id == keeper, User.kind == "staff", User.name == name, User.disabled_at.is_(None)
    )
    return list(db.session.scalars(found.order_by(User.id)))


def _there(user: User, unit: Unit, role: str) -> Post | None:
    same = select(Post).where(
        Post.school_id == user.school_id, Post.user_id == user.id, Post.unit_id == unit.id, Post.role == role
    )
    return db.session.scalars(same.where(Post.to_on.is_(None))).first()


def _end_others(by: int | None, unit: Unit, role: str) -> None:
    for post in db.session.scalars(
        select(Post).where(Post.unit_id == unit.id, Post.role == role, Post.to_on.is_(None))
    ):
        end_today(by, post)


def end_today(by: int | None, post: Post) -> None:
    """The post ends today and its holder is signed out; `by` is the user who ends it, None whoever runs the server."""
    post.to_on = max(clock.today(), post.from_on)
    if by is not None:  # what whoever runs the server ended is not undone on a page
        post.ended_by, post.ended_at, post.told_at = by, clock.now(), None
    sessions.end_all(post.school_id, post.user_id)


def release(user: User, unit: Unit, role: str, ender: int | None, **why: str) -> int:
    """The person no longer holds a role and is signed out; how many posts ended. `ender` and `why` as in hold()."""
    mine = select(Post).where(
        Post.school_id == user.school_id,
        Post.user_id == user.id,
        Post.unit_id == unit.id,
        Post.role == role,
        Post.to_on.is_(None),
    )
    found = list(db.session.scalars(mine))
    for post in found:
        end_today(ender, post)
        audit.record(user.school_id, ender, "post.end", f"user:{user.id}", role=role, unit=unit.id, **why)
    return len(found)


def may_end(viewer: Viewer, post: Post, unit: Unit) -> None:
    """Refused own_post for one's own; role_not_here; last_manager: from outside, the last one who manages a school's people."""
    if post.user_id == viewer.user_id:
        raise Refused("own_post")
    if post.role not in roles_at(viewer, unit):
        raise Refused("role_not_here")
    if post.role in appointment_rules.MANAGERS and not appointment_rules.is_inside(viewer, unit.school_id):
        left = appointment_rules.opened_in([post.school_id], appointment_rules.MANAGERS).get(post.school_id, set())
        if left == {post.user_id}:  # else a bureau could empty a school and then walk in as its first officer
            raise Refused("last_manager")


def end_post_today(viewer: Viewer, post: Post, unit: Unit) -> None:
    """End a post today; the holder is signed out, so nothing of it works a second longer. Refusals of may_end()."""
    may_end(viewer, post, unit)
    if post.to_on is None:
        end_today(viewer.user_id, post)
        audit.record(post.school_id, viewer.user_id, "post.end", f"user:{post.user_id}", role=post.role, unit=unit.id)


def can_restore(viewer: Viewer, post: Post) -> bool:
    """Whether the viewer may take the end of a post back: the same day, inside the school, or whoever ended it."""
    if post.to_on is None or post.ended_at is None or clock.local(post.ended_at).date() != clock.today():
        return False
    return post.user_id != viewer.user_id and (
        post.ended_by == viewer.user_id or appointment_rules.is_inside(viewer, post.school_id)
    )


def restore_ended_post(viewer: Viewer, post: Post, unit: Unit) -> None:
    """Take the end of a post back. Refused restore_late; role_not_here; post_taken where somebody else holds it by now."""
    if post.role not in roles_at(viewer, unit):
        raise Refused("role_not_here")
    if not can_restore(viewer, post):
        raise Refused("restore_late")
    holder = _holder(unit, post.role)
    if post.role in ONE_HOLDER and holder:
        raise Refused("post_taken", name=holder)
    post.to_on = post.ended_by = post.ended_at = None
    db.session.flush()
    audit.record(post.school_id, viewer.user_id, "post.restore", f"user:{post.user_id}", role=post.role, unit=unit.id)


def _holder(unit: Unit, role: str) -> str | None:
    found = select(User.name).join(Post, (User.school_id == Post.school_id) & (User.id == Post.user_id))
    return db.session.scalars(found.where(Post.unit_id == unit.id, Post.role == role, holds_today())).first()


def classes_of(school: Unit) -> list[tuple[Unit, str]]:
    """Open classes of a school by grade, each with its homeroom teacher ("": none). One statement."""
    held = (Post.school_id == school.id) & (Post.unit_id == Unit.id) & (Post.role == "homeroom_teacher") & holds_today()
    found = (
        select(Unit, User.name)
        .outerjoin(Post, held)
        .outerjoin(User, (User.school_id == Post.school_id) & (User.id == Post.user_id))
        .outerjoin(ClassYear, (ClassYear.class_id == Unit.id) & (ClassYear.year == clock.school_year_of(clock.today())))
        .where(Unit.parent_id == school.id, Unit.closed_on.is_(None))
        .order_by(*by_class(), Post.id)
    )
    rows = {unit.id: (unit, name or "") for unit, name in db.session.execute(found)}
    return list(rows.values())


def homeroom_names(school: Unit) -> dict[int, str]:
    """Homeroom teachers of a school's classes by class, for lists. One statement."""
    found = (
        select(Post.unit_id, User.name)
        .join(User, (User.school_id == Post.school_id) & (User.id == Post.user_id))
        .where(Post.school_id == school.id, Post.role == "homeroom_teacher", holds_today())
    )
    return dict(db.session.execute(found).all())


def staff_of(school: Unit) -> list[User]:
    """Members of staff of a school who may sign in, by name."""
    return staff_of_keeper(school.id)


def staff_of_keeper(keeper: int) -> list[User]:
    """Members of staff of a school or bureau who may sign in, by name. One statement."""
    found = select(User).where(User.school_id == keeper, User.kind == "staff", User.disabled_at.is_(None))
    return list(db.session.scalars(found.order_by(User.name, User.id)))
