"""Questions while a file is read and matched: asked with the answers given so far at hand. Plain Python, no Flask.

A step that is not sure calls `asking.ask(…)`. It gets the answer, or None; then the question stands in `asking.open`, nothing can
be imported, and the step goes on with its most careful reading. The next reading of the same file gets the answer.

A question about many lines (`ask_by_line`) is answered once for all of them, with the lines of which the other answer is true:
`moved-2,5` says that all changed class but those of lines 2 and 5.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping

from .book_types import Question
from .refusals import Values

EXCEPT = "-"  #: between an answer and the lines of which the other one is true

#: Sheets that questions of several kinds are put on, {code: (codes of the questions, choices)}. On the first a child of the same name
#: mostly is the same child; on the second, one of another name under the same number mostly is not, and who is, is confirmed by line.
SHEETS: dict[str, tuple[tuple[str, ...], tuple[str, str]]] = {
    "people": (("moved", "other_sex", "other_number", "namesakes", "returned"), ("same", "others")),
    "numbers": (("rename", "other_name"), ("yes", "no")),
}


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
        self.answers = dict(answers or {})
        self.open: list[Question] = []

    def ask(
        self,
        code: str,
        choices: Iterable[str],
        about: Iterable[object],
        values: Mapping[str, str | int] | None = None,
        shown: Iterable[str] = (),
    ) -> str | None:
        """The choice made, or None while nobody has answered. `about` tells this question from others of its code: whatever the
        answer rests on must be in it, so that an answer never counts for something that was not shown."""
        return self._said(Question(question_key(code, about), code, tuple(choices), dict(values or {}), list(shown)))

    def ask_by_line(
        self,
        code: str,
        choices: tuple[str, str],
        keys: list[str],
        worded: Callable[[list[int]], tuple[Values, list[str]]],
    ) -> list[str | None]:
        """The choice made for each line, None while nobody has answered. `keys` tell the lines apart: what was said of a line stands,
        whatever lines come or go beside it. `worded`: the values and the shown lines of those, by index, that are still open.
        Of the two choices the first says that a line is about one child."""
        open_ = [at for at, key in enumerate(keys) if self.answers.get(key) not in choices]
        if open_:
            values, shown = worded(open_)
            mine = [keys[at] for at in open_]
            said = self._said(Question(question_key(code, mine), code, choices, values, shown, True, mine))
            if said:
                self.answers |= zip(mine, lines_said(choices, len(mine), said) or (), strict=True)
        return [self.answers.get(key) for key in keys]

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


def put_together(open_: list[Question], sheet: str, codes: Iterable[str], choices: tuple[str, str]) -> list[Question]:
    """The open questions, with those of these codes, where they are of several kinds, on one sheet: its lines are theirs."""
    parts = [question for question in open_ if question.code in codes]
    if len(parts) < 2:
        return open_
    shown = [line for part in parts for line in part.shown]
    keys = [key for part in parts for key in part.line_keys]
    one = Question(question_key(sheet, keys), sheet, choices, {"count": len(shown)}, shown, True, keys, parts)
    return [one, *(question for question in open_ if question not in parts)]


def spread(sheet: Question, said: str) -> dict[str, str]:
    """The answer to a sheet as the answers {key: choice} of its lines, each in the words of its own question."""
    own = [choice for part in sheet.parts for choice in [part.choices] * len(part.shown)]
    lines = lines_said(sheet.choices, len(sheet.shown), said) or []
    return {
        key: choices[sheet.choices.index(line)] for key, choices, line in zip(sheet.line_keys, own, lines, strict=True)
    }
