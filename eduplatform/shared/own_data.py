"""What is stored about one person, for reading and taking away, written from the list in privacy."""

from __future__ import annotations

from base64 import b64encode
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from ..extensions import db
from .privacy import TABLES, exported

MOST = 5000  # rows of one table in an export


def own_data_of(school_id: int, user_id: int) -> dict[str, list[dict[str, Any]]]:
    """Everything a person gets in an export: rows by table, instants and days in ISO form, sound in Base64. One statement a table."""
    return {table: rows for table in TABLES if TABLES[table].export and (rows := _rows(table, school_id, user_id))}


def _rows(name: str, school_id: int, user_id: int) -> list[dict[str, Any]]:
    kept, table = TABLES[name], db.metadata.tables[name]
    columns = [table.c[column] for column in exported(name) if column != kept.person]
    own = select(*columns).where(table.c.school_id == school_id, table.c[kept.person] == user_id)
    return [
        {key: _plain(value) for key, value in row.items()} for row in db.session.execute(own.limit(MOST)).mappings()
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")  # a recorded voice
    return value.isoformat() if isinstance(value, date | datetime) else value
