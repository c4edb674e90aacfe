"""Reads: versions of schemes, what holds at a unit, points entered by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ..extensions import db
from ..org.models import Unit
from ..org.queries import path_ids
from .models import SchemeMark, SchemeVersion
from .scheme_rules import Marks


def last_published(unit_id: int, year: int, before: int = 1 << 30) -> SchemeVersion | None:
    """The published version of a unit and year with the highest number below `before`."""
    mine = (SchemeVersion.unit_id == unit_id, SchemeVersion.year == year, SchemeVersion.number < before)
    found = select(SchemeVersion).where(*mine, SchemeVersion.state == "published")
    return db.session.scalars(found.order_by(SchemeVersion.number.desc()).limit(1)).first()


def find_scheme(scheme_id: int) -> tuple[SchemeVersion, Unit] | None:
    """A version with the unit whose it is."""
    found = select(SchemeVersion, Unit).join(Unit, Unit.id == SchemeVersion.unit_id)
    row = db.session.execute(found.where(SchemeVersion.id == scheme_id)).first()
    return (row[0], row[1]) if row else None


def versions_of(unit: Unit, year: int) -> list[SchemeVersion]:
    """All versions of a unit and year, the newest first."""
    found = select(SchemeVersion).where(SchemeVersion.unit_id == unit.id, SchemeVersion.year == year)
    return list(db.session.scalars(found.order_by(SchemeVersion.number.desc())))


def in_force(unit: Unit, year: int) -> list[tuple[SchemeVersion, Unit]]:
    """The newest published version of the unit and of each unit above it, the highest first. One statement."""
    found = (
        select(SchemeVersion, Unit)
        .join(Unit, Unit.id == SchemeVersion.unit_id)
        .where(SchemeVersion.unit_id.in_(path_ids(unit.path)), SchemeVersion.year == year)
        .where(SchemeVersion.state == "published")
        .order_by(Unit.path, SchemeVersion.number)
    )
    newest = {of.id: (row, of) for row, of in db.session.execute(found)}
    return list(newest.values())


@dataclass(frozen=True)
class MarkLine:
    """One entry as it stands: who entered it is in the audit."""

    side: str
    part: str
    points: int
    note: str


def marks_of(scheme_id: int, schools: Sequence[int]) -> dict[int, list[MarkLine]]:
    """Points entered by hand, by school. One statement."""
    found = select(SchemeMark.school_id, SchemeMark.side, SchemeMark.part, SchemeMark.points, SchemeMark.note)
    by_school: dict[int, list[MarkLine]] = defaultdict(list)
    for row in db.session.execute(found.where(SchemeMark.scheme_id == scheme_id, SchemeMark.school_id.in_(schools))):
        by_school[row.school_id].append(MarkLine(*row[1:]))
    return by_school


def as_marks(lines: Sequence[MarkLine]) -> Marks:
    """Entries of one school as the rules take them."""
    own, bureau = ({one.part: one.points for one in lines if one.side == side} for side in ("self", "bureau"))
    return Marks(own, bureau, frozenset(one.part for one in lines if one.side == "veto"))
