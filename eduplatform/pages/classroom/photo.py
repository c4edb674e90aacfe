"""A photo of the class holding up cards: read, then kept. The phone sends it again until it hears an answer."""

from __future__ import annotations

import threading
from base64 import b64encode
from collections.abc import Callable
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...learning import class_answers
from ...shared import database
from ...shared.refusals import Conflict, NotFound, Refused, TooMany
from ...teaching import photo_orientation, votes
from ...teaching.cards import orientation, reader
from ...teaching.cards import photo as pictures
from .. import errors
from ..messages import message_for
from . import loaders, photo_feedback
from .blueprint import blueprint
from .remote_control import number_of, phone_state

AT_ONCE = 3  #: photos read at one time in this process: the others come again, so that pages still find a thread
BUSY_SECONDS = 2
_readers = threading.BoundedSemaphore(AT_ONCE)


@blueprint.post("/photo")
@loaders.for_joined_phone
def photo(phone: loaders.Phone) -> ResponseReturnValue:
    """Read the cards in a photo and keep the letters for the question it was taken for. The same photo twice counts once."""
    return _answered(phone, _kept)


@blueprint.post("/upright")
@loaders.for_joined_phone
def upright(phone: loaders.Phone) -> ResponseReturnValue:
    """The teacher's tap: by how many quarters the photo asked about is to be turned, or that it is taken again (`turn` empty)."""
    return _answered(phone, _turned_by_hand)


def _answered(phone: loaders.Phone, verb: Callable[[loaders.Phone], dict[str, Any]]) -> ResponseReturnValue:
    """What `verb` said, for scripts or as pages; a refusal is worded on the page of the phone."""
    try:
        said = verb(phone)
    except Refused as refusal:
        if errors.wants_json() or isinstance(refusal, NotFound):
            raise
        flash(message_for(refusal), "warn")
        return redirect(url_for(".now"), 303)
    if errors.wants_json():
        return jsonify(said)
    if said.get("ask"):
        return render_template("classroom/upright.html", ask=said["ask"])
    for line in said["lines"]:
        flash(line["text"], line["kind"])
    return redirect(url_for(".now", _anchor="seats"), 303)


def _kept(phone: loaders.Phone) -> dict[str, Any]:
    """The state of the lesson and `lines`, or `ask`. Worded before it is stored: what is stored is always answered."""
    number, part, key = number_of("number", -1), number_of("part"), request.form.get("key", "")
    if number_of("session", phone.session.id) != phone.session.id:
        raise Conflict("photo_other_lesson")
    before = class_answers.told_before(phone.session, key)
    if before is not None:
        return _said(phone, number, part, before, None)
    votes.stood(phone.session, number, part, taking=True)  # before the work of reading; asked again when it is kept
    picture, reading = _read()
    seen, known = orientation.orientation_signs(reading), photo_orientation.known_way_up(phone.remote)
    turn = orientation.judged(known, reading)
    with database.write():
        if turn is not None:
            certain = orientation.quarter_against(known.trusted, seen.turned(turn).places) == 0
            outcome = _taken(phone, number, part, key, seen.turned(turn), certain)
            if not outcome.turned:
                return _said(phone, number, part, outcome, reading)
        photo_orientation.ask_way_up(phone.remote, key, number, part, seen)
    return _question(phone, key, picture, orientation.proposed(known, seen, reading.by_room))


def _taken(
    phone: loaders.Phone, number: int, part: int, key: str, seen: orientation.Look, certain: bool
) -> class_answers.Told:
    outcome = class_answers.take_reading(phone.session, number, part, key, seen.letters, seen.copies, upright=certain)
    if not outcome.turned:
        photo_orientation.trust(phone.remote, seen)
    return outcome


def _turned_by_hand(phone: loaders.Phone) -> dict[str, Any]:
    key, turn = request.form.get("key", ""), request.form.get("turn", "")
    if not turn:
        with database.write():
            photo_orientation.drop_waiting_photo(phone.remote)
        return _state(phone) | {"lines": []}
    with database.write():
        before = class_answers.told_before(phone.session, key)  # the answer to the first tap was lost
        if before is not None:
            return _state(phone) | {"lines": []}
        number, part, seen = photo_orientation.answer_way_up(phone.remote, key, number_of("turn", 9))
        outcome = class_answers.take_reading(phone.session, number, part, key, seen.letters, seen.copies, upright=True)
        return _said(phone, number, part, outcome, None, new=True)


def _question(phone: loaders.Phone, key: str, picture: pictures.Photo, turn: int) -> dict[str, Any]:
    """The picture goes back to the phone that took it and is kept nowhere."""
    height, width = picture.grey.shape
    ask = {
        "key": key,
        "turn": turn,
        "wide": width > height,
        "picture": "data:image/jpeg;base64," + b64encode(picture.thumb()).decode(),
    }
    if not errors.wants_json():
        return {"ask": ask}
    return _state(phone) | {"lines": [], "ask": render_template("classroom/upright_ask.html", ask=ask)}


def _state(phone: loaders.Phone) -> dict[str, Any]:
    return phone_state(phone.session) if errors.wants_json() else {}


def _said(
    phone: loaders.Phone,
    number: int,
    part: int,
    outcome: class_answers.Told,
    reading: reader.Reading | None,
    new: bool = False,
) -> dict[str, Any]:
    return _state(phone) | {
        "lines": photo_feedback.feedback_lines(
            phone, number, part, outcome, reading, with_names=errors.wants_json(), new=new
        )
    }


def _read() -> tuple[pictures.Photo, reader.Reading]:
    file = request.files.get("photo")
    data = file.read() if file else b""
    if not _readers.acquire(blocking=False):
        raise TooMany("photo_busy", wait=BUSY_SECONDS)
    try:
        picture = pictures.open_photo(data)
        return picture, reader.read_cards(picture)
    finally:
        _readers.release()
