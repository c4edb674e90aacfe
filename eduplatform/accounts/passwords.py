"""Lasting secrets: hashed with argon2id, slow on purpose, so always outside a transaction."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_nobodys: dict[int, str] = {}


def use_cost(kib: int) -> None:
    """Memory of one hash in KiB (19,456 = 19 MiB); done once at start. Tests take less."""
    global _hasher
    _hasher = PasswordHasher(time_cost=2, memory_cost=kib, parallelism=1)
    _nobody()  # made now: the first unknown account must not take twice as long


def hash_password(secret: str) -> str:
    """The argon2id hash to keep. Takes some 20 ms."""
    return _hasher.hash(secret)


def matches(kept: str | None, secret: str) -> bool:
    """Whether `secret` is the one behind the hash. Without a hash it takes as long and says no."""
    try:
        return _hasher.verify(kept or _nobody(), secret) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_old(kept: str) -> bool:
    """Whether the hash was made with another cost and is to be made anew at this sign-in."""
    return _hasher.check_needs_rehash(kept)


def _nobody() -> str:
    """A hash nobody has the secret of, so that unknown accounts cost the same time."""
    cost = _hasher.memory_cost
    if cost not in _nobodys:
        _nobodys[cost] = _hasher.hash("nobody's")
    return _nobodys[cost]
