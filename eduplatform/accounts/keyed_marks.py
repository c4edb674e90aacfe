"""Keyed hashes: addresses, accounts and devices are remembered as marks nobody can turn back into them."""

from __future__ import annotations

import hashlib
import hmac

_key = b""


def use_key(secret: str) -> None:
    """Set the key of this install (its SECRET_KEY); done once at start."""
    global _key
    _key = hashlib.sha256(b"marks:" + secret.encode()).digest()


def keyed_mark(kind: str, *parts: object) -> str:
    """The mark of something, 64 hexadecimal digits. `kind` keeps marks of different things apart."""
    said = "\x1f".join([kind, *(str(part) for part in parts)])
    return hmac.new(_key, said.encode(), hashlib.sha256).hexdigest()
