"""What the product takes of a teacher's week, before a unit asks for more: a median, never a person."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from ....notices import teacher_week
from ....org.access import Viewer
from ....org.calendar import monday_of
from ....shared import clock
from ....shared.refusals import NotFound
from ....teaching import teacher_acts
from ... import guard, navigation
from ...labels.teacher_acts import act_names, minutes_said
from .. import loaders
from ..blueprint import blueprint


def weighed(viewer: Viewer, unit_id: int) -> loaders.YearOf:
    """A school or a unit above it that may ask something of classes: whoever may set activities there."""
    place = loaders.planned(viewer, unit_id)
    if place.unit.kind == "class" or not viewer.may("activity.edit", place.unit.path):
        raise NotFound()
    return place


@blueprint.get("/units/<int:unit_id>/teacher-minutes")
@guard.needs("activity.edit", weighed)
@navigation.below("office.plan")
def teacher_minutes(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """The middle of what last week took of the teachers below, what an ordinary week takes, and what one lesson more would."""
    today = clock.today()
    monday = monday_of(today) - timedelta(days=7)
    return render_template(
        "office/teacher_minutes.html",
        ward=place,
        place=place.unit.name,
        monday=monday,
        sunday=monday + timedelta(days=6),
        found=teacher_week.median_week(place.unit, clock.school_year_of(monday), monday),
        least=teacher_week.LEAST,
        more=teacher_acts.seconds_of_one_more_lesson(),
        ordinary=teacher_acts.spent(teacher_acts.ORDINARY),
        ordinary_seconds=teacher_acts.seconds_of(teacher_acts.ORDINARY),
        names=act_names(),
        minutes_said=minutes_said,
        tap=teacher_acts.TAP,
    )
