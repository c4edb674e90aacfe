"""Is a chain as it was written? Each link is a keyed hash (install_key) over its entry and the link before.

Who can write to the database, but not read the key, cannot make a link: an edit, a deletion, a swap and a chain computed anew are all found
by walking. One thing a chain cannot see itself: that its last entries are gone. For that its heads are written down outside the database
(anchors: in upkeep.chain_anchors, in every backup's manifest, in the log, on printed reports) and held against it.

Two entries speak about the chain itself:
  chain.seal     what stands before was not written under this key (an install from before the keys, or its key was lost). It carries a digest
                 of all of it: from here on that part cannot be changed unseen either.
  chain.shorten  entries up to `upto`, older than what is kept, were removed; it carries the link of the last of them. Where entries of a
                 sealed part remain, their seal's digest no longer fits, and a new seal follows over what is left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from ..extensions import db
from . import audit, install_key
from .database import affected
from .models import AuditEntry

SEAL, SHORTEN = "chain.seal", "chain.shorten"
UPGRADE, KEY_LOST = "upgrade", "key_lost"


@dataclass(frozen=True)
class Anchor:
    """A head written down outside the database: place and link (hexadecimal, its beginning at least) of an entry, and where and when."""

    seq: int
    link: str
    where: str = ""
    at: str = ""


@dataclass(frozen=True)
class Chain:
    """State of a chain: place and link of its last entry; the first entry that does not follow (None: none); the entry from which on it was
    written under the key (0: all of it) and the last one before it that was not; the first anchor that it does not hold any more."""

    entries: int
    last: bytes
    broken_at: int | None
    sealed_at: int = 0
    foreign: int = 0
    missed: Anchor | None = None

    @property
    def whole(self) -> bool:
        return self.broken_at is None and self.missed is None


_SAID = ("school_id", "seq", "at", "actor_id", "action", "subject", "detail")
_CHAIN = select(*(AuditEntry.__table__.c[name] for name in (*_SAID, "link"))).order_by(AuditEntry.seq)


class _Walk:
    """Goes along a chain, entry by entry."""

    def __init__(self, wanted: set[int]):
        self.seq, self.before, self.content = 0, b"", hashlib.sha256()
        self.broken: int | None = None
        self.unkeyed: int | None = None  # first entry that follows, but without the key
        self.sealed, self.foreign, self.wanted = 0, 0, wanted
        self.met: dict[int, str] = {}
        self.first: Mapping[str, Any] | None = None  # of a shortened chain: nothing says yet what came before it

    def step(self, row: Mapping[str, Any]) -> None:
        if self.seq == 0 and row["seq"] > 1:
            self.first = row
        elif row["seq"] != self.seq + 1:
            self._break(self.seq + 1)
        elif install_key.mark_fits(row["link"], audit.PURPOSE, self.before + audit.said(row)):
            self._marker(row)
        elif row["link"] == hashlib.sha256(self.before + audit.said(row)).digest():  # before the keys
            self.unkeyed, self.foreign = self.unkeyed or row["seq"], row["seq"]
        else:
            self._break(row["seq"])
        self.content.update(audit.said(row) + row["link"])
        self.seq, self.before = row["seq"], row["link"]
        if self.seq in self.wanted:
            self.met[self.seq] = self.before.hex()

    def _break(self, seq: int) -> None:
        self.broken, self.foreign = self.broken or seq, seq

    def _marker(self, row: Mapping[str, Any]) -> None:
        detail = row["detail"]
        if row["action"] == SEAL and detail.get("digest") == self.content.hexdigest():
            self.unkeyed, self.sealed = None, row["seq"]
            if detail.get("why") == KEY_LOST:
                self.broken = self.first = None
        elif row["action"] == SHORTEN and self.first is not None and detail.get("upto") == self.first["seq"] - 1:
            said = bytes.fromhex(detail["link"]) + audit.said(self.first)
            own = install_key.mark_fits(self.first["link"], audit.PURPOSE, said)
            if own or self.first["link"] == hashlib.sha256(said).digest():
                self.first = None

    def first_fault(self) -> int | None:
        return self.broken or self.unkeyed or (self.first["seq"] if self.first else None)


def walk(school_id: int, anchors: Sequence[Anchor] = ()) -> Chain:
    """Go through a whole chain, link by link, and hold it against what was written down outside. One statement, read in pieces."""
    on = _Walk({anchor.seq for anchor in anchors})
    first = 0
    for row in db.session.execute(
        _CHAIN.where(AuditEntry.school_id == school_id).execution_options(yield_per=2000)
    ).mappings():
        first = first or row["seq"]
        on.step(dict(row))
    gone = [
        anchor
        for anchor in anchors
        if anchor.seq >= first and not (anchor.link and on.met.get(anchor.seq, "").startswith(anchor.link))
    ]
    return Chain(
        on.seq, on.before, on.first_fault(), on.sealed, on.foreign, min(gone, key=lambda one: one.seq, default=None)
    )


def broken_at(school_id: int) -> int | None:
    """The first entry of a school's chain that does not follow from the one before; None when whole."""
    return walk(school_id).broken_at


def link_at(school_id: int, seq: int) -> bytes | None:
    """The link of an entry of a chain, to compare with one written down outside."""
    return db.session.scalar(select(AuditEntry.link).where(AuditEntry.school_id == school_id, AuditEntry.seq == seq))


def chain_head(school_id: int) -> Anchor | None:
    """Place and link of the last entry, to be written down. One statement."""
    last = (
        select(AuditEntry.seq, AuditEntry.link)
        .where(AuditEntry.school_id == school_id)
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    )
    row = db.session.execute(last).first()
    return Anchor(row.seq, row.link.hex()) if row else None


def seal(school_id: int, why: str) -> None:
    """Say in the chain that what stands before cannot be checked with this key, and make it unchangeable from here on."""
    content, entries = hashlib.sha256(), 0
    for row in db.session.execute(_CHAIN.where(AuditEntry.school_id == school_id)).mappings():
        content.update(audit.said(dict(row)) + row["link"])
        entries = row["seq"]
    audit.record(
        school_id, None, "chain.seal", f"unit:{school_id}", entries=entries, why=why, digest=content.hexdigest()
    )


def shorten(chain: Chain, school_id: int, upto: int) -> int:
    """Remove a school's entries up to `upto` from its `chain`, saying so in it; how many went. What is left of a part that was sealed is
    sealed anew, for the same reason. A broken chain is left as it is: shortening would hide what is wrong with it."""
    if not chain.whole:
        return 0
    why = _why_sealed(school_id, chain.sealed_at)
    audit.record(
        school_id, None, "chain.shorten", f"unit:{school_id}", upto=upto, link=(link_at(school_id, upto) or b"").hex()
    )
    own = (AuditEntry.school_id == school_id, AuditEntry.seq <= upto)
    gone = affected(delete(AuditEntry).where(*own).execution_options(synchronize_session=False))
    if upto < chain.foreign < chain.sealed_at:
        seal(school_id, why)
    return gone


def _why_sealed(school_id: int, sealed_at: int) -> str:
    its = select(AuditEntry.detail).where(AuditEntry.school_id == school_id, AuditEntry.seq == sealed_at)
    return str((db.session.scalar(its) or {}).get("why", UPGRADE))
