"""The audit chain of a school, and looks at named people."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
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


def _link(before: bytes, entry: Mapping[str, Any]) -> bytes:
    said = [entry["school_id"], entry["seq"], to_ms(entry["at"]), entry["actor_id"], entry["action"], entry["subject"], entry["detail"]]
    return hashlib.sha256(before + json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).digest()


@dataclass(frozen=True)
class Chain:
    """State of a chain: how many entries it has, the link of the last one, the first entry that does not follow (None: whole)."""

    entries: int
    last: bytes
    broken_at: int | None


_SAID = ("school_id", "seq", "at", "actor_id", "action", "subject", "detail")
_CHAIN = select(*(AuditEntry.__table__.c[name] for name in (*_SAID, "link"))).order_by(AuditEntry.seq)


def chain(school_id: int) -> Chain:
    """Go through a whole chain, link by link. One statement, read in pieces."""
    before, entries, broken = b"", 0, None
    for row in db.session.execute(_CHAIN.where(AuditEntry.school_id == school_id).execution_options(yield_per=2000)).mappings():
        entries += 1
        if broken is None and (row["seq"] != entries or row["link"] != _link(before, row)):
            broken = entries
        before = row["link"]
    return Chain(entries, before, broken)


def broken_at(school_id: int) -> int | None:
    """The first entry of a school's chain that does not follow from the one before; None when whole."""
    return chain(school_id).broken_at


def link_at(school_id: int, seq: int) -> bytes | None:
    """The link of an entry of a chain, to compare with one written down outside."""
    return db.session.scalar(select(AuditEntry.link).where(AuditEntry.school_id == school_id, AuditEntry.seq == seq))


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
