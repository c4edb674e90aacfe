"""What the worker does for lessons: a forgotten one ends like any other, answers of the class included."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, or_, select

from ..extensions import db
from ..shared import clock
from ..shared.database import end_read, write
from ..teaching.lesson_time import FORGOTTEN, measure
from ..teaching.models import ClassSession
from ..teaching.sessions import OPEN, fresh
from .closing import close_lesson

# Written into the statement as words: only so do SQLite and PostgreSQL take the partial index of open sessions.
_STILL_OPEN = ClassSession.state.in_(bindparam("open", OPEN, expanding=True, literal_execute=True))


def close_forgotten(now: datetime) -> int:
    """Close sessions untouched for three hours at their last touch, each in a transaction of its own; returns how many.

    The hours are those of the clock nobody can set, where it is known. Safe to run at any time and by several workers: a session closed meanwhile is left as it is.
    """
    end_read()
    long_ago = or_(
        ClassSession.touched_at < now - FORGOTTEN, ClassSession.touched_at > now
    )  # the latter: the clock was set back since
    found = select(ClassSession).where(_STILL_OPEN, long_ago)
    closed = 0
    for session in sorted(
        db.session.scalars(found), key=lambda one: one.id
    ):  # sorted here: ORDER BY id makes SQLite read the whole table
        with write():
            row = fresh(session)
            # The teacher may have come back meanwhile, or only the clock have moved.
            if row.state in OPEN and measure(row, clock.moment(now)).forgotten:
                close_lesson(None, row)
                closed += 1
    return closed
