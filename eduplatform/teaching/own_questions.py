"""Which questions a lesson asks at its end, where pupils answer by name: always the same for a session."""

from __future__ import annotations

from ..curriculum import queries as content
from ..curriculum import short_runs
from . import card_questions, review_questions
from .hands_questions import Asked
from .models import ClassSession


def own_questions(session: ClassSession) -> list[Asked]:
    """The questions, by number from 0, without twins and without what is asked beside them. The class's earlier answers are read once in a
    while, see review_questions; else no statement."""
    ours, seed = content.question_pool(session.quiz_revision_id), session.seed or session.id
    known = review_questions.known_before(session)
    if not session.core_only or session.seed is not None:  # sheets printed before ask what they ask
        return card_questions.choose_card_questions(ours, seed, known=known)
    taught = short_runs.asked_of_core(content.body(session.lesson_revision_id), ours)
    return card_questions.choose_card_questions(taught, seed, short_runs.CORE_QUESTIONS, known)
