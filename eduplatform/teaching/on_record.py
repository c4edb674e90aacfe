"""Which class a session or an entry of the ledger on record belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from ..extensions import db
from .models import ClassHour, ClassSession


def sessions(school_id: int, ids: Iterable[int]) -> dict[int, tuple[int, str]]:
    """(class, state) of class sessions of a school by number. One statement, none for nothing."""
    wanted = set(ids)
    found = select(ClassSession.id, ClassSession.class_id, ClassSession.state).where(ClassSession.school_id == school_id, ClassSession.id.in_(wanted))
    return {row.id: (row.class_id, row.state) for row in db.session.execute(found)} if wanted else {}


def entries(school_id: int, ids: Iterable[int]) -> dict[int, int]:
    """Classes of ledger entries of a school by number. One statement, none for nothing."""
    wanted = set(ids)
    found = select(ClassHour.id, ClassHour.class_id).where(ClassHour.school_id == school_id, ClassHour.id.in_(wanted))
    return {row.id: row.class_id for row in db.session.execute(found)} if wanted else {}
