"""Files of a report: the page as .xlsx and .csv at once, long lists streamed, all classes prepared by the worker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

from flask import Response, current_app, jsonify, redirect, render_template, send_file, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from ....assessment import exchange, exports, hidden_units, queries, report_table
from ....assessment.models import Export
from ....org import queries as org
from ....org.access import Viewer
from ....org.models import Unit
from ....shared import audit, audit_chain, clock, sheets_csv
from ....shared.database import write
from ....shared.models import Job
from ....shared.refusals import NotFound
from ....shared.sheets import Column, workbook
from ... import guard, navigation
from ...filters import year_label
from ...urls.file_names import attachment, file_name
from ...web.locale import gettext as _
from ..blueprint import blueprint
from ..exchange.labels import export_titles, tables
from . import gains, labels
from .loaders import RIGHT, View, a_unit, an_export

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"xlsx": XLSX, "zip": "application/zip"}


def _whole(viewer: Viewer, view: View) -> tuple[queries.Report, report_table.Words]:
    report = queries.unit_report(viewer, view.unit, view.year, view.day, everything=True)
    return report, labels.of_sheet(report, viewer.name, clock.today())


def _noted(viewer: Viewer, view: View, what: str) -> None:
    """Every export is on record."""
    with write():
        note_export(viewer, view, what)


def note_export(viewer: Viewer, view: View, what: str) -> None:
    """Put on record that figures of a unit left the house."""
    keeper = view.unit.keeper_id
    audit.record(
        keeper,
        viewer.user_id,
        "report.export",
        f"unit:{view.unit.id}",
        what=what,
        year=view.year,
        day=view.day.isoformat(),
    )


def _anchored(said: report_table.Words, unit: Unit) -> report_table.Words:
    """With the head of the audit chain in the notes: on paper and in other hands it is out of reach of whoever changes the database."""
    head = audit_chain.chain_head(unit.keeper_id)
    return replace(said, notes=(*said.notes, labels.head_of_chain(head.seq, head.link[:12]))) if head else said


def _gains_title(view: View) -> str:
    return _("%(unit)s %(year)s学会了多少，记住了多少", unit=view.unit.name, year=year_label(view.year))


def _name(view: View, ending: str, what: str = "") -> str:
    """东城区_课时与测评_2026-11-29.xlsx; of a class with its school before it."""
    line = org.ancestors(view.unit)[-2:] if view.unit.kind == "class" else [view.unit]
    return file_name("".join(one.name for one in line), what or _("课时与测评"), view.day, ending)


@blueprint.get("/units/<int:unit_id>/report.xlsx")
@guard.needs(RIGHT, a_unit)
def unit_xlsx(viewer: Viewer, view: View) -> ResponseReturnValue:
    """The page of a unit as an Excel sheet in the bureaus' habit; all units below on one sheet, what was learned and kept on another."""
    report, said = _whole(viewer, view)
    with write():  # the head is that of this very entry, read before anything can still go wrong
        note_export(viewer, view, "xlsx")
        said = _anchored(said, view.unit)
    more = gains.table_of(report.changes, _gains_title(view), labels.as_of_label(report.counted_at), notes=True)
    data = workbook(replace(report_table.report_sheet(report, said), more=more))
    return send_file(BytesIO(data), XLSX, as_attachment=True, download_name=_name(view, "xlsx"), max_age=0)


@blueprint.get("/units/<int:unit_id>/report.csv")
@guard.needs(RIGHT, a_unit)
def unit_csv(viewer: Viewer, view: View) -> ResponseReturnValue:
    """The page of a unit as CSV; all units below, then the whole."""
    report, said = _whole(viewer, view)
    table = report_table.report_sheet(report, said)
    _noted(viewer, view, "csv")
    return _streamed(sheets_csv.csv_pieces(table.columns, [*table.rows, table.last or ()]), _name(view, "csv"))


@blueprint.get("/units/<int:unit_id>/lessons.csv")
@guard.needs(RIGHT, a_unit)
def lessons_csv(viewer: Viewer, view: View) -> ResponseReturnValue:
    """Every class × lesson below a unit as CSV, sent while it is read."""
    heads = labels.column_heads() | {
        "lessons": _("次数"),
        "roll": _("在册人次"),
        "present": _("到课人次"),
        "quiz_passed": _("合格人次"),
        "quiz_excellent": _("优秀人次"),
    }
    columns = [Column(_("学校"), "name"), Column(_("班级")), Column(_("课")), Column(_("专题"))]
    columns += [
        Column(heads[code], "hours" if code in ("hours", "hours_declared") else "count")
        for code in exports.LESSON_FIELDS
    ]
    _noted(viewer, view, "lessons")
    inside = hidden_units.looks_from_inside(viewer, view.unit.path)
    forced = hidden_units.hidden_from_above(viewer, org.ancestors(view.unit), view.year, view.day)
    rows = exports.lesson_rows(view.unit, view.year, view.day, inside, labels.too_few_label(), forced)
    return _streamed(stream_with_context(sheets_csv.csv_pieces(columns, rows)), _name(view, "csv", _("班级与课明细")))


