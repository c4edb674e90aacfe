"""One deployment: how far it is by the units below, taking it back, another week for a school."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....deployments import operations, queries
from ....deployments.queries import Progress
from ....notices import queries as notices
from ....org.access import Viewer
from ....org.models import Unit
from ....shared import clock
from ....shared.database import write
from ....teaching.assignments import weeks_between
from ....teaching.models import Deployment
from ... import guard, navigation
from ...labels.units import stage_labels
from ...parsing import whole_number
from ...web.locale import gettext as _
from ..blueprint import blueprint
from . import labels
from .loaders import RIGHT, Seen, a_deployment, an_own_deployment, at_a_school


@blueprint.get("/deployments/<int:deployment_id>")
@guard.needs(RIGHT, a_deployment)
@navigation.below("office.deployments")
def deployment(viewer: Viewer, seen: Seen) -> ResponseReturnValue:
    """What was sent, and how far it is: counts by the units one level down, inside a school in all."""
    row, place = seen.row, seen.place
    at_school = place.kind == "school"
    return render_template(
        "office/deployment.html",
        seen=seen,
        row=row,
        place=place.name,
        labels=labels,
        kinds=labels.deployment_kinds(),
        stages=stage_labels(),
        targets=queries.units_at(row.targets),
        job=queries.job_of_deployment(row),
        progress=_progress(row, place),
        told=_told(row, place),
        answer=queries.answer_of(row, place) if row.kind == "return" and at_school else None,
        total=queries.sum_of_answers(row, place) if row.answer == "number" and not at_school else None,
        answers=queries.answers_below(row, place) if row.kind == "return" and not at_school else [],
        weeks=weeks_between(place, row) if row.kind == "lesson" and at_school else [],
        meant=queries.weeks_of_school(place, [row.id]).get(row.id, []) if at_school else [],
        today=clock.today(),
        seen_at=clock.now(),
    )


def _progress(row: Deployment, place: Unit) -> Progress | None:
    match row.kind:
        case "lesson":
            return queries.progress_of_lesson(row, place)
        case "return":
            return queries.progress_of_return(row, place)
        case "activity":
            return queries.progress_of_activity(row, place)
    return None


def _told(row: Deployment, place: Unit) -> list[tuple[Unit, notices.Count]]:
    """Of a reminder: given and read, by the units below; of the classes of a school nothing is told apart."""
    if row.kind != "reminder":
        return []
    counts = notices.counts_by_unit(place, row.set_at, row.id)
    if place.kind != "school":
        return counts
    given, read = sum(one.given for _unit, one in counts), sum(one.read or 0 for _unit, one in counts)
    return [(place, notices.Count(given, read, 0))]


@blueprint.get("/deployments/<int:deployment_id>/state")
@guard.needs(RIGHT, a_deployment)
def deployment_state(viewer: Viewer, seen: Seen) -> ResponseReturnValue:
    """How far the job is, for the page's script."""
    job = queries.job_of_deployment(seen.row)
    done = seen.row.ready_at is not None or job is None or job.state == "failed"
    answer: dict[str, Any] = {"value": 100 if done or job is None else job.progress, "max": 100, "done": done}
    there = url_for("office.deployment", deployment_id=seen.row.id)
    return jsonify(answer | ({"next": there} if done else {}))


@blueprint.post("/deployments/<int:deployment_id>/withdraw")
@guard.needs(RIGHT, an_own_deployment)
@navigation.below("office.deployments")
def withdraw_deployment(viewer: Viewer, seen: Seen) -> ResponseReturnValue:
    """Take it back."""
    with write():
        operations.take_back(viewer, seen.row, seen.unit)
    flash(_("已收回。没上的班不再提醒，上过的课和交来的回答都还在。"), "good")
    return redirect(url_for("office.deployment", deployment_id=seen.row.id), 303)


@blueprint.post("/deployments/<int:deployment_id>/move")
@guard.needs(RIGHT, at_a_school)
@navigation.below("office.deployments")
def move_deployment(viewer: Viewer, seen: Seen) -> ResponseReturnValue:
    """Another week for the lesson in all classes of the school."""
    week = whole_number(request.form.get("week"), 2) or 0
    with write():
        moved = operations.move_week(viewer, seen.place, seen.row, week)
    flash(_("已改到第 %(week)s 周，一共 %(n)s 个班。", week=week, n=moved), "good")
    there = url_for("office.deployment", deployment_id=seen.row.id, unit=seen.place.id if seen.own else None)
    return redirect(there, 303)
