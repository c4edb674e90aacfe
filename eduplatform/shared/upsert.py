"""Statements both databases understand: insert unless there, insert or update."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from ..extensions import db


def insert_into(table: Table) -> Any:
    """The dialect's INSERT, which knows ON CONFLICT."""
    return _insert_of(db.session.get_bind().dialect.name, table)


@cache
def _insert_of(dialect: str, table: Table) -> Any:
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


@cache
def _unless_there(dialect: str, table: Table) -> Any:
    return _insert_of(dialect, table).on_conflict_do_nothing().returning(table.c.id)


def insert_unless_there(table: Table, **values: Any) -> int | None:
    """Insert a row and return its number; None when a unique constraint says that it is there."""
    return db.session.scalars(_unless_there(db.session.get_bind().dialect.name, table), values).first()
