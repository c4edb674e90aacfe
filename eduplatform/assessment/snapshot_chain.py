"""Are the official figures as they were signed? Each is sealed with the key of the install and stands in the audit chain of its unit, whose
head is written down outside the database. So an edit, a deletion, a swap, a tail cut off and seals made anew are all found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from ..extensions import db
from ..org.models import Unit
from ..shared import audit_chain
from ..shared.audit_chain import Anchor
from ..shared.models import AuditEntry
from .models import Snapshot
from .snapshot_rules import digest_of
from .snapshots import SIGNED, is_whole, said


@dataclass(frozen=True)
class SnapshotFault:
    """What is wrong: with the chain of a unit (snapshot 0), or with one snapshot. `code`: chain, changed, unrecorded or missing."""

    unit_id: int
    snapshot_id: int
    code: str


@dataclass(frozen=True)
class Verified:
    """How many signed snapshots were looked at, and what is wrong with them."""

    signed: int
    faults: Sequence[SnapshotFault]


def verify_snapshots(anchors: Mapping[int, Sequence[Anchor]], gone_by: int) -> Verified:
    """Hold every signed snapshot against its seal and its entry in the chain, and the chains against their `anchors` (by unit).
    `gone_by`: years up to this one were removed when their time was over. Walks whole chains: for the command line."""
    entries: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    for keeper, number, detail in _entries():
        entries[keeper, number].append(detail)
    signed = db.session.execute(_signed()).all()
    keepers = {keeper for _number, keeper in signed} | {keeper for keeper, _number in entries} | set(anchors)
    faults = [SnapshotFault(one, 0, "chain") for one in sorted(keepers) if not _chain_holds(one, anchors)]
    for number, keeper in signed:
        row = db.session.get_one(Snapshot, number)
        if code := _fault_of(row, entries[keeper, number], keeper):
            faults.append(SnapshotFault(keeper, number, code))
        db.session.expunge(row)  # bodies are large, and each is looked at once
    left = [key for key, some in sorted(entries.items()) for one in some if one.get("year", gone_by + 1) > gone_by]
    return Verified(len(signed), [*faults, *(SnapshotFault(*key, "missing") for key in left)])


def _chain_holds(keeper: int, anchors: Mapping[int, Sequence[Anchor]]) -> bool:
    return audit_chain.walk(keeper, anchors.get(keeper, ())).whole


def _signed() -> Any:
    """SELECT of number and keeper of each signed snapshot."""
    keeper = func.coalesce(Unit.school_id, Unit.id)
    found = select(Snapshot.id, keeper).join(Unit, Unit.id == Snapshot.unit_id).where(Snapshot.state == "signed")
    return found.order_by(Snapshot.id)


def _entries() -> list[tuple[int, int, dict[str, Any]]]:
    """What the chains say of signed snapshots: unit, number, details."""
    found = select(AuditEntry.school_id, AuditEntry.subject, AuditEntry.detail).where(AuditEntry.action == SIGNED)
    numbered = [(row[0], row[1].partition(":")[2], dict(row[2])) for row in db.session.execute(found)]
    return [(keeper, int(number) if number.isdigit() else 0, detail) for keeper, number, detail in numbered]


def _fault_of(row: Snapshot, entries: list[dict[str, Any]], keeper: int) -> str:
    """What is wrong with a snapshot, "" for nothing. Takes the entry that tells of it out of `entries`: one that is left tells of
    another one with the same number, which is gone."""
    digest = digest_of(said(row).decode())
    own = next((one for one in entries if one.get("digest") == digest), entries[-1] if entries else None)
    if own is not None:
        entries.remove(own)
    if not is_whole(row) or digest_of(row.body) != row.digest:
        return "changed"
    if own is not None:
        return "" if own.get("digest") == digest else "changed"
    return "" if _shortened(row, keeper) else "unrecorded"


def _shortened(row: Snapshot, keeper: int) -> bool:
    """Whether its entry was older than what is kept of the chain."""
    first = db.session.scalar(select(func.min(AuditEntry.seq)).where(AuditEntry.school_id == keeper))
    return bool(first and row.chain_seq and row.chain_seq < first)
