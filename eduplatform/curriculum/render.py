"""Lines of a slide to safe HTML: inline Markdown only, no raw HTML, no pictures or links from elsewhere."""

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

import nh3

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

    from .slides import SlideLine

_TAGS = {"p", "ul", "ol", "li", "h3", "strong", "em", "s", "code", "br"}
_LISTS = {"bullet": "ul", "number": "ol"}


@cache
def _inline() -> "MarkdownIt":
    """Made when the first lesson is read: a server that has just started reads none."""
    from markdown_it import MarkdownIt

    return MarkdownIt("zero", {"html": False}).enable(["emphasis", "strikethrough", "backticks", "escape", "newline"])


def inline_html(text: str) -> str:
    """**bold**, *emphasis*, ~~struck~~ and `code` of one line; everything else is escaped.

    Underscores stay: editors type ____ for a blank to fill in, never for emphasis.
    """
    return nh3.clean(_inline().renderInline(text.replace("_", "\\_")), tags=_TAGS, attributes={})


def runs(text: str) -> list[tuple[str, bool]]:
    """One line as (words, whether bold) in order, for papers that are no HTML; other marks are dropped."""
    found, strong = [], 0
    for token in _inline().parseInline(text.replace("_", "\\_"))[0].children or []:
        strong += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
        if token.content:
            found.append((token.content, strong > 0))
    return found


def lines_html(lines: Sequence["SlideLine"]) -> str:
    """Paragraphs and lists; questions carry class "ask", instructions and story lines "cue"."""
    html = "".join(_block(item, list(group)) for item, group in groupby(lines, key=lambda line: line.item))
    return nh3.clean(html, tags=_TAGS, attributes={"p": {"class"}, "li": {"class"}})


def _block(item: str, lines: list["SlideLine"]) -> str:
    if not item:
        return "".join(_element("h3" if line.kind == "head" else "p", line) for line in lines)
    inner = "".join(_element("li", line) for line in lines)
    return f"<{_LISTS[item]}>{inner}</{_LISTS[item]}>"


def _element(tag: str, line: "SlideLine") -> str:
    mark = f' class="{line.kind}"' if line.kind in ("ask", "cue") else ""
    return f"<{tag}{mark}>{inline_html(line.text)}</{tag}>"
