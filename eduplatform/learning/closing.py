"""The end of a lesson: class hours, each pupil's answers and what was only needed meanwhile, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, select

from ..extensions import db
from ..org.access import Viewer
from ..shared import audit, clock, stale_marks
from ..shared.refusals import NotFound, Refused
from ..teaching import card_questions, class_checks, closing_facts, ledger, sessions, votes
from ..teaching.hands_questions import Asked
from ..teaching.models import Absence, ClassSession, HandsCount, Vote
from . import check_answers, class_answers, class_attempt, supervision
from .models import QuizAttempt, RoomAnswer, RoomReading

CORRECT = timedelta(days=7)  #: after the lesson, in which its teacher can put an answer right
_attempt = QuizAttempt.__table__


def close_lesson(viewer: Viewer | None, session: ClassSession, version: int | None = None) -> ClassSession:
    """End the lesson: hours, attendance and each pupil's answers. A second close answers with the first; a practice
    leaves nothing. `viewer` None: the worker."""
    row, facts = closing_facts.load(session, _answered(session))
    if facts:
        ledger.close_held(viewer, facts, version)
        supervision.settle_by_roll(row, facts.left)
        if "votes" in facts.left:
            _hand_in_put(row, votes.votes_of(row), None)  # the entry has marked the tallies
        if "readings" in facts.left:
            class_answers.forget_readings(row)
    elif row.rehearsal:
        _forget(row, version)
    elif row.state != "closed":
        sessions.must_be_open(row)
    return row


def _answered(session: ClassSession) -> dict[str, Select[Any]]:
    """Rows of pupils' own that a lesson may have left."""
    return {
        "readings": select(RoomReading.id).where(
            RoomReading.school_id == session.school_id, RoomReading.session_id == session.id
        ),
        **{kind: supervision.ended_in(session, kind) for kind in supervision.KINDS},
    }


def drop_lesson(viewer: Viewer, session: ClassSession, version: int) -> ClassSession:
    """End without hours: it did not take place, so nobody answered."""
    row = sessions.fresh(session)
    if row.rehearsal:
        return _forget(row, version)
    if row.state in sessions.OPEN:
        row = sessions.drop_session(viewer, row, version)
        class_answers.forget_all(row)
    return row


def _forget(row: ClassSession, version: int | None) -> ClassSession:
    if row.state in sessions.OPEN:
        if version is not None:
            sessions.must_be(row, version)
        class_answers.forget_all(row)
        for table in (Absence, HandsCount):
            db.session.execute(delete(table).where(table.school_id == row.school_id, table.session_id == row.id))
        row.note = "rehearsal"
        sessions.end_session(row, "dropped", max(row.touched_at, clock.now()))
    return row


def hand_in(row: ClassSession, pupil_id: int) -> None:
    """Bring the pupil's attempt of this lesson to what the answers say: made, changed, or removed where none is left."""
    hand_in_all(row, {pupil_id})


def hand_in_all(row: ClassSession, only: Collection[int] | None = None) -> None:
    """The same for everybody, or for `only` some: six statements and one for each of them.

    Who was away has no answers in the lesson: what cards or hands said of them is set aside, and comes back with them.
    """
    _hand_in_put(row, votes.votes_of(row), only)
    stale_marks.mark_stale("class_lesson", row.school_id, row.class_id, row.year, row.lesson_id)


