"""Verbs: begin a draft of a scheme, change it, publish it, drop it.

Only a draft changes. A published version is what units were told they are marked by: whoever wants another one makes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, func, select, update

from ..extensions import db
from ..org.access import Viewer
from ..org.models import Unit
from ..shared import audit, clock
from ..shared.database import affected
from ..shared.refusals import Conflict, Refused
from . import scheme_checks, scheme_data
from .models import SchemeVersion
from .scheme_checks import Fault
from .scheme_marks import carry_marks
from .scheme_rules import Level, Part, Scheme

NOT_YET = Scheme(10_000, ())  #: what an empty draft begins with
MARKED = ("province", "city", "district")  #: kinds of units that may have a scheme; it marks the schools below


@dataclass(frozen=True)
class Head:
    """What a scheme is called and rests on. `total` in hundredths."""

    name: str
    name_en: str
    source: str
    total: int


@dataclass(frozen=True)
class Start:
    """What a draft begins with: a shipped scheme, another version, or nothing."""

    head: Head
    scheme: Scheme = NOT_YET
    origin: str = ""


def begin_draft(viewer: Viewer, unit: Unit, year: int, start: Start) -> SchemeVersion:
    """A new draft of the unit for a school year. Refused: kinds of units that mark nobody; a second draft beside the first."""
    if unit.kind not in MARKED:
        raise Refused("scheme_not_here")
    if year < clock.school_year_of(clock.today()):
        raise Refused("scheme_year_over")
    db.session.execute(select(Unit.id).where(Unit.id == unit.id).with_for_update())  # numbers are given one at a time
    mine = (SchemeVersion.unit_id == unit.id, SchemeVersion.year == year)
    if db.session.scalar(select(SchemeVersion.id).where(*mine, SchemeVersion.state == "draft")):
        raise Conflict("scheme_draft_there")
    last = db.session.scalar(select(func.max(SchemeVersion.number)).where(*mine)) or 0
    row = SchemeVersion(
        unit_id=unit.id,
        year=year,
        number=last + 1,
        name=start.head.name[: scheme_checks.NAME_LENGTH],
        name_en=start.head.name_en[:80],
        source=start.head.source[: scheme_checks.NOTE_LENGTH],
        state="draft",
        body=scheme_data.as_body(start.scheme),
        origin=start.origin,
        edits=0,
        made_by=viewer.user_id,
        made_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    _noted(viewer, unit, row, "scheme.begin")
    return row


def change_head(viewer: Viewer, row: SchemeVersion, edits: int, head: Head) -> None:
    """Name, source and total of a draft. Refused: a total that is neither 100 nor 1000 points."""
    if head.total not in scheme_checks.TOTALS:
        raise Refused("scheme_total")
    scheme = replace(scheme_data.of_body(row.body), total=head.total)
    _keep(viewer, row, edits, scheme, name=head.name, name_en=head.name_en, source=head.source)


def put_part(viewer: Viewer, row: SchemeVersion, edits: int, place: int, part: Part) -> None:
    """Put a part at a place (from 1; one beyond the last: a new one). Refused with what is wrong with the part."""
    scheme = scheme_data.of_body(row.body)
    parts = list(scheme.parts)
    if not 1 <= place <= len(parts) + 1:
        raise Conflict("scheme_late")
    before = parts[place - 1] if place <= len(parts) else None
    parts[place - 1 : place] = [_in_english(replace(part, code=before.code if before else _free_code(parts)), before)]
    if len(parts) > scheme_checks.MOST_PARTS:
        raise Refused("scheme_parts", most=scheme_checks.MOST_PARTS)
    _raise_first(scheme_checks.part_faults(part))
    _keep(viewer, row, edits, replace(scheme, parts=tuple(parts)))


def _in_english(part: Part, before: Part | None) -> Part:
    """The English of a shipped part stays as long as the Chinese does."""
    if before is None:
        return part
    name_en = before.name_en if part.name == before.name else ""
    return replace(part, name_en=name_en, note_en=before.note_en if part.note == before.note else "")


def take_part_out(viewer: Viewer, row: SchemeVersion, edits: int, place: int) -> None:
    """Take a part out of a draft."""
    scheme = scheme_data.of_body(row.body)
    if not 1 <= place <= len(scheme.parts):
        raise Conflict("scheme_late")
    _keep(viewer, row, edits, replace(scheme, parts=scheme.parts[: place - 1] + scheme.parts[place:]))


def _free_code(parts: Sequence[Part]) -> str:
    taken = {part.code for part in parts}
    return next(code for n in range(1, len(parts) + 2) if (code := f"n{n}") not in taken)


def put_levels(viewer: Viewer, row: SchemeVersion, edits: int, levels: Sequence[Level]) -> None:
    """The levels of a draft. Refused: gaps, overlaps, names missing or twice."""
    scheme = scheme_data.of_body(row.body)
    _raise_first(scheme_checks.level_faults(levels, scheme.total))
    english = {one.name: one.name_en for one in scheme.levels}
    named = [replace(one, name_en=english.get(one.name, "")) for one in levels]
    _keep(viewer, row, edits, replace(scheme, levels=tuple(sorted(named, key=lambda one: -one.low))))


def put_vetoes(viewer: Viewer, row: SchemeVersion, edits: int, bases: Mapping[str, str]) -> None:
    """Which vetoes of a draft hold, each with the document that says so; those not named are off."""
    scheme = scheme_data.of_body(row.body)
    vetoes = [replace(one, on=one.code in bases, basis=bases.get(one.code, "").strip()) for one in scheme.vetoes]
    for one in vetoes:
        if one.on and not one.basis:
            raise Refused("scheme_veto_basis", veto=one.name)
    _keep(viewer, row, edits, replace(scheme, vetoes=tuple(vetoes)))


def _raise_first(faults: Sequence[Fault]) -> None:
    for fault in faults:
        raise fault.refusal


def _keep(viewer: Viewer, row: SchemeVersion, edits: int, scheme: Scheme, **head: str) -> None:
    """Store a changed draft, if it is still the draft that the form was made from."""
    mine = (SchemeVersion.id == row.id, SchemeVersion.state == "draft", SchemeVersion.edits == edits)
    values = {"body": scheme_data.as_body(scheme), "edits": edits + 1, **head}
    if not affected(update(SchemeVersion).where(*mine).values(**values).execution_options(synchronize_session=False)):
        raise Conflict(_why_not(row))
    _noted(viewer, _unit_of(row), row, "scheme.change")


def _why_not(row: SchemeVersion) -> str:
    state = db.session.scalar(select(SchemeVersion.state).where(SchemeVersion.id == row.id))
    return "scheme_published" if state == "published" else "scheme_late"


def publish_scheme(viewer: Viewer, row: SchemeVersion, edits: int) -> None:
    """From now on schools are marked by this version. Refused: any fault of the scheme; a version published already.

    Points entered by hand for the version before go along where a part is the same."""
    _raise_first(scheme_checks.scheme_faults(scheme_data.of_body(row.body)))
    mine = (SchemeVersion.id == row.id, SchemeVersion.state == "draft", SchemeVersion.edits == edits)
    values = {"state": "published", "published_by": viewer.user_id, "published_at": clock.now()}
    if not affected(update(SchemeVersion).where(*mine).values(**values).execution_options(synchronize_session=False)):
        raise Conflict(_why_not(row))
    carry_marks(row)
    _noted(viewer, _unit_of(row), row, "scheme.publish")


def drop_draft(viewer: Viewer, row: SchemeVersion) -> None:
    """Remove a draft. Refused once it is published."""
    mine = (SchemeVersion.id == row.id, SchemeVersion.state == "draft")
    if not affected(delete(SchemeVersion).where(*mine).execution_options(synchronize_session=False)):
        raise Conflict("scheme_published")
    _noted(viewer, _unit_of(row), row, "scheme.drop")


def _unit_of(row: SchemeVersion) -> Unit:
    return db.session.get_one(Unit, row.unit_id)


def _noted(viewer: Viewer, unit: Unit, row: SchemeVersion, action: str) -> None:
    audit.record(unit.keeper_id, viewer.user_id, action, f"unit:{unit.id}", year=row.year, version=row.number)
