"""National id numbers: found anywhere in a cell, never kept, never shown. PC-09: a roster needs none."""

import re
import unicodedata
from datetime import date

#: stands in a cell instead of the id number from the reader on
MASK = "〔身份证号〕"
_EIGHTEEN = re.compile(r"(?=((?<!\d)[1-8]\d{16}[\dXx](?!\d)))")
_FIFTEEN = re.compile(r"(?<!\d)[1-8]\d{14}(?!\d)")
_EXPONENT = re.compile(r"(?<![\d.])\d(\.\d+)?[Ee]\+?1[4-7](?!\d)")
_LONG = re.compile(r"\d.{9,}[\dXxEe]")
_JOINTS = str.maketrans("", "", " \t\r\n-\u2010\u2011\u2012\u2013\u2014\xa0\u200b\u200c\u200d\u2060\ufeff'\"`")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def holds_id(text: str) -> bool:
    """Whether a national id stands in the text: 18 characters with a valid checksum or a valid birth date, 15 digits
    with a valid birth date, the rounded numbers that Excel makes of them, or our own mask."""
    if len(text) < 6:
        return False
    if MASK in text:
        return True
    if not _LONG.search(text) and not _EXPONENT.search(text):
        return False
    flat = unicodedata.normalize("NFKC", text).translate(_JOINTS)
    return (
        any(_is_eighteen(found) for found in _EIGHTEEN.findall(flat))
        or any(_is_date("19" + found[6:12]) for found in _FIFTEEN.findall(flat))
        or bool(_EXPONENT.search(flat))
    )


def mask(text: str) -> str:
    """The text, or the mask in its place when it holds an id. The rest of such a cell is dropped too."""
    return MASK if holds_id(text) else text


def _is_eighteen(text: str) -> bool:
    return _is_date(text[6:14]) or checksum(text[:17]) == text[17].upper()


def checksum(seventeen: str) -> str:
    """The 18th character of an id number (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def _is_date(text: str) -> bool:
    try:
        return 1900 <= date(int(text[:4]), int(text[4:6]), int(text[6:])).year <= 2099
    except ValueError:
        return False
