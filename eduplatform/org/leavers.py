"""Who left long ago: their names are removed, as shared.privacy promises. Run by the worker, safe at any time."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from ..accounts.models import User
from ..extensions import db
from ..shared import audit, clock
from ..shared.database import write
from ..shared.erasing import NOBODY, erase
from .models import Enrolment, Guardianship, Post

YEARS = 3  #: full years after leaving, then 31 August
BATCH = 200  #: people in one transaction


def last_day(today: date) -> date:
    """Who left on or before this day is to be forgotten: three years before the 31 August last gone by."""
    year = today.year if today >= date(today.year, 8, 31) else today.year - 1
    return date(year - YEARS, 8, 31)


def staff_until(today: date) -> date:
    """Staff whose last post ended on or before this day are to be forgotten: three full years, no waiting for the end of a school year."""
    return today.replace(year=today.year - YEARS, day=28) if (today.month, today.day) == (2, 29) else today.replace(year=today.year - YEARS)


def due(today: date) -> list[tuple[int, int]]:
    """(school, user) of pupils and staff whose last enrolment or post ended that long ago, and of guardians without a ward."""
    limit = last_day(today)
    found = select(User.school_id, User.id).where(User.name != NOBODY, or_(
        (User.kind == "pupil") & _all_ended(Enrolment, Enrolment.pupil_id, limit),
        (User.kind == "staff") & _all_ended(Post, Post.user_id, staff_until(today)),
        (User.kind == "staff") & ~exists().where(Post.school_id == User.school_id, Post.user_id == User.id)
        & (User.created_at < clock.start_of(staff_until(today))),
        (User.kind == "guardian") & ~exists().where(Guardianship.guardian_id == User.id, _ward_has_name()),
    ))  # fmt: skip
    return [(row.school_id, row.id) for row in db.session.execute(found.order_by(User.id).limit(BATCH))]


def _all_ended(model: Any, person: Any, limit: date) -> ColumnElement[bool]:
    """Rows exist, and every one ended by `limit`."""
    mine = (model.school_id == User.school_id) & (person == User.id)
    last = select(func.max(func.coalesce(model.to_on, date(9999, 1, 1)))).where(mine).correlate(User).scalar_subquery()
    return exists().where(mine) & (last <= limit)


def _ward_has_name() -> ColumnElement[bool]:
    ward = aliased(User)
    return exists().where(ward.id == Guardianship.pupil_id, ward.name != NOBODY)


def forget() -> int:
    """Erase who is due; how many."""
    people = due(clock.today())
    if not people:
        return 0
    with write():
        for school_id, user_id in people:
            name = db.session.scalar(select(User.name).where(User.school_id == school_id, User.id == user_id)) or ""
            erase(school_id, user_id, clock.now(), name)
            audit.record(school_id, None, "person.erase", f"user:{user_id}", why="retention")
    return len(people)
