"""Which questions come first when a class has a lesson a second time: what it answered badly then, and what it was not asked yet.

What the class knows is read by a package behind this one (learning), which hands its reader over at the start: see use().
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ..curriculum.question import Question
from ..shared import ttl_cache
from .models import ClassSession

BADLY = 60  #: per cent of the marks below which a question is asked again
MOST_BADLY = 3  #: of them come first, so that something new is asked, too
Shares = Mapping[str, int]  #: uuid of a question → per cent of the marks a class had, in its lessons before
Reader = Callable[[ClassSession], Shares]
_reader: list[Reader] = []


def use(reader: Reader) -> None:
    """Set who reads what a class answered before a session; done once at start."""
    _reader[:] = [reader]


def known_before(session: ClassSession) -> Shares:
    """What the class answered in its lessons on the same content before this session; {} the first time. Sheets printed ahead ask what
    they ask. Remembered for seconds."""
    if session.seed is not None or session.quiz_revision_id is None or not _reader:
        return {}
    return ttl_cache.remembered(("known_before", session.id), lambda: _reader[0](session))


def weakest_first(questions: Sequence[Question], known: Shares) -> list[Question]:
    """The questions in the order to ask them again: up to MOST_BADLY answered badly, the worst first; those not asked yet; the others
    answered badly; the rest. Among equals the order stays."""
    badly = sorted((one for one in questions if _share(one, known) < BADLY), key=lambda one: _share(one, known))
    new = [one for one in questions if str(one.uuid) not in known]
    well = [one for one in questions if str(one.uuid) in known and _share(one, known) >= BADLY]
    return [*badly[:MOST_BADLY], *new, *badly[MOST_BADLY:], *well]


def _share(question: Question, known: Shares) -> int:
    return known.get(str(question.uuid), 100)
