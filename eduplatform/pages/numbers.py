"""Whole numbers out of addresses and forms: short, in ASCII digits. Python's own int() takes "１２" and stumbles over 5,000 digits."""

from __future__ import annotations

DIGITS = 15  #: of a row number


def whole(text: str | None, digits: int = DIGITS) -> int | None:
    """The number, or None for anything else; spaces around it are forgiven."""
    plain = (text or "").strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= digits else None
