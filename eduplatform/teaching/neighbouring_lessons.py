"""The lessons that stand around a day in the ledger of a class, as `lesson_overlaps` compares them. Reads."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from ..curriculum.models import Item
from ..extensions import db
from ..org.models import Unit
from ..shared import clock
from .lesson_overlaps import Held
from .lesson_time import measure
from .models import ClassHour, ClassSession
from .rules import SAME_DAYS

_OPEN = ("running", "paused")


def entries_around(school_id: int, class_id: int, day: date) -> list[tuple[ClassHour, Held]]:
    """Entries that stand and earned class hours in the days around, as they were written. One statement."""
    span = timedelta(days=SAME_DAYS)
    found = (
        select(ClassHour, ClassSession, Item.revision_id.is_(None))
        .join(Item, Item.id == ClassHour.lesson_id)
        .outerjoin(
            ClassSession, (ClassSession.school_id == ClassHour.school_id) & (ClassSession.id == ClassHour.session_id)
        )
        .where(
            ClassHour.school_id == school_id,
            ClassHour.class_id == class_id,
            ClassHour.given_on.between(day - span, day + span),
        )
        .order_by(ClassHour.id)
    )
    rows = db.session.execute(found).all()
    gone = {row[0].corrects_id for row in rows if row[0].sign < 0}
    return [(row[0], of_entry(*row)) for row in rows if row[0].sign > 0 and row[0].hours and row[0].id not in gone]


def of_entry(entry: ClassHour, row: ClassSession | None, own: Any) -> Held:
    """An entry beside others. A session lies where it was held. Put right to less, it was left open; put right to more, it began
    before it was opened or went on afterwards, nobody knows which: only what the system saw is its place."""
    begins, lasts = entry.begins, entry.minutes
    if row and row.closed_at:
        begins, seen = minute_of(row.opened_at), _seen(row)
        lasts = seen if entry.corrects_id is None else min(seen, entry.minutes)
    return Held(
        entry.id,
        entry.given_on,
        begins,
        lasts,
        entry.minutes,
        entry.lesson_id,
        entry.topic,
        entry.week,
        bool(own),
        entry.session_id is not None,
        entry.apart,
    )


def _seen(row: ClassSession) -> int:
    """Minutes from the opening to the end of a lesson that is over, by the clock that nobody can set where it was kept."""
    if row.taught_ms:
        return (row.taught_ms + row.paused_ms) // 60_000
    return int((row.closed_at - row.opened_at).total_seconds()) // 60 if row.closed_at else 0


def minute_of(instant: datetime) -> int:
    """Minute of the day where the school is."""
    at = clock.local(instant)
    return at.hour * 60 + at.minute


def locked(class_unit: Unit, now: datetime) -> list[Held]:
    """Keep other hands from the ledger of the class until the transaction ends, and the lesson being given, if any: two who
    declare the last lesson of a day, or one who declares while another closes. Two statements."""
    unit = select(Unit.id).where(Unit.id == class_unit.id).with_for_update()
    db.session.execute(unit).first()
    mine = select(ClassSession).where(
        ClassSession.school_id == class_unit.school_id, ClassSession.class_id == class_unit.id
    )
    found = db.session.scalars(mine.where(ClassSession.state.in_(_OPEN), ~ClassSession.rehearsal).with_for_update())
    return [_running(row, now) for row in found if row.state in _OPEN]


def _running(row: ClassSession, now: datetime) -> Held:
    time = measure(row, clock.moment(now))
    lasts = max(1, (time.taught_ms + time.rested_ms) // 60_000)
    day = clock.local(row.opened_at).date()
    return Held(-1, day, minute_of(row.opened_at), lasts, lasts, row.lesson_id, "", row.week, taught=True, open=True)
