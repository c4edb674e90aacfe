"""The teacher's phone joins the lesson by a code on the screen; and what the class found hard is taught and asked again."""

from __future__ import annotations

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...shared import database
from ...shared.refusals import Refused
from ...teaching import remotes, session_run, sessions
from .. import errors, guard
from ..parsing import whole_number
from ..teacher import loaders
from ..teacher.blueprint import blueprint
from ..urls import public, qr
from .screen import screen_answer

MOST_QUESTIONS = 100


@blueprint.post("/sessions/<int:session_id>/phone")
@guard.needs("class.teach", loaders.a_session)
def phone(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> ResponseReturnValue:
    """A fresh code on the screen: the phone that scans it becomes remote control and card reader of this lesson."""
    which = whole_number(request.form.get("which"), 2) or 0
    base = public.base(which)
    with database.write():
        token = remotes.show(viewer, class_session.session)
        there = remotes.phones_joined(class_session.session)
    said = dict(
        lesson=class_session,
        base=base,
        which=which,
        phones=there,
        most=remotes.PHONES,
        address=base.url + url_for("room.join", token=token),
        qr=qr.svg,
        page=request.form.get("page", ""),
    )
    if errors.wants_json():
        return jsonify(piece=render_template("teacher/phone_piece.html", **said), phones=there)
    return render_template("teacher/phone.html", **said)


@blueprint.post("/sessions/<int:session_id>/phones-away")
@guard.needs("class.teach", loaders.a_session)
def phones_away(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> ResponseReturnValue:
    """Let every phone go that joined this lesson, to start anew with another one."""
    with database.write():
        sessions.must_be_open(sessions.fresh(class_session.session))
        remotes.let_phones_go(class_session.session)
    return screen_answer(class_session.session)


@blueprint.post("/sessions/<int:session_id>/again")
@guard.needs("class.teach", loaders.a_session)
def again(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> ResponseReturnValue:
    """Teach the slide behind a question again, then ask another one like it: the run goes to the slide."""
    number = whole_number(request.form.get("number"))
    if number is None or number >= MOST_QUESTIONS:
        raise Refused("odd_choice")
    with database.write():
        row = session_run.teach_again(viewer, class_session.session, number)
    return screen_answer(row)
