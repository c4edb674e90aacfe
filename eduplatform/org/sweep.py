"""What has run its time is removed, as shared.privacy promises: staged rows, handovers, proposals, upload files, jobs, exports' rows."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from ..shared import clock
from ..shared.database import write
from ..shared.models import AccessLook, Job
from .models import Handover, PostProposal, RosterBatch, RosterRow
from .uploads import Uploads

JOBS = timedelta(days=90)
HANDOVERS = timedelta(days=365)
PROPOSALS = timedelta(days=60)
LOOKS = timedelta(days=3 * 365)


def sweep(instance: str) -> None:
    """One pass; safe to run at any time."""
    now = clock.now()
    over = select(RosterBatch.id).where((RosterBatch.undo_until < now) | RosterBatch.state.in_(("undone", "dropped", "refused")))
    with write() as session:
        session.execute(delete(RosterRow).where(RosterRow.batch_id.in_(over)))
        session.execute(delete(Job).where(Job.ended_at < now - JOBS))
        session.execute(delete(Handover).where(Handover.issued_at < now - HANDOVERS))
        session.execute(delete(PostProposal).where(PostProposal.proposed_at < now - PROPOSALS))
        session.execute(delete(AccessLook).where(AccessLook.day < clock.local(now - LOOKS).date()))
    Uploads(instance).forget_old()


