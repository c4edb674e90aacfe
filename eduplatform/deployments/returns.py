"""Verb: a school answers a return."""

from __future__ import annotations

import re

from ..extensions import db
from ..org.access import Viewer
from ..org.models import Unit
from ..shared import audit, clock
from ..shared.refusals import Refused
from ..teaching.models import Deployment
from .models import ReturnAnswer
from .queries import answer_of
from .rules import LARGEST_NUMBER, LONGEST_ANSWER

DIGITS = re.compile(r"[0-9]{1,12}")


def give_answer(viewer: Viewer, row: Deployment, school: Unit, said: str) -> ReturnAnswer:
    """Keep what a school answers; answering again until the last day replaces it. Refused: deployment_gone, return_over, return_number,
    return_text."""
    if row.withdrawn_at is not None:
        raise Refused("deployment_gone")
    if clock.today() > row.ends_on:
        raise Refused("return_over", last=row.ends_on)
    number, text = _read(row.answer, " ".join(said.split()))
    answer = answer_of(row, school) or ReturnAnswer(school_id=school.id, deployment_id=row.id)
    answer.number, answer.text = number, text
    answer.answered_by, answer.answered_at = viewer.user_id, clock.now()
    db.session.add(answer)
    db.session.flush()
    audit.record(school.keeper_id, viewer.user_id, "return.answer", f"deployment:{row.id}")
    return answer


def _read(kind: str, said: str) -> tuple[int | None, str]:
    if kind == "number":
        if not DIGITS.fullmatch(said) or int(said) > LARGEST_NUMBER:
            raise Refused("return_number", most=LARGEST_NUMBER)
        return int(said), ""
    if not said or len(said) > LONGEST_ANSWER:
        raise Refused("return_text", most=LONGEST_ANSWER)
    return None, said
