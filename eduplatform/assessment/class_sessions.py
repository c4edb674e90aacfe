"""Class sessions of a unit and all below it, one after the other: what the ledger says of each, no result and nobody's name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from ..curriculum.models import Course, Item
from ..extensions import db
from ..org.access import below
from ..org.models import Unit
from ..teaching.ledger import standing_entries
from ..teaching.models import ClassHour, ClassSession


@dataclass(frozen=True)
class HeldSession:
    """A class session that is over, with its lesson. `entry`: what stands in the ledger for it; None where it was taken back."""

    session: ClassSession
    lesson: Item
    topic: str
    entry: ClassHour | None


def sessions_after(unit: Unit, year: int, after: int, most: int) -> list[HeldSession]:
    """At most `most` class sessions of a school year below a unit, of those with a greater number than `after`. Two statements."""
    found = _over().join(Unit, Unit.id == ClassSession.class_id)
    found = found.where(ClassSession.year == year, ClassSession.id > after, below(Unit.path, [unit.path]))
    return _with_entries(db.session.execute(found.order_by(ClassSession.id).limit(most)).all())


def held_session(session: ClassSession) -> HeldSession:
    """The same of one session. Two statements."""
    return _with_entries(db.session.execute(_over().where(ClassSession.id == session.id)).all())[0]


def _over() -> Any:
    found = select(ClassSession, Item, Course.topic).join(Item, Item.id == ClassSession.lesson_id)
    return found.join(Course, Course.id == Item.course_id).where(ClassSession.state == "closed")


def _with_entries(rows: Sequence[Any]) -> list[HeldSession]:
    mine: dict[int | None, list[ClassHour]] = defaultdict(list)
    if rows:
        ids, schools = {row[0].id for row in rows}, {row[0].school_id for row in rows}
        ledger = select(ClassHour).where(ClassHour.school_id.in_(schools), ClassHour.session_id.in_(ids))
        for entry in db.session.scalars(ledger.order_by(ClassHour.id)):
            mine[entry.session_id].append(entry)
    return [
        HeldSession(row, lesson, topic, next(iter(reversed(standing_entries(mine[row.id]))), None))
        for row, lesson, topic in rows
    ]
