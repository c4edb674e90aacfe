"""An empty list to fill in: the columns that are read, as text cells, so that 0001 and 1-12 stay what was typed."""

from __future__ import annotations

from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue

from ....org.access import Viewer
from ... import guard
from ...web.locale import english
from ...web.locale import gettext as _
from ..blueprint import blueprint
from ..report.exports import XLSX

HEADS = {
    "zh": ("学号", "姓名", "性别", "年级", "班级", "班主任", "学籍状态"),
    "en": ("Number", "Name", "Sex", "Grade", "Class", "Homeroom teacher", "Status"),
}
EXAMPLE = ("0001", "王小明", "男", "三年级", "三(2)班", "李梅", "在籍")
WIDTHS = (12, 14, 8, 12, 16, 18, 12)


@blueprint.get("/rosters/template")
@guard.needs("roster.import")
def roster_template(viewer: Viewer) -> ResponseReturnValue:
    """An empty .xlsx list in the language of the page."""
    return send_file(
        BytesIO(template("en" if english() else "zh", _rules())),
        XLSX,
        as_attachment=True,
        download_name=_("名册模板") + ".xlsx",
        max_age=0,
    )


def _rules() -> list[str]:
    return [
        _("每名学生一行，填在第一张工作表的表头下面。姓名和班级必须有，别的可以空着。"),
        _("班级写成“三(2)班”；没有班号的写班名，如“启航班”，并填年级。"),
        _("学号照学校的写法，前面的 0 会留着。同班有同名的学生，一定要写学号。"),
        _("转出、休学的学生可以在“学籍状态”里写明，导入时会问你。"),
        _("不要填身份证号、电话和住址：平台不收。"),
    ]


def template(lang: str, rules: list[str]) -> bytes:
    """The .xlsx: a sheet with only the header row, and one that says how to fill it in, with an example."""
    import xlsxwriter  # takes a tenth of a second to load: only who asks for the file pays for it

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    text, head = (
        book.add_format({"num_format": "@"}),
        book.add_format({"bold": True, "bg_color": "#E6EEEA", "border": 1, "num_format": "@"}),
    )
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("名册" if lang == "zh" else "Roster")
    about = book.add_worksheet("填写说明" if lang == "zh" else "Instructions")
    for at, (name, width) in enumerate(zip(HEADS[lang], WIDTHS, strict=True)):
        sheet.set_column(at, at, width, text)
        sheet.write_string(0, at, name, head)
        about.write_string(len(rules) + 1, at, name, head)
        about.write_string(len(rules) + 2, at, EXAMPLE[at], text)
    sheet.freeze_panes(1, 0)
    about.set_column(0, len(HEADS[lang]) - 1, 18)
    for line, rule in enumerate(rules):
        about.merge_range(line, 0, line, len(HEADS[lang]) - 1, rule, wrap)
        about.set_row(line, 32)
    book.close()
    return out.getvalue()
