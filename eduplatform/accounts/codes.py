"""Codes printed on slips: 80 random bits in Crockford's alphabet, which has no letters that look alike."""

from __future__ import annotations

import re
import secrets
import unicodedata

from ..shared import tokens

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_ALIKE = str.maketrans("OIL", "011")
_GAPS = re.compile(r"[\s\-‐-―_.·,。]+")


def new(length: int = LENGTH) -> str:
    """A fresh code: 16 characters, 80 random bits; 5 bits a character."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def grouped(code: str) -> str:
    """As it is printed: ABCD-EFGH-JKMN-PQRS."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def tidy_code(typed: str, length: int = LENGTH) -> str:
    """What somebody typed, without dashes and gaps, O read as 0 and I, L as 1; "" if it can be no code."""
    code = _GAPS.sub("", unicodedata.normalize("NFKC", typed)).upper().translate(_ALIKE)
    return code if len(code) == length and all(char in ALPHABET for char in code) else ""


def hashed_code(code: str) -> str:
    """What is kept of a code. A fast hash is enough for 80 random bits."""
    return tokens.hashed_token(code)
