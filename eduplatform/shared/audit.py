"""The audit chain of a school, and looks at named people: what is written. How a chain is checked: audit_chain."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from ..extensions import db
from . import clock, install_key
from .database import to_ms, write
from .models import AccessLook, AuditEntry
from .upsert import insert_into

PURPOSE = "audit"
_seen: dict[tuple[int, str, date], int] = {}  #: the greatest number on record, as far as this process knows


def record(school_id: int, actor_id: int | None, action: str, subject: str, **detail: Any) -> None:
    """Add a link to the school's chain, in the transaction of the change. `detail` holds no names."""
    last = db.session.execute(
        select(AuditEntry.seq, AuditEntry.link)
        .where(AuditEntry.school_id == school_id)
        .order_by(AuditEntry.seq.desc())
        .limit(1)
        .with_for_update()
    ).first()
    seq, before = (last.seq + 1, last.link) if last else (1, b"")
    now = clock.now()
    entry = dict(school_id=school_id, seq=seq, at=now, actor_id=actor_id, action=action, subject=subject, detail=detail)
    link = install_key.install_mark(PURPOSE, before + said(entry))
    db.session.execute(insert(AuditEntry.__table__).values(**entry, link=link))


def said(entry: Mapping[str, Any]) -> bytes:
    """What a link vouches for: everything in the entry."""
    parts = [
        entry["school_id"],
        entry["seq"],
        to_ms(entry["at"]),
        entry["actor_id"],
        entry["action"],
        entry["subject"],
        entry["detail"],
    ]
    return json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()


def looked(school_id: int, viewer_id: int, subject: str, names: int) -> None:
    """Put on record that a viewer saw `names` names of `subject` today: one row a day and subject, with the greatest number seen at once."""
    key = (viewer_id, subject, clock.today())
    if _seen.get(key, -1) >= names:
        return
    with write() as session:
        row = insert_into(AccessLook.__table__).values(
            school_id=school_id, viewer_id=viewer_id, subject=subject, day=key[2], names=names
        )
        same = ["school_id", "viewer_id", "subject", "day"]
        more = row.on_conflict_do_update(
            index_elements=same, set_={"names": row.excluded.names}, where=AccessLook.names < row.excluded.names
        )
        session.execute(more)
    if len(_seen) > 100_000:
        _seen.clear()
    _seen[key] = names
