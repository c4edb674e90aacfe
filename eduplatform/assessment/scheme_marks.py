"""Points entered by hand for a published scheme: by the school, by the bureau, and vetoes the bureau found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from ..extensions import db
from ..org.access import Viewer
from ..org.models import Unit
from ..shared import audit, clock
from ..shared.refusals import Conflict, Refused
from . import scheme_data
from .models import SchemeMark, SchemeVersion
from .scheme_queries import last_published
from .scheme_rules import Part


@dataclass(frozen=True)
class Entered:
    """Points of one manual part as typed: None takes them back."""

    code: str
    points: int | None
    note: str = ""


def enter_marks(
    viewer: Viewer,
    row: SchemeVersion,
    school: Unit,
    side: str,
    entered: Sequence[Entered],
    vetoes: frozenset[str] | None,
) -> None:
    """Points of a school's manual parts by one side; `vetoes` (bureau only): those found, None leaves them as they are.

    Refused, with nothing changed: a draft; a part that this side does not mark; points beyond the part's; a veto that is off."""
    if row.state != "published":
        raise Conflict("scheme_not_published")
    scheme = scheme_data.of_body(row.body)
    parts = {part.code: part for part in scheme.parts if part.mode == "manual"}
    for one in entered:
        part = parts.get(one.code)
        if part is None or part.by == ("bureau" if side == "self" else "self"):
            raise Refused("scheme_not_yours")
        if one.points is not None and not 0 <= one.points <= part.points:
            raise Refused("scheme_mark_range", part=part.name, most=part.points)
    _replace_marks(viewer, row, school, side, entered)
    if vetoes is not None:
        on = {veto.code for veto in scheme.vetoes if veto.on}
        if side != "bureau" or not vetoes <= on:
            raise Refused("scheme_not_yours")
        _replace_marks(
            viewer, row, school, "veto", [Entered(code, 0 if code in vetoes else None) for code in sorted(on)]
        )


def _replace_marks(viewer: Viewer, row: SchemeVersion, school: Unit, side: str, entered: Sequence[Entered]) -> None:
    keeper = school.keeper_id
    mine = (SchemeMark.school_id == keeper, SchemeMark.scheme_id == row.id, SchemeMark.side == side)
    found = select(SchemeMark.part, SchemeMark.points, SchemeMark.note).where(*mine).with_for_update()
    there = {part: (points, note) for part, points, note in db.session.execute(found)}
    changed = [
        one for one in entered if there.get(one.code) != (None if one.points is None else (one.points, one.note))
    ]
    if not changed:
        return
    gone = delete(SchemeMark).where(*mine, SchemeMark.part.in_([one.code for one in changed]))
    db.session.execute(gone.execution_options(synchronize_session=False))
    for one in changed:
        if one.points is not None:
            values = dict(scheme_id=row.id, side=side, part=one.code, points=one.points, note=one.note)
            db.session.add(SchemeMark(school_id=keeper, made_by=viewer.user_id, made_at=clock.now(), **values))
    db.session.flush()
    audit.record(
        keeper,
        viewer.user_id,
        "scheme.mark",
        f"unit:{school.id}",
        year=row.year,
        version=row.number,
        side=side,
        points={one.code: one.points for one in changed},
    )


def carry_marks(row: SchemeVersion) -> None:
    """Points of the version before go along with a new one, where a part is the same."""
    before = last_published(row.unit_id, row.year, row.number)
    if before is None:
        return
    then, now = ({part.code: part for part in scheme_data.of_body(one.body).parts} for one in (before, row))
    same = [code for code, part in now.items() if part.mode == "manual" and _alike(part, then.get(code))]
    names = ["school_id", "side", "part", "points", "note", "made_by", "made_at"]
    columns = [getattr(SchemeMark, name) for name in names]
    rows = db.session.execute(
        select(*columns).where(SchemeMark.scheme_id == before.id, SchemeMark.part.in_(same))
    ).mappings()
    if copies := [dict(one) | {"scheme_id": row.id} for one in rows]:
        db.session.execute(insert(SchemeMark.__table__), copies)


def _alike(part: Part, other: Part | None) -> bool:
    return other is not None and (part.mode, part.points, part.by, part.name) == (
        other.mode,
        other.points,
        other.by,
        other.name,
    )
