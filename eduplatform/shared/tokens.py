"""Long random codes that are shown or given once and kept as hashes. A fast hash is enough for 144 random bits."""

from __future__ import annotations

import hashlib
import secrets

from .refusals import NotFound


def hashed_token(token: str) -> str:
    """What is kept of a token: SHA-256, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def of_school(school_id: int, size: int = 18) -> str:
    """A fresh token of `size` random bytes that names the school, so that one lookup in one school finds it."""
    return f"{school_id}-{secrets.token_urlsafe(size)}"


def split(token: str, refusal: str = "not_found") -> tuple[int, str]:
    """(school, hash) of such a token. NotFound(`refusal`) for what can be none."""
    school, _dash, rest = token.partition("-")
    if not school.isascii() or not school.isdecimal() or len(school) > 15 or not rest:
        raise NotFound(refusal)
    return int(school), hashed_token(token)
