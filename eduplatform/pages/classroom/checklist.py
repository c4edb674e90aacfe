"""The class checklist, ticked by the teacher while the class does it: on the class screen, and on the phone in the teacher's hand."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...learning import class_checklist
from ...org.access import Viewer
from ...shared import database
from ...teaching.models import ClassSession
from ...teaching.sessions import OPEN
from .. import guard, navigation
from ..teacher import loaders as teacher_loaders
from ..teacher.blueprint import blueprint as teacher
from . import loaders
from .blueprint import blueprint as room
from .screen import pinyin_for


@teacher.get("/sessions/<int:session_id>/checklist")
@guard.needs("class.teach", teacher_loaders.a_session)
@navigation.below("teacher.home")
def checklist(viewer: Viewer, class_session: teacher_loaders.SessionOfClass) -> ResponseReturnValue:
    """What the class does and how many managed it, on the class screen. Nothing on it names a pupil."""
    if class_session.session.state not in OPEN:
        return redirect(url_for(".session", session_id=class_session.session.id), 303)
    pinyin_for(class_session.session)
    return render_template(
        "teacher/checklist.html", lesson=class_session, ticked=class_checklist.ticked_so_far(class_session.session)
    )


@teacher.post("/sessions/<int:session_id>/checklist")
@guard.needs("class.teach", teacher_loaders.a_session)
def tick(viewer: Viewer, class_session: teacher_loaders.SessionOfClass) -> ResponseReturnValue:
    """Note how many of the class did one thing."""
    item = _tick(viewer, class_session.session)
    return redirect(url_for(".checklist", session_id=class_session.session.id, _anchor=item), 303)


@room.get("/checklist")
@loaders.for_joined_phone
def on_phone(phone: loaders.Phone) -> str:
    """The same on the phone: the teacher walks about and looks."""
    return render_template("classroom/checklist.html", phone=phone, ticked=class_checklist.ticked_so_far(phone.session))


@room.post("/checklist")
@loaders.for_joined_phone
def tick_on_phone(phone: loaders.Phone) -> ResponseReturnValue:
    """Note how many of the class did one thing."""
    return redirect(url_for(".on_phone", _anchor=_tick(phone.hand, phone.session)), 303)


def _tick(viewer: Viewer, session: ClassSession) -> str:
    item, _colon, level = request.form.get("tick", "").partition(":")
    with database.write():
        class_checklist.tick(viewer, session, item, level)
    return item
