"""What has run its time is removed, as shared.privacy promises: staged rows, handovers, proposals, upload files, jobs, looks, rosters, guardianships."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from ..accounts.models import User
from ..extensions import db
from ..shared import audit, clock
from ..shared.database import write
from ..shared.erasing import NOBODY, erase
from ..shared.models import AccessLook, Job
from .models import Enrolment, Guardianship, Handover, Post, PostProposal, RosterBatch, RosterRow
from .queries import on_roll
from .roster_uploads import Uploads

JOBS = timedelta(days=90)
HANDOVERS = timedelta(days=365)
STAGED = timedelta(days=30)  #: a roster nobody applied
STORY = timedelta(days=3 * 365)
PROPOSALS = timedelta(days=60)
LOOKS = timedelta(days=3 * 365)


def sweep_org(instance: str) -> None:
    """One pass; safe to run at any time."""
    now = clock.now()
    forgotten = RosterBatch.state.in_(("reading", "asking", "staged")) & (RosterBatch.created_at < now - STAGED)
    over = select(RosterBatch.id).where(
        (RosterBatch.undo_until < now) | RosterBatch.state.in_(("undone", "dropped", "refused"))
    )
    with write() as session:
        session.execute(
            update(RosterBatch).where(forgotten).values(state="dropped").execution_options(synchronize_session=False)
        )
        session.execute(delete(RosterRow).where(RosterRow.batch_id.in_(over)))
        session.execute(delete(Job).where(Job.ended_at < now - JOBS))
        session.execute(delete(Handover).where(Handover.issued_at < now - HANDOVERS))
        session.execute(delete(PostProposal).where(PostProposal.proposed_at < now - PROPOSALS))
        session.execute(delete(AccessLook).where(AccessLook.day < clock.local(now - LOOKS).date()))
    Uploads(instance).forget_old()


def sweep_daily() -> None:
    """What goes through whole tables: once a day is enough."""
    with write() as session:
        _old_rosters(session, clock.now())
        _end_guardianships(session)


def _old_rosters(session: Session, now: datetime) -> None:
    """What was said about the rows of a file names children: it goes with the rows. The file's story goes after three years; the basis of the
    guardians' consent stays as long as a child has a name here that came with it."""
    session.execute(
        update(RosterBatch)
        .where(RosterBatch.created_at < now - STAGED)
        .values(problems=[], notes=[], questions=[])
        .where(RosterBatch.kind == "roster")
    )
    old = RosterBatch.created_at < now - STORY
    still = exists().where(
        User.school_id == RosterBatch.school_id, User.batch_id == RosterBatch.id, User.name != NOBODY
    )
    none: dict[str, Any] = {"filename": "", "mapping": {}, "classes": [], "counts": {}, "created_by": None}
    session.execute(delete(RosterBatch).where(old, ~still).execution_options(synchronize_session=False))
    session.execute(
        update(RosterBatch)
        .where(old, RosterBatch.filename != "")
        .values(**none)
        .execution_options(synchronize_session=False)
    )


def _end_guardianships(session: Session) -> None:
    """A guardian reads about a child as long as the child is at the school."""
    today = clock.today()
    here = exists().where(
        Enrolment.school_id == Guardianship.school_id, Enrolment.pupil_id == Guardianship.pupil_id, on_roll(today)
    )
    ended = (
        update(Guardianship)
        .where(Guardianship.to_on.is_(None), Guardianship.from_on < today, ~here)
        .values(to_on=today)
    )
    session.execute(ended.execution_options(synchronize_session=False))


YEARS = 3  #: full years after leaving, then 31 August
BATCH = 200  #: people in one transaction


def last_day_kept(today: date) -> date:
    """Who left on or before this day is to be forgotten: three years before the 31 August last gone by."""
    year = today.year if today >= date(today.year, 8, 31) else today.year - 1
    return date(year - YEARS, 8, 31)


def staff_until(today: date) -> date:
    """Staff whose last post ended on or before this day are to be forgotten: three full years, no waiting for the end of a school year."""
    return (
        today.replace(year=today.year - YEARS, day=28)
        if (today.month, today.day) == (2, 29)
        else today.replace(year=today.year - YEARS)
    )


def due(today: date) -> list[tuple[int, int]]:
    """(school, user) of pupils and staff whose last enrolment or post ended that long ago, and of guardians without a ward."""
    limit = last_day_kept(today)
    found = select(User.school_id, User.id).where(
        User.name != NOBODY,
        or_(
            (User.kind == "pupil") & _all_ended(Enrolment, Enrolment.pupil_id, limit),
            (User.kind == "staff") & _all_ended(Post, Post.user_id, staff_until(today)),
            (User.kind == "staff")
            & ~exists().where(Post.school_id == User.school_id, Post.user_id == User.id)
            & (User.created_at < clock.start_of(staff_until(today))),
            (User.kind == "guardian") & ~exists().where(Guardianship.guardian_id == User.id, _ward_has_name()),
        ),
    )
    return [(row.school_id, row.id) for row in db.session.execute(found.order_by(User.id).limit(BATCH))]


def _all_ended(model: Any, person: Any, limit: date) -> ColumnElement[bool]:
    """Rows exist, and every one ended by `limit`."""
    mine = (model.school_id == User.school_id) & (person == User.id)
    last = select(func.max(func.coalesce(model.to_on, date(9999, 1, 1)))).where(mine).correlate(User).scalar_subquery()
    return exists().where(mine) & (last <= limit)


def _ward_has_name() -> ColumnElement[bool]:
    ward = aliased(User)
    return exists().where(ward.id == Guardianship.pupil_id, ward.name != NOBODY)


def forget_leavers() -> int:
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
