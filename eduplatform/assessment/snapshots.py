"""Verbs: prepare official figures, sign them, drop what is not signed. Signed figures never change.

Two people: who prepared does not sign. What is signed is sealed with the key of the install and stands in the audit chain of its unit.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from re import fullmatch
from typing import Any

from sqlalchemy import delete, exists, func, select, update

from ..extensions import db
from ..org.access import Viewer, below
from ..org.models import Unit
from ..org.roles import ROLES
from ..shared import audit, audit_chain, clock, install_key
from ..shared.database import affected, to_ms
from ..shared.models import StaleMark
from ..shared.refusals import Conflict, Refused
from . import counting_version
from .models import Appeal, SchemeVersion, Snapshot
from .queries import counted_at, last_report_day
from .snapshot_bodies import read_figures, read_scores
from .snapshot_rules import FIGURES, SCORES, canonical, digest_of

MAKE, SIGN = "snapshot.make", "snapshot.sign"
PURPOSE = "snapshot"
SIGNED = "snapshot.sign"  #: the action in the audit chain


@dataclass(frozen=True)
class Wish:
    """What shall be kept: a unit's figures as of a day; `scheme` with its unit: scores by it."""

    unit: Unit
    year: int
    day: date
    scheme: tuple[SchemeVersion, Unit] | None = None

    @property
    def kind(self) -> str:
        return SCORES if self.scheme else FIGURES

    def read(self) -> dict[str, Any]:
        """The figures as the tallies have them now."""
        if self.scheme:
            return read_scores(self.unit, *self.scheme, self.day)
        return read_figures(self.unit, self.year, self.day)


def latest_day(year: int) -> date:
    """The last day that is over, and on which figures of a school year could still change."""
    return min(last_report_day(year), clock.today() - timedelta(days=1))


def check_wish(wish: Wish) -> None:
    """Refused: classes, whose figures are their school's; a day not over or not of the year; records that are not counted yet; a signed
    snapshot of the same figures and day (it is corrected by an appeal)."""
    if wish.unit.kind == "class" or (wish.scheme and wish.unit.kind == "school"):
        raise Refused("snapshot_not_here")
    if not date(wish.year, 9, 1) <= wish.day <= latest_day(wish.year):
        raise Refused("snapshot_day")
    under = select(Unit.id).where(Unit.kind == "class", below(Unit.path, [wish.unit.path]))
    if db.session.scalar(select(exists().where(StaleMark.class_id.in_(under), StaleMark.year == wish.year))):
        raise Refused("snapshot_counting")
    if db.session.scalar(select(exists().where(*_alike(wish)))):
        raise Conflict("snapshot_there")


def _alike(wish: Wish) -> tuple[Any, ...]:
    scheme_id = wish.scheme[0].id if wish.scheme else None
    mine = (Snapshot.unit_id == wish.unit.id, Snapshot.year == wish.year, Snapshot.day == wish.day)
    return (*mine, Snapshot.kind == wish.kind, Snapshot.scheme_id.is_not_distinct_from(scheme_id))


def prepare_snapshot(viewer: Viewer, wish: Wish, seen: str) -> Snapshot:
    """Keep figures as a draft for somebody else to sign. `seen`: digest of what the viewer was shown; refused when it moved since."""
    check_wish(wish)
    text = canonical(wish.read())
    if digest_of(text) != seen:
        raise Conflict("snapshot_moved")
    scheme_id = wish.scheme[0].id if wish.scheme else None
    row = _added(viewer, wish.unit, wish.year, wish.day, kind=wish.kind, scheme_id=scheme_id, body=text)
    row.series_id = row.id
    _noted(viewer, wish.unit, row, "snapshot.make")
    return row


def _added(viewer: Viewer, unit: Unit, year: int, day: date, *, body: str, **more: Any) -> Snapshot:
    _one_at_a_time(unit)
    mine = (Snapshot.unit_id == unit.id, Snapshot.year == year)
    last = db.session.scalar(select(func.max(Snapshot.number)).where(*mine)) or 0
    values: dict[str, Any] = {
        "counting": counting_version.VERSION,
        "counted_at": counted_at(),
        "series_id": 0,
        "state": "draft",
    }
    values |= {"digest": digest_of(body), "made_by": viewer.user_id, "made_at": clock.now(), "number": last + 1} | more
    row = Snapshot(unit_id=unit.id, year=year, day=day, body=body, signed_role="", seal="", chain_link="", **values)
    db.session.add(row)
    db.session.flush()
    return row


def _one_at_a_time(unit: Unit) -> None:
    """Numbers are given, and corrections begun, one at a time in a unit."""
    db.session.execute(select(Unit.id).where(Unit.id == unit.id).with_for_update())


