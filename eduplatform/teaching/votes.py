"""Questions put to a class whose pupils answer by name: open while they stand on the screen, closed when they are revealed.

Turning the run opens and closes them, so there is no extra button, and a second screen or a retry changes nothing.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from ..curriculum import queries as content
from ..curriculum import short_runs
from ..curriculum.question import Question
from ..extensions import db
from ..org.access import Viewer
from ..shared import clock, ttl_cache
from ..shared.refusals import Conflict, NotFound, Refused
from . import card_questions, class_checks, sessions
from .hands_questions import Asked
from .models import ClassSession, Vote
from .own_questions import own_questions
from .run_steps import BY_NAME, PUT, Step


def votes_of(session: ClassSession) -> dict[int, Vote]:
    """The questions put to the class so far, and twins to come, by number. One statement."""
    found = select(Vote).where(Vote.school_id == session.school_id, Vote.session_id == session.id)
    return {vote.number: vote for vote in db.session.scalars(found.order_by(Vote.number))}


def questions_put(session: ClassSession, put: dict[int, Vote]) -> tuple[Asked, ...]:
    """The questions of the session by number: the chosen ones, the checks, then twins in the order they were asked for."""
    ours = content.question_pool(session.quiz_revision_id)
    questions, seed = dict(ours), session.seed or session.id
    twins = [vote for _number, vote in sorted(put.items()) if vote.twin_of is not None]
    repeated = [
        card_questions.put_to_class(vote.question_revision_id, questions[vote.question_revision_id], seed)
        for vote in twins
    ]
    key = ("put_to_class", session.id, session.quiz_revision_id, session.lesson_revision_id, seed, session.core_only)
    # always the same for a session, and every device of the class asks for them every two seconds
    chosen = ttl_cache.remembered(key, lambda: own_questions(session))
    own = (_as_put(one, number, put, questions, seed) for number, one in enumerate(chosen))
    return (*own, *class_checks.put_to_class(session, seed), *repeated)


def _as_put(asked: Asked, number: int, put: dict[int, Vote], questions: dict[int, Question], seed: int) -> Asked:
    """What was put to the class stays what it was, whatever becomes of the records it was chosen by."""
    vote = put.get(number)
    if vote is None or vote.question_revision_id in (asked.revision_id, None):
        return asked
    return card_questions.put_to_class(vote.question_revision_id, questions[vote.question_revision_id], seed)


def reached(row: ClassSession, steps: tuple[Step, ...], questions: tuple[Asked, ...]) -> None:
    """The run has turned: the question on the screen is open, the one revealed is closed. Call inside the turn's write."""
    step = steps[min(row.slide, len(steps) - 1)]
    if row.quiz_mode not in BY_NAME or step.kind not in PUT:
        return
    vote = votes_of(row).get(step.number)
    now = clock.now()
    if vote is None:
        vote = Vote(
            school_id=row.school_id,
            session_id=row.id,
            number=step.number,
            question_revision_id=questions[step.number].revision_id,
        )
        db.session.add(vote)
    vote.opened_at = vote.opened_at or now
    if step.kind == "shown":
        vote.closed_at = vote.closed_at or now
    db.session.flush()


def left_check(row: ClassSession, number: int) -> None:
    """The screen has turned away from a check: nothing is revealed, and nothing taken any more, or what the lesson teaches would count
    as known before it."""
    vote = votes_of(row).get(number)
    if vote is not None and vote.opened_at is not None and vote.closed_at is None:
        vote.closed_at = clock.now()


def stood(row: ClassSession, number: int, part: int, taking: bool = False) -> tuple[Vote, Asked]:
    """A part of a question that stood on the screen. NotFound before that; with `taking`, Conflict once it is revealed."""
    put = votes_of(row)
    vote = put.get(number)
    if vote is None or vote.opened_at is None:
        raise NotFound()
    if taking and vote.closed_at is not None:
        raise Conflict("vote_closed", session_id=row.id)
    question = questions_put(row, put)[number]
    if not 0 <= part < card_questions.parts_of(question.question):
        raise NotFound()
    return vote, question


def twin_for(session: ClassSession, questions: tuple[Asked, ...], put: dict[int, Vote], number: int) -> int | None:
    """Revision of the question that could repeat a chosen one; None when there is none, or it was asked for already."""
    if number >= len(questions) or any(vote.twin_of == number for vote in put.values()):
        return None
    if number in class_checks.numbers(session):
        return None
    if number in put and put[number].twin_of is not None:
        return None
    return card_questions.twin(
        content.question_pool(session.quiz_revision_id),
        questions[number].question,
        {one.revision_id for one in questions},
    )


def ask_again(viewer: Viewer, session: ClassSession, number: int, body: dict[str, Any]) -> ClassSession:
    """Teach a slide of the lesson (`body`) again after a revealed question, then ask its twin. Twice is the same as once."""
    row = sessions.fresh(session)
    sessions.must_be_open(row)
    put = votes_of(row)
    vote = put.get(number)
    if vote is None or vote.closed_at is None or number in class_checks.numbers(row):
        raise NotFound()
    if any(one.twin_of == number for one in put.values()):
        return row
    questions = questions_put(row, put)
    revision = twin_for(row, questions, put, number)
    if revision is None:
        raise Refused("no_twin")
    slide = card_questions.slide_for(body, questions[number].question, short_runs.numbers_shown(body, row.core_only))
    db.session.add(
        Vote(
            school_id=row.school_id,
            session_id=row.id,
            number=len(questions),
            question_revision_id=revision,
            twin_of=number,
            slide=slide,
        )
    )
    sessions.note_taught(row, clock.now())
    db.session.flush()
    return row
