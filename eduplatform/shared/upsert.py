"""Statements both databases understand: insert unless there, insert or update."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from ..extensions import db
from .prepared import run_core


def insert_into(table: Table) -> Any:
    """The dialect's INSERT, which knows ON CONFLICT."""
    return insert_of(dialect(), table)


def dialect() -> str:
    """Name of the dialect of the database at hand."""
    return str(db.session.get_bind().dialect.name)


@cache
def insert_of(name: str, table: Table) -> Any:
    """The INSERT of the dialect of this name, for a statement that is prepared once for each."""
    return (postgresql if name == "postgresql" else sqlite).insert(table)


@cache
def _unless_there(name: str, table: Table) -> Any:
    return insert_of(name, table).on_conflict_do_nothing().returning(table.c.id)


def insert_unless_there(table: Table, **values: Any) -> int | None:
    """Insert a row and return its number; None when a unique constraint says that it is there."""
    number: int | None = run_core(_unless_there(dialect(), table), values).scalar()
    return number
