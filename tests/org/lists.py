"""Rosters as a school brings them, as far as reading has come: a book of one sheet, staged for a school."""

from __future__ import annotations

from eduplatform.extensions import db
from eduplatform.org import jobs, roster_apply, roster_staging
from eduplatform.org.models import RosterBatch, RosterRow
from eduplatform.org.roster.book_types import Book, Sheet
from eduplatform.shared.database import write

from .world import World, done

HEADER = ("姓名", "班级", "学号")
#: 三(2)班 of the named persons as it is
CLASS = (
    ("田小雨甲一", "三(2)班", "1"),
    ("周一鸣甲二", "三(2)班", "2"),
    ("王梓涵甲同", "三(2)班", "3"),
    ("王梓涵甲同", "三(2)班", "4"),
)
NEW = ("史小满", "三(2)班", "5")


def book(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> Book:
    return Book([Sheet("名册", [list(header), *map(list, rows)])])


def bring(
    org: World,
    *rows: tuple[str, ...],
    header: tuple[str, ...] = HEADER,
    code: str = "LJ-SY",
    by: str | None = "officer_safe",
    only: set[str] | None = None,
    answers: dict[str, str] | None = None,
) -> RosterBatch:
    """A list read and staged, or refused, or with questions."""
    viewer, school = org.viewer(by) if by else None, org.unit(code)
    with write():
        batch = roster_staging.begin_batch(viewer, school, "名册.xlsx", 2026)
        batch.answers = answers or {}
    jobs.stage_book(batch, school, book(*rows, header=header), only)
    return batch


def apply(
    org: World, batch: RosterBatch, code: str = "LJ-SY", by: str | None = "officer_safe", **more
) -> dict[str, int]:
    viewer = org.viewer(by) if by else None
    return done(roster_apply.apply_roster, viewer, batch, org.unit(code), **more)


def staged(batch: RosterBatch) -> list[tuple[str, str, str]]:
    """(action, name, number) of what is staged, in the order it was written."""
    db.session.expire_all()
    found = db.session.query(RosterRow).filter_by(batch_id=batch.id).order_by(RosterRow.id)
    return [(row.action, row.name, row.number) for row in found]


def counts(batch: RosterBatch) -> dict[str, int]:
    return {name: count for name, count in batch.counts.items() if count}
