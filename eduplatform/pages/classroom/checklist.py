"""The class checklist on the class screen, ticked by the teacher while the class does it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...learning import class_checklist
from ...org.access import Viewer
from ...shared import database
from ...teaching.models import ClassSession
from ...teaching.sessions import OPEN
from .. import guard, navigation
from ..teacher import loaders
from ..teacher.blueprint import blueprint
from .screen import pinyin_for


@blueprint.get("/sessions/<int:session_id>/checklist")
@guard.needs("class.teach", loaders.a_session)
@navigation.below("teacher.home")
def checklist(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> ResponseReturnValue:
    """What the class does and how many managed it, on the class screen. Nothing on it names a pupil."""
    if class_session.session.state not in OPEN:
        return redirect(url_for(".session", session_id=class_session.session.id), 303)
    pinyin_for(class_session.session)
    return render_template(
        "teacher/checklist.html", lesson=class_session, ticked=class_checklist.ticked_so_far(class_session.session)
    )


@blueprint.post("/sessions/<int:session_id>/checklist")
@guard.needs("class.teach", loaders.a_session)
def tick(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> ResponseReturnValue:
    """Note how many of the class did one thing."""
    item = note_tick(viewer, class_session.session)
    return redirect(url_for(".checklist", session_id=class_session.session.id, _anchor=item), 303)


def note_tick(viewer: Viewer, session: ClassSession) -> str:
    """What the pressed button says, as thing:level; the thing."""
    item, _colon, level = request.form.get("tick", "").partition(":")
    with database.write():
        class_checklist.tick(viewer, session, item, level)
    return item
