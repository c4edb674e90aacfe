"""Keyed hashes: addresses, accounts and devices are remembered as marks nobody can turn back into them."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

_key = b""


def use_key(secret: str) -> None:
    """Set the key of this install (its SECRET_KEY); done once at start."""
    global _key
    _key = hashlib.sha256(b"marks:" + secret.encode()).digest()


def keyed_mark(kind: str, *parts: object) -> str:
    """The mark of something, 64 hexadecimal digits. `kind` keeps marks of different things apart."""
    return _marked("\x1f".join([kind, *map(str, parts)]).encode())


def mark_maker(kind: str, *parts: object) -> Callable[[str], str]:
    """Makes the marks of many things that only differ in their last part."""
    common = "".join(f"{part}\x1f" for part in (kind, *parts)).encode()
    return lambda last: _marked(common + last.encode())


def _marked(said: bytes) -> str:
    return hmac.digest(_key, said, "sha256").hex()
