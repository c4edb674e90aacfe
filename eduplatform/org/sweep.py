"""What has run its time is removed, as shared.privacy promises: staged rows, handovers, proposals, upload files, jobs, looks, rosters, guardianships."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from ..accounts.models import User
from ..shared import clock
from ..shared.database import write
from ..shared.erasing import NOBODY
from ..shared.models import AccessLook, Job
from .models import Enrolment, Guardianship, Handover, PostProposal, RosterBatch, RosterRow
from .queries import on_roll
from .uploads import Uploads

JOBS = timedelta(days=90)
HANDOVERS = timedelta(days=365)
STAGED = timedelta(days=30)  #: a roster nobody applied
STORY = timedelta(days=3 * 365)
PROPOSALS = timedelta(days=60)
LOOKS = timedelta(days=3 * 365)


def sweep(instance: str) -> None:
    """One pass; safe to run at any time."""
    now = clock.now()
    forgotten = RosterBatch.state.in_(("reading", "asking", "staged")) & (RosterBatch.created_at < now - STAGED)
    over = select(RosterBatch.id).where((RosterBatch.undo_until < now) | RosterBatch.state.in_(("undone", "dropped", "refused")))
    with write() as session:
        session.execute(update(RosterBatch).where(forgotten).values(state="dropped").execution_options(synchronize_session=False))
        session.execute(delete(RosterRow).where(RosterRow.batch_id.in_(over)))
        session.execute(delete(Job).where(Job.ended_at < now - JOBS))
        session.execute(delete(Handover).where(Handover.issued_at < now - HANDOVERS))
        session.execute(delete(PostProposal).where(PostProposal.proposed_at < now - PROPOSALS))
        session.execute(delete(AccessLook).where(AccessLook.day < clock.local(now - LOOKS).date()))
    Uploads(instance).forget_old()


def daily() -> None:
    """What goes through whole tables: once a day is enough."""
    with write() as session:
        _old_rosters(session, clock.now())
        _end_guardianships(session)

def _old_rosters(session: Session, now: datetime) -> None:
    """What was said about the rows of a file names children: it goes with the rows. The file's story goes after three years; the basis of the
    guardians' consent stays as long as a child has a name here that came with it."""
    session.execute(update(RosterBatch).where(RosterBatch.created_at < now - STAGED).values(problems=[], notes=[], questions=[]).where(RosterBatch.kind == "roster"))
    old = RosterBatch.created_at < now - STORY
    still = exists().where(User.school_id == RosterBatch.school_id, User.batch_id == RosterBatch.id, User.name != NOBODY)
    none: dict[str, Any] = {"filename": "", "mapping": {}, "classes": [], "counts": {}, "created_by": None}
    session.execute(delete(RosterBatch).where(old, ~still).execution_options(synchronize_session=False))
    session.execute(update(RosterBatch).where(old, RosterBatch.filename != "").values(**none).execution_options(synchronize_session=False))


def _end_guardianships(session: Session) -> None:
    """A guardian reads about a child as long as the child is at the school."""
    today = clock.today()
    here = exists().where(Enrolment.school_id == Guardianship.school_id, Enrolment.pupil_id == Guardianship.pupil_id, on_roll(today))
    ended = update(Guardianship).where(Guardianship.to_on.is_(None), Guardianship.from_on < today, ~here).values(to_on=today)
    session.execute(ended.execution_options(synchronize_session=False))

