"""The skill training on the class screen: the class calls out what to do, the teacher taps it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...curriculum import queries as content
from ...learning import class_training
from ...shared import database
from ...shared.refusals import Refused
from ...teaching.sessions import OPEN
from .. import guard
from ..numbers import whole
from . import blueprint, doors


@blueprint.get("/sessions/<int:session_id>/training")
@guard.needs("class.teach", doors.a_session)
def training(viewer: guard.Viewer, lesson: doors.Lesson) -> ResponseReturnValue:
    """Where the class stands in its training. Nothing on it names a pupil."""
    if lesson.session.state not in OPEN:
        return redirect(url_for(".session", session_id=lesson.session.id), 303)
    return render_template("teacher/training.html", lesson=lesson, now=class_training.training_so_far(lesson.session), head=content.lesson_head(lesson.session.lesson_id))


@blueprint.post("/sessions/<int:session_id>/training")
@guard.needs("class.teach", doors.a_session)
def train(viewer: guard.Viewer, lesson: doors.Lesson) -> ResponseReturnValue:
    """Take what the class called out."""
    step = whole(request.form.get("step"))
    if step is None:
        raise Refused("odd_choice")
    with database.write():
        class_training.take_class_choice(viewer, lesson.session, step, class_training.AGAIN if "again" in request.form else request.form.get("choice", ""))
    return redirect(url_for(".training", session_id=lesson.session.id), 303)
