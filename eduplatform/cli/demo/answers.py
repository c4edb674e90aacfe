"""Answers a pupil of some ability might give, marked by the real grading, so that demo records are real records."""

from __future__ import annotations

from random import Random
from typing import Any

from ...curriculum import grading, question_draw, skill_play
from ...curriculum.answer_key import right_answer
from ...curriculum.question import (
    Baskets,
    Matching,
    Multiple,
    Ordering,
    Place,
    Question,
    Single,
    Spot,
    TrueFalse,
    TwoStep,
)
from ...curriculum.skill import Scenario
from ...learning import paper
from ...learning.skill_training import skill_in


def answers_of_paper(
    quiz_revision_id: int, count: int, seed: int, ability: float, random: Random
) -> tuple[list[Any], list[int]]:
    """(answers, per cent marks) of one paper."""
    questions = question_draw.draw_questions(paper.pool_of_quiz(quiz_revision_id), count, seed)
    given = [right_answer(q) if random.random() < ability else _wrong(q, random) for q in questions]
    return given, [round(_share(quiz_revision_id, q, answer) * 100) for q, answer in zip(questions, given, strict=True)]


_shares: dict[tuple[int, str, str], float] = {}


def _share(revision: int, question: Question, answer: Any) -> float:
    key = (revision, str(question.uuid), repr(answer))
    if key not in _shares:
        _shares[key] = grading.grade(question, answer).share
    return _shares[key]


def _wrong(question: Question, random: Random) -> Any:
    match question:
        case Single():
            return random.choice([o.id for o in question.options if not o.right])
        case Multiple():
            return [random.choice([o.id for o in question.options])]
        case TrueFalse():
            return not question.answer
        case Ordering():
            ids = [s.id for s in question.steps]
            random.shuffle(ids)
            return ids
        case Matching():
            rights = [pair.right for pair in question.pairs]
            random.shuffle(rights)
            return {pair.left: right for pair, right in zip(question.pairs, rights, strict=True)}
        case Baskets():
            return {thing.id: random.choice(question.baskets).id for thing in question.things}
        case Place():
            return {thing.id: random.choice(question.places).id for thing in question.things}
        case TwoStep():
            return {
                "answer": random.choice(question.options).id,
                "reason": random.choice([r.id for r in question.reasons if not r.right]),
            }
        case Spot():
            return random.choice([r.id for r in question.regions if not r.right])


def trained_path(skill_revision_id: int, ability: float, random: Random) -> tuple[list[str], int, int, str]:
    """(path, points, most, outcome) of one skill training."""
    skill = skill_in(skill_revision_id)
    if not isinstance(skill, Scenario):
        ids = [step.id for step in skill.steps]
        if random.random() > ability:
            random.shuffle(ids)
        points = round(skill_play.grade_order(skill, ids).share * 100)
        return ids, points, 100, "good" if points >= 85 else "mixed" if points >= 60 else "bad"
    path: list[str] = []
    while True:
        place = skill_play.path_result(skill, path)
        assert place is not None
        if place.done:
            return path, place.points, skill.full_points, place.outcome or "mixed"
        best = max(place.turns, key=lambda turn: turn.points)
        path.append((best if random.random() < ability else random.choice(place.turns)).id)
