"""Who may give which post, and to whom a slip: the rules behind appointing. Nobody outside a school opens a door into it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from ..accounts.models import Credential, User
from ..extensions import db
from ..shared import clock
from .access import Viewer
from .models import Post, Unit
from .roles import ROLE_UNITS, ROLES

ONLY_ADMIN = {"system_admin"}  #: roles that only a system admin gives
BY_MACHINE = {"audit_admin"}  #: given on the command line only: who is looked at does not choose who looks
MANAGERS = tuple(sorted(role for role, may in ROLES.items() if "people.manage" in may))
TEACHERS = tuple(sorted(role for role, may in ROLES.items() if "class.teach" in may))


def holds_today() -> ColumnElement[bool]:
    """SQL: the post is held today."""
    today = clock.today()
    return (Post.from_on <= today) & or_(Post.to_on.is_(None), Post.to_on > today)


def roles_at(viewer: Viewer, unit: Unit) -> list[str]:
    """Roles the viewer may give at a unit, or propose there."""
    admin = any(held.role == "system_admin" and unit.path.startswith(held.path) for held in viewer.holdings)
    here = [role for role, kinds in ROLE_UNITS.items() if unit.kind in kinds and role not in BY_MACHINE]
    return [role for role in here if admin or role not in ONLY_ADMIN]


def is_inside(viewer: Viewer, school_id: int | None) -> bool:
    """Whether the viewer manages people by a post in the school itself; True where there is no school: bureaus are all outside."""
    return school_id is None or any(held.unit_id == school_id and held.role in MANAGERS for held in viewer.holdings)


def opened_in(school_ids: Iterable[int], roles: tuple[str, ...] = ()) -> dict[int, set[int]]:
    """School → those who hold a post in it (one of `roles`) and have opened their account. One statement."""
    found = (
        select(Post.school_id, Post.user_id)
        .join(User, (User.school_id == Post.school_id) & (User.id == Post.user_id))
        .join(
            Unit, (Unit.id == Post.unit_id) & (Unit.school_id == Post.school_id)
        )  # who set the install up keeps a post at the city too
        .where(
            Post.school_id.in_(list(school_ids)),
            holds_today(),
            User.first_in_at.is_not(None),
            User.disabled_at.is_(None),
        )
    )
    people: dict[int, set[int]] = {}
    for school, user in db.session.execute(found.where(Post.role.in_(roles)) if roles else found):
        people.setdefault(school, set()).add(user)
    return people


def must_propose(viewer: Viewer, unit: Unit) -> bool:
    """Whether a post at the unit needs the word of the school: given from outside a school that has opened staff."""
    return not is_inside(viewer, unit.school_id) and bool(opened_in([unit.keeper_id]))


def may_answer(viewer: Viewer, school_id: int) -> bool:
    """Whether the viewer may say yes or no for the school: who manages its people; where nobody does, any member of its staff."""
    if is_inside(viewer, school_id):
        return True
    works_there = viewer.kind == "staff" and viewer.school_id == school_id and bool(viewer.holdings)
    return works_there and not opened_in([school_id], MANAGERS)


@dataclass(frozen=True)
class SlipRight:
    """Whether a slip may be given to a person, and whether it would end a password that is in use."""

    may: bool
    in_use: bool


def slip_rights(viewer: Viewer, user_ids: Iterable[int]) -> dict[int, SlipRight]:
    """For each of several members of staff: may the viewer give a slip? Never to oneself. Every post of the person must lie where the
    viewer appoints and be one the viewer could give without asking anybody; an account in use asks for `account.reset` too.
    Two statements, whoever they are: else a slip would be a way to rights one has not."""
    posts: dict[int, list[tuple[str, Unit]]] = {}
    in_use: dict[int, bool] = {}
    found = (
        select(Post.user_id, Post.role, Unit, User.first_in_at, Credential.id)
        .join(Unit, Unit.id == Post.unit_id)
        .join(User, (User.school_id == Post.school_id) & (User.id == Post.user_id))
        .outerjoin(Credential, (Credential.school_id == User.school_id) & (Credential.user_id == User.id))
        .where(Post.user_id.in_(list(user_ids)), or_(Post.to_on.is_(None), Post.to_on > clock.today()))
    )
    for user, role, unit, first_in, secret in db.session.execute(found):
        posts.setdefault(user, []).append((role, unit))
        in_use[user] = first_in is not None or secret is not None
    outside = {
        unit.school_id
        for held in posts.values()
        for _role, unit in held
        if unit.school_id and not is_inside(viewer, unit.school_id)
    }
    shut = opened_in(outside) if outside else {}
    return {
        user: SlipRight(
            user != viewer.user_id and all(_reaches(viewer, role, unit, in_use[user], shut) for role, unit in held),
            in_use[user],
        )
        for user, held in posts.items()
    }


def _reaches(viewer: Viewer, role: str, unit: Unit, in_use: bool, shut: dict[int, set[int]]) -> bool:
    if not viewer.may("people.manage", unit.path) or role not in roles_at(viewer, unit) or unit.keeper_id in shut:
        return False
    return not in_use or viewer.may("account.reset", unit.path)