def draft_correction(viewer: Viewer, unit: Unit, newest: Snapshot, body: dict[str, Any]) -> Snapshot:
    """A draft that corrects the newest snapshot of a series; a draft that is there already takes the change as well."""
    text = canonical(body)
    if newest.state == "draft":
        mine = (Snapshot.id == newest.id, Snapshot.state == "draft", Snapshot.digest == newest.digest)
        values = {"body": text, "digest": digest_of(text), "made_by": viewer.user_id, "made_at": clock.now()}
        if not affected(update(Snapshot).where(*mine).values(**values).execution_options(synchronize_session=False)):
            raise Conflict("snapshot_late")
        db.session.refresh(newest)
        return newest
    _one_at_a_time(unit)
    if db.session.scalar(select(exists().where(Snapshot.corrects_id == newest.id))):
        raise Conflict("snapshot_late")
    same: dict[str, Any] = {"kind": newest.kind, "scheme_id": newest.scheme_id, "series_id": newest.series_id}
    same |= {"counting": newest.counting, "counted_at": newest.counted_at}
    row = _added(viewer, unit, newest.year, newest.day, body=text, corrects_id=newest.id, **same)
    _noted(viewer, unit, row, "snapshot.correct")
    return row


def sign_snapshot(viewer: Viewer, unit: Unit, row: Snapshot, seen: str, days: int) -> None:
    """Sign a draft: from now on it stands. `seen`: digest of the page that was signed; `days`: how long figures may be contested (those of
    a correction as long as those it corrects).

    Refused: who prepared it, or accepted an appeal it answers; what is signed already; what is not as it was prepared."""
    if viewer.user_id in _hands(row):
        raise Refused("snapshot_own")
    if row.state != "draft":
        raise Conflict("snapshot_frozen")
    if seen != row.digest or digest_of(row.body) != row.digest:
        raise Conflict("snapshot_late")
    role = next(held.role for held in viewer.holdings if unit.path.startswith(held.path) and SIGN in ROLES[held.role])
    until = clock.today() + timedelta(days=days)
    if row.corrects_id is not None:
        until = db.session.scalar(select(Snapshot.appeals_until).where(Snapshot.id == row.corrects_id)) or until
    mine = (Snapshot.id == row.id, Snapshot.state == "draft", Snapshot.digest == row.digest)
    values = {"state": "signed", "signed_by": viewer.user_id, "signed_role": role, "signed_at": clock.now()}
    values |= {"appeals_until": until}
    if not affected(update(Snapshot).where(*mine).values(**values).execution_options(synchronize_session=False)):
        raise Conflict("snapshot_frozen")
    db.session.refresh(row)
    row.seal = install_key.install_mark(PURPOSE, said(row)).hex()
    _noted(viewer, unit, row, "snapshot.sign", digest=digest_of(said(row).decode()))
    if head := audit_chain.chain_head(unit.keeper_id):
        row.chain_seq, row.chain_link = head.seq, head.link
    db.session.flush()


def _hands(row: Snapshot) -> set[int | None]:
    """Who had a hand in what is to be signed."""
    accepted = select(Appeal.answered_by).where(Appeal.correction_id == row.id)
    return {row.made_by, *db.session.scalars(accepted)}


def said(row: Snapshot) -> bytes:
    """What a seal vouches for: everything that a signed snapshot says, its figures by the digest of what is there now."""
    parts = [row.id, row.unit_id, row.year, row.number, row.day.isoformat(), row.kind, row.scheme_id, row.counting]
    parts += [
        row.counted_at and to_ms(row.counted_at),
        digest_of(row.body),
        row.series_id,
        row.corrects_id,
        row.made_by,
    ]
    parts += [to_ms(row.made_at), row.signed_by, row.signed_role, row.signed_at and to_ms(row.signed_at)]
    parts += [row.appeals_until and row.appeals_until.isoformat()]
    return json.dumps(parts, ensure_ascii=False).encode()


def is_whole(row: Snapshot) -> bool:
    """Whether a snapshot is as it was prepared or, signed, as it was signed."""
    if row.state == "draft":
        return digest_of(row.body) == row.digest
    mark = bytes.fromhex(row.seal) if fullmatch("[0-9a-f]{64}", row.seal) else b""
    return install_key.mark_fits(mark, PURPOSE, said(row))


def drop_draft_snapshot(viewer: Viewer, unit: Unit, row: Snapshot) -> None:
    """Drop what is not signed. Appeals that it was to answer are open again. Refused: what is signed."""
    again = {"state": "open", "answer": "", "answered_by": None, "answered_at": None, "correction_id": None}
    mine = (Snapshot.id == row.id, Snapshot.state == "draft")
    quiet = {"synchronize_session": False}
    if not db.session.scalar(select(exists().where(*mine))):
        raise Conflict("snapshot_frozen")
    db.session.execute(update(Appeal).where(Appeal.correction_id == row.id).values(**again).execution_options(**quiet))
    if not affected(delete(Snapshot).where(*mine).execution_options(**quiet)):
        raise Conflict("snapshot_frozen")
    _noted(viewer, unit, row, "snapshot.drop")


def _noted(viewer: Viewer, unit: Unit, row: Snapshot, action: str, **more: Any) -> None:
    keeper, subject = unit.keeper_id, f"snapshot:{row.id}"
    day = row.day.isoformat()
    audit.record(keeper, viewer.user_id, action, subject, year=row.year, day=day, number_of=row.number, **more)
