"""Who is looking and what they may touch. One rule serves the list filter and the check of a single object."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_login import UserMixin
from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from ..accounts import sessions
from ..accounts.models import User, UserSession
from ..extensions import db
from ..shared import clock, ttl_cache
from ..shared.prepared import prepared
from ..shared.refusals import NotFound
from .models import Enrolment, Guardianship, Post, Unit
from .roles import AT_THE_TOP, ROLES


@dataclass(frozen=True)
class Holding:
    """A post held now: role code and the unit it is held at."""

    role: str
    unit_id: int
    kind: str
    path: str
    name: str


@dataclass(frozen=True)
class Viewer(UserMixin):
    """The person behind a request. Plain values only, so verbs can be called from jobs as well.

    `class_id`, `class_path`, `class_name` and `number` are set for pupils; `holdings` for staff; `ward_ids` for guardians.
    """

    user_id: int
    school_id: int
    kind: str
    name: str
    person_key: str = ""
    language: str | None = None
    session_row: int = 0
    device: str = "own"
    class_session_id: int | None = None
    must_choose: bool = False
    seen_at: datetime | None = None
    class_id: int | None = None
    class_path: str = ""
    class_name: str = ""
    number: str = ""
    holdings: tuple[Holding, ...] = ()
    ward_ids: tuple[int, ...] = ()
    unread: int = 0  #: notices not yet looked at (staff)

    def get_id(self) -> str:
        return str(self.user_id)

    def paths(self, permission: str) -> list[str]:
        """Paths of the units at which the viewer holds `permission`; it reaches everything below them."""
        found = [held.path for held in self.holdings if permission in ROLES.get(held.role, ())]
        return (
            [path for path in found if path.count("/") == 2] if permission in AT_THE_TOP else found
        )  # /1/ is the unit above all

    def may(self, permission: str, path: str) -> bool:
        """Whether the viewer holds `permission` at the unit with `path` or above it."""
        return any(path.startswith(own) for own in self.paths(permission))

    def has(self, permission: str) -> bool:
        """Whether the viewer holds `permission` anywhere; pupils and guardians by what they are."""
        if permission == "learn.own":
            return self.kind == "pupil"
        if permission == "ward.read":
            return self.kind == "guardian"
        return bool(self.paths(permission))


def below(column: InstrumentedAttribute[str], paths: Iterable[str]) -> ColumnElement[bool]:
    """SQL: `column` (a unit path) lies at or below one of `paths`, as index ranges."""
    ranges = [
        (column >= path) & (column < path[:-1] + "0") for path in paths
    ]  # '0' follows '/' in the order of bytes, see shared.database.Key
    return or_(*ranges) if ranges else false()


def unit_for(viewer: Viewer, permission: str, unit_id: int) -> Unit:
    """The unit, if the viewer holds `permission` there; else NotFound, as for a unit that does not exist."""
    unit = db.session.get(Unit, unit_id)
    if unit is None or not viewer.may(permission, unit.path):
        raise NotFound()
    return unit


def class_for(viewer: Viewer, permission: str, class_id: int) -> Unit:
    """The class, if the viewer holds `permission` there; else NotFound."""
    unit = unit_for(viewer, permission, class_id)
    if unit.kind != "class":
        raise NotFound()
    return unit


def viewer_of(token_hash: str, now: datetime) -> Viewer | None:
    """The viewer of a live session, or None. One statement for pupils, two for staff and guardians."""
    today = clock.local(now).date()
    row = _viewer_row.first(token=token_hash, today=today)
    if row is not None:
        ttl_cache.seen(row.remembered)
    if row is None or row.disabled_at is not None:
        return None
    if sessions.is_session_over(row.ended_at, row.expires_at, row.seen_at, row.idle_minutes, now):
        return None
    common = dict(
        user_id=row.user_id,
        school_id=row.school_id,
        kind=row.kind,
        name=row.name,
        person_key=row.person_key,
        language=row.language,
        session_row=row.session_row,
        device=row.device,
        class_session_id=row.class_session_id,
        must_choose=row.must_choose,
        seen_at=row.seen_at,
    )
    if row.kind == "pupil":
        return (
            Viewer(
                **common,
                class_id=row.class_id,
                class_path=row.path or "",
                class_name=row.class_name or "",
                number=row.number or "",
            )
            if row.class_id
            else None
        )
    if row.kind == "guardian":
        return Viewer(**common, ward_ids=_ward_ids(row.school_id, row.user_id, today))
    return Viewer(**common, holdings=holdings_of(row.school_id, row.user_id, today), unread=row.unread)


def holdings_of(school_id: int, user_id: int, today: object) -> tuple[Holding, ...]:
    """Posts a member of staff holds on `today`, at units that still exist."""
    return tuple(Holding(*row) for row in _posts_held.rows(school_id=school_id, user_id=user_id, today=today))


@prepared
def _posts_held(school_id: Any, user_id: Any, today: Any) -> Any:
    return (
        select(Post.role, Unit.id, Unit.kind, Unit.path, Unit.name)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Post.school_id == school_id, Post.user_id == user_id, Post.from_on <= today)
        .where(or_(Post.to_on.is_(None), Post.to_on > today), Unit.closed_on.is_(None))
        .order_by(Unit.path)
    )


def _ward_ids(school_id: int, guardian_id: int, today: object) -> tuple[int, ...]:
    return tuple(_wards.values(school_id=school_id, guardian_id=guardian_id, today=today))


@prepared
def _wards(school_id: Any, guardian_id: Any, today: Any) -> Any:
    return select(Guardianship.pupil_id).where(
        Guardianship.school_id == school_id,
        Guardianship.guardian_id == guardian_id,
        Guardianship.from_on <= today,
        or_(Guardianship.to_on.is_(None), Guardianship.to_on > today),
    )


@prepared
def _viewer_row(token: Any, today: Any) -> Any:
    seat, user, place, unit = UserSession.__table__.c, User.__table__.c, Enrolment.__table__.c, Unit.__table__.c
    now_there = (place.from_on <= today) & (place.to_on.is_(None) | (place.to_on > today))
    return (
        select(
            seat.id.label("session_row"),
            seat.school_id,
            seat.user_id,
            seat.device,
            seat.class_session_id,
            seat.must_choose,
            seat.expires_at,
            seat.ended_at,
            seat.seen_at,
            seat.idle_minutes,
            user.kind,
            user.name,
            user.person_key,
            user.language,
            user.disabled_at,
            user.unread,
            place.class_id,
            place.number,
            unit.path,
            unit.name.label("class_name"),
            ttl_cache.NUMBER.label("remembered"),
        )
        .select_from(UserSession.__table__)
        .join(User.__table__, (user.school_id == seat.school_id) & (user.id == seat.user_id))
        .outerjoin(Enrolment.__table__, (place.school_id == user.school_id) & (place.pupil_id == user.id) & now_there)
        .outerjoin(Unit.__table__, unit.id == place.class_id)
        .where(seat.token_hash == token)
    )
