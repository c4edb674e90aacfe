"""The page for a meeting."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from ....assessment import queries
from ....assessment.trend import trend_of
from ....org.access import Viewer
from ... import guard, navigation
from ..behind import trends
from ..blueprint import blueprint
from ..report import labels, presenters
from ..report.loaders import RIGHT, View, a_unit
from . import presenters as sheet

EVERYBODY = 10_000  #: more than any unit has below it


@blueprint.get("/units/<int:unit_id>/meeting-sheet")
@guard.needs(RIGHT, a_unit)
@navigation.below("office.home")
def meeting_sheet(viewer: Viewer, view: View) -> ResponseReturnValue:
    """A unit's figures on one A4 page: chart, three or four sentences, tables. Statements as the report, whatever lies below."""
    report = queries.unit_report(viewer, view.unit, view.year, view.day, explained=EVERYBODY)
    trend = trend_of(viewer, report)
    kindergarten = any(one.kind == "school" and one.stages == "K" for one in report.above)
    return render_template(
        "office/meeting_sheet.html",
        view=view,
        report=report,
        sentences=sheet.sentences(report, trend, kindergarten),
        moved=trends.rows_of(trend, view),
        bars=sheet.bars_now(report, kindergarten),
        rows=trends.table_rows(trend.year, trend.term),
        trend=trend,
        weeks=presenters.week_squares(report),
        reasons=sheet.reason_rows(report),
        labels=labels,
        counted=labels.as_of_label(report.counted_at),
        back=url_for("office.unit", unit_id=view.unit.id, **view.query()),
    )
