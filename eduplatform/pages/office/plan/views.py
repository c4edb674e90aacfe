"""The year plan, the rules on class hours and what a unit has switched on."""

from __future__ import annotations

import re
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ....curriculum import queries as content
from ....org import calendar_operations, grades
from ....org import queries as org
from ....org.access import Viewer, unit_for
from ....org.models import Unit
from ....shared import clock
from ....shared.database import write
from ....shared.refusals import NotFound, Refused
from ....teaching import plan as plans
from ....teaching import plan_operations
from ....teaching.rules import Rule
from ... import guard, navigation
from ...filters import pick
from ...form_fields import choices, typed_words
from ...labels.units import stage_labels
from ...messages import message_for
from ...parsing import PartsField, WholeField
from .. import first_steps, loaders
from ..blueprint import blueprint

CATALOGUE = re.compile(r"S\d-\d{3}$")


class WeekForm(FlaskForm):
    title = typed_words(_l("主题"), 80)
    topics = SelectMultipleField(_l("专题"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))


class RuleForm(FlaskForm):
    stage = SelectField(_l("学段"))
    minutes = WholeField(_l("一课时多少分钟"), validators=[InputRequired(), NumberRange(20, 60)])
    floor = PartsField(_l("每学年至少多少课时"), places=2, validators=[InputRequired(), NumberRange(1, 80)])
    weekly = PartsField(_l("每教学周目标课时"), places=2, validators=[InputRequired(), NumberRange(0, 5)])
    day_lessons = WholeField(_l("一天最多记几节"), validators=[Optional(), NumberRange(1, 12)])
    evidenced = SelectField(
        _l("达标怎样算"),
        default="no",
        choices=choices([("no", _l("有记录的和申报的都算")), ("yes", _l("只算有记录的"))]),
    )
    from_on = DateField(_l("从哪一天起"), validators=[InputRequired()])
    source = typed_words(_l("依据的文件"), 120)


class SwitchForm(FlaskForm):
    value = SelectField(
        _l("选择"), choices=choices([("no", _l("不布置（默认）")), ("yes", _l("布置，依据下面的文件"))])
    )
    basis = StringField(_l("依据的文件"), validators=[Length(max=200)])


def edited(viewer: Viewer, unit_id: int) -> loaders.YearOf:
    """A unit whose plan the viewer may change."""
    unit = unit_for(viewer, "plan.edit", unit_id)
    if unit.kind == "class":
        raise NotFound()
    return loaders.planned(viewer, unit_id)


def a_week(viewer: Viewer, unit_id: int, week: int) -> tuple[loaders.YearOf, int]:
    """A week of a plan the viewer may change."""
    return edited(viewer, unit_id), week


