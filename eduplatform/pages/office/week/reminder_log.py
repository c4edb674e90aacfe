"""The 1530 log of a school and of a class: how many reminders were held, counted from their records."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from ....curriculum import queries as content
from ....org.access import Viewer
from ....shared.refusals import NotFound
from ....teaching import reminders
from ... import guard, navigation
from .. import loaders
from ..blueprint import blueprint


def logged(viewer: Viewer, unit_id: int) -> loaders.YearOf:
    """A school or a class whose figures the viewer may see."""
    place = loaders.planned(viewer, unit_id)
    if place.unit.kind not in ("school", "class"):
        raise NotFound()
    return place


@blueprint.get("/units/<int:unit_id>/reminders")
@guard.needs("assessment.view", logged)
@navigation.below("office.plan")
def reminder_log(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """Reminders held in a school year: of a school by class, of a class one by one."""
    one_class = place.unit.kind == "class"
    kept = reminders.reminders_of_year(place.unit, place.year) if one_class else []
    classes = [] if one_class else reminders.held_by_class(place.unit, place.year)
    return render_template(
        "office/reminder_log.html",
        ward=place,
        place=place.unit.name,
        classes=classes,
        kept=[one for one in kept if one.ended_at],
        broken=sum(one.ended_at is None for one in kept),
        held=reminders.held(kept) if one_class else reminders.added_up(classes),
        formats=reminders.FORMATS,
        items=content.items({one.lesson_id for one in kept}) if kept else {},
    )
