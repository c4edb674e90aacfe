"""How class hours are counted at a unit, and what it has switched on. How many are asked for: the topic `rules`."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ....org import calendar_operations
from ....org import queries as org
from ....org.access import Viewer
from ....shared import clock
from ....shared.database import write
from ....shared.refusals import Refused
from ....teaching import plan as plans
from ....teaching import plan_operations
from ....teaching.rules import Rule
from ... import guard, navigation
from ...form_fields import PageForm, choices, typed_words
from ...labels.units import stage_labels
from ...messages import message_for
from ...parsing import WholeField
from ...web.locale import gettext as _
from ...web.locale import lazy_gettext as _l
from .. import first_steps, loaders
from ..blueprint import blueprint
from .views import edited, may_plan, stages_at


class RuleForm(PageForm):
    stage = SelectField(_l("学段"))
    minutes = WholeField(_l("一课时多少分钟"), validators=[InputRequired(), NumberRange(20, 60)])
    day_lessons = WholeField(_l("一天最多记几节"), validators=[Optional(), NumberRange(1, 12)])
    evidenced = SelectField(
        _l("达标怎样算"),
        default="no",
        choices=choices([("no", _l("有记录的和申报的都算")), ("yes", _l("只算有记录的"))]),
    )
    from_on = DateField(_l("从哪一天起"), validators=[InputRequired()])
    source = typed_words(_l("依据的文件"), 120)


class SwitchForm(PageForm):
    value = SelectField(
        _l("选择"), choices=choices([("no", _l("不布置（默认）")), ("yes", _l("布置，依据下面的文件"))])
    )
    basis = StringField(_l("依据的文件"), validators=[Length(max=200)])


@blueprint.get("/units/<int:unit_id>/plan/rules")
@guard.needs("assessment.view", loaders.planned)
@navigation.below("office.plan")
def plan_rules(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """How class hours are counted at a unit, and whether learning at home is asked for."""
    return _rules(viewer, place)


def _rules(
    viewer: Viewer,
    place: loaders.YearOf,
    rule: RuleForm | None = None,
    switch: SwitchForm | None = None,
    words: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    unit, today = place.unit, clock.today()
    home_duty = bool(org.setting_of(unit, "home_duty", today, False))
    stages = stages_at(unit, place.year)
    at_work = {"rule": rule is not None, "switch": switch is not None}
    rule = rule or RuleForm(formdata=None, from_on=today)
    rule.stage.choices = choices(list(stages.items()))
    return render_template(
        "office/plan_rules.html",
        ward=place,
        place=unit.name,
        stages=stages,
        rules=plans.rules_for(unit, stages, today),
        rule=rule,
        words=words,
        may_plan=may_plan(viewer, place),
        switch=switch or SwitchForm(formdata=None, value="yes" if home_duty else "no"),
        home_duty=home_duty,
        at_work=at_work,
    ), status


def _back(place: loaders.YearOf) -> ResponseReturnValue:
    return redirect(
        first_steps.then_start(place.unit, url_for("office.plan_rules", unit_id=place.unit.id, year=place.year)), 303
    )


@blueprint.post("/units/<int:unit_id>/plan/rules")
@guard.needs("plan.edit", edited)
@navigation.below("office.plan")
def set_rule(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """A stricter way of counting class hours, with its date and document."""
    form = RuleForm()
    form.stage.choices = choices(list(stage_labels().items()))
    if not form.validate():
        return _rules(viewer, place, form, status=422)
    asked = Rule(
        form.minutes.data,
        source=form.source.data,
        day_lessons=form.day_lessons.data or 0,
        evidenced=form.evidenced.data == "yes",
    )
    try:
        with write():
            plan_operations.enter_counting(viewer, place.unit, form.stage.data, asked, form.from_on.data)
    except Refused as refusal:
        return _rules(viewer, place, form, words=message_for(refusal), status=refusal.status)
    flash(_("规定已保存，从那一天起算。"), "good")
    return _back(place)


@blueprint.post("/units/<int:unit_id>/plan/switches/home-duty")
@guard.needs("plan.edit", edited)
@navigation.below("office.plan")
def switch_home_duty(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """Whether learning at home may be asked for. Off unless a bureau says so in a document."""
    form = SwitchForm()
    if not form.validate() or (form.value.data == "yes" and not (form.basis.data or "").strip()):
        return _rules(viewer, place, switch=form, words=_("要布置课外学习，请写明依据哪份文件。"), status=422)
    with write():
        calendar_operations.choose_setting(
            viewer, place.unit, "home_duty", form.value.data == "yes", form.basis.data or ""
        )
    flash(_("已保存。"), "good")
    return _back(place)