@blueprint.get("/plan")
@blueprint.get("/units/<int:unit_id>/plan")
@guard.needs("assessment.view", loaders.planned)
@navigation.entry("office", 30, lambda: _("计划与校历"), "calendar")
def plan(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """What each week is about, which rules hold, what the calendar says."""
    return _plan(viewer, place)


def _plan(
    viewer: Viewer,
    place: loaders.YearOf,
    rule: RuleForm | None = None,
    switch: SwitchForm | None = None,
    words: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    unit, today = place.unit, clock.today()
    rows = {row.week: row for row in plans.planned_weeks(unit, place.year)}
    home_duty = bool(org.setting_of(unit, "home_duty", today, False))
    stages = _stages(unit, place.year)
    at_work = {"rule": rule is not None, "switch": switch is not None}
    rule = rule or RuleForm(formdata=None, from_on=today)
    rule.stage.choices = choices(list(stages.items()))
    return render_template(
        "office/plan.html",
        ward=place,
        place=place.unit.name,
        weeks=place.calendar.weeks,
        rows=rows,
        topics=content.topics(),
        stages=stages,
        rules=plans.rules_for(unit, stages, today),
        rule=rule,
        words=words,
        today=today,
        own=bool(plan_operations.own_weeks(unit, place.year)),
        may_plan=viewer.may("plan.edit", unit.path) and unit.kind != "class",
        switch=switch or SwitchForm(formdata=None, value="yes" if home_duty else "no"),
        home_duty=home_duty,
        now=place.calendar.week_on(today),
        sources=_sources,
        at_work=at_work,
    ), status


def _stages(unit: Unit, year: int) -> dict[str, str]:
    """Names by code of the stages taught here: a class has one, a school its own, a unit above all."""
    here = (
        [grades.stage_by_code(unit.code, unit.entry_year, year)]
        if unit.entry_year
        else [code for code in unit.stages.split(",") if code]
    )
    return {code: name for code, name in stage_labels().items() if not here or code in here}


def _sources(source: str) -> str:
    """What a rule rests on, in words: numbers of the requirements catalogue alone tell a reader nothing."""
    codes = source.split()
    if codes and all(CATALOGUE.match(code) for code in codes):
        return _("国家和省里的要求（目录 %(codes)s）", codes=" ".join(codes))
    return source or "–"


def _back(place: loaders.YearOf) -> ResponseReturnValue:
    return redirect(
        first_steps.then_start(place.unit, url_for("office.plan", unit_id=place.unit.id, year=place.year)), 303
    )


@blueprint.post("/units/<int:unit_id>/plan/adopt")
@guard.needs("plan.edit", edited)
def adopt_plan(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """Take the shipped plan of 40 weeks."""
    with write():
        plan_operations.adopt(viewer, place.unit, place.year, plans.shipped())
    flash(_("已采用推荐的 40 周计划，可以再逐周修改。"), "good")
    return _back(place)


@blueprint.post("/units/<int:unit_id>/plan/drop")
@guard.needs("plan.edit", edited)
def drop_plan(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """Go back to the plan of the unit above."""
    with write():
        plan_operations.drop_own(viewer, place.unit, place.year)
    flash(_("已改回上一级的计划。"), "good")
    return _back(place)


@blueprint.get("/units/<int:unit_id>/plan/weeks/<int:week>")
@guard.needs("plan.edit", a_week)
@navigation.below("office.plan")
def plan_week(viewer: Viewer, found: Any) -> ResponseReturnValue:
    """One week: its theme and topics."""
    place, week = found
    row = next((row for row in plans.planned_weeks(place.unit, place.year) if row.week == week), None)
    form = WeekForm(formdata=None, title=row.title if row else "", topics=(row.topics.get("all") or []) if row else [])
    return _week(place, week, form)


def _week(place: loaders.YearOf, week: int, form: WeekForm, status: int = 200) -> ResponseReturnValue:
    dates = next((each for each in place.calendar.weeks if each.number == week), None)
    if dates is None:
        raise NotFound()
    form.topics.choices = choices([(topic.code, pick(topic)) for topic in content.topics().values()])
    return render_template("office/plan_week.html", ward=place, place=place.unit.name, week=dates, form=form), status


@blueprint.post("/units/<int:unit_id>/plan/weeks/<int:week>")
@guard.needs("plan.edit", a_week)
@navigation.below("office.plan")
def change_week(viewer: Viewer, found: Any) -> ResponseReturnValue:
    """Give a week another theme."""
    place, week = found
    form = WeekForm()
    form.topics.choices = choices([(code, code) for code in content.topics()])
    if not form.validate() or not form.topics.data:
        return _week(place, week, form, 422)
    with write():
        plan_operations.set_week_theme(viewer, place.unit, place.year, week, form.title.data.strip(), form.topics.data)
    flash(_("第 %(week)s 周已保存。", week=week), "good")
    return _back(place)


@blueprint.post("/units/<int:unit_id>/plan/rules")
@guard.needs("plan.edit", edited)
@navigation.below("office.plan")
def set_rule(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """A stricter rule on class hours, with its date and document."""
    form = RuleForm()
    form.stage.choices = choices(list(stage_labels().items()))
    if not form.validate():
        return _plan(viewer, place, form, status=422)
    asked = Rule(
        form.minutes.data,
        round(form.floor.data * 100),
        round(form.weekly.data * 100),
        form.source.data,
        form.day_lessons.data or 0,
        form.evidenced.data == "yes",
    )
    try:
        with write():
            plan_operations.enter_rule(viewer, place.unit, form.stage.data, asked, form.from_on.data)
    except Refused as refusal:
        return _plan(viewer, place, form, words=message_for(refusal), status=refusal.status)
    flash(_("规定已保存，从那一天起算。"), "good")
    return _back(place)


@blueprint.post("/units/<int:unit_id>/plan/switches/home-duty")
@guard.needs("plan.edit", edited)
@navigation.below("office.plan")
def switch_home_duty(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """Whether learning at home may be asked for. Off unless a bureau says so in a document."""
    form = SwitchForm()
    if not form.validate() or (form.value.data == "yes" and not (form.basis.data or "").strip()):
        return _plan(viewer, place, switch=form, words=_("要布置课外学习，请写明依据哪份文件。"), status=422)
    with write():
        calendar_operations.choose_setting(
            viewer, place.unit, "home_duty", form.value.data == "yes", form.basis.data or ""
        )
    flash(_("已保存。"), "good")
    return _back(place)
