"""The year plan of a unit: the planner's page, weeks that change places, taking over, printing."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ....deployments import queries as sent
from ....org import grades
from ....org.access import Viewer, unit_for
from ....org.calendar import typical
from ....org.models import Unit
from ....shared import clock
from ....shared.database import write
from ....shared.refusals import NotFound, Refused
from ....teaching import plan as plans
from ....teaching import plan_operations, planner
from ....teaching.year_layout import PlannedWeek
from ....teaching.year_overview import Overview
from ... import guard, navigation
from ...labels.units import stage_labels
from ...messages import message_for
from ...planner import labels, moves, papers
from ...web.locale import gettext as _
from .. import first_steps, loaders
from ..blueprint import blueprint
from ..deployments import labels as deployed


def edited(viewer: Viewer, unit_id: int) -> loaders.YearOf:
    """A unit whose plan the viewer may change: of this school year or a later one. Refused plan_past."""
    unit = unit_for(viewer, "plan.edit", unit_id)
    if unit.kind == "class":
        raise NotFound()
    place = loaders.planned(viewer, unit_id)
    if place.year < this_year():
        raise Refused("plan_past")
    return place


def this_year() -> int:
    """The school year of today."""
    return clock.school_year_of(clock.today())


def may_plan(viewer: Viewer, place: loaders.YearOf) -> bool:
    """Whether the viewer may change the plan that is shown."""
    return viewer.may("plan.edit", place.unit.path) and place.unit.kind != "class" and place.year >= this_year()


def stages_at(unit: Unit, year: int) -> dict[str, str]:
    """Names by code of the stages taught here: a class has one, a school its own, a unit above all."""
    here = (
        [grades.stage_by_code(unit.code, unit.entry_year, year)]
        if unit.entry_year
        else [code for code in unit.stages.split(",") if code]
    )
    return {code: name for code, name in stage_labels().items() if not here or code in here}


def overview_of(place: loaders.YearOf) -> Overview:
    """The year of the unit for the stages taught there."""
    return planner.overview(place.unit, place.calendar, list(stages_at(place.unit, place.year)), clock.today())


@blueprint.get("/plan")
@blueprint.get("/units/<int:unit_id>/plan")
@guard.needs("assessment.view", loaders.planned)
@navigation.entry("office", 30, lambda: _("计划与校历"), "calendar")
def plan(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """The year by months: what each week is about, which key days it holds, what is wrong with it."""
    return _plan(viewer, place)


def _plan(viewer: Viewer, place: loaders.YearOf, words: str = "", status: int = 200) -> ResponseReturnValue:
    today, year = clock.today(), this_year()
    planned = planner.planned_by(place.unit, place.year)
    return render_template(
        "office/plan.html",
        ward=place,
        place=place.unit.name,
        overview=overview_of(place),
        stages=stages_at(place.unit, place.year),
        planned=planned,
        may_plan=may_plan(viewer, place),
        moving=moves.moving(),
        now=place.calendar.week_near(today) if place.year == year else None,
        years=sorted({year, year + 1, place.year} | ({place.year - 1} if planned.before else set())),
        may_roll=loaders.may_roll(viewer, place.unit.kind, place.unit.path),
        may_weigh=place.unit.kind != "class" and viewer.may("activity.edit", place.unit.path),
        usual=place.calendar == typical(place.year),
        above=[one for one in sent.from_above(place.unit, place.year) if one.row.ends_on >= today],
        sent_words=deployed.sent_words,
        week_page=lambda week: url_for("office.plan_week", unit_id=place.unit.id, week=week, year=place.year),
        words=words,
    ), status


def _back(place: loaders.YearOf) -> ResponseReturnValue:
    return redirect(
        first_steps.then_start(place.unit, url_for("office.plan", unit_id=place.unit.id, year=place.year)), 303
    )


@blueprint.post("/units/<int:unit_id>/plan/adopt")
@guard.needs("plan.edit", edited)
def adopt_plan(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """Take the shipped plan of 40 weeks."""
    with write():
        left_out = plan_operations.adopt(viewer, place.unit, place.year, plans.shipped())
    flash(_("已采用推荐的 40 周计划，可以再逐周修改。"), "good")
    _tell_left_out(left_out)
    return _back(place)


@blueprint.post("/units/<int:unit_id>/plan/carry-over")
@guard.needs("plan.edit", edited)
def carry_plan_over(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """Go on with the plan of the year before, on the days of this one."""
    try:
        with write():
            left_out = plan_operations.carry_over(viewer, place.unit, place.year)
    except Refused as refusal:
        return _plan(viewer, place, message_for(refusal), refusal.status)
    flash(_("上一学年的计划已经接过来，照这一学年的校历排好了。"), "good")
    _tell_left_out(left_out)
    return _back(place)


def _tell_left_out(themes: tuple[PlannedWeek, ...]) -> None:
    if themes:
        named = labels.titles(themes)
        flash(_("这一学年的周数少，有 %(n)s 个主题没有排进去：%(titles)s。", n=len(themes), titles=named), "warn")


@blueprint.post("/units/<int:unit_id>/plan/drop")
@guard.needs("plan.edit", edited)
def drop_plan(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """Go back to the plan of the unit above."""
    with write():
        plan_operations.drop_own(viewer, place.unit, place.year)
    flash(_("已改回上一级的计划。"), "good")
    return _back(place)


@blueprint.post("/units/<int:unit_id>/plan/swap")
@guard.needs("plan.edit", edited)
@navigation.below("office.plan")
def swap_plan_weeks(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """Two weeks change places."""
    try:
        at = {"unit_id": place.unit.id, "year": place.year}
        return moves.swap(viewer, place.unit, place.year, "office.plan", at)
    except Refused as refusal:
        return _plan(viewer, place, message_for(refusal), refusal.status)


@blueprint.get("/units/<int:unit_id>/plan/print")
@guard.needs("assessment.view", loaders.planned)
@navigation.below("office.plan")
def print_plan(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """The plan on paper, a page a term."""
    back = url_for("office.plan", unit_id=place.unit.id, year=place.year)
    return papers.paper(overview_of(place), place.unit.name, place.year, back, _only_stage(place))


@blueprint.get("/units/<int:unit_id>/plan.xlsx")
@guard.needs("assessment.view", loaders.planned)
def plan_xlsx(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """The plan as an Excel sheet, with the topics of each stage."""
    return papers.xlsx(overview_of(place), place.unit.name, place.year, stages_at(place.unit, place.year))


def _only_stage(place: loaders.YearOf) -> str:
    stages = list(stages_at(place.unit, place.year))
    return stages[0] if len(stages) == 1 else ""