def _hand_in_put(row: ClassSession, put: dict[int, Vote], only: Collection[int] | None) -> None:
    """hand_in_all() for the questions `put` to the class; nothing to do where there were none, as then nobody answered."""
    if not put:
        return
    questions, every, away = votes.questions_put(row, put), class_answers.answers_of(row), sessions.absent_ids(row)
    _keep_checks(row, put, dict(enumerate(questions)), [one for one in every if one.pupil_id not in away], only)
    beside = class_checks.numbers(row)
    by_id = {vote.id: vote for vote in put.values() if vote.number not in beside}
    rows = [one for one in every if one.vote_id in by_id]
    asked = [
        (vote, questions[vote.number].question)
        for vote in sorted({by_id[one.vote_id] for one in rows}, key=lambda vote: vote.number)
    ]
    begun = min((vote.opened_at for vote, _question in asked if vote.opened_at), default=row.opened_at)
    mine = delete(QuizAttempt).where(
        QuizAttempt.school_id == row.school_id, QuizAttempt.attempt_key == attempt_key_of(row)
    )
    db.session.execute(mine if only is None else mine.where(QuizAttempt.pupil_id.in_(only)))
    clear: dict[int, dict[tuple[int, int], RoomAnswer]] = defaultdict(dict)
    for one in rows:
        if one.option and not one.rival:
            clear[one.pupil_id][one.vote_id, one.part] = one
    for pupil_id in sorted((set(clear) if only is None else set(only) & set(clear)) - away):
        held = clear[pupil_id]
        given = [
            (
                question,
                [
                    answer.option if (answer := held.get((vote.id, part))) else None
                    for part in range(card_questions.parts_of(question))
                ],
            )
            for vote, question in asked
        ]
        by_hand = any(one.way == "hand" for one in held.values())
        class_attempt.keep_attempt(
            row,
            pupil_id,
            attempt_key_of(row),
            given,
            begun,
            row.closed_at or clock.now(),
            "C" if by_hand else "A",
            in_class=True,
        )


def _keep_checks(
    row: ClassSession,
    put: dict[int, Vote],
    questions: dict[int, Asked],
    rows: Iterable[RoomAnswer],
    only: Collection[int] | None,
) -> None:
    """The pairs of what was asked before the lesson, and of a lesson weeks ago: no part of the attempt."""
    if not row.checks:
        return
    numbers, given = {vote.id: vote.number for vote in put.values()}, defaultdict[int, dict[int, str]](dict)
    for one in rows:
        if one.option and not one.rival and one.part == 0:
            given[one.pupil_id][numbers[one.vote_id]] = one.option
    stood = {number: asked for number, asked in questions.items() if number in put}
    check_answers.keep_pairs(row, stood, given, only)


def keep_checks_again(row: ClassSession) -> None:
    """Bring the pairs of a closed lesson to what its questions say today; pupils whose answers are gone keep theirs."""
    put, away = votes.votes_of(row), sessions.absent_ids(row)
    rows = [one for one in class_answers.answers_of(row) if one.pupil_id not in away]
    questions = dict(enumerate(votes.questions_put(row, put)))
    _keep_checks(row, put, questions, rows, {one.pupil_id for one in rows})
    stale_marks.mark_stale("class_lesson", row.school_id, row.class_id, row.year, row.lesson_id)


def attempt_key_of(row: ClassSession) -> str:
    """The attempt key of answers given together in a lesson."""
    return f"room-{row.id:012d}"


def may_correct_answers(row: ClassSession, now: datetime) -> bool:
    """Whether answers of a closed lesson can still be put right."""
    return row.state == "closed" and row.closed_at is not None and now - row.closed_at <= CORRECT


def must_be_correctable(row: ClassSession) -> None:
    """Refused when answers of the lesson cannot be put right any more."""
    if not may_correct_answers(row, clock.now()):
        raise Refused("correct_too_late", days=CORRECT.days)


def correct_answer(
    viewer: Viewer, session: ClassSession, number: int, part: int, pupil_id: int, option: str | None
) -> None:
    """Put one answer of a closed lesson right, within seven days; on record, and from then on evidence C."""
    row = sessions.fresh(session)
    must_be_correctable(row)
    vote, asked = votes.stood(row, number, part)
    if pupil_id not in {pupil.pupil_id for pupil in sessions.roll_of(row)} or pupil_id in sessions.absent_ids(row):
        raise NotFound()
    held = class_answers.row_of(vote, part, pupil_id)
    before = (held.option if held else None) or ""
    class_answers.keep_answer(
        row, vote, part, pupil_id, held, class_answers.known_option(asked, option) if option else None, "hand"
    )
    hand_in(row, pupil_id)
    audit.record(
        row.school_id,
        viewer.user_id,
        "session.correct",
        f"session:{row.id}",
        pupil=pupil_id,
        question=number,
        part=part,
        was=before,
        now=option or "",
    )
