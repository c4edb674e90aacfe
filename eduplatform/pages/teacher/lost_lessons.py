"""课被占用: the week's lesson went to another subject, noted with one tap on the week page and taken back with another."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ...shared.database import write
from ...shared.refusals import Refused
from ...teaching import lost_lessons
from .. import guard
from ..messages import add, message_for
from ..web.locale import gettext as _
from ..web.locale import lazy_gettext as _l
from . import loaders
from .blueprint import blueprint

add(
    {
        "lost_no_week": _l("只能记最近两周里要上安全课的那一周。请从“本周”点。"),
        "lost_given": _l("那一周已经有一节安全课，不用记被占用。"),
    }
)


def _week() -> date:
    try:
        return date.fromisoformat(request.form.get("week", ""))
    except ValueError:
        raise Refused("lost_no_week") from None


def _back(taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    return redirect(url_for("teacher.home", class_id=taught_class.unit.id, _anchor="lost"), 303)


@blueprint.post("/classes/<int:class_id>/lost-lessons")
@guard.needs("class.plan", loaders.a_planned_class)
def note_lost(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """Note that the lesson of a week was lost."""
    try:
        with write():
            lost_lessons.note_lost(viewer, taught_class.unit, _week())
    except Refused as refusal:
        flash(message_for(refusal), "warn")
    else:
        flash(_("记下了：这一周的安全课被占用。不算课时，学校安全管理员看得到。"), "good")
    return _back(taught_class)


@blueprint.post("/classes/<int:class_id>/lost-lessons/undo")
@guard.needs("class.plan", loaders.a_planned_class)
def undo_lost(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """Take the note back."""
    with write():
        gone = lost_lessons.take_lost_back(viewer, taught_class.unit, _week())
    if gone:
        flash(_("撤销了：那一周的安全课没有被占用。"), "good")
    return _back(taught_class)
