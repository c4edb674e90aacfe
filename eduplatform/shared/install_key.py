"""The key of this install, for what must hold even when the database has leaked or been rewritten: audit chains and marks of the erased.

It is a file of its own, `chain.key` in the instance folder (0600), and not the SECRET_KEY: that one may be changed on any suspicion, which
only signs everybody out, while a chain of years must still be checked. It is not in the backups either: who gets hold of a backup would have
the records and the key to rewrite them with. So it is copied once, by hand, to where the backups are not; a manifest says by a fingerprint
which key belongs to it. Whitespace separates keys: the first one is used, further ones (of an install this one was joined with, or of one
restored from) are still believed. Without its key a chain cannot be checked: `flask audit seal` says so in the chain and goes on.
"""

from __future__ import annotations

import hashlib
import hmac

_keys: list[bytes] = []


def use(text: str) -> None:
    """Set the keys of this install; done once at start."""
    _keys[:] = [hashlib.sha256(b"anxue:" + one.encode()).digest() for one in text.split()]


def install_mark(purpose: str, said: bytes) -> bytes:
    """32 bytes that only a holder of the key can make. `purpose` keeps different uses apart."""
    return _marked(_keys[0], purpose, said)


def mark_fits(found: bytes, purpose: str, said: bytes) -> bool:
    """Whether a mark was made with one of our keys."""
    return any(hmac.compare_digest(found, _marked(key, purpose, said)) for key in _keys)


def fingerprint() -> str:
    """Which key is in use, 16 hexadecimal digits that tell nothing about it."""
    return install_mark("fingerprint", b"").hex()[:16]


def knows_fingerprint(other: str) -> bool:
    """Whether a fingerprint is of one of our keys."""
    return any(_marked(key, "fingerprint", b"").hex()[:16] == other for key in _keys)


def all_marks(purpose: str, said: bytes) -> set[str]:
    """The marks under each of our keys, hexadecimal: to find something written down under an older one."""
    return {_marked(key, purpose, said).hex() for key in _keys}


def _marked(key: bytes, purpose: str, said: bytes) -> bytes:
    return hmac.new(key, purpose.encode() + b"\x00" + said, hashlib.sha256).digest()
