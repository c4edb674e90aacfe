"""One week of the plan: its theme, its topics for all stages, and other topics for one stage."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from ....curriculum import queries as content
from ....org.access import Viewer
from ....shared.database import write
from ....shared.refusals import NotFound
from ....teaching import plan as plans
from ....teaching import plan_operations
from ....teaching.year_layout import PlannedWeek
from ....teaching.year_overview import topics_of
from ... import guard, navigation
from ...filters import pick
from ...form_fields import PageForm, choices, typed_words
from ...web.locale import gettext as _
from ...web.locale import lazy_gettext as _l
from .. import loaders
from ..blueprint import blueprint
from .views import edited, overview_of, stages_at


class StageForm(PageForm):
    topics = SelectMultipleField(_l("专题"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))


class WeekForm(StageForm):
    title = typed_words(_l("主题"), 80)


@dataclass(frozen=True)
class WeekOf:
    """A week of a plan the viewer may change; `theme` as planned, without what falls into the week besides; `stage`: for one only."""

    place: loaders.YearOf
    week: int
    theme: PlannedWeek | None
    stage: str


def a_week(viewer: Viewer, unit_id: int, week: int) -> WeekOf:
    """A week of a plan the viewer may change; ?stage=K for one of the stages taught there."""
    place = edited(viewer, unit_id)
    stage = request.args.get("stage", "")
    if stage and stage not in stages_at(place.unit, place.year):
        raise NotFound()
    themes = plans.in_force(place.unit, place.year).themes
    return WeekOf(place, week, next((row for row in themes if row.week == week), None), stage)


@blueprint.get("/units/<int:unit_id>/plan/weeks/<int:week>")
@guard.needs("plan.edit", a_week)
@navigation.below("office.plan")
def plan_week(viewer: Viewer, found: WeekOf) -> ResponseReturnValue:
    """One week: its theme and topics."""
    topics = topics_of(found.theme, found.stage or "all") if found.theme else []
    if found.stage:
        return _week(found, StageForm(formdata=None, topics=topics))
    return _week(found, WeekForm(formdata=None, title=found.theme.title if found.theme else "", topics=topics))


def _week(found: WeekOf, form: StageForm, status: int = 200) -> ResponseReturnValue:
    place, overview = found.place, overview_of(found.place)
    line = overview.line(found.week)
    if line is None:
        raise NotFound()
    form.topics.choices = choices([(topic.code, pick(topic)) for topic in content.topics().values()])
    return render_template(
        "office/plan_week.html",
        ward=place,
        place=place.unit.name,
        found=found,
        line=line,
        form=form,
        stages=stages_at(place.unit, place.year),
        overview=overview,
    ), status


@blueprint.post("/units/<int:unit_id>/plan/weeks/<int:week>")
@guard.needs("plan.edit", a_week)
@navigation.below("office.plan")
def change_week(viewer: Viewer, found: WeekOf) -> ResponseReturnValue:
    """Give a week another theme, or a stage other topics in it."""
    form: StageForm = StageForm() if found.stage else WeekForm()
    form.topics.choices = choices([(code, code) for code in content.topics()])
    if not form.validate() or not (form.topics.data or found.stage):
        return _week(found, form, 422)
    with write():
        _change(viewer, found, form)
    flash(_("第 %(week)s 周已保存。", week=found.week), "good")
    place = found.place
    return redirect(url_for("office.plan", unit_id=place.unit.id, year=place.year, _anchor=f"week-{found.week}"), 303)


def _change(viewer: Viewer, found: WeekOf, form: StageForm) -> None:
    unit, year, topics = found.place.unit, found.place.year, form.topics.data or []
    if isinstance(form, WeekForm):
        plan_operations.set_week_theme(viewer, unit, year, found.week, (form.title.data or "").strip(), topics)
    else:
        plan_operations.set_stage_topics(viewer, unit, year, found.week, found.stage, topics)
