"""Quiz attempts: begun, handed in. The hot path of the product: Core statements, no rows in the session."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Integer, Row, and_, bindparam, case, exists, func, null, or_, select, update

from ..curriculum.queries import QuizHead
from ..org.access import Viewer
from ..shared import clock, stale_marks
from ..shared.database import Instant
from ..shared.prepared import run_core
from ..shared.refusals import NotFound, Refused
from ..shared.upsert import dialect, insert_of
from . import rules, supervision
from .models import QuizAttempt
from .paper import Paper

Attempt = Row[*tuple[Any, ...]]  #: an attempt as plain columns
_attempt = QuizAttempt.__table__
MADE_HERE = ("room-", "makeup-")  #: how keys begin that no browser makes: answered with the class, made up
_KEY = re.compile(rf"^(?!{'|'.join(MADE_HERE)})[A-Za-z0-9_-]{{16,36}}$")
_COLUMNS = (
    _attempt.c.school_id,
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
    row: Attempt | None = run_core(
        _OWN, {"school": viewer.school_id, "attempt": attempt_id, "pupil": viewer.user_id}
    ).first()
    if row is None:
        raise NotFound()
    return row


def attempts_of(viewer: Viewer, quiz_id: int) -> Sequence[Attempt]:
    """The viewer's own attempts at a quiz (id, attempt_key, due_at, submitted_at, session_id, year), oldest first; what was
    answered with the class, or made up, is none of them."""
    asked = {"school": viewer.school_id, "pupil": viewer.user_id, "quiz": quiz_id}
    rows: Sequence[Attempt] = run_core(_BEFORE, asked).all()
    return [row for row in rows if not row.attempt_key.startswith(MADE_HERE)]


def start_attempt(viewer: Viewer, quiz: QuizHead, attempt_key: str) -> int:
    """Begin an attempt and return its number. The same key, or an attempt still running, gives the attempt there is.

    Refuses `bad_key`, and `attempts_used` when there were as many as the quiz allows: in a class session each
    session allows them anew, so that practice at home never locks a pupil out of the lesson. One statement on SQLite, two on
    PostgreSQL; two more where nothing is begun.
    """
    if not _KEY.match(attempt_key):
        raise Refused("bad_key")
    now = clock.now()
    asked = supervision.session_parameters(viewer, quiz.lesson_id, now)
    supervision.stand_alone(viewer)
    made: int | None = run_core(
        _begin(dialect()),
        {
            **asked,
            "quiz": quiz.quiz_id,
            "revision": quiz.revision_id,
            "key": attempt_key,
            "seed": secrets.randbelow(2**31),
            "now": now,
            "due": now + timedelta(minutes=quiz.minutes),
            "most": quiz.attempts,
        },
    ).scalar()
    return made if made is not None else _begun_before(viewer, quiz, attempt_key, now)


def _begun_before(viewer: Viewer, quiz: QuizHead, key: str, now: datetime) -> int:
    session_id = supervision.find_open_session(viewer, quiz.lesson_id, now)
    for row in attempts_of(viewer, quiz.quiz_id):
        if row.attempt_key == key or (row.submitted_at is None and now <= row.due_at and row.session_id == session_id):
            return int(row.id)
    raise Refused("attempts_used", most=quiz.attempts)


@cache
def _begin(database: str) -> Any:
    """INSERT of an attempt, unless one is running or as many as allowed were begun: looked up and written in one statement. Where
    several ask at once: supervision.stand_alone()."""
    now, before = bindparam("now", type_=Instant), _attempt.alias("before")
    session = select(supervision.open_session().scalar_subquery().label("id")).subquery("open_now")
    mine = (
        before.c.school_id == bindparam("school"),
        before.c.pupil_id == bindparam("pupil"),
        before.c.quiz_id == bindparam("quiz"),
        *(func.substr(before.c.attempt_key, 1, len(made)) != made for made in MADE_HERE),
    )
    in_it = before.c.session_id.is_not_distinct_from(session.c.id)
    is_running = and_(before.c.submitted_at.is_(None), before.c.due_at >= now, in_it)
    running = exists().where(*mine, or_(before.c.attempt_key == bindparam("key"), is_running))
    used = select(func.count()).select_from(before).where(*mine, in_it, before.c.year == bindparam("year"))
    columns = {
        name: bindparam(parameter, type_=_attempt.c[name].type)
        for name, parameter in {
            "school_id": "school",
            "pupil_id": "pupil",
            "class_id": "class_id",
            "quiz_id": "quiz",
            "lesson_id": "lesson",
            "revision_id": "revision",
            "year": "year",
            "attempt_key": "key",
            "seed": "seed",
            "due_at": "due",
        }.items()
    } | {"started_at": now, "session_id": session.c.id}
    found = select(*columns.values()).where(~running, used.scalar_subquery() < bindparam("most", type_=Integer))
    return (
        insert_of(database, _attempt).from_select([*columns], found).on_conflict_do_nothing().returning(_attempt.c.id)
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
    stored = run_core(
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
    if not stored.rowcount:
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
