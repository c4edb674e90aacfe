"""The skill training on the class screen: the class calls out what to do, the teacher taps it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...curriculum import queries as content
from ...learning import class_training
from ...shared import database
from ...shared.refusals import Refused
from ...teaching.sessions import OPEN
from .. import guard, navigation
from ..parsing import whole_number
from ..teacher import loaders
from ..teacher.blueprint import blueprint
from .screen import pinyin_for


@blueprint.get("/sessions/<int:session_id>/training")
@guard.needs("class.teach", loaders.a_session)
@navigation.below("teacher.home")
def training(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> ResponseReturnValue:
    """Where the class stands in its training. Nothing on it names a pupil."""
    if class_session.session.state not in OPEN:
        return redirect(url_for(".session", session_id=class_session.session.id), 303)
    pinyin_for(class_session.session)
    return render_template(
        "teacher/training.html",
        lesson=class_session,
        now=class_training.training_so_far(class_session.session),
        head=content.lesson_head(class_session.session.lesson_id),
    )


@blueprint.post("/sessions/<int:session_id>/training")
@guard.needs("class.teach", loaders.a_session)
def train(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> ResponseReturnValue:
    """Take what the class called out."""
    step = whole_number(request.form.get("step"))
    if step is None:
        raise Refused("odd_choice")
    with database.write():
        class_training.take_class_choice(
            viewer,
            class_session.session,
            step,
            class_training.AGAIN
            if "again" in request.form
            else request.form.get("measured") or request.form.get("choice", ""),
        )
    return redirect(url_for(".training", session_id=class_session.session.id), 303)
