"""An attempt made of answers to the questions a class was asked: at its close, and when the lesson is made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..curriculum import queries as content
from ..curriculum.question import Question
from ..shared.upsert import insert_unless_there
from ..teaching import card_questions
from ..teaching.models import ClassSession
from . import rules
from .models import QuizAttempt
from .paper import Paper

Answered = tuple[Question, Sequence[str | None]]  #: a question and the options chosen, part by part


def keep_attempt(
    session: ClassSession,
    pupil_id: int,
    key: str,
    given: Sequence[Answered],
    begun: datetime,
    ended: datetime,
    grade: str,
    in_class: bool,
) -> None:
    """Mark and keep it, one a pupil and `key`; `in_class`: it says that the pupil sat in the session."""
    quiz = session.quiz_revision_id
    assert quiz is not None  # a lesson without a quiz asks nothing
    answers = [card_questions.answer_of(question, options) for question, options in given]
    paper = Paper(quiz, 0, tuple(str(question.uuid) for question, _options in given))
    score = rules.score(paper.marks(answers), False, paper.settings["pass_mark"], paper.settings["excellent_mark"])
    insert_unless_there(
        QuizAttempt.__table__,
        school_id=session.school_id,
        pupil_id=pupil_id,
        class_id=session.class_id,
        year=session.year,
        quiz_id=content.item_of(quiz),
        lesson_id=session.lesson_id,
        revision_id=quiz,
        attempt_key=key,
        seed=0,
        asked=list(paper.asked),
        started_at=begun,
        due_at=ended,
        submitted_at=ended,
        late=False,
        answers=answers,
        shares=list(score.shares),
        score=score.total,
        passed=score.passed,
        excellent=score.excellent,
        grade=grade,
        session_id=session.id if in_class else None,
    )
