"""How a class session turned out, for its summary and the week page: attendance, answers, the questions to come back to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...curriculum import queries as content
from ...curriculum.grading import commonest
from ...learning import class_results
from ...learning.class_results import Asked
from ...teaching import queries
from ...teaching.models import ClassSession, HandsCount
from ...teaching.run_steps import BY_NAME

HARD = 60  #: per cent right below which a question is worth coming back to


@dataclass(frozen=True)
class Outcome:
    """`right`: per cent of answers that were right, None when nothing was asked; `taken`: pupils who handed in by name."""

    session: ClassSession
    questions: tuple[Asked, ...]
    right: int | None
    taken: int
    passed: int

    @property
    def share(self) -> int | None:
        """Per cent of all answers to all questions that were right; None when none was given."""
        given = sum(one.n for one in self.questions)
        return round(sum(one.right * one.n for one in self.questions) / given) if given else None

    @property
    def thought(self) -> tuple[Asked, ...]:
        """Questions with what at least two pupils think who were wrong, most of them first."""
        held = [one for one in self.questions if one.believers > 1]
        return tuple(sorted(held, key=lambda one: (-one.believers, one.stem)))

    @property
    def sure_and_wrong(self) -> tuple[Asked, ...]:
        """Questions that at least two pupils got wrong and were sure of, most of them first."""
        held = [one for one in self.questions if one.sure_and_wrong > 1]
        return tuple(sorted(held, key=lambda one: (-one.sure_and_wrong, one.stem)))

    @property
    def surest(self) -> Asked | None:
        """The question the class knows best, where most know it."""
        best = max(self.questions, key=lambda one: one.right, default=None)
        return best if best and best.right >= HARD else None

    @property
    def hard(self) -> tuple[Asked, ...]:
        """Questions that most of the class found hard, hardest first."""
        return tuple(one for one in self.questions if one.right < HARD)


def outcome_of(session: ClassSession | None, hands: Iterable[HandsCount] | None = None) -> Outcome | None:
    """The outcome of a session. One statement beside what is kept in the process; none where its counts of hands are given."""
    if session is None:
        return None
    if session.quiz_mode in ("devices", *BY_NAME):
        found = class_results.results(session)
        return Outcome(session, found.questions, found.average, len(found.handed_in), found.passed)
    return _by_hands(session, hands)


def _by_hands(session: ClassSession, hands: Iterable[HandsCount] | None) -> Outcome:
    asks = session.quiz_mode == "hands"
    counted = (queries.hands_by_option(session) if hands is None else queries.by_option(hands)) if asks else {}
    asked = dict(content.question_pool(session.quiz_revision_id)) if counted else {}
    questions = []
    for revision, options in counted.items():
        n = sum(row.count for row in options.values())
        right = sum(row.count for row in options.values() if row.right)
        if n and revision in asked:
            question, chosen = asked[revision], {code: row.count for code, row in options.items()}
            thought = commonest(class_results.beliefs_of(question, chosen))
            questions.append(Asked(str(question.uuid), question.stem, n, round(100 * right / n), *thought))
    answers = sum(one.n for one in questions)
    share = round(sum(one.right * one.n for one in questions) / answers) if answers else None
    return Outcome(session, tuple(sorted(questions, key=lambda one: one.right)), share, 0, 0)
