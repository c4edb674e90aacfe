"""Who is looking and what they may touch. One rule serves the list filter and the check of a single object."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from flask_login import UserMixin
from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from ..accounts import sessions
from ..accounts.models import User, UserSession
from ..extensions import db
from ..shared import clock, ttl_cache
from ..shared.prepared import prepared
from ..shared.refusals import NotFound
from .models import ClassYear, Enrolment, Guardianship, Post, Unit
from .queries import first_day_key
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
    only: frozenset[str] | None = None  #: a program with a key: of what its posts give no more than this

    def get_id(self) -> str:
        return str(self.user_id)

    def paths(self, permission: str) -> list[str]:
        """Paths of the units at which the viewer holds `permission`; it reaches everything below them."""
        if self.only is not None and permission not in self.only:
            return []
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


class ClassYearOf(NamedTuple):
    """A class, and how it stands in a school year; None where it has none."""

    unit: Unit
    of_year: ClassYear | None


def class_in_year(viewer: Viewer, permission: str, class_id: int, year: int) -> ClassYearOf:
    """As class_for, with the class's row of a school year; what org.queries.first_day says of it is then known too. One statement."""
    found = _class_in_year.first(class_id=class_id, year=year)
    if found is None or not viewer.may(permission, found[0].path):
        raise NotFound()
    unit, of_year, first_day = found
    ttl_cache.put(first_day_key(unit.id), first_day)
    return ClassYearOf(unit, of_year)


@prepared
def _class_in_year(class_id: Any, year: Any) -> Any:
    of_year = (ClassYear.class_id == Unit.id) & (ClassYear.school_id == Unit.school_id) & (ClassYear.year == year)
    in_it = (Enrolment.school_id == Unit.school_id) & (Enrolment.class_id == Unit.id)
    begun = select(func.min(Enrolment.from_on)).where(in_it).correlate(Unit).scalar_subquery()
    found = select(Unit, ClassYear, begun).outerjoin(ClassYear, of_year)
    return found.where(Unit.id == class_id, Unit.kind == "class")


def viewer_of(token_hash: str, now: datetime) -> Viewer | None:
    """The viewer of a live session, or None. One statement for pupils and staff, two for guardians."""
    today = clock.local(now).date()
    rows = _viewer_row.rows(token=token_hash, today=today)  # of staff one for each post
    row = rows[0] if rows else None
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
    return Viewer(**common, holdings=_holdings(rows), unread=row.unread)


def _holdings(rows: Iterable[Any]) -> tuple[Holding, ...]:
    """Of a member of staff's rows; an empty one stands for no post, or for one at a unit that was closed."""
    return tuple(
        Holding(row.post_role, row.held_id, row.held_kind, row.held_path, row.held_name)
        for row in rows
        if row.held_id is not None
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
    post, units_held = Post.__table__.c, Unit.__table__.alias("held")
    held = units_held.c
    now_there = (place.from_on <= today) & (place.to_on.is_(None) | (place.to_on > today))
    in_post = (user.kind == "staff") & (post.from_on <= today) & (post.to_on.is_(None) | (post.to_on > today))
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
            post.role.label("post_role"),
            held.id.label("held_id"),
            held.kind.label("held_kind"),
            held.path.label("held_path"),
            held.name.label("held_name"),
            ttl_cache.NUMBER.label("remembered"),
        )
        .select_from(UserSession.__table__)
        .join(User.__table__, (user.school_id == seat.school_id) & (user.id == seat.user_id))
        .outerjoin(Enrolment.__table__, (place.school_id == user.school_id) & (place.pupil_id == user.id) & now_there)
        .outerjoin(Unit.__table__, unit.id == place.class_id)
        .outerjoin(Post.__table__, (post.school_id == user.school_id) & (post.user_id == user.id) & in_post)
        .outerjoin(units_held, (held.id == post.unit_id) & held.closed_on.is_(None))
        .where(seat.token_hash == token)
        .order_by(held.path)
    )
