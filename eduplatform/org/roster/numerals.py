"""Numbers as schools write them in class names."""

import re
import unicodedata

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
}
_BRACKETS = str.maketrans(dict.fromkeys("[{<【〔「『《〈﹙⟨", "(") | dict.fromkeys("]}>】〕」』》〉﹚⟩", ")"))
_DOTS = str.maketrans(dict.fromkeys("。·•・‧∙、,/_:", ".") | dict.fromkeys("—–‐−～~", "-"))
_SPACES = re.compile(r"[\s\u200b-\u200d\u2060\ufeff'\"“”‘’`]+")


def tidy_number_text(text: str) -> str:
    """Half width, round brackets, one kind of separator (. or -), no spaces or quotes, simplified 级 班 号."""
    text = unicodedata.normalize("NFKC", text.translate(_BRACKETS))
    text = _SPACES.sub("", text.translate(_BRACKETS).translate(_DOTS))
    return text.replace("級", "级").replace("號", "号").replace("届", "届")


def number(text: str) -> int | None:
    """12, 十二, 二十, 廿三, 〇三 → int; None for anything else. Chinese numerals up to 九十九."""
    if text.isascii() and text.isdigit():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    if len(text) == 2 and text[0] in "〇零":
        text = text[1:]
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(text)
    if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS) or tens in ("〇", "零"):
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def han(value: int) -> str:
    """1..99 → 一..九十九."""
    tens, ones = divmod(value, 10)
    head = ("" if tens == 1 else "〇一二三四五六七八九"[tens]) + "十" if tens else ""
    return head + ("一二三四五六七八九"[ones - 1] if ones else "")
