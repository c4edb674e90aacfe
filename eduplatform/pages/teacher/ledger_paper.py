"""The class-hours ledger of a class as an Excel sheet: what the page shows, line for line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from flask import send_file
from flask.typing import ResponseReturnValue

from ...shared.sheets import Column, Table, workbook
from ...teaching.models import ClassHour
from ...teaching.queries import Ledger
from ..filters import day, pick, year_label
from ..labels.class_hours import by_evidence
from ..planner.papers import XLSX, plain_name
from ..web.locale import gettext as _
from .labels import carriers, gave_way, grades
from .loaders import TaughtClass


def xlsx(
    taught_class: TaughtClass, book: Ledger, shown: Sequence[ClassHour], items: Mapping[int, Any]
) -> ResponseReturnValue:
    """The sheet; entries taken back stand on it with why, and their hours are not in the sum."""
    title = _("%(name)s %(year)s课时台账", name=taught_class.of_year.label, year=year_label(taught_class.year))
    backs = {row.corrects_id: row for row in book.entries if row.sign < 0}
    table = Table(
        title,
        [
            Column(_("日期")),
            Column(_("课"), "long"),
            Column(_("上课形式")),
            Column(_("分钟"), "count"),
            Column(_("课时"), "hours"),
            Column(_("到课")),
            Column(_("证据")),
            Column(_("更正"), "long"),
        ],
        [_row(row, items, backs.get(row.id)) for row in shown],
        [_("合计"), None, None, sum(row.minutes for row in book.standing), book.hours, None, None, None],
        about=(_("截至 %(time)s", time=day(taught_class.today)), by_evidence(book.hours, book.declared)),
        notes=(_("更正或撤回的一行仍在表上，不计入合计。"),),
        sheet=_("课时台账"),
    )
    data = BytesIO(workbook(table))
    return send_file(data, XLSX, as_attachment=True, download_name=f"{plain_name(title)}.xlsx", max_age=0)


def _row(row: ClassHour, items: Mapping[int, Any], back: ClassHour | None) -> list[object]:
    taken_back = (gave_way(back.cause) or back.reason or _("已更正或撤回")) if back else row.reason
    return [
        day(row.given_on),
        pick(items[row.lesson_id], "title") if row.lesson_id in items else None,
        carriers().get(row.carrier, row.carrier),
        row.minutes,
        row.hours,
        f"{row.present} / {row.roll}",
        _("已由课堂记录代替") if back and back.instead_id else _("已更正或撤回") if back else grades()[row.grade],
        taken_back or None,
    ]
