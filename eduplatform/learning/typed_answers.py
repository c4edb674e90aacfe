"""Answers typed in by the teacher for many pupils at once: sheets of paper, or pupils no card was read of. Evidence C."""

from __future__ import annotations

from collections.abc import Mapping

from ..extensions import db
from ..org.access import Viewer
from ..shared import audit, clock
from ..shared.refusals import NotFound, Refused
from ..teaching import card_questions, class_checks, sessions, votes
from ..teaching.hands_questions import Asked
from ..teaching.models import ClassSession, Vote
from . import class_answers, closing


def enter_many(viewer: Viewer, session: ClassSession, number: int, part: int, letters: Mapping[int, str | None]) -> int:
    """Keep letters by pupil for one question (None: no answer); returns how many rows changed. Twice is the same as once.

    While the lesson is open, and within seven days after it, then on record and with the attempts brought up to date.
    NotFound for a question that was not put to the class and for strangers; on paper a question is put by typing it.
    """
    row = sessions.fresh(session)
    late = row.state == "closed"
    (closing.must_be_correctable if late else sessions.must_be_open)(row)
    vote, asked = _vote(row, number, part)
    _must_be_here(row, set(letters), late)
    changed = _keep(row, vote, part, asked, letters)
    if changed and late:
        closing.hand_in_all(row)
        audit.record(
            row.school_id,
            viewer.user_id,
            "session.typed",
            f"session:{row.id}",
            question=number,
            part=part,
            pupils=len(changed),
        )
    elif changed:
        sessions.note_taught(row, clock.now())
    return len(changed)


def _vote(row: ClassSession, number: int, part: int) -> tuple[Vote, Asked]:
    put = votes.votes_of(row)
    questions = votes.questions_put(row, put)
    if not 0 <= number < len(questions) or not 0 <= part < card_questions.parts_of(questions[number].question):
        raise NotFound()
    vote = put.get(number)
    if vote is None and row.quiz_mode == "paper" and number not in class_checks.numbers(row):
        vote = Vote(
            school_id=row.school_id,
            session_id=row.id,
            number=number,
            question_revision_id=questions[number].revision_id,
        )
        db.session.add(vote)
    if vote is None or (vote.opened_at is None and row.quiz_mode != "paper"):
        raise NotFound()
    vote.opened_at = vote.opened_at or min(clock.now(), row.closed_at or clock.now())
    db.session.flush()
    return vote, questions[number]


def _must_be_here(row: ClassSession, pupil_ids: set[int], late: bool) -> None:
    there = {pupil.pupil_id for pupil in sessions.roll_of(row)}
    if pupil_ids - there or (late and pupil_ids & sessions.absent_ids(row)):
        raise NotFound()


def _keep(row: ClassSession, vote: Vote, part: int, asked: Asked, letters: Mapping[int, str | None]) -> set[int]:
    options = {choice.letter: choice.id for choice in asked.choices}
    if {letter for letter in letters.values() if letter} - set(options):
        raise Refused("odd_choice")
    held = {one.pupil_id: one for one in class_answers.answers_to(vote, part)}
    changed = {
        pupil_id
        for pupil_id, letter in sorted(letters.items())
        if class_answers.keep_answer(row, vote, part, pupil_id, held.get(pupil_id), options.get(letter or ""), "hand")
    }
    db.session.flush()
    return changed
