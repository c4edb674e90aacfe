"""The audit chain of a school, and looks at named people."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite

from ..extensions import db
from . import clock
from .database import to_ms, write
from .models import AccessLook, AuditEntry

_seen: set[tuple[int, str, date]] = set()


def record(school_id: int, actor_id: int | None, action: str, subject: str, **detail: Any) -> None:
    """Add a link to the school's chain, in the transaction of the change. `detail` holds no names."""
    last = db.session.execute(
        select(AuditEntry.seq, AuditEntry.link)
        .where(AuditEntry.school_id == school_id).order_by(AuditEntry.seq.desc()).limit(1).with_for_update()
    ).first()  # fmt: skip
    seq, before = (last.seq + 1, last.link) if last else (1, b"")
    now = clock.now()
    entry = dict(school_id=school_id, seq=seq, at=now, actor_id=actor_id, action=action, subject=subject, detail=detail)
    db.session.execute(insert(AuditEntry.__table__).values(**entry, link=_link(before, entry)))


def _link(before: bytes, entry: dict[str, Any]) -> bytes:
    said = [entry["school_id"], entry["seq"], to_ms(entry["at"]), entry["actor_id"], entry["action"], entry["subject"], entry["detail"]]
    return hashlib.sha256(before + json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).digest()


def broken_at(school_id: int) -> int | None:
    """The first entry of a school's chain that does not follow from the one before; None when whole."""
    before, expected = b"", 1
    for row in db.session.scalars(select(AuditEntry).where(AuditEntry.school_id == school_id).order_by(AuditEntry.seq)):
        entry = {name: getattr(row, name) for name in ("school_id", "seq", "at", "actor_id", "action", "subject", "detail")}
        if row.seq != expected or row.link != _link(before, entry):
            return expected
        before, expected = row.link, expected + 1
    return None


def looked(school_id: int, viewer_id: int, subject: str, names: int) -> None:
    """Put on record that a viewer saw `names` names of `subject` today. Written once a day and subject."""
    key = (viewer_id, subject, clock.today())
    if key in _seen:
        return
    with write() as session:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        row = dict(school_id=school_id, viewer_id=viewer_id, subject=subject, day=key[2], names=names)
        session.execute(dialect.insert(AccessLook.__table__).values(**row).on_conflict_do_nothing())
    if len(_seen) > 100_000:
        _seen.clear()
    _seen.add(key)
