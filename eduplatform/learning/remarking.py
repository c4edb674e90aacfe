"""Marking answer sheets again after a key was corrected: marks follow the right key, what they were is kept beside, and what was passed
stays passed (就高不就低: the mistake was ours)."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, select, update

from ..curriculum import corrected_keys
from ..curriculum import queries as content
from ..curriculum.grading import grade
from ..curriculum.models import CorrectedKey
from ..extensions import db
from ..org.models import Unit
from ..shared import clock, jobs, stale_marks
from ..shared.database import end_read, write
from ..shared.models import Job
from ..shared.upsert import insert_unless_there
from ..teaching import class_checks
from ..teaching.check_rules import LATER
from ..teaching.models import ClassSession, HandsCount
from . import closing, rules
from .models import QuizAttempt, RemarkedSheet
from .paper import Paper

_attempt = QuizAttempt.__table__
_COLUMNS = ("id", "pupil_id", "class_id", "quiz_id", "lesson_id", "revision_id", "year", "attempt_key", "seed")
_MARKED = ("asked", "late", "answers", "shares", "score", "passed", "excellent", "session_id")
UNSEEN = 2.0  #: seconds after which every process has seen a correction: twice ttl_cache.LOOK
Corrections = Mapping[int, int]  #: question revision → the correction in force


@jobs.kind(corrected_keys.REMARK)
def mark_all_again(job: Job) -> dict[str, Any]:
    """Mark every sheet again, school by school, each in a transaction of its own. Killed anywhere it may begin anew: what is marked already
    is not marked twice."""
    revisions = job.payload["questions"]
    _wait_for_other_processes(corrected_keys.last_made(revisions))
    corrections, quizzes = _corrections(revisions), corrected_keys.quizzes_with(revisions)
    schools = list(db.session.scalars(select(Unit.id).where(Unit.kind == "school").order_by(Unit.id)))
    for done, school_id in enumerate(schools, 1):
        end_read()
        with write():
            mark_school_again(school_id, quizzes, corrections)
        if done % 20 == 0:
            jobs.report_progress(job.id, 100 * done // (len(schools) + 1))
    end_read()
    return _tell_counts(corrections)


def _wait_for_other_processes(made_at: datetime | None) -> None:
    """Another process reads the wrong key for as long as it may remember it: what it marks in that time is to be seen here."""
    if made_at is not None:
        time.sleep(max(0.0, min(UNSEEN, UNSEEN - (clock.now() - made_at).total_seconds())))


def _corrections(revisions: Collection[int]) -> dict[int, int]:
    found = select(CorrectedKey.question_revision_id, func.max(CorrectedKey.id))
    found = found.where(CorrectedKey.question_revision_id.in_(revisions)).group_by(CorrectedKey.question_revision_id)
    return {row[0]: row[1] for row in db.session.execute(found)}


def mark_school_again(school_id: int, quizzes: Mapping[int, int], corrections: Corrections) -> None:
    """Sheets, shows of hands and pairs of answers of one school, as the corrected keys say; inside write(). `quizzes`: quiz revision →
    its lesson."""
    moved = _mark_sheets(school_id, quizzes, corrections) | _mark_hands(school_id, corrections)
    _mark_checks(school_id, corrections)
    for class_id, year, lesson_id in sorted(moved):
        stale_marks.mark_stale("class_lesson", school_id, class_id, year, lesson_id)


Place = tuple[int, int, int]  #: class, school year, lesson


def _mark_sheets(school_id: int, quizzes: Mapping[int, int], corrections: Corrections) -> set[Place]:
    columns = [_attempt.c[name] for name in (*_COLUMNS, *_MARKED)]
    found = select(*columns).where(
        _attempt.c.school_id == school_id,
        _attempt.c.lesson_id.in_(set(quizzes.values())),
        _attempt.c.revision_id.in_(quizzes),
        _attempt.c.submitted_at.is_not(None),
    )
    moved = set()
    for row in db.session.execute(found.order_by(_attempt.c.id)).all():
        if _mark_sheet(school_id, row, corrections):
            moved.add((row.class_id, row.year, row.lesson_id))
    return moved


def _mark_sheet(school_id: int, row: Any, corrections: Corrections) -> bool:
    paper = Paper.of(row)
    if not paper.readable or not row.shares:
        return False
    revisions = {str(question.uuid): revision for revision, question in content.question_pool(row.revision_id)}
    by_place = {
        place: corrections[revisions[str(question.uuid)]]
        for place, question in enumerate(paper.questions[: len(row.shares)])
        if revisions[str(question.uuid)] in corrections
    }
    given = [*(row.answers or ()), *[None] * len(row.shares)][: len(row.shares)]
    marks = [grade(question, answer) for question, answer in zip(paper.questions, given, strict=False)]
    marked, settings = set(), paper.settings
    stood = rules.score_of(rules.mark_again(row.shares, marks, ()), row.late, 0, 0)
    score_was, passed_was = row.score, row.passed
    for place, correction in sorted(by_place.items()):
        marked.add(place)
        shares = rules.mark_again(row.shares, marks, marked)
        now = rules.score_of(shares, row.late, settings["pass_mark"], settings["excellent_mark"])
        if now.shares[place] == stood.shares[place]:
            continue
        passed = passed_was or now.passed
        insert_unless_there(
            RemarkedSheet.__table__,
            school_id=school_id,
            pupil_id=row.pupil_id,
            quiz_id=row.quiz_id,
            attempt_key=row.attempt_key,
            class_id=row.class_id,
            year=row.year,
            session_id=row.session_id,
            corrected_key_id=correction,
            place=place,
            share_was=stood.shares[place],
            share_now=now.shares[place],
            score_was=score_was,
            score_now=now.total,
            passed_was=passed_was,
            passed_now=passed,
            at=clock.now(),
        )
        stood, score_was, passed_was = now, now.total, passed
    if list(stood.shares) == list(row.shares):
        return False
    values = {"score": score_was, "passed": passed_was, "excellent": row.excellent or stood.excellent}
    mine = and_(_attempt.c.school_id == school_id, _attempt.c.id == row.id)
    db.session.execute(update(_attempt).where(mine).values(shares=list(stood.shares), **values))
    return True


def _mark_hands(school_id: int, corrections: Corrections) -> set[Place]:
    """Shows of hands keep how many chose what, and whether that is right."""
    found = (
        select(HandsCount, ClassSession)
        .join(
            ClassSession, and_(ClassSession.school_id == HandsCount.school_id, ClassSession.id == HandsCount.session_id)
        )
        .where(HandsCount.school_id == school_id, HandsCount.question_revision_id.in_(corrections))
    )
    moved = set()
    for hands, session in db.session.execute(found).all():
        question = dict(content.question_pool(session.quiz_revision_id)).get(hands.question_revision_id)
        right = {note.id: note.right for note in grade(question, None).notes} if question else {}
        if right.get(hands.option, hands.right) != hands.right:
            hands.right = right[hands.option]
            moved.add((session.class_id, session.year, session.lesson_id))
    return moved


def _mark_checks(school_id: int, corrections: Corrections) -> None:
    """Pairs of answers before, after and weeks after a lesson, of which one question was corrected."""
    checked = select(ClassSession).where(
        ClassSession.school_id == school_id, ClassSession.state == "closed", ClassSession.checks.is_not(None)
    )
    for session in db.session.scalars(checked).all():
        if _asks_one_of(session, corrections):
            closing.keep_checks_again(session)


def _asks_one_of(session: ClassSession, corrections: Corrections) -> bool:
    quizzes = {one.quiz for one in class_checks.of_session(session) if one.kind == LATER} | {session.quiz_revision_id}
    return any(revision in corrections for quiz in quizzes for revision, _question in content.question_pool(quiz))


def _tell_counts(corrections: Corrections) -> dict[str, Any]:
    """Say at each correction how many sheets it changed."""
    sheet, counts = RemarkedSheet, {}
    found = (
        select(
            sheet.corrected_key_id,
            func.count().label("sheets"),
            func.sum(case((sheet.share_now > sheet.share_was, 1), else_=0)).label("higher"),
            func.sum(case((sheet.passed_now & ~sheet.passed_was, 1), else_=0)).label("passed"),
        )
        .where(sheet.corrected_key_id.in_(corrections.values()))
        .group_by(sheet.corrected_key_id)
    )
    counts = {row.corrected_key_id: row for row in db.session.execute(found)}
    with write() as session:
        for number in corrections.values():
            row = counts.get(number)
            told = {"sheets": row.sheets, "higher": row.higher, "newly_passed": row.passed} if row else {}
            session.execute(
                update(CorrectedKey).where(CorrectedKey.id == number).values(remarked_at=clock.now(), **told)
            )
    return {"sheets": sum(row.sheets for row in counts.values())}


@dataclass(frozen=True)
class Change:
    """What corrections changed on an answer sheet: score in per cent, and whether it was passed, before the first and after the last."""

    score_was: int
    score_now: int
    passed_was: bool
    passed_now: bool


def change_of(attempt: Any, paper: Paper) -> Change | None:
    """Of a sheet that was marked again (an attempt of `paper`). One statement, none where no key of the paper was corrected."""
    if not corrected_places(paper):
        return None
    found = select(RemarkedSheet).where(
        RemarkedSheet.school_id == attempt.school_id,
        RemarkedSheet.pupil_id == attempt.pupil_id,
        RemarkedSheet.quiz_id == attempt.quiz_id,
        RemarkedSheet.attempt_key == attempt.attempt_key,
    )
    rows = db.session.scalars(found.order_by(RemarkedSheet.id)).all()
    return Change(rows[0].score_was, attempt.score, rows[0].passed_was, attempt.passed) if rows else None


def corrected_places(paper: Paper) -> frozenset[int]:
    """Places of a paper whose key was corrected since its quiz was made. No statement where nothing was ever corrected."""
    corrected = corrected_keys.in_force()
    if not corrected or not paper.readable:
        return frozenset()
    uuids = {str(question.uuid) for number, question in content.question_pool(paper.revision_id) if number in corrected}
    return frozenset(place for place, question in enumerate(paper.questions) if str(question.uuid) in uuids)


@dataclass(frozen=True)
class ClassChange:
    """Sheets of a class session that corrections changed: how many, how many of them got more marks, and passed only since."""

    sheets: int
    higher: int
    newly_passed: int


def change_of_session(session: ClassSession) -> ClassChange | None:
    """Of the class's first and later sheets of that session; None where nothing changed. One statement, none where no key of its quiz was
    corrected."""
    corrected = corrected_keys.in_force()
    pool = content.question_pool(session.quiz_revision_id) if corrected else ()
    if not any(number in corrected for number, _question in pool):
        return None
    sheet = RemarkedSheet
    found = (
        select(sheet.pupil_id, sheet.attempt_key, func.sum(sheet.score_now - sheet.score_was), *_passed(sheet))
        .where(sheet.school_id == session.school_id, sheet.class_id == session.class_id, sheet.session_id == session.id)
        .group_by(sheet.pupil_id, sheet.attempt_key)
    )
    rows = db.session.execute(found).all()
    passed = sum(row.passed_now > row.passed_was for row in rows)
    return ClassChange(len(rows), sum(row[2] > 0 for row in rows), passed) if rows else None


def _passed(sheet: type[RemarkedSheet]) -> tuple[Any, Any]:
    """Before the first and after the last correction of a sheet: once passed it stays so."""
    return (
        func.min(case((sheet.passed_was, 1), else_=0)).label("passed_was"),
        func.max(case((sheet.passed_now, 1), else_=0)).label("passed_now"),
    )
