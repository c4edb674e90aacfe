"""Verbs: contest an official figure, and answer. Accepted, the figure is put right in a new snapshot that a second person signs; the old
one stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import exists, select, update

from ..accounts.models import User
from ..extensions import db
from ..org.access import Viewer
from ..org.models import Unit
from ..shared import audit, clock
from ..shared.database import affected
from ..shared.refusals import Conflict, NotFound, Refused
from ..shared.upsert import insert_unless_there
from . import snapshot_changes, snapshots
from .models import Appeal, Snapshot
from .snapshot_queries import body_of, versions_in

CONTEST = "figure.contest"
REASON_LENGTH, RECORD_LENGTH = 500, 200


def may_contest(viewer: Viewer, unit: Unit) -> bool:
    """Whether the viewer speaks for a unit: by a post at this very unit, not above it."""
    return any(held.unit_id == unit.id for held in viewer.holdings) and viewer.may(CONTEST, unit.path)


def contest_figure(viewer: Viewer, row: Snapshot, unit: Unit, figure: str, reason: str, record: str, days: int) -> int:
    """Contest a figure of a unit; the number of the appeal, to be answered within `days`.

    Refused: figures of another unit; not signed, or corrected meanwhile; after the term; without a reason; a pupil's name in it; a
    figure that the snapshot does not have; the same figure a second time."""
    if not may_contest(viewer, unit):
        raise Refused("appeal_not_yours")
    if row.state != "signed" or _signed_after(row):
        raise Conflict("appeal_superseded")
    if row.appeals_until is None or clock.today() > row.appeals_until:
        raise Refused("appeal_late", day=row.appeals_until or row.day)
    reason, record = _plain(unit, reason, REASON_LENGTH), _plain(unit, record, RECORD_LENGTH, needed=False)
    snapshot_changes.correctable(body_of(row), unit.id, figure)
    values = {"snapshot_id": row.id, "series_id": row.series_id, "unit_id": unit.id, "figure": figure}
    values |= {"reason": reason, "record": record, "made_by": viewer.user_id, "made_at": clock.now()}
    values |= {"due_on": clock.today() + timedelta(days=days), "state": "open", "answer": ""}
    number = insert_unless_there(Appeal.__table__, school_id=unit.keeper_id, **values)
    if number is None:
        raise Conflict("appeal_twice")
    _noted(viewer, unit.keeper_id, "appeal.make", number, row)
    return number


def _signed_after(row: Snapshot) -> bool:
    found = select(exists().where(Snapshot.corrects_id == row.id, Snapshot.state == "signed"))
    return bool(db.session.scalar(found))


def _plain(unit: Unit, text: str, most: int, needed: bool = True) -> str:
    """Text typed by hand, of a length that fits, without the name of a pupil of the school."""
    text = text.strip()
    if (needed and not text) or len(text) > most:
        raise Refused("appeal_reason", most=most)
    if text and unit.kind in ("school", "class"):
        mine = (User.school_id == unit.keeper_id, User.kind == "pupil")
        named = select(User.name).where(*mine)
        if any(len(name) > 1 and name in text for name in db.session.scalars(named)):
            raise Refused("appeal_names")
    return text


def decline_appeal(viewer: Viewer, appeal: Appeal, unit: Unit, answer: str) -> None:
    """Leave the figure as it is, and say why. Refused: who contested it; an appeal that is answered; no reason."""
    _answer(viewer, appeal, unit, answer, "declined", None)


def accept_appeal(viewer: Viewer, appeal: Appeal, unit: Unit, answer: str, values: Mapping[str, int]) -> Snapshot:
    """Put the figure right in a draft of a new snapshot, to be signed by somebody else; `values` as snapshot_changes.correctable
    names them. Refused as in decline_appeal, and what snapshot_changes.corrected refuses."""
    newest = versions_in(appeal.series_id)[-1]
    body = snapshot_changes.corrected(body_of(newest), unit.id, appeal.figure, values)
    of = db.session.get_one(Unit, newest.unit_id)
    draft = snapshots.draft_correction(viewer, of, newest, body)
    _answer(viewer, appeal, unit, answer, "accepted", draft.id)
    return draft


def _answer(viewer: Viewer, appeal: Appeal, unit: Unit, answer: str, state: str, correction: int | None) -> None:
    if appeal.made_by == viewer.user_id:
        raise Refused("appeal_own")
    text = _plain(unit, answer, REASON_LENGTH)
    mine = (Appeal.school_id == appeal.school_id, Appeal.id == appeal.id, Appeal.state == "open")
    values = {"state": state, "answer": text, "answered_by": viewer.user_id, "answered_at": clock.now()}
    done = update(Appeal).where(*mine).values(**values, correction_id=correction)
    if not affected(done.execution_options(synchronize_session=False)):
        raise Conflict("appeal_answered")
    row = db.session.get(Snapshot, appeal.snapshot_id)
    if row is None:
        raise NotFound()
    keeper = appeal.school_id
    _noted(viewer, keeper, "appeal.accept" if state == "accepted" else "appeal.decline", appeal.id, row)


def _noted(viewer: Viewer, keeper: int, action: str, number: int, row: Snapshot) -> None:
    audit.record(keeper, viewer.user_id, action, f"snapshot:{row.id}", year=row.year, appeal=number)
