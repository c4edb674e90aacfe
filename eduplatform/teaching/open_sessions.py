"""Class sessions that are open right now, for the doors of sign-in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from ..extensions import db
from ..org.models import Unit
from .models import ClassSession

OPEN = ("running", "paused")


@dataclass(frozen=True)
class OpenSession:
    """A lesson being given: where, and in which class."""

    session_id: int
    school_id: int
    class_id: int
    class_name: str
    join_code: str
    quiz_mode: str = ""


def open_session_of(class_id: int, school_id: int) -> OpenSession | None:
    """The lesson this class is being given now. One statement."""
    return _first(_open().where(ClassSession.school_id == school_id, ClassSession.class_id == class_id))


def open_session_by_id(school_id: int, session_id: int) -> OpenSession | None:
    """The lesson with this number, while it is open. One statement."""
    return _first(_open().where(ClassSession.school_id == school_id, ClassSession.id == session_id))


def by_join_code(typed: str) -> OpenSession | None:
    """The open lesson with this join code; None for no such code, and for one that two schools happen to share."""
    code = re.sub(r"[\s\-]+", "", typed).upper()
    found = db.session.execute(_open().where(ClassSession.join_code == code).limit(2)).all() if code else []
    return OpenSession(*found[0]) if len(found) == 1 else None


def _open() -> Select[*tuple[Any, ...]]:
    columns = (
        ClassSession.id,
        ClassSession.school_id,
        ClassSession.class_id,
        Unit.name,
        ClassSession.join_code,
        ClassSession.quiz_mode,
    )
    found = select(*columns).join(Unit, Unit.id == ClassSession.class_id).where(ClassSession.state.in_(OPEN))
    return found.order_by(ClassSession.opened_at.desc())


def _first(found: Select[*tuple[Any, ...]]) -> OpenSession | None:
    row = db.session.execute(found.limit(1)).first()
    return OpenSession(*row) if row else None
