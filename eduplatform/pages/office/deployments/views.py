"""What a unit sent and was sent; a new deployment with its cost before it is sent."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....deployments import drafts, operations, queries, rules
from ....deployments.rules import Wish
from ....org import queries as org
from ....org.access import Viewer
from ....org.models import Unit
from ....shared import clock
from ....shared.database import write
from ....shared.refusals import Refused
from ....teaching.models import Deployment
from ... import guard, navigation
from ...labels.teacher_acts import minutes_said
from ...labels.units import week_of_month
from ...messages import message_for
from ...web.locale import gettext as _
from ..blueprint import blueprint
from ..plan.views import stages_at
from . import forms, labels
from .loaders import RIGHT, Sender, a_sender
from .minutes import minutes_of_last_week


@blueprint.get("/deployments")
@blueprint.get("/units/<int:unit_id>/deployments")
@guard.needs(RIGHT, a_sender)
@navigation.entry("office", 25, lambda: _("部署"), "branch")
def deployments(viewer: Viewer, sender: Sender) -> ResponseReturnValue:
    """What reached the unit from above and what it sent itself, this school year. Two statements beside the viewer's."""
    every = queries.deployments_at(sender.unit, sender.year)
    above = [one for one in every if one.unit.id != sender.unit.id and one.row.withdrawn_at is None]
    answered = queries.answered_returns(sender.unit.keeper_id, [one.row.id for one in above if is_return(one.row)])
    due = {one.row.id for one in above if is_return(one.row) and one.row.ends_on >= clock.today()} - answered
    waiting = due if sender.unit.kind == "school" else set()
    return render_template(
        "office/deployments.html",
        sender=sender,
        place=sender.unit.name,
        above=sorted(above, key=lambda one: one.row.id not in waiting),
        waiting=waiting,
        own=[one for one in every if one.unit.id == sender.unit.id],
        answered=answered,
        labels=labels,
        kinds=labels.deployment_kinds(),
        today=clock.today(),
        now=clock.school_year_of(clock.today()),
    )


def is_return(row: Deployment) -> bool:
    """Whether a deployment asks schools to answer."""
    return row.kind == "return"


@blueprint.get("/units/<int:unit_id>/deployments/new")
@guard.needs(RIGHT, a_sender)
@navigation.below("office.deployments")
def new_deployment(viewer: Viewer, sender: Sender) -> ResponseReturnValue:
    """The form; filled in, with what it costs and what speaks against it."""
    if not forms.is_asked():
        return _form(sender.unit, forms.wish_to_begin(sender.unit, request.args.get("kind", "")))
    wish = forms.wish_in(request.args)
    try:
        return _form(sender.unit, wish, drafts.draft(sender.unit, wish))
    except Refused as refusal:
        return _form(sender.unit, wish, None, message_for(refusal), refusal.status)


def _form(
    unit: Unit, wish: Wish, draft: drafts.Draft | None = None, words: str = "", status: int = 200
) -> ResponseReturnValue:
    kinds = labels.deployment_kinds()
    if unit.kind == "school":
        kinds.pop("return")
    page = render_template(
        "office/deployment_new.html",
        unit=unit,
        place=unit.name,
        wish=wish,
        draft=draft,
        words=words,
        fields=forms.fields_of(wish),
        kinds=kinds,
        labels=labels,
        week_of_month=week_of_month,
        minutes=minutes_of_last_week(unit, clock.today()) if draft else None,
        minutes_said=minutes_said,
        rules=rules,
        lessons=forms.lessons_offered(unit) if wish.kind == "lesson" else [],
        activities=forms.activities_offered(unit) if wish.kind == "activity" else [],
        children=org.children(unit),
        stages=stages_at(unit, clock.school_year_of(clock.today())),
    )
    return page, status


@blueprint.post("/units/<int:unit_id>/deployments")
@guard.needs(RIGHT, a_sender)
@navigation.below("office.deployments")
def send_deployment(viewer: Viewer, sender: Sender) -> ResponseReturnValue:
    """Send what was looked at, checked again."""
    wish = forms.wish_in(request.form)
    try:
        with write():
            row = operations.send(viewer, sender.unit, wish)
    except Refused as refusal:
        return _form(sender.unit, wish, None, message_for(refusal), refusal.status)
    flash(_("已经布置下去。"), "good")
    return redirect(url_for("office.deployment", deployment_id=row.id), 303)
