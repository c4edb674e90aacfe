"""How long a lesson was taught and rested until a moment: measured once and handed on. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from ..shared.clock import Moment
from .models import ClassSession

FORGOTTEN = timedelta(hours=3)  #: a session untouched for so long was forgotten
MOVED = ("clock_back", "clock_ahead")  #: notes of a lesson in which the clock on the wall was set
NUDGED = 60_000  #: ms between two beats by which the clock on the wall may stray without being called set
_MS = timedelta(milliseconds=1)


class LessonTime(NamedTuple):
    """Until a moment: `gap_ms` since the last beat; `taught_ms` and `rested_ms` in all; whether nobody touched it for so long that it
    cannot have gone on; how the clock on the wall was set: '', 'clock_back' or 'clock_ahead', the first time."""

    gap_ms: int
    taught_ms: int
    rested_ms: int
    forgotten: bool
    moved: str


def measure(session: ClassSession, at: Moment) -> LessonTime:
    """The time of a lesson at a moment. A clock set back takes nothing away and one set forward adds nothing: the steady clock knows.
    After a restart of the machine only the clock on the wall is left."""
    steady = max(0, at.steady_ms - session.beat_ms) if at.run and at.run == session.beat_run else None
    beat = session.beat_at or session.touched_at  # without beats: opened before they were kept
    gap = steady if steady is not None else max(0, (at.now - beat) // _MS)
    forgotten = gap > FORGOTTEN // _MS
    moved = _moved(session, at.now, steady)
    if session.beat_at is None:
        rested = session.paused_ms + _since(session.paused_at, at.now)
        until = session.touched_at if forgotten else max(at.now, session.touched_at)
        rested_then = session.paused_ms + _since(session.paused_at, until)
        return LessonTime(gap, max(0, (until - session.opened_at) // _MS - rested_then), rested, forgotten, moved)
    taught = session.taught_ms + (gap if session.state == "running" and not forgotten else 0)
    rested = session.paused_ms + (gap if session.state == "paused" and not forgotten else 0)
    return LessonTime(gap, taught, rested, forgotten, moved)


def _since(begun: datetime | None, until: datetime) -> int:
    return max(0, (until - begun) // _MS) if begun else 0


def _moved(session: ClassSession, now: datetime, steady: int | None) -> str:
    if session.note in MOVED:
        return session.note
    if now < session.touched_at:
        return "clock_back"
    ahead = 0 if steady is None or session.beat_at is None else (now - session.beat_at) // _MS - steady
    return "" if abs(ahead) <= NUDGED else "clock_ahead" if ahead > 0 else "clock_back"
