"""Chinese punctuation as it is printed: editors type half-width marks on many keyboards, pupils read full-width ones."""

import re

_FULL = {mark: chr(ord(mark) + 0xFEE0) for mark in ",:;?!"}  # the full-width forms stand at a fixed distance
_OPEN, _CLOSE = "\uff08", "\uff09"
_MARKUP = "*~`"
_HAN = re.compile(r"[\u3400-\u9fff\u3007]")


def typeset(text: str) -> str:
    """Half-width , : ; ? ! ( ) that touch Chinese become full-width; figures, times and English stay, its quotes and accents too."""
    if not _HAN.search(text):
        return text
    return _marks(_brackets(text))


def _chinese(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or char in "“”‘’…—" or "\uff00" <= char <= "\uffef"


def _marks(text: str) -> str:
    bare = "".join(char for char in text if char not in _MARKUP)
    out, at = [], 0
    for char in text:
        if char in _MARKUP:
            out.append(char)
            continue
        before, after = bare[at - 1 : at], bare[at + 1 : at + 2]
        last = not bare[at + 1 :].strip(" ”’\uff09")
        if char in _FULL and (_chinese(before) or _chinese(after) or last and any(map(_chinese, bare))):
            char = _FULL[char]
        out.append(char)
        at += 1
    return "".join(out)


def _brackets(text: str) -> str:
    """Pairs of brackets with Chinese inside."""
    out, open_at = list(text), []
    for at, char in enumerate(text):
        if char == "(":
            open_at.append(at)
        elif char == ")" and open_at:
            start = open_at.pop()
            if any(map(_chinese, text[start:at])):
                out[start], out[at] = _OPEN, _CLOSE
    return "".join(out)
