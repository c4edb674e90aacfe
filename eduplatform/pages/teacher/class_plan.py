"""The plan of a class for the year: what the school set, what the class moved, two weeks that change places."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...curriculum import queries as content
from ...org import queries as org
from ...shared.database import write
from ...shared.refusals import Refused
from ...teaching import plan_operations, planner, queries
from ...teaching.year_overview import Overview
from .. import guard, navigation
from ..labels.units import stage_labels
from ..messages import message_for
from ..planner import moves, papers
from ..web.locale import gettext as _
from . import loaders
from .blueprint import blueprint
from .home import remember_taught_class


@blueprint.get("/plan")
@blueprint.get("/classes/<int:class_id>/plan")
@guard.needs("class.teach", loaders.a_class)
@navigation.below("teacher.home")
def class_plan(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """The year of the class by months; its homeroom teacher may let weeks change places."""
    return _plan(viewer, taught_class)


def _plan(
    viewer: guard.Viewer, taught_class: loaders.TaughtClass, words: str = "", status: int = 200
) -> ResponseReturnValue:
    calendar = org.calendar_of(taught_class.unit, taught_class.year)
    page = render_template(
        "teacher/plan.html",
        room=taught_class,
        overview=_overview(taught_class),
        may_move=viewer.may("class.plan", taught_class.unit.path),
        moving=moves.moving(),
        now=calendar.week_near(taught_class.today),
        words=words,
        deployed=[one for one in queries.assignments(taught_class.unit, taught_class.year) if one.deployment_id],
        heads={head.lesson_id: head for head in content.lessons_of(taught_class.of_year.stage)},
    )
    return remember_taught_class(make_response(page, status), taught_class)


def _overview(taught_class: loaders.TaughtClass) -> Overview:
    calendar = org.calendar_of(taught_class.unit, taught_class.year)
    return planner.overview(taught_class.unit, calendar, [taught_class.of_year.stage], taught_class.today)


@blueprint.post("/classes/<int:class_id>/plan/swap")
@guard.needs("class.plan", loaders.a_planned_class)
@navigation.below("teacher.home")
def swap_class_weeks(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """Two weeks of the class change places; what the school changes in other weeks still reaches it."""
    try:
        at = {"class_id": taught_class.unit.id}
        return moves.swap(viewer, taught_class.unit, taught_class.year, "teacher.class_plan", at)
    except Refused as refusal:
        return _plan(viewer, taught_class, message_for(refusal), refusal.status)


@blueprint.post("/classes/<int:class_id>/plan/drop")
@guard.needs("class.plan", loaders.a_planned_class)
def drop_class_plan(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """Back to the plan of the school."""
    with write():
        plan_operations.drop_own(viewer, taught_class.unit, taught_class.year)
    flash(_("已改回学校的安排。"), "good")
    return redirect(url_for("teacher.class_plan", class_id=taught_class.unit.id), 303)


@blueprint.get("/classes/<int:class_id>/plan/print")
@guard.needs("class.teach", loaders.a_class)
@navigation.below("teacher.home")
def print_class_plan(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """The plan of the class on paper, a page a term."""
    back = url_for("teacher.class_plan", class_id=taught_class.unit.id)
    stage = taught_class.of_year.stage
    return papers.paper(_overview(taught_class), taught_class.of_year.label, taught_class.year, back, stage)


@blueprint.get("/classes/<int:class_id>/plan.xlsx")
@guard.needs("class.teach", loaders.a_class)
def class_plan_xlsx(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """The plan of the class as an Excel sheet."""
    stage = taught_class.of_year.stage
    names = {stage: stage_labels()[stage]}
    return papers.xlsx(_overview(taught_class), taught_class.of_year.label, taught_class.year, names)
