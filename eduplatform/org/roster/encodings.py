"""Which encoding a text file is in. Chinese bytes often decode in two ways; then we say that we are not sure."""

import codecs
import re

from .headers import looks_like_header_text
from .refusals import RosterRefused

#: what a person may choose in the preview
CHOICES = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HAN = re.compile("[\u3400-\u9fff\ue000-\uf8ff\U00020000-\U0003ffff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_CONTROL_BYTE = re.compile(b"[\x00-\x08\x0b\x0e-\x1f]")
#: signs of Big5: header words written the traditional way
_TRADITIONAL = ("班級", "學號", "學生", "座號", "性別", "年級", "導師", "級任")


def decode(data: bytes, forced: str | None = None) -> tuple[str, str, bool]:
    """(text, encoding, sure). A byte order mark wins, then `forced`, utf-8, gb18030 against big5.

    Refuses: encoding_wrong (encoding) when forced in vain, encoding_unknown (line), file_binary.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name), name, True
    if forced:
        return _forced(data, forced), forced, True
    wide = _utf16_without_mark(data)
    if wide:
        return _strict(data, wide), wide, True
    if _CONTROL_BYTE.search(data):
        raise RosterRefused("file_binary")
    try:
        return _no_controls(data.decode("utf-8")), "utf-8", _sure_utf8(data)
    except UnicodeDecodeError:
        return _gb_or_big5(data)


def _forced(data: bytes, name: str) -> str:
    if name not in CHOICES:
        raise RosterRefused("encoding_wrong", encoding=name)
    try:
        return _no_controls(data.decode("cp950" if name == "big5" else name))
    except UnicodeDecodeError:
        raise RosterRefused("encoding_wrong", encoding=name) from None


def _strict(data: bytes, name: str) -> str:
    try:
        return _no_controls(data.decode(name))
    except UnicodeDecodeError as error:
        raise RosterRefused("encoding_unknown", line=data[: error.start].count(b"\n") + 1) from None


def _no_controls(text: str) -> str:
    if _CONTROL.search(text):
        raise RosterRefused("file_binary")
    return text


def _utf16_without_mark(data: bytes) -> str | None:
    """Commas, digits and line ends leave a zero in every second byte; Han text alone leaves none and is not found."""
    high, low = data[0::2].count(0), data[1::2].count(0)
    if len(data) % 2 or not high + low or min(high, low) * 20 > max(high, low):
        return None
    return "utf-16-be" if high > low else "utf-16-le"


def _sure_utf8(data: bytes) -> bool:
    """Six or fewer non-ASCII bytes may be GBK by chance (联通); more are not."""
    return data.isascii() or sum(byte > 127 for byte in data) > 6


def _gb_or_big5(data: bytes) -> tuple[str, str, bool]:
    as_gb, as_big5 = _try(data, "gb18030"), _try(data, "cp950")
    if as_gb is None and as_big5 is None:
        raise RosterRefused("encoding_unknown", line=_bad_line(data))
    gb, big5 = _likeness(as_gb, "gb2312", 0xB0, 0xD7), _likeness(as_big5, "big5", 0xA4, 0xC6)
    big5_words = as_big5 is not None and any(word in as_big5 for word in _TRADITIONAL)
    if as_gb is not None and looks_like_header_text(as_gb) and not big5_words:
        return as_gb, "gb18030", True
    if as_big5 is not None and (as_gb is None or big5_words or big5 > gb + 0.1):
        return as_big5, "big5", False
    return as_gb or "", "gb18030", gb >= 0.8 and gb > big5 + 0.2


def _try(data: bytes, name: str) -> str | None:
    try:
        return _no_controls(data.decode(name))
    except UnicodeDecodeError:
        return None


def _likeness(text: str | None, charset: str, first: int, last: int) -> float:
    """Share of the Han characters that stand in the everyday half of `charset` (lead bytes first..last)."""
    found = _HAN.findall(text or "")[:20_000]
    return sum(_lead(char, charset, first, last) for char in found) / len(found) if found else 0.0


def _lead(char: str, charset: str, first: int, last: int) -> bool:
    try:
        return first <= char.encode(charset)[0] <= last
    except UnicodeEncodeError:
        return False


def _bad_line(data: bytes) -> int:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError as error:
        return data[: error.start].count(b"\n") + 1
    return 1
