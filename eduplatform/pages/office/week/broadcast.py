"""The broadcast: one text a school day by the year plan, read aloud by the device or printed by the week."""

from __future__ import annotations

from pathlib import Path

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....curriculum import citations
from ....curriculum import queries as content
from ....curriculum.facts import facts_at
from ....org import queries as org
from ....org.access import Viewer
from ....org.calendar import Week
from ....shared import clock
from ....shared.refusals import NotFound
from ....teaching import broadcast as broadcasts
from ... import guard, navigation
from .. import loaders
from ..blueprint import blueprint
from ..plan.views import stages_at

AHEAD = 4  #: weeks to choose from, beside the one that is shown


def _week(place: loaders.YearOf) -> Week | None:
    """The week of the address, else the one whose texts are wanted today."""
    number = request.args.get("week", type=int)
    if number is None:
        return broadcasts.week_to_read(place.calendar, clock.today())
    found = next((week for week in place.calendar.weeks if week.number == number), None)
    if found is None:
        raise NotFound()
    return found


def _texts(place: loaders.YearOf, week: Week) -> broadcasts.BroadcastWeek:
    stages = list(stages_at(place.unit, place.year))
    return broadcasts.weeks_of(place.unit, place.calendar, stages, week.number, 1)[0]


@blueprint.get("/units/<int:unit_id>/broadcast")
@guard.needs("assessment.view", loaders.planned)
@navigation.below("office.plan")
def broadcast(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """The texts of a week, today's first in sight; in holidays those of the week it goes on with."""
    week, today = _week(place), clock.today()
    weeks = place.calendar.weeks
    after = org.calendar_of(place.unit, place.year + 1).weeks if week is None else ()
    return render_template(
        "office/broadcast.html",
        ward=place,
        place=place.unit.name,
        week=week,
        shown=_texts(place, week) if week else None,
        before=next((one for one in reversed(weeks) if week and one.number < week.number), None),
        ahead=[one for one in weeks if week and one.number > week.number][:AHEAD],
        goes_on=after[0].starts_on if after else None,
        today=today,
        sources=_sources,
        topics=content.topics(),
    )


def _sources(fact_ids: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    """Each fact a text rests on, with its sources as people read them."""
    courses = Path(current_app.config["COURSES"])
    facts, titles = facts_at(courses / "facts.yaml"), citations.titles_at(courses / "sources.yaml")
    return [(each, citations.cited(facts[each].source, titles)) for each in fact_ids if each in facts]


@blueprint.get("/units/<int:unit_id>/broadcast/print")
@guard.needs("assessment.view", loaders.planned)
@navigation.below("office.plan")
def print_broadcast(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """The texts of a week on one A4 page, in letters that can be read standing."""
    week = _week(place)
    if week is None:
        raise NotFound()
    back = url_for("office.broadcast", unit_id=place.unit.id, year=place.year, week=week.number)
    return render_template("office/broadcast_print.html", ward=place, shown=_texts(place, week), back=back)
