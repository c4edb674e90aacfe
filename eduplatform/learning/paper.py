"""The paper of one attempt: the drawn questions, what a page may show of them, and their marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..curriculum import grading, queries, question_draw
from ..curriculum.grading import Mark
from ..curriculum.question import Question
from . import rules


def pool_of_quiz(quiz_revision_id: int) -> tuple[Question, ...]:
    """The questions of a quiz revision."""
    return tuple(question for _revision, question in queries.question_pool(quiz_revision_id))


@dataclass(frozen=True)
class Paper:
    """What one seed draws from a quiz revision; `asked` (uuids) where the class was asked together instead."""

    revision_id: int
    seed: int
    asked: tuple[str, ...] = ()

    @cached_property
    def questions(self) -> list[Question]:
        """The questions in their order."""
        if self.asked:
            by_uuid = {str(question.uuid): question for question in pool_of_quiz(self.revision_id)}
            return [by_uuid[uuid] for uuid in self.asked]
        return question_draw.draw_questions(pool_of_quiz(self.revision_id), self.settings["draw"], self.seed)

    @property
    def readable(self) -> bool:
        """Whether the revision still has the questions that the class was asked."""
        return not self.asked or set(self.asked) <= {str(one.uuid) for one in pool_of_quiz(self.revision_id)}

    @classmethod
    def of(cls, attempt: Any) -> Paper:
        """The paper of an attempt (a row with revision_id, seed and asked)."""
        return cls(attempt.revision_id, attempt.seed, tuple(attempt.asked or ()))

    @property
    def settings(self) -> dict[str, Any]:
        """draw, time_limit, attempts, pass_mark and excellent_mark of the revision."""
        return queries.body(self.revision_id)

    def forms(self) -> list[dict[str, Any]]:
        """The questions without key, reasons or facts."""
        return [question_draw.public_form(question, self.seed) for question in self.questions]

    def tidy(self, answers: Sequence[object]) -> list[object]:
        """One kept answer a question; None where none came or none could be read."""
        given = list(answers[: len(self.questions)]) + [None] * (len(self.questions) - len(answers))
        return [rules.tidy_answer(question, raw) for question, raw in zip(self.questions, given, strict=True)]

    def marks(self, answers: Sequence[object]) -> list[Mark]:
        """Each tidied answer against the key."""
        return [grading.grade(question, answer) for question, answer in zip(self.questions, answers, strict=True)]
