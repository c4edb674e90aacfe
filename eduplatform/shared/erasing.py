"""Erasing a person, written from the list in privacy: rows go, the person's row is blanked, records stay nameless."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, func, update

from ..extensions import db
from .database import affected
from .privacy import TABLES

NOBODY = "（已删除）"


WRITTEN_BY_HAND = (("class_hour", "reason"),)  #: texts of a school in which somebody may have written a name


def erase(school_id: int, user_id: int, now: datetime, name: str = "") -> dict[str, int]:
    """Erase one row of a person in the running transaction; rows touched by table. Class figures stay as they were counted.

    `name`: is taken out of what was written by hand too. Everything about a person, in every school: org.erasing.
    """
    touched: dict[str, int] = {}
    for own in reversed(list(TABLES)):  # who the others point at comes last
        kept, table = TABLES[own], db.metadata.tables[own]
        if kept.erase == "rows" and kept.person:
            touched[own] = affected(_own(delete(table), table, kept.person, school_id, user_id))
        elif kept.erase == "blank":
            blank = {
                "name": NOBODY,
                "sex": None,
                "language": None,
                "person_key": secrets.token_hex(16),
                "disabled_at": now,
            }
            touched[own] = affected(_own(update(table).values(**blank), table, kept.person, school_id, user_id))
    for where, column in WRITTEN_BY_HAND if len(name) > 1 else ():
        _take_out(db.metadata.tables[where], column, school_id, name)
    return {table: count for table, count in touched.items() if count}


def _take_out(table: Table, column: str, school_id: int, name: str) -> None:
    text = table.c[column]
    holds = (table.c.school_id == school_id) & text.contains(name, autoescape=True)
    db.session.execute(update(table).where(holds).values({column: func.replace(text, name, "—")}))


def _own(statement: Any, table: Table, person: str, school_id: int, user_id: int) -> Any:
    return statement.where(table.c.school_id == school_id, table.c[person] == user_id)
