"""Pinyin above the characters of lesson text, where it is switched on.

The readings were stored with the content; here they only meet the text. One `<ruby>` a character, so that old browsers break lines
between them; a mark that may not begin or end a line stays with its character. The reading is hidden from screen readers, which
would say every word twice; `rp` brackets it where a browser has no ruby.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from flask import g, has_request_context, request
from markupsafe import Markup, escape

from ...curriculum.pinyin import HAN, MARKUP
from ...curriculum.pinyin_memory import reading_of

COOKIE = "pinyin"
KEPT = 3000  #: texts with their pinyin, about a kilobyte each: the lessons of a morning
_H, _OPEN, _CLOSE = r"[\u3400-\u9fff\u3007]", r"[“‘（《]*", r"[，。！？；：、”’）》…—]"
_END = rf"(?:{_CLOSE}+|(?!{_H}))"
#: a tag or entity; up to four characters between marks, which stay on one line; the last two before a mark, lest one stands alone
#: on a line; one character; anything
_PIECE = re.compile(
    rf"<[^>]*>|&[a-z#0-9]+;|(?<!{_H}){_OPEN}{_H}{{1,4}}{_END}|{_OPEN}{_H}{{2}}{_END}|{_OPEN}{_H}{_CLOSE}*|.", re.S
)
#: the end of a clause: where a line breaks anywhere (keep-all has nothing better), its last character or a mark would begin the next
_CLAUSE_END = re.compile(rf"{_H}{{2}}{_CLOSE}+|(?<={_H}{{6}}){_H}{{2}}(?!{_H})")
_PAIR = " — "  #: between the two sides of a matching


def cookie_name(class_id: int | None = None) -> str:
    """Where the choice is kept: for the pupils of this device, or for one class on its class screen."""
    return f"{COOKIE}-{class_id}" if class_id else COOKIE


def set_pinyin(usual: bool, class_id: int | None = None) -> None:
    """Decide for this page: what was chosen here before, else `usual`. `class_id`: the page is that class's screen."""
    chosen = request.cookies.get(cookie_name(class_id))
    g.pinyin = {"on": True, "off": False}.get(chosen or "", usual)
    g.pinyin_class = class_id


def pinyin_shown() -> bool:
    """Whether this page shows pinyin."""
    return has_request_context() and bool(g.get("pinyin"))


def pinyin_choice() -> dict[str, object] | None:
    """For the switch: `on` and `class_id`; None on pages that have none."""
    return {"on": g.pinyin, "class_id": g.pinyin_class} if has_request_context() and "pinyin" in g else None


def with_pinyin(text: object) -> object:
    """Lesson text with its pinyin; unchanged where none is shown or stored."""
    if not pinyin_shown() or isinstance(text, Markup):
        return text
    said = _of_text(str(text))
    return text if said is None else above(str(escape(str(text))), said)


def slide_html(slide: Mapping, part: str) -> Markup:
    """The HTML of a part of a slide (body or text), with pinyin where it is shown; no mark begins a line of it, no character
    stands alone on its last."""
    html = slide[f"{part}_html"]
    if not pinyin_shown():
        return whole_ends(Markup(html))
    said = [_of_text(MARKUP.sub("", line["text"])) for line in slide[part]]
    known = [each for each, line in zip(said, slide[part], strict=True) if HAN.search(line["text"])]
    return Markup(html) if None in known else above(html, " ".join(filter(None, known)))


def whole_ends(text: object) -> Markup:
    """Text or HTML whose clauses keep their last characters and marks on one line; as it is where it carries pinyin."""
    html = str(escape(text))
    return Markup(html if "<ruby>" in html else _CLAUSE_END.sub(r'<span class="kept">\g<0></span>', html))


def _of_text(text: str) -> str | None:
    reading = reading_of(text)
    if reading is None and _PAIR in text:
        sides = [reading_of(side) for side in text.split(_PAIR)]
        reading = None if None in sides else " ".join(filter(None, sides))
    return reading


@lru_cache(KEPT)
def above(html: str, said: str) -> Markup:
    """Escaped text or HTML with a syllable (parted by blanks) above each Chinese character; as it was where their numbers
    differ."""
    syllables = said.split()
    if len(syllables) != len(HAN.findall(html)):
        return Markup(html)
    rest = iter(syllables)
    return Markup("".join(_piece(piece[0], rest) for piece in _PIECE.finditer(html)))


def _piece(piece: str, rest: Iterator[str]) -> str:
    if piece.startswith("<") or not HAN.search(piece):
        return piece
    html = HAN.sub(
        lambda char: f'<ruby>{char[0]}<rp>(</rp><rt aria-hidden="true">{next(rest)}</rt><rp>)</rp></ruby>', piece
    )
    return f'<span class="kept">{html}</span>' if len(piece) > 1 else html
