"""Card numbers of a class: which answer card is whose, the list to print, and another card for a pupil."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...org import queries as org
from ...org.queries import OnRoll
from ...shared import audit, database
from ...shared.refusals import Refused
from ...teaching import card_numbers
from .. import guard
from ..numbers import whole
from ..wording import sentence, words_for
from . import blueprint, doors


@blueprint.get("/classes/<int:class_id>/cards")
@guard.needs("class.names", doors.a_named_class)
def cards(viewer: guard.Viewer, room: doors.Room) -> ResponseReturnValue:
    """Card numbers and names of the class; another number for a pupil; the list to print."""
    return _page(viewer, room)


def _page(viewer: guard.Viewer, room: doors.Room, words: str = "", status: int = 200) -> ResponseReturnValue:
    roll = org.roll_on(room.unit.keeper_id, room.unit.id, room.today)
    held = card_numbers.cards_of(room.unit.keeper_id, room.unit.id, room.today, roll)
    audit.looked(room.unit.keeper_id, viewer.user_id, f"class:{room.unit.id}", len(roll))
    return render_template("teacher/cards.html", room=room, cards=held, without=_without(roll, held), most=card_numbers.CARDS, words=words), status


def _without(roll: list[OnRoll], held: dict[int, OnRoll]) -> list[OnRoll]:
    have = {pupil.pupil_id for pupil in held.values()}
    return [pupil for pupil in roll if pupil.pupil_id not in have]


@blueprint.post("/classes/<int:class_id>/cards/print")
@guard.needs("class.names", doors.a_named_class)
def print_cards(viewer: guard.Viewer, room: doors.Room) -> str:
    """The list to print. From now on these numbers are given for the school year."""
    roll = org.roll_on(room.unit.keeper_id, room.unit.id, room.today)
    audit.looked(room.unit.keeper_id, viewer.user_id, f"class:{room.unit.id}", len(roll))
    with database.write():
        held = card_numbers.give_numbers(room.unit, room.today, roll)
    return render_template("teacher/cards_print.html", room=room, cards=held, without=_without(roll, held))


@blueprint.post("/classes/<int:class_id>/cards")
@guard.needs("class.names", doors.a_named_class)
def change_card(viewer: guard.Viewer, room: doors.Room) -> ResponseReturnValue:
    """Another card for a pupil; who has it now takes the old one."""
    number = whole(request.form.get("number"), 4)
    try:
        with database.write():
            other = card_numbers.change(viewer, room.unit, whole(request.form.get("pupil")) or 0, number or 0)
    except Refused as refusal:
        return _page(viewer, room, words_for(refusal), refusal.status)
    flash(_("换好了。%(name)s 拿了换下来的那张。", name=other.name) if other else _("换好了。"), "good")
    return redirect(url_for("teacher.cards", class_id=room.unit.id), 303)


@sentence("card_out_of_range")
def _card_out_of_range(most: int) -> str:
    return _("卡号是 1 到 %(most)s 的整数，请看看卡上印的数字。", most=most)


@sentence("card_of_leaver")
def _card_of_leaver(number: int) -> str:
    return _("%(number)s 号这学年给过一位已经不在班里的同学，不能再给别人，不然两个人的答题会混在一起。请换一个号。", number=number)


@sentence("cards_in_use")
def _cards_in_use() -> str:
    return _("这个班正在上课，卡号现在不能换。下课以后再来。")
