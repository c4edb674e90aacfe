"""Lessons that a class answers together by cards, kept by the product's own verbs: what is asked before a lesson and weeks after it is chosen,
paired and marked as in a real one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from sqlalchemy import insert

from ...extensions import db
from ...learning import closing
from ...learning.models import RoomAnswer
from ...teaching import card_questions, class_checks, votes
from ...teaching.check_rules import BEFORE, LATER
from ...teaching.hands_questions import Asked
from ...teaching.models import ClassSession, Vote

LESS = {BEFORE: 0.3, LATER: 0.08}  #: of the share that is right at the end of a lesson: before it, and weeks later


def answer_together(row: ClassSession, there: Sequence[int], knows: float, random: Random) -> None:
    """Everybody who is there shows a card to each question of the closed lesson; `knows`: share of them that is right at its end."""
    row.checks = class_checks.decide(row)
    questions = votes.questions_put(row, {})
    kinds = {one.number: one.kind for one in class_checks.of_session(row)}
    put = [
        Vote(
            school_id=row.school_id,
            session_id=row.id,
            number=number,
            question_revision_id=asked.revision_id,
            opened_at=row.opened_at,
            closed_at=row.closed_at,
        )
        for number, asked in enumerate(questions)
    ]
    db.session.add_all(put)
    db.session.flush()
    shown = [(vote, questions[vote.number], LESS.get(kinds.get(vote.number, ""), 0.0)) for vote in put]
    rows = [one for pupil in there for one in _cards_of(row, pupil, shown, random.gauss(knows, 0.12), random)]
    if rows:
        db.session.execute(insert(RoomAnswer.__table__), rows)
        closing.hand_in_all(row)


def _cards_of(
    row: ClassSession, pupil: int, shown: Sequence[tuple[Vote, Asked, float]], knows: float, random: Random
) -> Iterator[dict[str, Any]]:
    for vote, asked, less in shown:
        for part in range(card_questions.parts_of(asked.question)):
            right = card_questions.right_option(asked.question, part)
            wrong = [choice.id for choice in asked.choices if choice.id != right]
            option = right if random.random() < knows - less or not wrong else random.choice(wrong)
            yield {
                "school_id": row.school_id,
                "vote_id": vote.id,
                "part": part,
                "pupil_id": pupil,
                "option": option,
                "way": "card",
                "at": row.closed_at,
            }
