"""Questions while a file is read and matched: asked with the answers given so far at hand. Plain Python, no Flask.

A step that is not sure calls `asking.ask(…)`. It gets the answer, or None; then the question stands in `asking.open`, nothing can
be imported, and the step goes on with its most careful reading. The next reading of the same file gets the answer.

A question about many lines (`ask_by_line`) is answered once for all of them, with the lines of which the other answer is true:
`moved-2,5` says that all changed class but those of lines 2 and 5.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from .book_types import Question

EXCEPT = "-"  #: between an answer and the lines of which the other one is true
PEOPLE = "people"  #: the one sheet for questions of several kinds, all of which ask: is this the same child?


def question_key(code: str, about: Iterable[object]) -> str:
    """A short name for a question about these things, the same whenever the same is asked."""
    digest = hashlib.sha256("\x1f".join(map(str, about)).encode()).hexdigest()
    return f"{code}-{digest[:8]}"


def lines_said(choices: Iterable[str], lines: int, said: str) -> list[str] | None:
    """What an answer says of each of so many lines; None where it is no answer to a question with these two choices."""
    choice, sign, text = said.partition(EXCEPT)
    one, other = choices
    listed = text.split(",") if sign else []
    if choice not in (one, other) or not all(part.isascii() and part.isdigit() for part in listed):
        return None
    apart = {int(part) for part in listed}
    if not apart <= set(range(1, lines + 1)):
        return None
    turned = other if choice == one else one
    return [turned if line in apart else choice for line in range(1, lines + 1)]


def is_answer(choices: Iterable[str], lines: int, said: str) -> bool:
    """Whether this answers a question with these choices, about so many `lines` that may be told apart (0: none may)."""
    return said in choices if not lines else lines_said(choices, lines, said) is not None


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
        return self._said(Question(question_key(code, about), code, tuple(choices), values or {}, list(shown)))

    def ask_by_line(
        self, code: str, choices: tuple[str, str], about: Iterable[object], values: dict, shown: list[str]
    ) -> list[str] | list[None]:
        """The choice made for each line of `shown`, or None for each while nobody has answered. Of the two choices the first
        says that a line is about one child."""
        said = self._said(Question(question_key(code, about), code, choices, values, shown, by_line=True))
        return lines_said(choices, len(shown), said) or [] if said else [None] * len(shown)

    def said_to(self, question: Question) -> str | None:
        """The answer given to a question, or None."""
        given = self.answers.get(question.key, self.answers.get(question.code))
        lines = len(question.shown) if question.by_line else 0
        return given if given and is_answer(question.choices, lines, given) else None

    def _said(self, question: Question) -> str | None:
        said = self.said_to(question)
        if said is None and all(question.key != other.key for other in self.open):
            self.open.append(question)
        return said


def one_sheet(open_: list[Question], codes: Iterable[str], most: int) -> Question | None:
    """One question in place of the open ones of these codes, where they are more than `most`: its lines are theirs."""
    parts = [question for question in open_ if question.code in codes]
    if len(parts) <= most:
        return None
    shown = [line for part in parts for line in part.shown]
    key = question_key(PEOPLE, [part.key for part in parts])
    return Question(key, PEOPLE, ("same", "others"), {"count": len(shown)}, shown, by_line=True, parts=parts)


def spread(sheet: Question, said: str) -> dict[str, str]:
    """The answer to a sheet as answers {key: choice} to the questions on it."""
    lines = lines_said(sheet.choices, len(sheet.shown), said) or []
    found, at = {}, 0
    for part in sheet.parts:
        mine = lines[at : at + len(part.shown)]
        at += len(part.shown)
        apart = [str(line) for line, each in enumerate(mine, 1) if each == "others"]
        found[part.key] = part.choices[0] + (EXCEPT + ",".join(apart) if apart else "")
    return found


def without(open_: list[Question], sheet: Question) -> list[Question]:
    """The open questions with the sheet in place of those on it."""
    on_it = {part.key for part in sheet.parts}
    return [sheet, *(question for question in open_ if question.key not in on_it)]
