"""The table of hours as an Excel sheet: what stands on the screen, cell for cell."""

from __future__ import annotations

from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue

from ...shared.sheets import Table, workbook
from ..filters import day, listed, year_label
from ..planner.papers import XLSX, plain_name
from ..web.locale import gettext as _
from .presenters import Line, Scope, Taken


def xlsx(scope: Scope, name: str, table: Taken) -> ResponseReturnValue:
    """The sheet of a table; `name`: whose hours."""
    title = _("%(name)s %(year)s课时", name=name, year=year_label(scope.year))
    about = [_("截至 %(time)s", time=day(scope.day)), _("分法：%(by)s", by=table.head)]
    about += [_("只看：%(parts)s", parts=listed(words for words, _url in table.chips))] if table.chips else []
    sheet = Table(
        title,
        table.columns,
        [_row(table, line) for line in table.lines],
        _row(table, table.total),
        about=about,
        notes=(_("有记录：课堂记录、学生登录和导入的课时；申报：教师补报的课时。两种分开写，合计是两者之和。"),),
        sheet=_("课时"),
    )
    data = BytesIO(workbook(sheet))
    return send_file(data, XLSX, as_attachment=True, download_name=f"{plain_name(title)}.xlsx", max_age=0)


def _row(table: Taken, line: Line) -> list[object]:
    values = [value for value, _kind in line.figures]
    return [line.label, *values, *[None] * (len(table.columns) - 1 - len(values))]
