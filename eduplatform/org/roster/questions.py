"""Questions while a file is read and matched: asked with the answers given so far at hand. Plain Python, no Flask.

A step that is not sure calls `asking.ask(…)`. It gets the answer, or None; then the question stands in `asking.open`, nothing can
be imported, and the step goes on with its most careful reading. The next reading of the same file gets the answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from .book_types import Question

EACH = "each"  #: a choice of questions about many: ask about smaller groups, then one by one


def question_key(code: str, about: Iterable[object]) -> str:
    """A short name for a question about these things, the same whenever the same is asked."""
    digest = hashlib.sha256("\x1f".join(map(str, about)).encode()).hexdigest()
    return f"{code}-{digest[:8]}"


class Asking:
    """The answers given so far {key or code of a question: choice}, and the questions still open. An answer under a code counts
    for every question of that code: for the command line, where somebody decides once for all of them."""

    def __init__(self, answers: dict[str, str] | None = None):
        self.answers = answers or {}
        self.open: list[Question] = []

    def ask(
        self,
        code: str,
        choices: Iterable[str],
        about: Iterable[object],
        values: dict | None = None,
        shown: Iterable[str] = (),
    ) -> str | None:
        """The choice made, or None while nobody has answered. `about` tells this question from others of its code: whatever the
        answer rests on must be in it, so that an answer never counts for something that was not shown."""
        question = Question(question_key(code, about), code, tuple(choices), values or {}, list(shown))
        given = self.answers.get(question.key, self.answers.get(code))
        if given in question.choices:
            return given
        if all(question.key != other.key for other in self.open):
            self.open.append(question)
        return None
