"""Reads of roster batches for pages."""

from __future__ import annotations

from sqlalchemy import func, select

from ..accounts.models import User
from ..extensions import db
from ..shared.models import Job
from .access import Viewer
from .models import RosterBatch, RosterRow, Unit
from .roles import ROLES


def schools_for(viewer: Viewer) -> list[Unit]:
    """Schools the viewer may bring a roster into: whole, or for one class of it."""
    ids = {held.unit_id for held in viewer.holdings if held.kind == "school" and "roster.import" in ROLES[held.role]}
    classes = [held.unit_id for held in viewer.holdings if held.kind == "class" and "roster.import" in ROLES[held.role]]
    if classes:
        ids |= set(db.session.scalars(select(Unit.school_id).where(Unit.id.in_(classes))))
    return (
        list(db.session.scalars(select(Unit).where(Unit.id.in_(ids), Unit.closed_on.is_(None)).order_by(Unit.code)))
        if ids
        else []
    )


def only_for(viewer: Viewer, school: Unit) -> set[str] | None:
    """Codes of the classes the viewer may change, or None for the whole school."""
    if viewer.may("roster.import", school.path):
        return None
    own = [held.unit_id for held in viewer.holdings if held.kind == "class" and "roster.import" in ROLES[held.role]]
    return set(db.session.scalars(select(Unit.code).where(Unit.id.in_(own), Unit.school_id == school.id)))


def batches(school_ids: list[int], by: int | None = None, most: int = 30) -> list[tuple[RosterBatch, str | None]]:
    """(batch, who brought it), newest first; `by`: only those of one person."""
    found = (
        select(RosterBatch, User.name)
        .outerjoin(User, (User.id == RosterBatch.created_by))
        .where(RosterBatch.school_id.in_(school_ids), RosterBatch.kind == "roster", RosterBatch.state != "dropped")
    )
    if by is not None:
        found = found.where(RosterBatch.created_by == by)
    return [(row[0], row[1]) for row in db.session.execute(found.order_by(RosterBatch.id.desc()).limit(most))]


def batch_of(batch_id: int) -> RosterBatch | None:
    """A batch by number."""
    return db.session.scalars(select(RosterBatch).where(RosterBatch.id == batch_id)).first()


def batch_rows(batch: RosterBatch, action: str, page: int, size: int = 50) -> tuple[list[RosterRow], int]:
    """(rows of one action on a page, how many in all)."""
    mine = (RosterRow.school_id == batch.school_id, RosterRow.batch_id == batch.id, RosterRow.action == action)
    total = db.session.scalar(select(func.count()).select_from(RosterRow).where(*mine)) or 0
    found = (
        select(RosterRow)
        .where(*mine)
        .order_by(RosterRow.class_code, func.length(RosterRow.number), RosterRow.number, RosterRow.id)
    )
    return list(db.session.scalars(found.limit(size).offset((page - 1) * size))), total


def class_names(codes: set[str]) -> dict[str, str]:
    """Names of classes by code."""
    return dict(db.session.execute(select(Unit.code, Unit.name).where(Unit.code.in_(codes))).all()) if codes else {}


def progress(batch: RosterBatch) -> tuple[int, int]:
    """(per cent, which try it is) of reading a batch."""
    newest = select(Job.progress, Job.tries).where(Job.kind == "roster.read").order_by(Job.id.desc()).limit(50)
    mine = newest.where(Job.payload["batch_id"].as_integer() == batch.id)
    row = db.session.execute(mine).first()
    return (row.progress, row.tries) if row else (batch.progress, 0)