def _streamed(pieces: Iterator[bytes], name: str) -> Response:
    return Response(pieces, mimetype="text/csv", headers={"Content-Disposition": attachment(name)})


@blueprint.get("/units/<int:unit_id>/exports", endpoint="exports")
@guard.needs(RIGHT, a_unit)
@navigation.below("office.home")
def exports_page(viewer: Viewer, view: View) -> ResponseReturnValue:
    """Ask for the sheet of all classes below a unit, and fetch what was asked for before."""
    listed = [(row, exports.job_of(row)) for row in exports.of_user(viewer.user_id)]
    return render_template("office/exports.html", view=view, listed=listed, date_of=date.fromisoformat)


@blueprint.post("/units/<int:unit_id>/exports")
@guard.needs(RIGHT, a_unit)
@navigation.below("office.home")
def ask_export(viewer: Viewer, view: View) -> ResponseReturnValue:
    """Ask the worker for the sheet of all classes below a unit."""
    report = queries.unit_report(viewer, view.unit, view.year, view.day)
    said = labels.of_sheet(report, viewer.name, clock.today())
    with write():
        audit.record(
            view.unit.keeper_id, viewer.user_id, "report.export", f"unit:{view.unit.id}", what="classes", year=view.year
        )
        row = exports.queue_export(
            viewer, view.unit, view.year, view.day, _anchored(said, view.unit), (_("学校"), _("班级")), exports_folder()
        )
    return redirect(url_for("office.export", export_id=row.id), 303)


def exports_folder() -> Path:
    """Where files lie that the worker prepared."""
    return Path(current_app.config["INSTANCE"]) / "exports"


@blueprint.get("/exports/<int:export_id>")
@guard.needs(RIGHT, an_export)
@navigation.below("office.home")
def export(viewer: Viewer, row: Export) -> ResponseReturnValue:
    """How far an export is; a link when it is ready."""
    job = exports.job_of(row)
    waits = bool(row.arguments.get("waits")) and job is None
    back = "office.exports" if row.kind == exports.KIND else "office.exchange"
    return render_template(
        "office/export.html",
        row=row,
        job=job,
        waits=waits,
        back=url_for(back, unit_id=row.arguments["unit"]),
        title=export_titles()[row.kind],
        parts=_parts(job),
        day=exchange.told_until(row),
    )


def _counts(job: Job | None) -> dict[str, int]:
    return (job.result or {}) if job else {}


def _parts(job: Job | None) -> list[tuple[str, int]]:
    """What a file for other programs holds, in words, with how many; nothing of others."""
    words = tables()
    return [(words[part], count) for part, count in _counts(job).items() if part in words]


@blueprint.get("/exports/<int:export_id>/progress")
@guard.needs(RIGHT, an_export)
def export_progress(viewer: Viewer, row: Export) -> ResponseReturnValue:
    """How far an export is, for the page's script."""
    job = exports.job_of(row)
    done = bool(row.file) or job is None or job.state == "failed"
    answer = {"value": 100 if row.file else (job.progress if job else 0), "max": 100, "done": done}
    return jsonify(answer | ({"next": url_for("office.export", export_id=row.id)} if done else {}))


@blueprint.get("/exports/<int:export_id>/file")
@guard.needs(RIGHT, an_export)
def export_file(viewer: Viewer, row: Export) -> ResponseReturnValue:
    """The file of an export that is ready."""
    path = exports_folder() / (row.file or "")
    if not row.file or not path.is_file():
        raise NotFound()
    unit, day = org.unit_by_id(row.arguments["unit"]), exchange.told_until(row)
    if row.arguments.get("names"):
        named = _counts(exports.job_of(row)).get("users", 1)
        audit.looked(row.school_id, viewer.user_id, f"export:{row.id}", named)
    ending = path.suffix[1:]
    name = file_name(unit.name if unit else "", export_titles()[row.kind], day, ending)
    return send_file(path, TYPES[ending], as_attachment=True, download_name=name, max_age=0)
