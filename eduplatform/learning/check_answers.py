"""Pairs of answers that show what a lesson changed and what stayed: which lessons are due, and what is kept when a lesson ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, exists, func, insert, select

from ..curriculum import queries as content
from ..extensions import db
from ..shared import clock, stale_marks
from ..teaching import card_questions, class_checks
from ..teaching.check_rules import BEFORE, LATER, WEEKS, Check, Lesson
from ..teaching.hands_questions import Asked
from ..teaching.models import ClassSession
from .models import CheckAnswer, QuizAttempt
from .paper import Paper

Given = Mapping[int, str]  #: number of a question that one vote answers → the option that stands
MOST = 8  #: lessons of five weeks that are looked at


def lessons_due(session: ClassSession) -> list[Lesson]:
    """Lessons of 2–6 weeks ago that the class answered by name and has not been asked about since, the oldest first, with what was answered.
    The last time a lesson was given counts. Two statements, one where there is none."""
    done, here = ClassSession.__table__, session
    mine = (done.c.school_id == here.school_id, done.c.class_id == here.class_id, done.c.year == here.year)
    last = (
        select(func.max(done.c.id))
        .where(*mine, done.c.state == "closed", ~done.c.rehearsal, done.c.lesson_id != here.lesson_id)
        .group_by(done.c.lesson_id)
    )
    asked = exists().where(
        CheckAnswer.school_id == done.c.school_id,
        CheckAnswer.class_id == done.c.class_id,
        CheckAnswer.year == done.c.year,
        CheckAnswer.kind == LATER,
        CheckAnswer.lesson_id == done.c.lesson_id,
    )
    least, most = (here.opened_at - timedelta(weeks=weeks) for weeks in WEEKS)
    rows = db.session.execute(
        select(done.c.id, done.c.lesson_id, done.c.quiz_revision_id)
        .where(*mine, done.c.id.in_(last), done.c.quiz_revision_id.is_not(None), ~asked)
        .where(done.c.opened_at <= least, done.c.opened_at >= most)
        .order_by(done.c.opened_at, done.c.id)
        .limit(MOST)
    ).all()
    answered = _answered(here, [row.id for row in rows]) if rows else {}
    return [
        Lesson(
            row.id, row.lesson_id, row.quiz_revision_id, content.question_pool(row.quiz_revision_id), answered[row.id]
        )
        for row in rows
        if row.id in answered
    ]


def _answered(session: ClassSession, earlier: Collection[int]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for row in db.session.execute(_papers(session, earlier)):
        found[row.session_id] |= {str(question.uuid) for question in Paper.of(row).questions}
    return {number: frozenset(uuids) for number, uuids in found.items()}


def _papers(session: ClassSession, earlier: Collection[int]) -> Any:
    table = QuizAttempt.__table__.c
    columns = (table.session_id, table.pupil_id, table.revision_id, table.seed, table.asked, table.shares)
    its = (table.school_id == session.school_id, table.class_id == session.class_id, table.session_id.in_(earlier))
    return select(*columns).where(*its, table.submitted_at.is_not(None)).order_by(table.submitted_at, table.id)


def keep_pairs(
    row: ClassSession,
    asked: Mapping[int, Asked],
    given: Mapping[int, Given],
    only: Collection[int] | None = None,
) -> None:
    """Bring the pairs of a session to what the answers say: `asked` by number, `given` by pupil, who was away not among them; of everybody,
    or of `only` some. Nothing to do where the session has no checks. Three statements."""
    checks = [one for one in class_checks.of_session(row) if one.number in asked]
    if not checks:
        return
    mine = delete(CheckAnswer).where(CheckAnswer.school_id == row.school_id, CheckAnswer.session_id == row.id)
    db.session.execute(mine if only is None else mine.where(CheckAnswer.pupil_id.in_(only)))
    then = _shares_then(row, [one for one in checks if one.kind == LATER], asked)
    rows = [
        _pair(row, one, pupil_id, was, became)
        for pupil_id, options in sorted(given.items())
        if only is None or pupil_id in only
        for one in checks
        for was, became in _answers(one, pupil_id, options, asked, then)
    ]
    if rows:
        db.session.execute(insert(CheckAnswer), rows)
    for lesson in {one.lesson for one in checks if one.kind == LATER}:
        stale_marks.mark_stale("class_lesson", row.school_id, row.class_id, row.year, lesson)


Then = Mapping[tuple[int, int], int]  #: (number of the check, pupil) → marks at the end of the lesson weeks ago


def _answers(
    one: Check, pupil_id: int, options: Given, asked: Mapping[int, Asked], then: Then
) -> Iterable[tuple[int, int]]:
    if one.number not in options:
        return
    here = _marks(asked[one.number], options[one.number])
    if one.kind == BEFORE and one.of in options and one.of in asked:
        yield here, _marks(asked[one.of], options[one.of])
    if one.kind == LATER and (one.number, pupil_id) in then:
        yield then[one.number, pupil_id], here


def _marks(asked: Asked, option: str) -> int:
    return 100 if option == card_questions.right_option(asked.question, 0) else 0


def _pair(row: ClassSession, one: Check, pupil_id: int, was: int, became: int) -> dict[str, Any]:
    return {
        "school_id": row.school_id,
        "session_id": row.id,
        "place": one.number,
        "pupil_id": pupil_id,
        "class_id": row.class_id,
        "year": row.year,
        "kind": one.kind,
        "lesson_id": row.lesson_id if one.kind == BEFORE else one.lesson,
        "revision_id": one.revision,
        "was": was,
        "became": became,
        "asked_at": row.closed_at or clock.now(),
    }


def _shares_then(
    row: ClassSession, checks: Collection[Check], asked: Mapping[int, Asked]
) -> dict[tuple[int, int], int]:
    """What each pupil had earned at the end of the lesson weeks ago on the objective of the check: mean over the first sheet, rounded down."""
    if not checks:
        return {}
    found: dict[tuple[int, int], int] = {}
    for sheet in db.session.execute(_papers(row, {one.session for one in checks})):
        earned: dict[str, list[int]] = defaultdict(list)
        for question, share in zip(Paper.of(sheet).questions, sheet.shares or (), strict=False):
            earned[question.objective].append(share)
        for one in checks:
            if one.session == sheet.session_id and (shares := earned.get(asked[one.number].question.objective)):
                found.setdefault((one.number, sheet.pupil_id), sum(shares) // len(shares))
    return found
