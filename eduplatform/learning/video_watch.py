"""Watching a skill video: what the browser reports is believed as far as the server's clock allows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from ..extensions import db
from ..org.access import Viewer
from ..shared import clock, stale_marks
from ..shared.upsert import insert_unless_there
from . import intervals, rules
from .models import VideoWatch

_watch = VideoWatch.__table__


def beat(viewer: Viewer, video_id: int, lesson_id: int, seconds: float, claimed: object) -> bool:
    """Add the parts a browser says were played ([[from, to], …] in tenths of a second, any shape). True once nine tenths are seen.

    The first message only opens the watch: time counts from then on, at most at double speed.
    """
    length = int(seconds * 10)
    parts = intervals.tidy_intervals(claimed, length)
    now = clock.now()
    row = _row(viewer, video_id)
    if row is None:
        return _open(viewer, video_id, parts, now)
    if not parts:
        return row.done_at is not None
    credit = intervals.credit([tuple(part) for part in row.parts], parts, row.credited_at, now)
    done = row.done_at is None and credit.seen >= length * rules.NINE_TENTHS
    values: dict[str, Any] = {
        "parts": [list(part) for part in credit.parts],
        "seen": credit.seen,
        "credited_at": credit.credited_at,
    }
    own = update(_watch).where(_watch.c.school_id == viewer.school_id, _watch.c.id == row.id)
    db.session.execute(own.values(**values, **({"done_at": now} if done else {})))
    if done and viewer.class_id:
        year = clock.school_year_of(clock.local(now).date())
        stale_marks.mark_stale("class_lesson", viewer.school_id, viewer.class_id, year, lesson_id)
    return done or row.done_at is not None


def _row(viewer: Viewer, video_id: int) -> Any:
    own = select(_watch).where(
        _watch.c.school_id == viewer.school_id, _watch.c.pupil_id == viewer.user_id, _watch.c.video_id == video_id
    )
    return db.session.execute(own.with_for_update()).first()


def _open(viewer: Viewer, video_id: int, parts: list[intervals.Part], now: Any) -> bool:
    """Nothing can have been watched before the first message but what fits into its slack."""
    credit = intervals.credit([], parts, now, now)
    insert_unless_there(
        _watch,
        school_id=viewer.school_id,
        pupil_id=viewer.user_id,
        video_id=video_id,
        parts=[list(part) for part in credit.parts],
        seen=credit.seen,
        opened_at=now,
        credited_at=credit.credited_at,
    )
    return False
