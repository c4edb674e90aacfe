"""Weak topics of a unit: the map, what to teach again with one click into the plan and one back, the same as an Excel sheet."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ....assessment import queries, rules, weak_topic_plan, weak_topics
from ....org import queries as org
from ....org.access import Viewer
from ....org.models import Unit
from ....shared import audit, clock
from ....shared.database import write
from ....shared.refusals import Refused
from ....shared.sheets import Table, shown_cell, workbook
from ....teaching import plan
from ... import guard, navigation
from ...filters import topic_name
from ...labels.units import stage_labels
from ...labels.weak_topics import counted_note, few_words, range_words, why
from ...messages import message_for
from ...urls.pagination import page_asked
from ...web.locale import gettext as _
from ..blueprint import blueprint
from ..report import labels
from ..report.exports import XLSX
from ..report.loaders import RIGHT, View
from ..report.views import crumbs
from . import loaders, presenters


@blueprint.get("/units/<int:unit_id>/weak-topics", endpoint="weak_topics")
@guard.needs(RIGHT, loaders.a_mapped_unit)
@navigation.below("office.home")
def weak_topics_page(viewer: Viewer, view: View) -> ResponseReturnValue:
    """What is known least, topic × stage × unit below, how sure that is, and at most three things to do."""
    return _page(viewer, view)


def _map(viewer: Viewer, view: View) -> weak_topics.UnitMap:
    return weak_topics.unit_map(viewer, view.unit, view.year, clock.today(), *loaders.asked_stage_and_topic())


def _page(viewer: Viewer, view: View, words: str = "", status: int = 200) -> ResponseReturnValue:
    found = _map(viewer, view)
    topics = presenters.topics_shown(found, "topics" in request.args)
    children, page, pages = presenters.page_of_children(found, page_asked())
    columns, rows = presenters.columns(), presenters.rows(found)
    return render_template(
        "office/weak_topics.html",
        view=view,
        found=found,
        words=words,
        crumbs=crumbs(viewer, org.ancestors(view.unit), view),
        counted_at=queries.counted_at(),
        own=presenters.own_heat(found, view),
        below=presenters.children_heat(found, view, topics, children),
        page=page,
        pages=pages,
        more=len(presenters.topics_shown(found, True)) - len(topics),
        plot=presenters.plot(found, view),
        columns=columns,
        rows=[[shown_cell(value, column.kind) for value, column in zip(row, columns, strict=True)] for row in rows],
        suggested=[_suggested(viewer, view, one, found) for one in found.suggestions],
        placed=_placed(viewer, view),
        stages=stage_labels(),
        labels=labels,
        topic_name=topic_name,
        note=counted_note(),
        few=few_words(),
        least=rules.LEAST_PUPILS,
    ), status


def _suggested(
    viewer: Viewer, view: View, one: weak_topics.UnitSuggestion, found: weak_topics.UnitMap
) -> dict[str, Any]:
    """A suggestion in words, with the week it would go into."""
    said = one.whole or one.children[0][1]
    mine = view.unit if one.whole or view.unit.kind == "school" else None
    may = view.year == clock.school_year_of(clock.today()) and viewer.may("plan.edit", view.unit.path)
    room = plan.week_for_topic(view.unit, view.year, one.stage, one.topic, clock.today()) if mine else None
    return {
        "one": one,
        "title": f"{topic_name(one.topic)} · {stage_labels()[one.stage]}",
        "why": why(said, found.seasons.get(one.topic) if one.season else None) if one.whole else "",
        "range": range_words(one.own),
        "children": [
            (
                child.name,
                presenters.child_url(child, view),
                shown_cell(each.known.value, "rate"),
                range_words(each.known),
            )
            for child, each in one.children[: weak_topics.WORST_SCHOOLS]
        ],
        "others": max(0, len(one.children) - weak_topics.WORST_SCHOOLS),
        "may": may,
        "room": room,
        "whole": mine is not None,
    }


def _placed(viewer: Viewer, view: View) -> dict[str, Any] | None:
    """What was just put into the plan, with the way back."""
    said = request.args.get("placed", "")
    if not said or not viewer.may("plan.edit", view.unit.path):
        return None
    try:
        target, placed = loaders.target_of(request.args.to_dict()), loaders.placed_of(viewer, view.unit, said)
    except Refused:  # an address somebody changed
        return None
    return {"said": said, "target": target, "units": [(one.unit.name, one.week) for one in placed]} if placed else None


@blueprint.post("/units/<int:unit_id>/weak-topics/plan")
@guard.needs("plan.edit", loaders.a_planned_unit)
@navigation.below("office.home")
def plan_weak_topic(viewer: Viewer, view: View) -> ResponseReturnValue:
    """Put a suggested topic into the plan of the unit, or of the units below that the suggestion names."""
    try:
        target = loaders.target_of(request.form.to_dict())
        units = _units_meant(viewer, view, target)
        with write():
            placed = weak_topic_plan.put_into_plan(viewer, units, view.year, target.stage, target.topic, clock.today())
    except Refused as refusal:
        return _page(viewer, view, message_for(refusal), refusal.status)
    said = ",".join(f"{one.unit.id}-{one.week}" for one in placed)
    return redirect(
        url_for("office.weak_topics", unit_id=view.unit.id, stage=target.stage, topic=target.topic, placed=said),
        303,
    )


def _units_meant(viewer: Viewer, view: View, target: loaders.Target) -> list[Unit]:
    """The unit, or those below it that the suggestion names now: asked of the tallies, not of the form."""
    if request.form.get("where") != "below":
        return [view.unit]
    found = _map(viewer, view)
    return loaders.units_named(viewer, view.unit, weak_topics.weak_children(found, target.stage, target.topic))


@blueprint.post("/units/<int:unit_id>/weak-topics/undo")
@guard.needs("plan.edit", loaders.a_planned_unit)
@navigation.below("office.home")
def undo_weak_topic(viewer: Viewer, view: View) -> ResponseReturnValue:
    """Take the topic out of the plans it was put into."""
    try:
        target = loaders.target_of(request.form.to_dict())
        placed = loaders.placed_of(viewer, view.unit, request.form.get("placed", ""))
        with write():
            weak_topic_plan.take_out_of_plan(viewer, placed, view.year, target.stage, target.topic)
    except Refused as refusal:
        return _page(viewer, view, message_for(refusal), refusal.status)
    flash(_("已从计划里撤回。"), "good")
    return redirect(url_for("office.weak_topics", unit_id=view.unit.id, stage=target.stage, topic=target.topic), 303)


@blueprint.get("/units/<int:unit_id>/weak-topics.xlsx")
@guard.needs(RIGHT, loaders.a_mapped_unit)
def weak_topics_xlsx(viewer: Viewer, view: View) -> ResponseReturnValue:
    """The table of the page as an Excel sheet; on record like every export."""
    found = _map(viewer, view)
    table = Table(
        _("%(unit)s 薄弱环节", unit=view.unit.name),
        presenters.columns(),
        presenters.rows(found),
        about=(labels.as_of_label(queries.counted_at()),),
        notes=(counted_note(),),
        sheet=_("薄弱环节"),
    )
    name = f"{view.unit.name}_{_('薄弱环节')}_{clock.today().isoformat()}.xlsx"
    data = workbook(table)
    with write():
        audit.record(
            view.unit.keeper_id,
            viewer.user_id,
            "report.export",
            f"unit:{view.unit.id}",
            what="weak_topics",
            year=view.year,
        )
    return send_file(BytesIO(data), XLSX, as_attachment=True, download_name=name, max_age=0)
