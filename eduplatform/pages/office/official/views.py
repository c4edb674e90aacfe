"""The official figures of a unit: the list, and a new one – looked at first, then prepared for somebody else to sign."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....assessment import scheme_queries, snapshot_queries, snapshot_rules, snapshots
from ....assessment.snapshots import Wish
from ....org.access import Viewer
from ....shared.database import write
from ....shared.refusals import Refused
from ... import guard, navigation
from ...messages import message_for
from ...parsing import whole_number
from ...web.locale import gettext as _
from ..blueprint import blueprint
from ..report.loaders import RIGHT
from ..report.views import years_on_offer
from . import labels, presenters
from .loaders import MAKE, OfficialPlace, a_place_to_prepare, an_official_place


@blueprint.get("/official")
@blueprint.get("/units/<int:unit_id>/official")
@guard.needs(RIGHT, an_official_place)
@navigation.entry("office", 26, lambda: _("正式数据"), "pen-check")
def official(viewer: Viewer, place: OfficialPlace) -> ResponseReturnValue:
    """Snapshots of a unit, and those of units above in which it has a figure."""
    own = snapshot_queries.snapshots_of(place.unit, place.year, place.may_make)
    above = snapshot_queries.snapshots_above(place.unit, place.year)
    every = [*own, *(row for row, _unit in above)]
    return render_template(
        "office/official/list.html",
        chosen=place,
        own=own,
        above=above,
        corrected=snapshot_queries.corrected_ids(every),
        waiting=snapshot_queries.open_appeals(own) if place.may_make else {},
        made=snapshot_queries.appeals_of(place.unit.id, [row for row, _unit in above]),
        years=years_on_offer(),
        labels=labels,
    )


def _wish(place: OfficialPlace) -> Wish:
    """What the address or the form asks for; what is odd falls back to indicators as of the last day."""
    last = snapshots.latest_day(place.year)
    try:
        day = date.fromisoformat(request.values.get("day", ""))
    except ValueError:
        day = last
    asked = whole_number(request.values.get("what", ""))
    schemes = scheme_queries.in_force(place.unit, place.year) if place.unit.kind != "school" else []
    return Wish(place.unit, place.year, day, next((one for one in schemes if one[0].id == asked), None))


@blueprint.get("/units/<int:unit_id>/official/new")
@guard.needs(MAKE, a_place_to_prepare)
@navigation.below("office.official")
def new_official(viewer: Viewer, place: OfficialPlace) -> ResponseReturnValue:
    """What would be kept, before it is."""
    return _preview(viewer, place, _wish(place))


def _preview(
    viewer: Viewer, place: OfficialPlace, wish: Wish, words: str = "", status: int = 200
) -> ResponseReturnValue:
    refused, body = words, None
    try:
        if not words:
            snapshots.check_wish(wish)
            body = wish.read()
    except Refused as refusal:
        refused = message_for(refusal)
    schemes = scheme_queries.in_force(place.unit, place.year) if place.unit.kind != "school" else []
    return render_template(
        "office/official/new.html",
        chosen=place,
        wish=wish,
        kinds=[("", _("全部指标")), *((str(row.id), labels.scheme_label(row, of)) for row, of in schemes)],
        what=str(wish.scheme[0].id) if wish.scheme else "",
        last=snapshots.latest_day(place.year),
        body=body,
        digest=snapshot_rules.digest_of(snapshot_rules.canonical(body)) if body else "",
        heads=presenters.official_heads(body) if body else [],
        rows=presenters.preview_rows(viewer, body) if body else [],
        years=years_on_offer(),
        words=refused,
        posted=bool(words),
    ), status


@blueprint.post("/units/<int:unit_id>/official")
@guard.needs(MAKE, a_place_to_prepare)
@navigation.below("office.official")
def make_official(viewer: Viewer, place: OfficialPlace) -> ResponseReturnValue:
    """Prepare official figures: a draft that somebody else signs."""
    wish = _wish(place)
    try:
        with write():
            row = snapshots.prepare_snapshot(viewer, wish, request.form.get("digest", ""))
    except Refused as refusal:
        return _preview(viewer, place, wish, message_for(refusal), refusal.status)
    flash(_("准备好了，请另一位有签发权的人核对后签发。"), "good")
    return redirect(url_for("office.official_figures", snapshot_id=row.id), 303)
