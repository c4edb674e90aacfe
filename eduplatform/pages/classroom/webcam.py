"""The camera of the PC at the projector reads cards, as a phone would; the class sees numbers light up, never letters or names."""

from __future__ import annotations

from flask import jsonify, request, url_for
from werkzeug.wrappers import Response

from ...shared import database
from ...teaching import card_numbers, remotes, sessions
from .. import guard
from ..teacher import loaders as teaching
from ..teacher.blueprint import blueprint as teacher
from . import loaders
from .camera import worker


@teacher.post("/sessions/<int:session_id>/webcam")
@guard.needs("class.teach", teaching.a_session)
def webcam(viewer: guard.Viewer, class_session: teaching.SessionOfClass) -> Response:
    """Make this browser a reader of the lesson, in the place of a phone. `joined`: it is one already (its page was loaded anew)."""
    cards = list(card_numbers.of_session(class_session.session, sessions.roll_of(class_session.session)))
    answer = jsonify(readings=url_for("room.readings"), cards=cards, **worker())
    if request.form.get("joined"):
        return answer
    with database.write():
        _remote, secret = remotes.take_join_code(remotes.show(viewer, class_session.session))
    return loaders.remember_phone(answer, secret)
