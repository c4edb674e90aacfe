"""Lesson views: a bookmark, no credit hangs on it."""

from __future__ import annotations

from sqlalchemy import case

from ..extensions import db
from ..org.access import Viewer
from ..shared import clock
from ..shared.upsert import insert_into
from .models import LessonView

_view = LessonView.__table__


def note_turned(viewer: Viewer, lesson_id: int, revision_id: int, slides: int, slide: int) -> None:
    """Note that the pupil reached slide number `slide` (from 0) of `slides`. One statement."""
    now, reached = clock.now(), max(0, min(slide, slides - 1))
    made = insert_into(_view).values(
        school_id=viewer.school_id,
        pupil_id=viewer.user_id,
        lesson_id=lesson_id,
        revision_id=revision_id,
        first_at=now,
        last_at=now,
        furthest=reached,
    )
    further = case((_view.c.furthest < reached, reached), else_=_view.c.furthest)
    known = [_view.c.school_id, _view.c.pupil_id, _view.c.lesson_id]
    db.session.execute(
        made.on_conflict_do_update(
            index_elements=known, set_={"last_at": now, "revision_id": revision_id, "furthest": further}
        )
    )
