"""Card numbers of a class: which answer card is whose, the list to print, and another card for a pupil."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...org import queries as org
from ...org.queries import OnRoll
from ...shared import audit, database
from ...shared.refusals import Refused
from ...teaching import card_numbers
from .. import guard, navigation
from ..messages import message_for
from ..parsing import whole_number
from ..web.locale import gettext as _
from . import loaders
from .blueprint import blueprint


@blueprint.get("/classes/<int:class_id>/cards")
@guard.needs("class.names", loaders.a_named_class)
@navigation.below("teacher.pupils")
def cards(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """Card numbers and names of the class; another number for a pupil; the list to print."""
    return _page(viewer, taught_class)


def _page(
    viewer: guard.Viewer, taught_class: loaders.TaughtClass, words: str = "", status: int = 200
) -> ResponseReturnValue:
    roll = org.roll_on(taught_class.unit.keeper_id, taught_class.unit.id, taught_class.today)
    held = card_numbers.cards_of(taught_class.unit.keeper_id, taught_class.unit.id, taught_class.today, roll)
    audit.looked(taught_class.unit.keeper_id, viewer.user_id, f"class:{taught_class.unit.id}", len(roll))
    return render_template(
        "teacher/cards.html",
        room=taught_class,
        cards=held,
        without=_without(roll, held),
        most=card_numbers.CARDS,
        words=words,
    ), status


def _without(roll: list[OnRoll], held: dict[int, OnRoll]) -> list[OnRoll]:
    have = {pupil.pupil_id for pupil in held.values()}
    return [pupil for pupil in roll if pupil.pupil_id not in have]


@blueprint.post("/classes/<int:class_id>/cards/print")
@guard.needs("class.names", loaders.a_named_class)
def print_cards(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> str:
    """The list to print. From now on these numbers are given for the school year."""
    roll = org.roll_on(taught_class.unit.keeper_id, taught_class.unit.id, taught_class.today)
    audit.looked(taught_class.unit.keeper_id, viewer.user_id, f"class:{taught_class.unit.id}", len(roll))
    with database.write():
        held = card_numbers.give_numbers(taught_class.unit, taught_class.today, roll)
    return render_template("teacher/cards_print.html", room=taught_class, cards=held, without=_without(roll, held))


@blueprint.post("/classes/<int:class_id>/cards")
@guard.needs("class.names", loaders.a_named_class)
@navigation.below("teacher.pupils")
def change_card(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """Another card for a pupil; who has it now takes the old one."""
    number = whole_number(request.form.get("number"), 4)
    try:
        with database.write():
            other = card_numbers.change(
                viewer, taught_class.unit, whole_number(request.form.get("pupil")) or 0, number or 0
            )
    except Refused as refusal:
        return _page(viewer, taught_class, message_for(refusal), refusal.status)
    flash(_("换好了。%(name)s 拿了换下来的那张。", name=other.name) if other else _("换好了。"), "good")
    return redirect(url_for("teacher.cards", class_id=taught_class.unit.id), 303)
