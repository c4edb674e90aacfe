"""Statements both databases understand: insert unless there, insert or update."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from ..extensions import db


def insert_into(table: Any) -> Any:
    """The dialect's INSERT, which knows ON CONFLICT."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table)
