"""Answer cards read live by a camera: the browser reads them, the server keeps the letters. No picture is ever sent."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from flask import Response, jsonify, render_template

from ...learning import class_answers
from ...shared import audit, database
from ...shared.refusals import Refused
from ...teaching import card_numbers, sessions
from ...teaching.cards import codes, reader
from ...teaching.run_steps import ASKED, PUT
from ...teaching.session_run import Run, run_of
from .. import messages
from ..parsing import whole_number
from ..web import request_bodies
from ..web.assets import asset
from ..web.locale import gettext as _
from . import loaders
from .blueprint import blueprint

_READ = re.compile(rf"([1-9]\d?)([{codes.LETTERS}])")
_CARD = re.compile(r"[1-9]\d?")
_SCRIPTS = ("vendor/js-aruco2/cv.js", "vendor/js-aruco2/aruco.js", "js/camera-decode.js")


def worker() -> dict[str, Any]:
    """What a browser needs to read cards: its scripts, and the one table of codes, turns and letters."""
    table = {
        "codes": [f"{code:09x}" for code in map(codes.code_of_card, range(codes.FIRST, codes.LAST + 1))],
        "letters": codes.LETTERS,
        "crooked": reader.CROOKED,
    }
    return {"worker": asset("js/camera-worker.js"), "scripts": [asset(name) for name in _SCRIPTS], "table": table}


@blueprint.get("/camera")
@loaders.for_joined_phone
def camera(phone: loaders.Phone) -> str:
    """The phone held at the class: pupils light up as their cards are read. Needs https, else it says to take photos."""
    by_card = card_numbers.of_session(phone.session, sessions.roll_of(phone.session))
    audit.looked(phone.session.school_id, phone.hand.user_id, f"class:{phone.unit.id}", len(by_card))
    return render_template("classroom/camera.html", phone=phone, by_card=by_card, worker=worker())


@blueprint.get("/readings")
@loaders.for_joined_phone
def readings(phone: loaders.Phone) -> Response:
    """The question on the screen, and for each card whether its answer stands. For the camera to follow the lesson."""
    return jsonify(_now(run_of(phone.session)))


def _now(run: Run) -> dict[str, Any]:
    """`open` while answers are taken; `seats`: card → kept, doubt or typed, cards without an answer not among them."""
    step = run.now
    vote = run.votes.get(step.number) if step.kind in ASKED else None
    said: dict[str, Any] = {
        "session": run.session.id,
        "over": run.session.state not in sessions.OPEN,
        "open": False,
        "seats": {},
    }
    if step.kind in PUT:
        said |= {"number": step.number, "part": step.part}
    if vote is None:
        return said
    asked = run.asked[step.number]
    shown = class_answers.seats_of(run.session, vote, step.part, asked)
    said |= {
        "open": vote.closed_at is None and run.session.state in sessions.OPEN,
        "sides": "".join(choice.letter for choice in asked.choices),
    }
    away = sessions.absent_ids(run.session)
    said["present"] = sum(1 for seat in shown if seat.card and seat.pupil.pupil_id not in away)
    said["seats"] = {
        seat.card: "doubt" if seat.rival else "typed" if seat.way == "hand" else "kept"
        for seat in shown
        if seat.card and (seat.letter or seat.rival)
    }
    return said


@blueprint.post("/readings")
@request_bodies.reads_json
@loaders.for_joined_phone
def read(phone: loaders.Phone) -> Response:
    """Keep what a camera read: `key` of the report, `number` and `part` of its question, `letters` ("1A 12C"), `copies` ("7"),
    `upright` ("1": told anew after all letters had turned, and the teacher said that the picture is upright)."""
    given = request_bodies.fields(
        number=(int, str), part=(int, str), key=str, letters=str, copies=str, upright=(int, str)
    )
    letters, copies = _letters(given.get("letters")), _copies(given.get("copies"))
    upright = (
        str(given.get("upright") or "") == "1"
    )  # the teacher was asked again and said so; it names a direction, never a letter
    with database.write():
        told = class_answers.take_reading(
            phone.session,
            _whole(given.get("number")),
            _whole(given.get("part")),
            str(given.get("key") or ""),
            letters,
            copies,
            upright,
        )
    return jsonify(asdict(told))


def _whole(value: Any) -> int:
    number = whole_number(str(value), 3)
    if number is None:
        raise Refused("odd_reading")
    return number


def _letters(value: Any) -> dict[int, str]:
    """ "1A 12C" → {1: "A", 12: "C"}. Refused: anything else, a card named twice, more cards than there are."""
    words = _words(value, _READ)
    found = {int(word[1]): word[2] for word in words}
    if len(found) != len(words):
        raise Refused("odd_reading")
    return found


def _copies(value: Any) -> set[int]:
    return {int(word[0]) for word in _words(value, _CARD)}


def _words(value: Any, form: re.Pattern[str]) -> list[re.Match[str]]:
    text = value or ""
    if not isinstance(text, str) or len(text) > 4 * codes.LAST:
        raise Refused("odd_reading")
    words = [form.fullmatch(word) for word in text.split()]
    if not all(word and int(re.sub(r"\D", "", word[0])) <= codes.LAST for word in words):
        raise Refused("odd_reading")
    return [word for word in words if word]


@messages.message("odd_reading")
def _odd_reading() -> str:
    return _("这次的读数不完整，没有记下。请重新打开这一页。")
