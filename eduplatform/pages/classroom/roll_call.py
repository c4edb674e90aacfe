"""Who is away, and the end of the lesson, on the phone."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...learning import closing
from ...learning.roll_call import roll_call
from ...shared import audit, database
from ...shared.refusals import Conflict
from ...teaching import queries, sessions
from ...teaching.models import ClassSession
from .. import errors
from ..messages import message_for
from . import loaders
from .blueprint import blueprint
from .remote_control import number_of
from .session_control import row_numbers_posted


@blueprint.get("/roll")
@loaders.for_joined_phone
def roll(phone: loaders.Phone) -> str:
    """Roll call by exception: pupils none of whose cards were seen are proposed as away."""
    row = phone.session
    found = roll_call(row, phone.unit)
    audit.looked(row.school_id, phone.remote.teacher_id, f"class:{row.class_id}", len(found.pupils))
    return render_template("classroom/roll_call.html", phone=phone, roll=found)


@blueprint.post("/roll")
@loaders.for_joined_phone
def note_roll(phone: loaders.Phone) -> ResponseReturnValue:
    """Note who is away; with then=close also end the lesson and write its class hours."""
    absent, seen = row_numbers_posted("absent"), row_numbers_posted("seen")
    try:
        if absent != seen:  # kept even if the close is refused: nobody taps twice
            with database.write():
                sessions.note_absent(phone.hand, phone.session, absent - seen)
                sessions.note_present(phone.hand, phone.session, seen - absent)
        if request.form.get("then") == "close":
            with database.write():
                row = closing.close_lesson(phone.hand, phone.session, number_of("version"))
                return _closed(phone, row)  # drawn before it is stored: what is stored is always answered
    except Conflict as conflict:
        if errors.wants_json():
            raise
        flash(message_for(conflict), "warn")
        return redirect(url_for(".roll"), 303)
    return jsonify(ok=True) if errors.wants_json() else redirect(url_for(".now"), 303)


def _closed(phone: loaders.Phone, row: ClassSession) -> ResponseReturnValue:
    """The last page of the phone: from here on it belongs to no lesson."""
    return render_template("classroom/closed.html", session=row, unit=phone.unit, entry=queries.entry_of(row))
