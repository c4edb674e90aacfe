"""Codes for the first city and school, proposed from their names; whoever sets the install up may change them. Pure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

CITY, SCHOOL = 8, 15  #: letters at most: together with the dash they fit into a unit's code

#: The first-level characters of GB 2312 stand in the order of their sound; here begins each letter. Good enough to propose a code.
_BEGINS = (
    0xB0A1,
    0xB0C5,
    0xB2C1,
    0xB4EE,
    0xB6EA,
    0xB7A2,
    0xB8C1,
    0xB9FE,
    0xBBF7,
    0xBFA6,
    0xC0AC,
    0xC2E8,
    0xC4C3,
    0xC5B6,
    0xC5BE,
    0xC6DA,
    0xC8BB,
    0xC8F6,
    0xCBFA,
    0xCDDA,
    0xCEF4,
    0xD1B9,
    0xD4D1,
)
_LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ"
_LAST = 0xD7F9


def propose(city: str, school: str) -> tuple[str, str]:
    """(code of the city, code of the school): QSS and QSS-QXXX for 青石市 and 青溪小学. Never empty, never the same."""
    above = _initials(city)[:CITY] or "CITY"
    return above, f"{above}-{_initials(school.removeprefix(city))[:SCHOOL] or '1'}"


def _initials(name: str) -> str:
    """First letters of the words, of each character that has one known; digits stay."""
    plain = unicodedata.normalize("NFKC", name)
    words = re.findall(r"[A-Za-z]+|[0-9]+|[\u4e00-\u9fff]", plain)
    return "".join(word if word.isdigit() else word[0].upper() if word.isascii() else _letter(word) for word in words)


def _letter(character: str) -> str:
    try:
        code = int.from_bytes(character.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return ""
    return _LETTERS[bisect_right(_BEGINS, code) - 1] if _BEGINS[0] <= code <= _LAST else ""
