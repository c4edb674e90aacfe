"""The teacher's two-page guide, from the same file that stands in docs/, and the keys of the class screen."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import nh3
from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from ..guard import public
from ..web.locale import english
from .blueprint import blueprint

FILES = {"zh": "班会课指南.md", "en": "lesson-guide.md"}
TAGS = {"h2", "p", "ul", "ol", "li", "strong", "em", "code", "table", "thead", "tbody", "tr", "th", "td", "img"}


@blueprint.get("/guide")
@public("how to give a lesson, for teachers who have no account yet; no data")
def guide() -> ResponseReturnValue:
    """Two pages on giving a lesson, to read or to print, and the list of keys."""
    lang = "en" if english() else "zh"
    return render_template("account/guide.html", text=_html(lang, current_app.static_url_path or "/static"))


@cache
def _html(lang: str, static: str) -> str:
    """The guide as HTML without its first heading, which is the page's own. Read once a process."""
    from markdown_it import MarkdownIt  # most processes never show it

    source = (Path(__file__).parents[3] / "docs" / FILES[lang]).read_text(encoding="utf-8").partition("\n")[2]
    html = MarkdownIt("commonmark").enable("table").render(source.replace("(../static/", f"({static}/"))
    return nh3.clean(html, tags=TAGS, attributes={"img": {"src", "alt"}})
