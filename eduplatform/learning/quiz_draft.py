"""Answers of a quiz sent before handing in, so that another device goes on where the first one stopped.

A draft earns nothing and ends nothing: only handing in is graded. Two devices may speak of different questions; of the
same question the word that arrived last stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select, update

from ..extensions import db
from ..org.access import Viewer
from ..shared import clock
from ..shared.refusals import Refused
from . import rules
from .models import QuizAttempt
from .paper import Paper
from .quiz import Attempt

Draft = Mapping[str, object]
_attempt = QuizAttempt.__table__


def keep_answers_sent(viewer: Viewer, attempt: Attempt, answers: Mapping[int, object]) -> int | None:
    """Keep `answers` {place: raw answer, None takes it away} beside those kept before; returns how often it was kept.

    None when the attempt has been handed in meanwhile. Refuses `too_late` 48 hours after time was up.
    """
    if rules.is_past_late(attempt.due_at, clock.now()):
        raise Refused("too_late")
    own = (_attempt.c.school_id == viewer.school_id) & (_attempt.c.id == attempt.id) & _attempt.c.submitted_at.is_(None)
    before = db.session.execute(select(_attempt.c.draft, _attempt.c.draft_no).where(own).with_for_update()).first()
    if before is None:
        return None
    draft = {
        place: answer
        for place, answer in ((before.draft or {}) | _tidied(attempt, answers)).items()
        if answer is not None
    }
    if draft == before.draft:  # sent twice: the answer to the first was lost
        return int(before.draft_no)
    db.session.execute(update(_attempt).where(own).values(draft=draft, draft_no=before.draft_no + 1))
    return int(before.draft_no) + 1


def _tidied(attempt: Attempt, answers: Mapping[int, object]) -> dict[str, object]:
    questions = Paper.of(attempt).questions
    return {
        str(place): rules.tidy_answer(questions[place], raw)
        for place, raw in answers.items()
        if 0 <= place < len(questions)
    }


def by_place(draft: Draft | None, count: int) -> list[object]:
    """A draft as one answer a question, None where there is none."""
    return [(draft or {}).get(str(place)) for place in range(count)]


def filled(answers: Sequence[object], draft: Draft | None, known: Iterable[int]) -> list[object]:
    """`answers` of one device, and from the draft what that device never saw: every place that is not in `known`."""
    seen = set(known)
    kept = by_place(draft, len(answers))
    return [answer if answer is not None or place in seen else kept[place] for place, answer in enumerate(answers)]
