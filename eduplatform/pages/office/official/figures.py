"""One snapshot: its figures, its versions and differences, signing and dropping; and the page of one unit's line in it."""

from __future__ import annotations

from pathlib import Path

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....assessment import appeals, snapshot_queries, snapshots, suppression
from ....org.access import Viewer
from ....shared import clock
from ....shared.database import write
from ....shared.refusals import Refused
from ....upkeep import chain_anchors
from ... import guard, navigation
from ...messages import message_for
from ...urls.pagination import page_asked
from ...web.locale import gettext as _
from ..blueprint import blueprint
from ..report import labels as report_labels
from ..report.loaders import RIGHT
from . import labels, presenters
from .loaders import (
    CONTEST,
    MAKE,
    SIGN,
    OfficialFigures,
    OfficialLine,
    a_line_to_contest,
    a_snapshot,
    a_snapshot_to_drop,
    a_snapshot_to_sign,
    an_official_line,
)


@blueprint.get("/official/<int:snapshot_id>")
@guard.needs(RIGHT, a_snapshot)
@navigation.below("office.official")
def official_figures(viewer: Viewer, held: OfficialFigures) -> ResponseReturnValue:
    """A snapshot whole: the figures as they were, who prepared and signed, what a correction changed, appeals."""
    return _figures(viewer, held)


def _figures(viewer: Viewer, held: OfficialFigures, words: str = "", status: int = 200) -> ResponseReturnValue:
    row = held.row
    rows = presenters.official_rows(held.body, presenters.shown_to(viewer, held))
    whole = [one for one in rows if one.unit_id is None]
    lines = [one for one in rows if one.unit_id is not None]
    pages = suppression.page_count(len(lines))
    page = min(page_asked(), pages)
    first = (page - 1) * suppression.PAGE
    versions = snapshot_queries.versions_in(row.series_id)
    names = snapshot_queries.staff_names([row.made_by, row.signed_by])
    seen = [one for one in versions if one.state == "signed" or held.may_make]
    return render_template(
        "office/official/snapshot.html",
        held=held,
        row=row,
        whole=snapshots.is_whole(row),
        heads=presenters.official_heads(held.body),
        lines=lines[first : first + suppression.PAGE + (page == pages)],
        last=whole[0] if whole else None,
        total=len(lines),
        page=page,
        pages=pages,
        changes=presenters.change_lines(viewer, held),
        versions=seen,
        newest=seen[-1],
        corrected=snapshot_queries.corrected_ids(seen),
        appeals=snapshot_queries.appeals_in(row.series_id) if held.may_make else [],
        figure_names=labels.figure_names(held.body),
        names=names,
        signed=labels.signed_label(row, names),
        small=report_labels.small_note(),
        labels=labels,
        words=words,
    ), status


@blueprint.post("/official/<int:snapshot_id>/sign")
@guard.needs(SIGN, a_snapshot_to_sign)
@navigation.below("office.official")
def sign_official(viewer: Viewer, held: OfficialFigures) -> ResponseReturnValue:
    """Sign what somebody else prepared; the head of the chain is written down outside the database at once."""
    instance, number = Path(current_app.config["INSTANCE"]), held.row.id
    try:
        with write():
            seen, days = request.form.get("digest", ""), current_app.config["APPEAL_DAYS"]
            snapshots.sign_snapshot(viewer, held.unit, held.row, seen, days)
            _heads, file = chain_anchors.heads_to_write(
                instance
            )  # asked before it stands: then nothing can fail any more
    except Refused as refusal:
        return _figures(viewer, held, message_for(refusal), refusal.status)
    chain_anchors.put_heads(instance, file)
    flash(_("已经签发。从现在起不再改变。"), "good")
    return redirect(url_for("office.official_figures", snapshot_id=number), 303)


@blueprint.post("/official/<int:snapshot_id>/drop")
@guard.needs(MAKE, a_snapshot_to_drop)
@navigation.below("office.official")
def drop_official(viewer: Viewer, held: OfficialFigures) -> ResponseReturnValue:
    """Drop what is not signed yet."""
    try:
        with write():
            snapshots.drop_draft_snapshot(viewer, held.unit, held.row)
    except Refused as refusal:
        return _figures(viewer, held, message_for(refusal), refusal.status)
    flash(_("草稿已经删去。"), "good")
    return redirect(url_for("office.official", unit_id=held.unit.id, year=held.row.year), 303)


@blueprint.get("/official/<int:snapshot_id>/units/<int:unit_id>")
@guard.needs(RIGHT, an_official_line)
@navigation.below("office.official")
def official_line(viewer: Viewer, line: OfficialLine) -> ResponseReturnValue:
    """The figures of one unit in a snapshot, and the place to contest one of them."""
    return _line(viewer, line)


def _line(viewer: Viewer, line: OfficialLine, words: str = "", status: int = 200) -> ResponseReturnValue:
    row = line.held.row
    made = snapshot_queries.appeals_in(row.series_id, line.unit.id)
    corrected = snapshot_queries.corrected_ids([row]).get(row.id)
    until = row.appeals_until
    figures = presenters.figure_lines(viewer, line)
    taken = {one.row.figure for one in made}
    in_time = row.state == "signed" and until is not None and clock.today() <= until
    return render_template(
        "office/official/line.html",
        line=line,
        held=line.held,
        row=row,
        figures=figures,
        whole=snapshots.is_whole(row),
        appeals={one.row.figure: one.row for one in made},
        corrected=corrected,
        open_figures=[(one.code, one.name) for one in figures if one.code not in taken],
        may_contest=line.may_contest and in_time and not corrected,
        over=line.may_contest and not in_time,
        labels=labels,
        typed=request.form if words else request.args,
        lengths=(appeals.REASON_LENGTH, appeals.RECORD_LENGTH),
        answer_days=current_app.config["ANSWER_DAYS"],
        words=words,
    ), status


@blueprint.post("/official/<int:snapshot_id>/units/<int:unit_id>/appeals")
@guard.needs(CONTEST, a_line_to_contest)
@navigation.below("office.official")
def contest_official(viewer: Viewer, line: OfficialLine) -> ResponseReturnValue:
    """Contest a figure of the own unit or class."""
    form, days = request.form, current_app.config["ANSWER_DAYS"]
    try:
        with write():
            number = appeals.contest_figure(
                viewer,
                line.held.row,
                line.unit,
                form.get("figure", ""),
                form.get("reason", ""),
                form.get("record", ""),
                days,
            )
    except Refused as refusal:
        return _line(viewer, line, message_for(refusal), refusal.status)
    flash(_("申诉已经交上去了。"), "good")
    return redirect(url_for("office.appeal", appeal_id=number), 303)
