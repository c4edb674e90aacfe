"""Answer cards to print: open to everybody, so that a school can print them before it has a single account."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ...shared.refusals import Refused
from ...teaching.cards import marker_svg, print_sheet
from ...teaching.cards.codes import FIRST, LAST, LETTERS
from ..guard import public
from ..messages import message, message_for
from ..web.locale import gettext as _
from .blueprint import blueprint

USUAL = 45  # pupils in a class


@blueprint.get("/cards")
@public("answer cards carry numbers only and are printed before any account exists")
def cards() -> ResponseReturnValue:
    """Choose which answer cards to print, and how they are held."""
    return _choose()


@blueprint.get("/cards/print")
@public("answer cards carry numbers only and are printed before any account exists")
def cards_sheet() -> ResponseReturnValue:
    """The chosen answer cards on A4, one or two on a page."""
    asked = request.args
    layout = print_sheet.LAYOUTS.get(asked.get("per", 1, type=int), print_sheet.LAYOUTS[1])
    try:
        first, last = (asked.get(name, type=int) for name in ("first", "last")) if asked else (FIRST, USUAL)
        chosen = print_sheet.cards_to_print(first, last, asked.get("only", ""))
    except Refused as refused:
        return _choose(message_for(refused)), refused.status
    return render_template(
        "cards/sheet.html",
        pages=print_sheet.pages(chosen, layout),
        layout=layout,
        chosen=chosen,
        white=marker_svg.white,
        letters=LETTERS,
        page=print_sheet.PAGE,
    )


def _choose(error: str = "") -> str:
    return render_template(
        "cards/choose.html",
        error=error,
        asked=request.args,
        layouts=print_sheet.LAYOUTS,
        usual=USUAL,
        first=FIRST,
        last=LAST,
        letters=LETTERS,
    )


@message("cards_numbers")
def _numbers(first: int, last: int, **_values: object) -> str:
    return _("号码要在 %(first)s 到 %(last)s 之间，从小到大。只补几张可以写成：3，17，46-60。", first=first, last=last)
