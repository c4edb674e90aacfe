"""What the product took of the teacher's weeks outside the lessons, shown to that teacher alone."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from ...notices import teacher_week
from ...org.calendar import monday_of
from ...teaching import teacher_acts
from .. import guard, navigation
from ..labels.teacher_acts import act_names, minutes_said
from . import loaders
from .blueprint import blueprint

WEEKS = 4  #: this week and those before it


@blueprint.get("/classes/<int:class_id>/minutes")
@guard.needs("class.teach", loaders.a_class)
@navigation.below("teacher.home")
def minutes(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """The minutes of this week and of three before it, act by act, for all classes the viewer teaches."""
    ids = sorted({taught_class.unit.id, *(held.unit_id for held in taught_class.others)})
    monday = monday_of(taught_class.today)
    mondays = [monday - timedelta(days=7 * n) for n in range(WEEKS)]
    weeks = [(day, teacher_week.counts_of_week(viewer, ids, taught_class.year, day)) for day in mondays]
    return render_template(
        "teacher/minutes.html",
        room=taught_class,
        weeks=[(day, teacher_acts.spent(counts), teacher_acts.seconds_of(counts)) for day, counts in weeks],
        costs=teacher_acts.COSTS,
        names=act_names(),
        minutes_said=minutes_said,
        ordinary=teacher_acts.spent(teacher_acts.ORDINARY),
        ordinary_seconds=teacher_acts.seconds_of(teacher_acts.ORDINARY),
        classes=len(ids),
        most=teacher_acts.A_WEEK,
        tap=teacher_acts.TAP,
    )
