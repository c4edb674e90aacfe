"""What the worker does for teaching."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from ..extensions import db
from ..shared.database import settled, write
from .ledger import FORGOTTEN, close_session
from .models import ClassSession
from .sessions import OPEN, fresh


def close_forgotten(now: datetime) -> int:
    """Close sessions untouched for three hours at their last touch, each in a transaction of its own; returns how many.

    Safe to run at any time and by several workers: a session closed meanwhile is left as it is.
    """
    settled()
    found = select(ClassSession).where(ClassSession.state.in_(OPEN), ClassSession.touched_at < now - FORGOTTEN)
    closed = 0
    for session in db.session.scalars(found.order_by(ClassSession.id)).all():
        with write():
            row = fresh(session)
            if row.state in OPEN and row.touched_at < now - FORGOTTEN:  # the teacher may have come back meanwhile
                close_session(None, row)
                closed += 1
    return closed
