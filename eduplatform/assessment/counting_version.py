"""Which way of counting the tallies were made by: a release that counts otherwise has everything counted anew, once.

Whoever changes what a tally says (counters, events, frames, rates' denominators) adds one to VERSION.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, literal, select, union

from ..extensions import db
from ..org.models import ClassYear
from ..shared import clock
from ..shared.database import write
from ..shared.models import StaleMark
from ..teaching.models import ClassHour
from .models import TallyLesson, TallyState

VERSION = 2
_KNOWN = "counting "


def keep_up() -> bool:
    """Mark every class of every year stale if the tallies were counted by another version; whether it was so. Asked by the worker
    at its start: one statement when nothing changed. Safe to be killed and to run twice: marks and version are stored together."""
    if db.session.scalar(select(TallyState.id).where(TallyState.name == f"{_KNOWN}{VERSION}")):
        return False
    with write() as session:
        session.query(TallyState).filter(TallyState.name.startswith(_KNOWN)).delete(synchronize_session=False)
        session.execute(insert(TallyState.__table__).values(name=f"{_KNOWN}{VERSION}", as_of=clock.now()))
        for everything in _everything():
            session.execute(
                insert(StaleMark.__table__).from_select(
                    ["tally", "school_id", "class_id", "lesson_id", "year"], everything
                )
            )
    return True


def _everything() -> tuple[Any, ...]:
    """Every class of every year, and every lesson of it that has a tally or an hour on record."""
    columns = [(each.school_id, each.class_id, each.lesson_id, each.year) for each in (TallyLesson, ClassHour)]
    pairs = union(*(select(literal("class_lesson"), *four).where(four[2] > 0) for four in columns))
    return select(literal("class_year"), ClassYear.school_id, ClassYear.class_id, literal(0), ClassYear.year), pairs
