"""Special-topic activities: what is on, a new one, take one back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField
from wtforms.validators import InputRequired

from ....activities import operations, participation, queries, ready, rules, steps
from ....org import queries as org
from ....org.access import Viewer
from ....org.calendar import Calendar
from ....org.models import Unit
from ....shared import clock
from ....shared.database import write
from ....shared.refusals import Refused
from ....teaching import key_days
from ... import guard, navigation
from ...form_fields import MultiCheckboxField, PageForm, typed_words
from ...labels import activities as labels
from ...labels.units import stage_labels
from ...messages import message_for
from ...web.locale import gettext as _
from ...web.locale import lazy_gettext as _l
from ..blueprint import blueprint
from ..report.loaders import RIGHT
from ..report.views import topic_names
from .loaders import EDIT, Chosen, Set, a_place, an_activity, an_editable_place


class NewActivity(PageForm):
    title = typed_words(_l("名称"), rules.TITLE_LENGTH)
    topics = MultiCheckboxField(_l("专题（上其中一个就算参加）"), validators=[InputRequired()])
    stages = MultiCheckboxField(_l("学段（不选就是全部）"))
    starts_on = DateField(_l("开始"), validators=[InputRequired()])
    ends_on = DateField(_l("结束"), validators=[InputRequired()])


@blueprint.get("/activities")
@blueprint.get("/units/<int:unit_id>/activities")
@guard.needs(RIGHT, a_place)
@navigation.entry("office", 20, lambda: _("专题活动"), "flag")
def activities(viewer: Viewer, chosen: Chosen) -> ResponseReturnValue:
    """Activities of a unit and of those above, how many classes took part, and the next key days."""
    return _page(viewer, chosen, _form(chosen.unit))


def _page(viewer: Viewer, chosen: Chosen, form: NewActivity, status: int = 200) -> ResponseReturnValue:
    today = clock.today()
    year = clock.school_year_of(today)
    calendar = org.calendar_of(chosen.unit, year)
    rows = queries.of_unit(chosen.unit, year)
    counts = participation.counts_below(chosen.unit, [row for row, _unit in rows])
    suggested = _suggested(calendar, today, {row.title for row, _unit in rows if row.withdrawn_at is None})
    term = next((term for term in calendar.terms if today <= term.ends_on), None)
    number = queries.in_term(rows, term)
    page = render_template(
        "office/activities.html",
        chosen=chosen,
        rows=rows,
        counts=counts,
        form=form,
        suggested=suggested,
        topic_names=topic_names(),
        today=today,
        number=number,
        too_many=rules.too_many(number),
        most=rules.MOST_A_TERM,
        drafts=queries.drafts_of(chosen.unit) if chosen.may_edit else [],
        offers=ready.offers(Path(current_app.config["COURSES"]), calendar, today) if chosen.may_edit else [],
        kinds=labels.step_kinds(),
        states=labels.state_labels(),
        state=steps.state,
        mine={row.id for row, unit in rows if viewer.may(EDIT, unit.path)},
    )
    return page, status


def _suggested(calendar: Calendar, today: date, there: set[str]) -> list[key_days.KeyDay]:
    return [one for one in key_days.suggestions(key_days.year_file(), calendar, today) if one.title not in there][:6]


def _form(unit: Unit) -> NewActivity:
    """An empty form, or one filled from a key day of the address (?title=…&topics=…)."""
    form = NewActivity()
    form.topics.choices = list(topic_names().items())
    form.stages.choices = list(stage_labels().items())
    if request.method == "GET" and request.args.get("title"):
        form.title.data = request.args["title"][: rules.TITLE_LENGTH]
        form.topics.data, form.stages.data = request.args.getlist("topics"), request.args.getlist("stages")
        form.starts_on.data, form.ends_on.data = (_day(request.args.get(name, "")) for name in ("starts_on", "ends_on"))
    return form


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@blueprint.post("/units/<int:unit_id>/activities")
@guard.needs(EDIT, an_editable_place)
@navigation.below("office.activities")
def add_activity(viewer: Viewer, chosen: Chosen) -> ResponseReturnValue:
    """Set an activity for all classes below the unit."""
    form = _form(chosen.unit)
    if not form.validate_on_submit():
        return _page(viewer, chosen, form, 422)
    try:
        with write():
            operations.set_activity(
                viewer,
                chosen.unit,
                form.title.data,
                form.topics.data,
                form.stages.data or [],
                form.starts_on.data,
                form.ends_on.data,
            )
    except Refused as refusal:
        form.form_errors.append(message_for(refusal))
        return _page(viewer, chosen, form, 422)
    flash(_("活动已经布置下去。班上上了这个专题的课，就自动算参加，不用另外填报。"), "good")
    return redirect(url_for("office.activities", unit_id=chosen.unit.id), 303)


@blueprint.post("/activities/<int:activity_id>/withdraw")
@guard.needs(EDIT, an_activity)
def withdraw_activity(viewer: Viewer, found: Set) -> ResponseReturnValue:
    """Take an activity back; reports of days before keep it."""
    with write():
        operations.withdraw_campaign(viewer, found.activity, found.unit)
    flash(_("活动已经撤回，从今天起不再计入。"), "good")
    return redirect(url_for("office.activities", unit_id=found.unit.id), 303)
