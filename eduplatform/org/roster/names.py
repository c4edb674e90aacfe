"""Names of people and the sex column, cleaned without guessing."""

import re
import unicodedata
from dataclasses import dataclass
from typing import final

from .grades import NotRead
from .id_numbers import holds_id
from .late_patterns import late_pattern

MAX_LENGTH = 40
_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_GAPS = late_pattern(r"[\s\u200b-\u200d\u2060\ufeff\u00ad\u3164]+")
_BETWEEN_HAN = late_pattern(rf"(?<=[{_HAN}·]) (?=[{_HAN}·])")
_DOT = late_pattern(r"[•・‧∙⋅●‧･᛫ꞏ・•˙⸱◦᠂]")
_DOT_IN_HAN = late_pattern(rf"(?<=[{_HAN}]) ?[.．。] ?(?=[{_HAN}])")
_FORMULA = late_pattern(r"[=+\-@\x00＝＋－＠]")
_PRIVATE = late_pattern("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_LOST = late_pattern(r"[?？□�*＊〓■○]")
_MARKS = " ·'’-.་ʼ"
_FULL_LATIN = {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF0E, 0xFF07)}
_SEXES = {
    "m": ("男", "男生", "男性", "男孩", "m", "male", "boy", "1", "1男", "男1", "♂"),
    "f": ("女", "女生", "女性", "女孩", "f", "female", "girl", "2", "2女", "女2", "♀"),
}
_SEX_OF = {text: sex for sex, texts in _SEXES.items() for text in texts}


@final
@dataclass(frozen=True)
class Name:
    """A usable name. `note` is a code worth showing: name_one_char, name_mixed_letters, or ""."""

    value: str
    note: str = ""


def clean_name(text: str) -> Name | NotRead:
    """王 伟 → 王伟; 阿依古丽•买买提 → 阿依古丽·买买提; Ann-Marie O'Neil stays.

    Not read: name_missing, id_in_cell, name_formula, name_private_char, name_lost_char, name_digit, name_odd_char, name_long.
    """
    if holds_id(text):
        return NotRead("id_in_cell")
    if text.strip() and _FORMULA.match(text.lstrip(" \t\r\n\u3000\xa0\u200b\ufeff")):
        return NotRead("name_formula")
    name = _tidy(text)
    if not name:
        return NotRead("name_missing")
    code = _fault(name)
    return NotRead(code) if code else Name(name, _note(name))


_ROLES = "(?:正|副)?(?:班长|中队长|大队长|小队长|组长|课代表|科代表|团支书|团支部书记|学习委员|体育委员|文艺委员|劳动委员|宣传委员|纪律委员|生活委员|卫生委员|纪检委员|安全委员|组织委员)"
_ASIDE = late_pattern(r"[(（\[【〔<《](?P<in>[^()（）\[\]【】〔〕<>《》]{1,20})[)）\]】〕>》]$")
_TAIL = late_pattern(
    rf"(?:[\s\-—_:：/、]+(?P<role>{_ROLES}|转出|休学|退学|借读|转学|走读|住校|新生)|(?P<mark>[△▲▽▼☆★※●◎◆◇√✓✔#!！]+|(?<!\d)\d{{1,2}}|[①-⑳]))$"
)
_HEAD = late_pattern(rf"^(?:(?P<role>{_ROLES})[\s\-—_:：/、]+|(?P<mark>[△▲▽▼☆★※●◎◆◇√✓✔#]+))")


def without_remark(text: str) -> tuple[str, str] | None:
    """(name, remark) of 赵安（班长）, 钱宁△, 孙静1, 班长：李明; None for a clean name or when no clean name is left."""
    rest, remarks = text.strip(), []
    if not rest or rest[0] == "#" or holds_id(rest) or _FORMULA.match(rest):  # #REF! is an error, not a mark
        return None
    for _ in range(4):
        found = next((match for match in (_ASIDE.search(rest), _TAIL.search(rest), _HEAD.search(rest)) if match), None)
        if found is None:
            break
        remarks.append(found[0])
        rest = (rest[: found.start()] + rest[found.end() :]).strip()
    return (name.value, " ".join(remarks)) if remarks and (name := clean_name(rest)) and len(name.value) > 1 else None


def _tidy(text: str) -> str:
    text = _GAPS.sub(" ", text.translate(_FULL_LATIN)).strip()
    text = _DOT_IN_HAN.sub("·", _DOT.sub("·", text))
    return _BETWEEN_HAN.sub("", text)


def _fault(name: str) -> str:
    if _PRIVATE.search(name):
        return "name_private_char"
    if _LOST.search(name):
        return "name_lost_char"
    if any(unicodedata.category(char) in ("Nd", "No") for char in name):
        return "name_digit"
    if not all(_is_letter(char) for char in name) or not any(char not in _MARKS for char in name):
        return "name_odd_char"
    return "name_long" if len(name) > MAX_LENGTH else ""


def _is_letter(char: str) -> bool:
    """Letters and marks of any script; Han planes 2 and 3 also where this Python does not know the character yet."""
    return char in _MARKS or char == "〇" or 0x20000 <= ord(char) <= 0x3FFFF or unicodedata.category(char)[0] in "LM"


def _note(name: str) -> str:
    if len([char for char in name if not unicodedata.combining(char)]) == 1:
        return "name_one_char"
    has_han = re.search(f"[{_HAN}]", name)
    return "name_mixed_letters" if has_han and re.search("[A-Za-z]", name) else ""


def clean_sex(text: str) -> str | None | NotRead:
    """m, f, None for an empty cell or 0/9 (not stated), or NotRead("sex_unreadable")."""
    flat = re.sub(r"[\s.、:()-]+", "", re.sub(r"\.0+\s*$", "", unicodedata.normalize("NFKC", text))).lower()
    if flat in ("", "0", "9", "未知", "未说明"):
        return None
    return _SEX_OF.get(flat) or NotRead("sex_unreadable")
