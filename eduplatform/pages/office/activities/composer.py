"""The page where an officer composes an activity: steps are added, put in order, changed, taken out; then it is published."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....activities import composing, operations, ready, steps
from ....activities.rules import CONTENT, KINDS, STAGES, ActivitySaid, StepSaid
from ....curriculum import queries as content
from ....org import queries as org
from ....org.access import Viewer
from ....shared import clock
from ....shared.database import write
from ....shared.refusals import Refused
from ... import guard, navigation
from ...labels import activities as labels
from ...labels.units import stage_labels
from ...messages import message_for
from ...parsing import whole_number
from ...web.locale import gettext as _
from ..blueprint import blueprint
from . import form as composer
from .loaders import EDIT, Chosen, Set, an_activity, an_editable_place


@blueprint.post("/units/<int:unit_id>/activities/drafts")
@guard.needs(EDIT, an_editable_place)
@navigation.below("office.activities")
def begin_activity(viewer: Viewer, chosen: Chosen) -> ResponseReturnValue:
    """A new draft: empty, or one of the ready-made."""
    code, today = request.form.get("ready", ""), clock.today()
    calendar = org.calendar_of(chosen.unit, clock.school_year_of(today))
    if code:
        said = ready.as_draft(Path(current_app.config["COURSES"]), code, calendar, today)
    else:
        said = ActivitySaid(_("新的专题活动"), today, today + ready.WEEK)
    with write():
        row = composing.begin_draft(viewer, chosen.unit, said)
    return redirect(url_for("office.activity", activity_id=row.id), 303)


@blueprint.get("/activities/<int:activity_id>")
@guard.needs(EDIT, an_activity)
@navigation.below("office.activities")
def activity(viewer: Viewer, found: Set) -> ResponseReturnValue:
    """The draft to be composed; a published activity shows who took part."""
    if not found.activity.draft:
        return redirect(url_for("office.participation", activity_id=found.activity.id))
    made = steps.steps_of([found.activity]).get(found.activity.id, [])
    return _page(found, steps.as_said(found.activity, made))


def _page(found: Set, said: ActivitySaid, words: str = "", status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "office/compose.html",
        found=found,
        said=said,
        words=words,
        kinds=labels.step_kinds(),
        hints=labels.step_hints(),
        icons=labels.STEP_ICONS,
        content_kinds=CONTENT,
        stages=stage_labels(),
        composer=composer,
        lessons={stage: content.lessons_of(stage) for stage in STAGES},
        topics=content.topics(),
        parts=composing.parts_of_lesson,
        open_step=request.args.get("open", 0, type=int),
    )
    return page, status


@blueprint.post("/activities/<int:activity_id>")
@guard.needs(EDIT, an_activity)
@navigation.below("office.activities")
def compose_activity(viewer: Viewer, found: Set) -> ResponseReturnValue:
    """Save the page, and do what its button says: add, move or take out a step, publish."""
    made = steps.steps_of([found.activity]).get(found.activity.id, [])
    before = steps.as_said(found.activity, made)
    said = before
    try:
        said = composer.read_form(request.form, before.steps)
        said, place = changed(said, request.form.get("do", "save"), request.form.get("kind", ""))
        with write():
            composing.save_draft(found.activity, said, whole_number(request.form.get("version"), 6) or 0)
            if request.form.get("do") == "publish":
                composing.publish(viewer, found.activity, found.unit)
    except Refused as refusal:
        return _page(found, said, message_for(refusal), refusal.status)
    if request.form.get("do") == "publish":
        flash(_("活动已经发布，下面的班现在就能看到。谁做了哪一步，由记录自动算，不用另外填报。"), "good")
        return redirect(url_for("office.participation", activity_id=found.activity.id), 303)
    if request.form.get("do", "save") == "save":
        flash(_("草稿存好了，下面的班还看不到。"), "good")
    anchor: dict[str, Any] = {"open": place, "_anchor": f"step-{place}"} if place else {}
    return redirect(url_for("office.activity", activity_id=found.activity.id, **anchor), 303)


def changed(said: ActivitySaid, do: str, kind: str) -> tuple[ActivitySaid, int]:
    """(what is said after a button, the step to show from 1; 0 none). Buttons: add, up:2, down:2, remove:2, and others that change
    nothing."""
    made = list(said.steps)
    name, _sign, number = do.partition(":")
    place = (whole_number(number, 3) or 0) - 1
    if do == "add":
        if kind not in KINDS:
            raise Refused("odd_choice")
        made.append(StepSaid(kind, labels.step_kinds()[kind]))
        return replace(said, steps=tuple(made)), len(made)
    if name in ("up", "down", "remove") and 0 <= place < len(made):
        step = made.pop(place)
        if name == "remove":
            return replace(said, steps=tuple(made)), 0
        place = min(max(place + (1 if name == "down" else -1), 0), len(made))
        made.insert(place, step)
        return replace(said, steps=tuple(made)), place + 1
    return said, 0


@blueprint.post("/activities/<int:activity_id>/end")
@guard.needs(EDIT, an_activity)
def end_activity(viewer: Viewer, found: Set) -> ResponseReturnValue:
    """Let an activity end with today."""
    with write():
        operations.end_activity(viewer, found.activity, found.unit)
    flash(_("活动今天结束。班上做过的都还算。"), "good")
    return redirect(url_for("office.participation", activity_id=found.activity.id), 303)


@blueprint.post("/activities/<int:activity_id>/copy")
@guard.needs(EDIT, an_activity)
def copy_activity(viewer: Viewer, found: Set) -> ResponseReturnValue:
    """A draft for the next year with the same steps."""
    with write():
        row = composing.copy_activity(viewer, found.activity, found.unit)
    flash(_("复制好了，日期往后移了整 52 周。改好再发布。"), "good")
    return redirect(url_for("office.activity", activity_id=row.id), 303)


@blueprint.post("/activities/<int:activity_id>/drop")
@guard.needs(EDIT, an_activity)
def drop_activity(viewer: Viewer, found: Set) -> ResponseReturnValue:
    """Throw a draft away."""
    with write():
        composing.drop_draft(viewer, found.activity, found.unit)
    flash(_("草稿删去了。"), "good")
    return redirect(url_for("office.activities", unit_id=found.unit.id), 303)
