"""Erasing a person, written from the list in privacy: rows go, the person's row is blanked, records stay nameless."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Table, delete, update

from ..extensions import db
from .privacy import TABLES

NOBODY = "（已删除）"


def erase(school_id: int, user_id: int, now: datetime) -> dict[str, int]:
    """Erase one person in the running transaction; rows touched by table. Class figures stay as they were counted."""
    touched: dict[str, int] = {}
    for name in reversed(list(TABLES)):  # who the others point at comes last
        kept, table = TABLES[name], db.metadata.tables[name]
        if kept.erase == "rows" and kept.person:
            touched[name] = db.session.execute(_own(delete(table), table, kept.person, school_id, user_id)).rowcount  # type: ignore[attr-defined]
        elif kept.erase == "blank":
            blank = {"name": NOBODY, "sex": None, "language": None, "person_key": secrets.token_hex(16), "disabled_at": now}
            touched[name] = db.session.execute(_own(update(table).values(**blank), table, kept.person, school_id, user_id)).rowcount  # type: ignore[attr-defined]
    return {name: count for name, count in touched.items() if count}


def _own(statement, table: Table, person: str, school_id: int, user_id: int):  # type: ignore[no-untyped-def]
    return statement.where(table.c.school_id == school_id, table.c[person] == user_id)
