"""Quiz attempts: begun, handed in. The hot path of the product: Core statements, no rows in the session."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, case, null, select, update

from ..curriculum.queries import QuizHead
from ..extensions import db
from ..org.access import Viewer
from ..shared import clock, stale_marks
from ..shared.refusals import NotFound, Refused
from ..shared.upsert import insert_unless_there
from . import rules, supervision
from .models import QuizAttempt
from .paper import Paper

Attempt = Row[*tuple[Any, ...]]  #: an attempt as plain columns
_attempt = QuizAttempt.__table__
_KEY = re.compile(r"^(?!room-|makeup-)[A-Za-z0-9_-]{16,36}$")  # those two are made here, never by a browser
_COLUMNS = (
    _attempt.c.id,
    _attempt.c.pupil_id,
    _attempt.c.quiz_id,
    _attempt.c.lesson_id,
    _attempt.c.class_id,
    _attempt.c.revision_id,
    _attempt.c.year,
    _attempt.c.attempt_key,
    _attempt.c.seed,
    _attempt.c.asked,
    _attempt.c.started_at,
    _attempt.c.due_at,
    _attempt.c.submitted_at,
    _attempt.c.late,
    _attempt.c.answers,
    _attempt.c.shares,
    _attempt.c.score,
    _attempt.c.passed,
    _attempt.c.excellent,
    _attempt.c.grade,
    _attempt.c.session_id,
    _attempt.c.draft,
    _attempt.c.draft_no,
)
_OWN = select(*_COLUMNS).where(
    _attempt.c.school_id == bindparam("school"),
    _attempt.c.id == bindparam("attempt"),
    _attempt.c.pupil_id == bindparam("pupil"),
)
_BEFORE = (
    select(
        _attempt.c.id,
        _attempt.c.attempt_key,
        _attempt.c.due_at,
        _attempt.c.submitted_at,
        _attempt.c.session_id,
        _attempt.c.year,
    )
    .where(
        _attempt.c.school_id == bindparam("school"),
        _attempt.c.pupil_id == bindparam("pupil"),
        _attempt.c.quiz_id == bindparam("quiz"),
    )
    .order_by(_attempt.c.id)
)
_HAND_IN = (
    update(_attempt)
    .where(
        _attempt.c.school_id == bindparam("school"),
        _attempt.c.id == bindparam("attempt"),
        _attempt.c.submitted_at.is_(None),
    )
    .values(
        submitted_at=bindparam("now"),
        late=bindparam("is_late"),
        answers=bindparam("given"),
        shares=bindparam("worth"),
        score=bindparam("total"),
        passed=bindparam("has_passed"),
        excellent=bindparam("is_excellent"),
        draft=null(),
        grade=case((supervision.session_still_takes(_attempt.c.session_id, _attempt.c.school_id), "A"), else_="B"),
    )
)


def own_attempt(viewer: Viewer, attempt_id: int) -> Attempt:
    """The viewer's own attempt as plain columns; NotFound for anybody else's. One statement."""
    row = db.session.execute(_OWN, {"school": viewer.school_id, "attempt": attempt_id, "pupil": viewer.user_id}).first()
    if row is None:
        raise NotFound()
    return row


def attempts_of(viewer: Viewer, quiz_id: int) -> Sequence[Attempt]:
    """The viewer's own attempts at a quiz (id, attempt_key, due_at, submitted_at, session_id, year), oldest first; what was
    answered with the class, or made up, is none of them."""
    asked = {"school": viewer.school_id, "pupil": viewer.user_id, "quiz": quiz_id}
    rows = db.session.execute(_BEFORE, asked).all()
    return [row for row in rows if not row.attempt_key.startswith(("room-", "makeup-"))]


def start_attempt(viewer: Viewer, quiz: QuizHead, attempt_key: str) -> int:
    """Begin an attempt and return its number. The same key, or an attempt still running, gives the attempt there is.

    Refuses `bad_key`, and `attempts_used` when there were as many as the quiz allows: in a class session each
    session allows them anew, so that practice at home never locks a pupil out of the lesson.
    """
    if not _KEY.match(attempt_key):
        raise Refused("bad_key")
    now = clock.now()
    session_id = supervision.find_open_session(viewer, quiz.lesson_id, now, alone=True)
    before = attempts_of(viewer, quiz.quiz_id)
    running = _running(before, attempt_key, session_id, now)
    if running:
        return running
    year = clock.school_year_of(clock.local(now).date())
    if sum(row.session_id == session_id and row.year == year for row in before) >= quiz.attempts:
        raise Refused("attempts_used", most=quiz.attempts)
    made = _insert(viewer, quiz, attempt_key, year, now, session_id)
    return (
        made
        if made is not None
        else next(row.id for row in attempts_of(viewer, quiz.quiz_id) if row.attempt_key == attempt_key)
    )


def _running(before: Sequence[Attempt], key: str, session_id: int | None, now: datetime) -> int | None:
    for row in before:
        if row.attempt_key == key or (row.submitted_at is None and now <= row.due_at and row.session_id == session_id):
            return row.id
    return None


def _insert(viewer: Viewer, quiz: QuizHead, key: str, year: int, now: datetime, session_id: int | None) -> int | None:
    return insert_unless_there(
        _attempt,
        school_id=viewer.school_id,
        pupil_id=viewer.user_id,
        class_id=viewer.class_id,
        quiz_id=quiz.quiz_id,
        lesson_id=quiz.lesson_id,
        revision_id=quiz.revision_id,
        year=year,
        attempt_key=key,
        seed=secrets.randbelow(2**31),
        started_at=now,
        due_at=now + timedelta(minutes=quiz.minutes),
        late=False,
        passed=False,
        excellent=False,
        grade="B",
        session_id=session_id,
    )


def hand_in_attempt(viewer: Viewer, attempt: Attempt, answers: Sequence[object]) -> bool:
    """Hand in: graded here, stored once. False when it had been handed in before: what was stored then stays.

    `answers` by place in the draw, of any shape. Refuses `too_late` 48 hours after time was up.
    """
    if attempt.submitted_at is not None:
        return False
    now = clock.now()
    if rules.is_past_late(attempt.due_at, now):
        raise Refused("too_late")
    values = _graded(attempt, answers, now)
    stored = db.session.execute(
        _HAND_IN,
        {
            "school": viewer.school_id,
            "attempt": attempt.id,
            "pupil": viewer.user_id,
            "now": now,
            **values,
            **supervision.moments(now),
        },
    )
    if not stored.rowcount:  # type: ignore[attr-defined]
        return False
    stale_marks.mark_stale("class_lesson", viewer.school_id, attempt.class_id, attempt.year, attempt.lesson_id)
    return True


def _graded(attempt: Attempt, answers: Sequence[object], now: datetime) -> dict[str, Any]:
    paper = Paper.of(attempt)
    given = paper.tidy(answers)
    late = rules.is_late(attempt.due_at, now)
    score = rules.score(paper.marks(given), late, paper.settings["pass_mark"], paper.settings["excellent_mark"])
    return {
        "given": given,
        "worth": list(score.shares),
        "total": score.total,
        "is_late": late,
        "has_passed": score.passed,
        "is_excellent": score.excellent,
    }
