"""Questions of an activity that the own class answers just now: anonymous, counted by class."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...activities import class_records, steps
from ...activities.models import ActivityRecord, ActivityStep
from ...org.access import Viewer
from ...shared.database import write
from ...shared.refusals import NotFound, Refused
from .. import guard, navigation
from ..messages import message_for
from ..parsing import whole_number
from ..web.locale import gettext as _
from .blueprint import blueprint


@dataclass(frozen=True)
class Asked:
    """Questions put to the viewer's class."""

    record: ActivityRecord
    step: ActivityStep


def a_survey(viewer: Viewer, record_id: int) -> Asked:
    """Questions that the viewer's own class answers on devices, as long as they are open."""
    row = class_records.record_of(record_id)
    mine = row is not None and (row.school_id, row.class_id) == (viewer.school_id, viewer.class_id)
    found = steps.find_step(row.step_id) if row is not None and mine and class_records.is_open(row) else None
    if row is None or found is None or found[0].kind != "survey":
        raise NotFound()
    return Asked(row, found[0])


@blueprint.get("/questions/<int:record_id>")
@guard.needs("learn.own", a_survey)
@navigation.below("student.home")
def survey(viewer: Viewer, asked: Asked) -> ResponseReturnValue:
    """The questions, one choice each."""
    return render_template("student/survey.html", asked=asked, words="")


@blueprint.post("/questions/<int:record_id>")
@guard.needs("learn.own", a_survey)
@navigation.below("student.home")
def answer_survey(viewer: Viewer, asked: Asked) -> ResponseReturnValue:
    """Add the answers up; whose they are is not kept."""
    number = len(asked.step.body["questions"])
    chosen = [whole_number(request.form.get(f"q{n}"), 1) for n in range(number)]
    try:
        with write():
            row = class_records.record_of(asked.record.id, to_change=True) or asked.record
            options = [-1 if one is None else one for one in chosen]
            class_records.answer_survey(row, viewer.school_id, viewer.user_id, options)
    except Refused as refusal:
        return render_template("student/survey.html", asked=asked, words=message_for(refusal)), refusal.status
    flash(_("收到了，谢谢。没有人知道是谁答的。"), "good")
    return redirect(url_for("student.home"), 303)
