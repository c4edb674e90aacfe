"""The checks of a class session: decided once when it is opened, kept in its row, so that polls read nothing and nothing changes later.

What the class answered weeks ago is read by a package behind this one (learning), which hands its reader over at the start: see use().
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..curriculum import queries as content
from . import card_questions, review_questions
from .check_rules import (
    LATE,
    LATE_ALONE,
    LATER,
    MODES,
    Check,
    Lesson,
    checks_of,
    kept_of,
    late_checks,
    opening_checks,
)
from .hands_questions import Asked
from .models import ClassSession
from .own_questions import own_questions

Reader = Callable[[ClassSession], Sequence[Lesson]]
_reader: list[Reader] = []


def use(reader: Reader) -> None:
    """Set who reads which lessons a class had weeks before a session; done once at start."""
    _reader[:] = [reader]


def decide(session: ClassSession) -> dict[str, Any] | None:
    """What a session asks beside its own questions; None where it asks nothing: by hands, on paper, at the pupils' own pace, in a run
    that is short, in kindergarten. Before a lesson only the first time: the second time it is no "before". A few statements."""
    head = content.lesson_head(session.lesson_id)
    if session.quiz_mode not in MODES or session.core_only or session.seed or session.quiz_revision_id is None:
        return None
    if head is None or head.stage == "K":
        return None
    asked = own_questions(session)
    new = not review_questions.known_before(session)
    opening = opening_checks(asked, content.question_pool(session.quiz_revision_id)) if new else []
    lessons = _reader[0](session) if _reader else ()
    late = late_checks(lessons, session.id, LATE if opening else LATE_ALONE)
    return kept_of(len(asked), [*late, *opening])


def of_session(session: ClassSession) -> tuple[Check, ...]:
    """The checks of a session, by number."""
    return checks_of(session.checks)


def shown(session: ClassSession) -> tuple[Check, ...]:
    """Those that stand on the screen, the way the class answers now."""
    return of_session(session) if session.quiz_mode in MODES else ()


def numbers(session: ClassSession) -> frozenset[int]:
    """Their numbers among the questions of the session."""
    return frozenset(one.number for one in of_session(session))


def put_to_class(session: ClassSession, seed: int) -> list[Asked]:
    """The questions of the checks as the screen shows them, by number."""
    found = []
    for one in of_session(session):
        pool = dict(content.question_pool(one.quiz if one.kind == LATER else session.quiz_revision_id))
        found.append(card_questions.put_to_class(one.revision, pool[one.revision], seed))
    return found
