"""Lessons to make up: who missed what, for the teacher's eyes, and the five-minute version opened on a school device."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from ...accounts import sessions as sign_ins
from ...curriculum import queries as content
from ...learning import makeup as verbs
from ...learning import missed_lessons
from ...shared import audit, database
from ...shared.refusals import Conflict
from .. import current_viewer, guard, navigation
from ..messages import message_for
from ..student.makeup import remember_makeup as remember_device
from ..urls import public, qr
from . import loaders as teacher_loaders
from .answers import loaders
from .answers.loaders import Sat
from .blueprint import blueprint
from .home import remember_taught_class


@blueprint.get("/make-up")
@blueprint.get("/classes/<int:class_id>/make-up")
@guard.needs("class.names", teacher_loaders.a_named_class)
@navigation.below("teacher.home")
def makeups(viewer: guard.Viewer, taught_class: teacher_loaders.TaughtClass) -> Response:
    """Pupils who were away from a lesson this year and what they can make up. For the own teachers only; never a list to hang up."""
    found = missed_lessons.of_class(taught_class.unit, taught_class.year, taught_class.today)
    audit.looked(taught_class.unit.keeper_id, viewer.user_id, f"class:{taught_class.unit.id}", len(found))
    items = content.items({one.session.lesson_id for line in found for one in line.missed})
    waiting = [line for line in found if line.waiting]
    page = render_template(
        "teacher/makeups.html",
        room=taught_class,
        waiting=waiting,
        done=[line for line in found if line.done],
        items=items,
    )
    return remember_taught_class(make_response(page), taught_class)


@blueprint.post("/sessions/<int:session_id>/pupils/<int:pupil_id>/make-up")
@guard.needs("class.names", loaders.a_missing)
@navigation.below("teacher.home")
def open_makeup(viewer: guard.Viewer, found: Sat) -> ResponseReturnValue:
    """Open the five-minute version for one pupil: a code shown once, or this device itself, which then signs the teacher out."""
    row = found.lesson.session
    here = request.form.get("where") == "here"
    audit.looked(row.school_id, viewer.user_id, f"pupil:{found.pupil.pupil_id}", 1)
    try:
        with database.write():
            token = verbs.open_for(viewer, row, found.pupil.pupil_id)
            if here:
                secret = verbs.take_makeup_code(token)
                sign_ins.sign_out_token(current_viewer.token_of(request))
            else:  # drawn before it is stored: a code nobody was shown would be lost
                page = _code_page(found, token)
    except Conflict as conflict:
        flash(message_for(conflict), "info")
        return redirect(url_for(".makeups", class_id=found.lesson.unit.id), 303)
    if here:
        return current_viewer.forget_sign_in(remember_device(redirect(url_for("student.makeup"), 303), secret))
    return page


def _code_page(found: Sat, token: str) -> str:
    row = found.lesson.session
    base = public.base()
    return render_template(
        "teacher/makeup_code.html",
        found=found,
        lesson=found.lesson,
        item=content.item(row.lesson_id),
        address=base.url + url_for("student.makeup_start", ticket=token),
        qr=qr.svg,
        minutes=verbs.GOOD_FOR.seconds // 60,
        reachable=base.reachable,
    )
