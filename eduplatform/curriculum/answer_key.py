"""The key of a question as lines to read: for editors, for teachers before the lesson, for the sample on paper."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .grading import Note, grade
from .question import Question, load_question


def answer_key(question: Question | dict[str, Any]) -> list[Note]:
    """Every choice with its reason, `right` by the key (steps, pairs and things stand where they belong, all right). Takes a
    question or its stored JSON."""
    mark = grade(load_question(question) if isinstance(question, dict) else question, None)
    return [replace(note, right=note.right or mark.placed) for note in mark.notes]
