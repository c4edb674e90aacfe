"""Heads of the audit chains, written down outside the database: in a file of the install, in every backup's manifest and in the log.

Who can only write to the database cannot reach them, so a chain whose last entries are gone, or that was made anew, no longer holds them.
A head that the chain does not hold any more is never replaced: a backup made after the cut must not make it good.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import func, select, tuple_

from ..extensions import db
from ..org.models import Unit
from ..shared import clock, private_files
from ..shared.audit_chain import Anchor
from ..shared.models import AuditEntry
from .backup_zip import manifest_of

FILE = "heads.json"
_AT_ONCE = 300
log = structlog.get_logger("audit")
Heads = dict[int, Anchor]


def chain_heads() -> Heads:
    """The last entry of every chain in the database. One statement."""
    last = select(func.max(AuditEntry.seq)).where(AuditEntry.school_id == Unit.id).correlate(Unit).scalar_subquery()
    found = select(Unit.id, AuditEntry.seq, AuditEntry.link).where(
        Unit.kind != "class", AuditEntry.school_id == Unit.id, AuditEntry.seq == last
    )
    return {row.id: Anchor(row.seq, row.link.hex()) for row in db.session.execute(found.order_by(Unit.id))}


def known_anchors(instance: Path, backups: Path) -> dict[int, list[Anchor]]:
    """What was written down of each chain: in the install's file, and in the newest backup made since the last restore."""
    kept = _read(instance)
    found = {school: [one] for school, one in _heads_in(kept, FILE).items()}
    newest = _newest_manifest(backups)
    if newest and newest.get("made_at", "") > kept.get("restored_at", ""):
        for school, one in _heads_in(newest, "backup").items():
            found.setdefault(school, []).append(one)
    return found


def write_heads(instance: Path) -> Heads:
    """Write the heads down in the file and those that moved in the log; returns them as they are now."""
    now, file = heads_to_write(instance)
    _put(instance, file)
    return now


def put_heads(instance: Path, file: dict[str, Any]) -> None:
    """Write down what heads_to_write gave, after its transaction stands. A disk that is full undoes nothing: the next backup writes again."""
    try:
        _put(instance, file)
    except OSError as fault:
        log.error("audit heads not written down", exc_info=fault)


def heads_to_write(instance: Path) -> tuple[Heads, dict[str, Any]]:
    """The heads as the running transaction sees them, and the whole file with them. Says those that moved in the log."""
    now, kept = chain_heads(), _read(instance)
    before = _heads_in(kept, FILE)
    for school, one in now.items():
        if school not in before or one.seq > before[school].seq:
            log.info("audit head", school=school, seq=one.seq, link=one.link)
    contradicted = _contradicted(before)
    for school, one in contradicted.items():
        log.error("audit chain is not what was written down", school=school, seq=one.seq, link=one.link)
    return now, kept | {"heads": heads_as_json({**now, **contradicted}), "at": clock.now().isoformat()}


def _contradicted(before: Heads) -> Heads:
    """Heads written down that the chains do not hold any more. One statement for every few hundred chains."""
    places = [(school, one.seq) for school, one in before.items()]
    held: dict[tuple[int, int], bytes] = {}
    for start in range(0, len(places), _AT_ONCE):
        key = tuple_(AuditEntry.school_id, AuditEntry.seq).in_(places[start : start + _AT_ONCE])
        rows = db.session.execute(select(AuditEntry.school_id, AuditEntry.seq, AuditEntry.link).where(key))
        held |= {(row.school_id, row.seq): row.link.hex() for row in rows}
    return {
        school: one
        for school, one in before.items()
        if held.get((school, one.seq)) != one.link and not _removed(school, one)
    }


def _removed(school: int, one: Anchor) -> bool:
    """Whether the entry was older than what is kept: the chain begins after it and says so itself."""
    first = db.session.scalar(select(func.min(AuditEntry.seq)).where(AuditEntry.school_id == school))
    return bool(first and first > one.seq)


def restored(instance: Path) -> None:
    """After a restore the database is rightly older than what was written down: begin anew from what it holds."""
    at = clock.now().isoformat()
    _put(instance, {"heads": heads_as_json(chain_heads()), "at": at, "restored_at": at})


def heads_as_json(found: Mapping[int, Anchor]) -> dict[str, list[Any]]:
    """Heads for a JSON file: unit → [place, link]."""
    return {str(school): [one.seq, one.link] for school, one in found.items()}


def _heads_in(kept: Mapping[str, Any], where: str) -> Heads:
    at = str(kept.get("at") or kept.get("made_at") or "")
    return {
        int(school): Anchor(int(seq), str(link), where, at) for school, (seq, link) in kept.get("heads", {}).items()
    }


def of_manifest(manifest: Mapping[str, Any]) -> Heads:
    """The heads in a backup's manifest."""
    return _heads_in(manifest, "backup")


def _newest_manifest(folder: Path) -> dict[str, Any] | None:
    found = [manifest for path in folder.glob("*.zip") if (manifest := manifest_of(path)) and manifest.get("heads")]
    return max(found, key=lambda manifest: str(manifest["made_at"]), default=None)


def _read(instance: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((instance / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _put(instance: Path, kept: Mapping[str, Any]) -> None:
    private_files.write_private(instance / FILE, json.dumps(kept))
