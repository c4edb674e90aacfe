"""Reads: official figures of a unit, those of units above that hold a figure of it, the versions of one, appeals."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from ..accounts.models import User
from ..extensions import db
from ..org.access import Viewer
from ..org.models import Unit
from ..org.queries import path_ids
from . import snapshot_bodies, snapshot_rules
from .models import Appeal, Snapshot
from .snapshot_rules import FIGURES, SCORES, Shown


def body_of(row: Snapshot) -> dict[str, Any]:
    """The frozen figures of a snapshot; shape: snapshot_rules."""
    return dict(json.loads(row.body))


def find_snapshot(snapshot_id: int) -> tuple[Snapshot, Unit] | None:
    """A snapshot with its unit."""
    found = select(Snapshot, Unit).join(Unit, Unit.id == Snapshot.unit_id).where(Snapshot.id == snapshot_id)
    row = db.session.execute(found).first()
    return (row[0], row[1]) if row else None


def snapshots_of(unit: Unit, year: int, drafts: bool) -> list[Snapshot]:
    """Snapshots of a unit in a year, the newest first; without `drafts` those that are signed. One statement."""
    found = select(Snapshot).where(Snapshot.unit_id == unit.id, Snapshot.year == year)
    if not drafts:
        found = found.where(Snapshot.state == "signed")
    return list(db.session.scalars(found.order_by(Snapshot.number.desc())))


def snapshots_above(unit: Unit, year: int) -> list[tuple[Snapshot, Unit]]:
    """Signed snapshots of units above in which a unit has a figure of its own: indicators of the unit directly above, scores of a school.
    The newest first; one statement."""
    above = path_ids(unit.path)[:-1]
    its: Any = (Snapshot.kind == FIGURES) & (Snapshot.unit_id == unit.parent_id)
    if unit.kind == "school":
        its = or_(its, (Snapshot.kind == SCORES) & Snapshot.unit_id.in_(above))
    found = select(Snapshot, Unit).join(Unit, Unit.id == Snapshot.unit_id)
    found = found.where(its, Snapshot.year == year, Snapshot.state == "signed")
    return [(row[0], row[1]) for row in db.session.execute(found.order_by(Snapshot.day.desc(), Snapshot.id.desc()))]


def versions_in(series_id: int) -> list[Snapshot]:
    """All snapshots that correct each other, the first one first. One statement."""
    found = select(Snapshot).where(Snapshot.series_id == series_id)
    return list(db.session.scalars(found.order_by(Snapshot.id)))


def corrected_ids(rows: Iterable[Snapshot]) -> dict[int, int]:
    """Snapshot → the signed one that corrects it. One statement."""
    ids = [one.id for one in rows]
    found = select(Snapshot.corrects_id, Snapshot.id).where(Snapshot.corrects_id.in_(ids), Snapshot.state == "signed")
    return {row[0]: row[1] for row in db.session.execute(found) if row[0]}


def shown_to(viewer: Viewer, row: Snapshot) -> Shown:
    """What a viewer is shown of frozen indicators; what was hidden in a snapshot that it corrects stays hidden."""
    before = None
    for one in versions_in(row.series_id):
        body = body_of(one)
        before = snapshot_rules.shown(body, snapshot_bodies.eyes_of(viewer, body), before)
        if one.id == row.id:
            break
    assert before is not None
    return before


@dataclass(frozen=True)
class AppealLine:
    """An appeal with what its unit is called, and the person who may be named: nobody but staff appeals."""

    row: Appeal
    unit: Unit
    by: str


def _appeals() -> Any:
    theirs = (User.id == Appeal.made_by) & (User.kind == "staff")
    return select(Appeal, Unit, User.name).join(Unit, Unit.id == Appeal.unit_id).outerjoin(User, theirs)


def appeals_in(series_id: int, unit_id: int | None = None) -> list[AppealLine]:
    """Appeals against figures of a series, the first one first; of one unit or all. One statement."""
    found = _appeals().where(Appeal.series_id == series_id).order_by(Appeal.id)
    if unit_id is not None:
        found = found.where(Appeal.unit_id == unit_id)
    return [AppealLine(row[0], row[1], row[2] or "") for row in db.session.execute(found)]


def find_appeal(appeal_id: int) -> AppealLine | None:
    """One appeal."""
    row = db.session.execute(_appeals().where(Appeal.id == appeal_id)).first()
    return AppealLine(row[0], row[1], row[2] or "") if row else None


def open_appeals(snapshots: Iterable[Snapshot]) -> dict[int, int]:
    """How many appeals wait for an answer, by series. One statement."""
    series = {one.series_id for one in snapshots}
    found = select(Appeal.series_id, func.count()).where(Appeal.series_id.in_(series), Appeal.state == "open")
    return {row[0]: row[1] for row in db.session.execute(found.group_by(Appeal.series_id))}


def appeals_of(unit_id: int, snapshots: Iterable[Snapshot]) -> dict[int, list[Appeal]]:
    """What a unit contested, by series. One statement."""
    series = {one.series_id for one in snapshots}
    found = select(Appeal).where(Appeal.unit_id == unit_id, Appeal.series_id.in_(series)).order_by(Appeal.id)
    by_series: dict[int, list[Appeal]] = {}
    for row in db.session.scalars(found):
        by_series.setdefault(row.series_id, []).append(row)
    return by_series


@dataclass(frozen=True)
class AppealNews:
    """An appeal somebody is to be told of, with the unit and the snapshot whose figure it is about."""

    row: Appeal
    unit: Unit
    year: int
    number: int
    kind: str
    day: date


def appeals_to_tell(since: datetime) -> list[AppealNews]:
    """Appeals that wait for an answer, the first term first, and those answered since an instant. One statement."""
    found = select(Appeal, Unit, Snapshot.year, Snapshot.number, Snapshot.kind, Snapshot.day)
    found = found.join(Snapshot, Snapshot.id == Appeal.snapshot_id).join(Unit, Unit.id == Snapshot.unit_id)
    found = found.where(or_(Appeal.state == "open", Appeal.answered_at >= since)).order_by(Appeal.due_on, Appeal.id)
    return [AppealNews(*row) for row in db.session.execute(found)]


def appeals_wait(unit_id: int, for_user: int | None = None) -> bool:
    """Whether an appeal against figures of a unit waits for an answer; with `for_user` one that this user may answer: not the own."""
    found = select(Appeal.id).join(Snapshot, Snapshot.id == Appeal.snapshot_id)
    found = found.where(Snapshot.unit_id == unit_id, Appeal.state == "open")
    if for_user is not None:
        found = found.where(Appeal.made_by.is_distinct_from(for_user))
    return bool(db.session.scalar(select(found.exists())))


def staff_names(ids: Iterable[int | None]) -> dict[int, str]:
    """Names of staff by number. One statement."""
    found = select(User.id, User.name).where(User.id.in_({one for one in ids if one}), User.kind == "staff")
    return {row[0]: row[1] for row in db.session.execute(found)}
