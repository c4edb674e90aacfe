"""Reads of the audit chain and of the looks at named people: by day, by kind, newest first, in pages or as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select

from ..extensions import db
from . import clock
from .models import AccessLook, AuditEntry

PIECE = 500  #: rows of a stream looked at together


@dataclass(frozen=True)
class Wanted:
    """What to list: from and up to a day (both included, None: no end), and of which kinds (empty: all)."""

    first: date | None = None
    last: date | None = None
    kinds: tuple[str, ...] = ()


def chain_entries(school_id: int, wanted: Wanted, page: int, size: int) -> tuple[list[AuditEntry], int]:
    """(a page of the chain's entries, how many there are in all), newest first. Two statements."""
    return _paged(_entries(school_id, wanted), page, size)


def looks_at_names(school_id: int, wanted: Wanted, page: int, size: int) -> tuple[list[AccessLook], int]:
    """(a page of the looks at names, how many there are in all), newest first. Two statements."""
    return _paged(_looks(school_id, wanted), page, size)


def all_entries(school_id: int, wanted: Wanted) -> Iterator[list[AuditEntry]]:
    """All of them in pieces of PIECE rows, newest first."""
    return _streamed(_entries(school_id, wanted))


def all_looks(school_id: int, wanted: Wanted) -> Iterator[list[AccessLook]]:
    """All of them in pieces of PIECE rows, newest first."""
    return _streamed(_looks(school_id, wanted))


def _entries(school_id: int, wanted: Wanted) -> Select[Any]:
    found = select(AuditEntry).where(AuditEntry.school_id == school_id).order_by(AuditEntry.seq.desc())
    if wanted.first:
        found = found.where(AuditEntry.at >= clock.start_of(wanted.first))
    if wanted.last:
        found = found.where(AuditEntry.at < clock.start_of(wanted.last + timedelta(days=1)))
    return found.where(AuditEntry.action.in_(wanted.kinds)) if wanted.kinds else found


def _looks(school_id: int, wanted: Wanted) -> Select[Any]:
    found = (
        select(AccessLook)
        .where(AccessLook.school_id == school_id)
        .order_by(AccessLook.day.desc(), AccessLook.id.desc())
    )
    if wanted.first:
        found = found.where(AccessLook.day >= wanted.first)
    if wanted.last:
        found = found.where(AccessLook.day <= wanted.last)
    return (
        found.where(or_(*(AccessLook.subject.startswith(f"{kind}:") for kind in wanted.kinds)))
        if wanted.kinds
        else found
    )


def _paged(found: Select[Any], page: int, size: int) -> tuple[list[Any], int]:
    total = db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
    page = min(page, -(-total // size) or 1)
    return list(db.session.scalars(found.limit(size).offset((page - 1) * size))), total


def _streamed(found: Select[Any]) -> Iterator[list[Any]]:
    yield from (list(piece) for piece in db.session.scalars(found.execution_options(yield_per=PIECE)).partitions())
