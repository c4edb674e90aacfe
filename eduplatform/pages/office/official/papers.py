"""A snapshot on paper and as an Excel sheet: the same cells as on the screen, with the head of the audit chain below."""

from __future__ import annotations

from io import BytesIO

from flask import render_template, send_file
from flask.typing import ResponseReturnValue

from ....assessment import snapshot_queries
from ....org.access import Viewer
from ....shared import audit, clock
from ....shared.database import write
from ....shared.sheets import workbook
from ... import guard, navigation
from ...filters import day as day_words
from ...filters import year_label
from ...web.locale import gettext as _
from ..blueprint import blueprint
from ..report import labels as report_labels
from ..report.exports import XLSX
from ..report.loaders import RIGHT
from . import labels, presenters
from .loaders import OfficialFigures, a_snapshot


def official_title(held: OfficialFigures) -> str:
    """The title of paper and sheet."""
    row = held.row
    said = {"unit": held.unit.name, "year": year_label(row.year), "n": row.number, "day": day_words(row.day)}
    if held.of_scores:
        return _("%(unit)s %(year)s安全教育评分（第 %(n)s 号，截至 %(day)s）", **said)
    return _("%(unit)s %(year)s安全教育指标（第 %(n)s 号，截至 %(day)s）", **said)


def official_notes(held: OfficialFigures) -> list[str]:
    """What stands below: who signed and when, the scheme, the way of counting, the head of the chain."""
    row, names = held.row, snapshot_queries.staff_names([held.row.made_by, held.row.signed_by])
    prepared = _(
        "准备：%(name)s，%(day)s", name=names.get(row.made_by or 0, "—"), day=day_words(clock.local(row.made_at))
    )
    notes = [prepared, _("草稿，还没有签发，不能作为正式数据。")]
    if row.state == "signed":
        signed = clock.local(row.signed_at) if row.signed_at else None
        by = labels.signed_label(row, names)
        notes = [
            prepared,
            _("签发：%(name)s，%(day)s", name=by, day=day_words(signed)),
            labels.head_label(row, held.unit),
        ]
    if held.of_scores:
        scheme = held.body["scheme"]
        notes.append(_("评分方案：%(name)s，第 %(n)s 版", name=scheme["name"], n=scheme["number"]))
    notes.append(_("统计口径第 %(n)s 版", n=row.counting))
    return notes if held.of_scores else [*notes, report_labels.small_note()]


@blueprint.get("/official/<int:snapshot_id>/print")
@guard.needs(RIGHT, a_snapshot)
@navigation.below("office.official")
def official_print(viewer: Viewer, held: OfficialFigures) -> ResponseReturnValue:
    """A4 sheets of a snapshot."""
    return render_template(
        "office/official/print.html",
        held=held,
        row=held.row,
        title=official_title(held),
        heads=presenters.official_heads(held.body),
        rows=presenters.official_rows(held.body, presenters.shown_to(viewer, held)),
        changes=presenters.change_lines(viewer, held),
        notes=official_notes(held),
        landscape=True,
    )


@blueprint.get("/official/<int:snapshot_id>/figures.xlsx")
@guard.needs(RIGHT, a_snapshot)
def official_xlsx(viewer: Viewer, held: OfficialFigures) -> ResponseReturnValue:
    """The snapshot as an Excel sheet."""
    row = held.row
    about = (
        _("填报单位：%(unit)s", unit=held.unit.name),
        _("填报人：%(name)s", name=viewer.name),
        _("填报日期：%(day)s", day=day_words(clock.today())),
    )
    shown = presenters.shown_to(viewer, held)
    table = presenters.official_sheet(official_title(held), held, shown, about, official_notes(held))
    with write():
        keeper, subject, day = held.unit.keeper_id, f"unit:{held.unit.id}", row.day.isoformat()
        audit.record(keeper, viewer.user_id, "report.export", subject, what="official", year=row.year, day=day)
    name = f"{held.unit.code}-{row.year}-official-{row.number}.xlsx"
    return send_file(BytesIO(workbook(table)), XLSX, as_attachment=True, download_name=name, max_age=0)
