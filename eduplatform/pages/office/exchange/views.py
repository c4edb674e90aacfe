"""Files for other programs: what there is, asking for one, agreeing to one with many names."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....assessment import exchange, exports
from ....assessment.microdata_rules import last_closed_day
from ....assessment.models import Export
from ....assessment.rules import LEAST_PUPILS
from ....org import queries as org
from ....org.access import Viewer
from ....org.oneroster_export import MOST_NAMES
from ....shared import audit
from ....shared.database import write
from ....shared.refusals import Refused
from ... import guard, navigation
from ...messages import message_for
from ...web.locale import gettext as _
from ..blueprint import blueprint
from ..report.exports import exports_folder
from ..report.loaders import RIGHT, View
from ..report.views import crumbs, years_on_offer
from . import labels
from .loaders import a_waiting_roster, an_exchange_unit

#: what goes on record of each kind; a roster with names is told apart
WHAT = {exchange.ONEROSTER: "oneroster", exchange.XAPI: "xapi", exchange.FACTS: "microdata"}


@blueprint.get("/units/<int:unit_id>/exchange", endpoint="exchange")
@guard.needs(RIGHT, an_exchange_unit)
@navigation.below("office.home")
def exchange_page(viewer: Viewer, view: View) -> ResponseReturnValue:
    """What other programs can be given of a unit, and what was asked for before."""
    return _page(viewer, view)


def _page(viewer: Viewer, view: View, words: str = "", status: int = 200) -> ResponseReturnValue:
    line = org.ancestors(view.unit)
    mine = [row for row in exports.of_user(viewer.user_id, exchange.KINDS) if row.arguments["unit"] == view.unit.id]
    return render_template(
        "office/exchange.html",
        view=view,
        place=view.unit.name,
        crumbs=crumbs(viewer, line, view, (_("给别的程序"), None)),
        years=years_on_offer(),
        may={kind: exchange.may_ask(viewer, view.unit, kind) for kind in exchange.KINDS},
        kinds=exchange,
        named=exchange.with_names(viewer, view.unit),
        waiting=exchange.rosters_to_agree(viewer, view.unit),
        listed=[(row, exports.job_of(row)) for row in mine],
        titles=labels.export_titles(),
        closed=last_closed_day(view.day),
        least=LEAST_PUPILS,
        most=MOST_NAMES,
        words=words,
    ), status


@blueprint.post("/units/<int:unit_id>/exchange")
@guard.needs(RIGHT, an_exchange_unit)
@navigation.below("office.home")
def ask_exchange(viewer: Viewer, view: View) -> ResponseReturnValue:
    """Ask the worker for one of them."""
    kind = request.form.get("kind", "")
    if kind not in exchange.KINDS or not exchange.may_ask(viewer, view.unit, kind):
        return _page(viewer, view, message_for(Refused("exchange_kind")), 400)
    try:
        with write():
            row = exchange.queue_exchange(viewer, view.unit, kind, view.year, view.day, exports_folder())
            said = WHAT[kind] + ("_names" if row.arguments["names"] else "")
            unit, year = f"unit:{view.unit.id}", row.arguments["year"]
            audit.record(view.unit.keeper_id, viewer.user_id, "report.export", unit, what=said, year=year)
    except Refused as refusal:
        return _page(viewer, view, message_for(refusal), refusal.status)
    return redirect(url_for("office.export", export_id=row.id), 303)


@blueprint.post("/exports/<int:export_id>/agree")
@guard.needs(exchange.AGREES, a_waiting_roster)
@navigation.below("office.home")
def agree_export(viewer: Viewer, row: Export) -> ResponseReturnValue:
    """The second of two persons: a roster with many names is prepared, for who asked for it."""
    with write():
        exchange.agree(viewer, row, exports_folder())
        unit, year = f"unit:{row.arguments['unit']}", row.arguments["year"]
        audit.record(row.school_id, viewer.user_id, "report.agree", unit, what="oneroster_names", year=year)
    flash(_("已同意。名册正在准备，由申请的人下载。"), "good")
    return redirect(url_for("office.exchange", unit_id=row.arguments["unit"]), 303)
