"""A photo of the class holding up cards: read, then kept. The phone sends it again until it hears an answer."""

from __future__ import annotations

import threading
from typing import Any

from flask import flash, jsonify, redirect, request, url_for

from ...learning import room as answers
from ...shared import database
from ...shared.refusals import Conflict, NotFound, Refused, TooMany
from ...teaching import votes
from ...teaching.cards import reader
from .. import errors
from ..wording import words_for
from . import blueprint, doors, told
from .now import number_of, state_of

PHOTO_MB = 50  #: of one photo; other routes keep the limit of the settings
AT_ONCE = 3  #: photos read at one time in this process: the others come again, so that pages still find a thread
BUSY_SECONDS = 2
_readers = threading.BoundedSemaphore(AT_ONCE)


@blueprint.url_value_preprocessor
def _room_for_a_photo(endpoint: str | None, _values: object) -> None:
    """Before anything looks at the form, the form token included."""
    if endpoint == "room.photo" and doors.COOKIE in request.cookies:
        request.max_content_length = PHOTO_MB * 1024 * 1024


@blueprint.errorhandler(413)
def _too_big(_error: object):  # type: ignore[no-untyped-def]
    return errors.answer(413, "photo_too_big", words_for(Refused("photo_upload_too_big", megabytes=PHOTO_MB)))


@blueprint.post("/photo")
@doors.joined
def photo(phone: doors.Phone):  # type: ignore[no-untyped-def]
    """Read the cards in a photo and keep the letters for the question it was taken for. The same photo twice counts once."""
    try:
        said = _kept(phone)
    except Refused as refusal:
        if errors.wants_json() or isinstance(refusal, NotFound):
            raise
        flash(words_for(refusal), "warn")
        return redirect(url_for(".now"), 303)
    if errors.wants_json():
        return jsonify(said)
    for line in said["lines"]:
        flash(line["text"], line["kind"])
    return redirect(url_for(".now", _anchor="seats"), 303)


def _kept(phone: doors.Phone) -> dict[str, Any]:
    """The state of the lesson and `lines`. Worded before it is stored: what is stored is always answered."""
    number, part, key = number_of("number", -1), number_of("part"), request.form.get("key", "")
    if number_of("session", phone.session.id) != phone.session.id:
        raise Conflict("photo_other_lesson")
    before = answers.told_before(phone.session, key)
    if before is not None:
        return _said(phone, number, part, before, None)
    votes.stood(phone.session, number, part, taking=True)  # before the work of reading; asked again when it is kept
    reading = _read()
    if "turned" in reading.hints:  # a photo on its side shifts every letter: nothing of it can be believed
        raise Refused("photo_turned")
    letters = {seen.number: seen.letter for seen in reading.cards}
    with database.write():
        outcome = answers.take(phone.session, number, part, key, letters, reading.copies)
        return _said(phone, number, part, outcome, reading)


def _said(phone: doors.Phone, number: int, part: int, outcome: answers.Told, reading: reader.Reading | None) -> dict[str, Any]:
    script = errors.wants_json()
    lines = told.lines(phone, number, part, outcome, reading, with_names=script)
    return (state_of(phone.session) if script else {}) | {"lines": lines}


def _read() -> reader.Reading:
    file = request.files.get("photo")
    data = file.read() if file else b""
    if not _readers.acquire(blocking=False):
        raise TooMany("photo_busy", wait=BUSY_SECONDS)
    try:
        return reader.read(data)
    finally:
        _readers.release()
