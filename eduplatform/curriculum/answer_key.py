"""The key of a question as lines to read: for editors, for teachers before the lesson, for the sample on paper."""

from __future__ import annotations

from typing import Any

from .grading import Note, grade
from .question import (
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
    load_question,
)


def answer_key(question: Question | dict[str, Any]) -> list[Note]:
    """Every choice with its reason, `right` by the key (steps, pairs and things stand where they belong, all right). Takes a
    question or its stored JSON."""
    mark = grade(load_question(question) if isinstance(question, dict) else question, None)
    return [note._replace(right=note.right or mark.placed) for note in mark.notes]


def right_answer(question: Question) -> Any:
    """The key as an answer: what a pupil would give who knows it all."""
    match question:
        case Single():
            return next(o.id for o in question.options if o.right)
        case Multiple():
            return [o.id for o in question.options if o.right]
        case TrueFalse():
            return question.answer
        case Ordering():
            return [s.id for s in question.steps]
        case Matching():
            return {pair.left: pair.right for pair in question.pairs}
        case Baskets() | Place():
            return {thing.id: thing.to for thing in question.things}
        case Spot():
            return next(r.id for r in question.regions if r.right)
        case TwoStep():
            return {
                "answer": next(o.id for o in question.options if o.right),
                "reason": next(r.id for r in question.reasons if r.right),
            }
