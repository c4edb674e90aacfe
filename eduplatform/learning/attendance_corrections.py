"""Who was there after all, or was not: attendance of a closed lesson put right by name within seven days."""

from __future__ import annotations

from sqlalchemy import delete, insert

from ..extensions import db
from ..org.access import Viewer
from ..shared import audit, clock
from ..shared.refusals import NotFound
from ..teaching import ledger, queries, sessions
from ..teaching.models import Absence, ClassSession
from . import closing, supervision


def correct_presence(viewer: Viewer, session: ClassSession, pupil_id: int, here: bool, reason: str) -> None:
    """Say that a pupil was there (`here`) or away. The absence, the pupil's attempt, the session and the ledger entry follow;
    the entry keeps its grade. Twice is the same as once. Refused after seven days, NotFound for who is not on the roll."""
    row = sessions.fresh(session)
    closing.must_be_correctable(row)
    on_roll = {pupil.pupil_id for pupil in sessions.roll_of(row)}
    if pupil_id not in on_roll:
        raise NotFound()
    away = sessions.absent_ids(row)
    if (pupil_id not in away) == here:
        return
    mine = (Absence.school_id == row.school_id) & (Absence.session_id == row.id) & (Absence.pupil_id == pupil_id)
    if here:
        db.session.execute(delete(Absence).where(mine))
    else:
        db.session.execute(
            insert(Absence).values(school_id=row.school_id, session_id=row.id, pupil_id=pupil_id, noted_at=clock.now())
        )
    supervision.settle_by_roll(row)
    closing.hand_in(row, pupil_id)
    _ledger_follows(viewer, row, len((away - {pupil_id} if here else away | {pupil_id}) & on_roll), reason)
    audit.record(row.school_id, viewer.user_id, "session.presence", f"session:{row.id}", pupil=pupil_id, here=here)


def _ledger_follows(viewer: Viewer, row: ClassSession, away: int, reason: str) -> None:
    present = max(0, row.roll - away)
    entry = queries.entry_of(row)
    if entry is None:  # taken back: only the session says who was there
        row.present, row.version = min(present, row.roll), row.version + 1
    elif entry.present != present:
        ledger.correct_attendance(viewer, entry, present, reason)
