"""An appeal against an official figure: read by who made it, answered by who prepared the figures or sits beside or above."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....assessment import appeals, scheme_data, snapshot_changes, snapshot_queries
from ....assessment.models import Appeal, Snapshot
from ....assessment.snapshot_rules import SCORES, line_of
from ....notices import operations as notices
from ....org.access import Viewer
from ....shared import clock
from ....shared.database import write
from ....shared.refusals import Refused
from ... import guard, navigation
from ...messages import message_for
from ...parsing import whole_number
from ...web.locale import gettext as _
from ..blueprint import blueprint
from ..report.loaders import RIGHT
from ..schemes.labels import points_text
from . import labels
from .loaders import MAKE, HeldAppeal, an_appeal, an_appeal_to_answer


@blueprint.get("/appeals/<int:appeal_id>")
@guard.needs(RIGHT, an_appeal)
@navigation.below("office.official")
def appeal(viewer: Viewer, found: HeldAppeal) -> ResponseReturnValue:
    """An appeal with its reason and answer; for who answers, the form to put the figure right or to decline."""
    return _page(viewer, found)


def _page(viewer: Viewer, found: HeldAppeal, words: str = "", status: int = 200) -> ResponseReturnValue:
    row = found.appeal.row
    newest = snapshot_queries.versions_in(row.series_id)[-1]
    body = snapshot_queries.body_of(newest)
    may = found.may_answer and row.state == "open"
    small = may and _too_few(viewer, newest, row)
    fields = snapshot_changes.correctable(body, row.unit_id, row.figure) if may and not small else {}
    return render_template(
        "office/official/appeal.html",
        found=found,
        row=row,
        held=found.held,
        unit=found.appeal.unit,
        by=found.appeal.by,
        may_answer=may,
        small=small,
        own=row.made_by == viewer.user_id,
        figure=labels.figure_names(found.held.body).get(row.figure, row.figure),
        fields=[(name, labels.correction_labels()[name], _shown(name, value)) for name, value in fields.items()],
        correction=_correction(row.correction_id),
        late=row.state == "open" and clock.today() > row.due_on,
        most=appeals.REASON_LENGTH,
        labels=labels,
        typed=request.form if words else {},
        words=words,
    ), status


def _too_few(viewer: Viewer, newest: Snapshot, row: Appeal) -> bool:
    """Whether the figure is one that the viewer is not shown: then it is put right from within the school, or not at all."""
    if newest.kind == SCORES:
        return False
    shown = snapshot_queries.shown_to(viewer, newest)
    place = line_of(snapshot_queries.body_of(newest), row.unit_id)
    return place is None or row.figure in shown.hidden[place[0]]


def _shown(name: str, value: int | None) -> str:
    return points_text(value) if name == "points" and value is not None else "" if value is None else str(value)


def _correction(snapshot_id: int | None) -> Snapshot | None:
    found = snapshot_queries.find_snapshot(snapshot_id) if snapshot_id else None
    return found[0] if found else None


@blueprint.post("/appeals/<int:appeal_id>")
@guard.needs(MAKE, an_appeal_to_answer)
@navigation.below("office.official")
def answer_appeal(viewer: Viewer, found: HeldAppeal) -> ResponseReturnValue:
    """Accept an appeal with the figure put right, or decline it with a reason."""
    row, unit, answer = found.appeal.row, found.appeal.unit, request.form.get("answer", "")
    try:
        with write():
            if request.form.get("decision") == "accept":
                draft = appeals.accept_appeal(viewer, row, unit, answer, _typed(viewer, found))
                notices.settle_appeals(found.held.unit)
                flash(_("已经采纳。更正版准备好了，请另一位有签发权的人签发。"), "good")
                return redirect(url_for("office.official_figures", snapshot_id=draft.id), 303)
            appeals.decline_appeal(viewer, row, unit, answer)
            notices.settle_appeals(found.held.unit)
    except Refused as refusal:
        return _page(viewer, found, message_for(refusal), refusal.status)
    flash(_("已经答复，对方能看到理由。"), "good")
    return redirect(url_for("office.appeal", appeal_id=row.id), 303)


def _typed(viewer: Viewer, found: HeldAppeal) -> dict[str, int]:
    """The figures as typed; what is no number is refused as out of range."""
    row = found.appeal.row
    newest = snapshot_queries.versions_in(row.series_id)[-1]
    if _too_few(viewer, newest, row):
        raise Refused("correction_hidden")
    body = snapshot_queries.body_of(newest)
    values = {}
    for name in snapshot_changes.correctable(body, row.unit_id, row.figure):
        text = request.form.get(f"value-{name}", "").strip()
        number = scheme_data.hundredths(text or "-") if name == "points" else whole_number(text)
        values[name] = -1 if number is None else number
    return values
