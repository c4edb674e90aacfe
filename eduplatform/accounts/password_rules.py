"""Which new passwords are too easy to guess. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from ..shared.refusals import Refused

LONGEST = 128
SHORTEST = {"young": 6, "pupil": 8, "guardian": 8, "staff": 10}
"""Characters at least: young are grades 3–6."""

_WALKS = ("01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "1qaz2wsx3edc4rfv5tgb")


def check_password(password: str, whose: str, about: Iterable[str] = ()) -> None:
    """Refuses a password that others would try first. `whose`: young, pupil, guardian or staff; `about`: words near the
    person (own name, number, account, school, class).

    Refused: password_short (least), password_long, password_common, password_simple, password_about_you.
    """
    least = SHORTEST[whose]
    if len(password) < least:
        raise Refused("password_short", least=least, whose=whose)
    if len(password) > LONGEST:
        raise Refused("password_long", most=LONGEST, whose=whose)
    plain = flat(password)
    if plain in common() or plain.strip("!.?@#*~") in common():
        raise Refused("password_common", whose=whose)
    if _simple(plain):
        raise Refused("password_simple", whose=whose)
    if _about(plain, about):
        raise Refused("password_about_you", whose=whose)


def flat(text: str) -> str:
    """Lower case, full-width letters made plain, no gaps."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


@lru_cache(maxsize=1)
def common() -> frozenset[str]:
    """The passwords everybody tries first."""
    lines = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _simple(plain: str) -> bool:
    """Few different characters, a walk along the keys, a date, or 123456 with a letter stuck on."""
    if len(set(plain)) <= 3:
        return True
    core = re.sub(r"^[a-z]{1,3}|[a-z]{1,3}$", "", plain) or plain
    return any(part in walk or part in walk[::-1] for walk in _WALKS for part in (plain, core)) or _is_date(plain)


def _is_date(plain: str) -> bool:
    found = re.fullmatch(r"(?:19|20)?\d\d(0?[1-9]|1[0-2])(0?[1-9]|[12]\d|3[01])", plain)
    return bool(found)


def _about(plain: str, about: Iterable[str]) -> bool:
    for word in about:
        word = flat(word)
        if len(word) < 2:
            continue
        rest = plain.replace(word, "")
        if rest != plain and (len(rest) < 4 or rest in common() or _simple(rest)):
            return True
    return False
