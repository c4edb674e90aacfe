"""Words for files for other programs."""

from __future__ import annotations

from ....assessment import exchange, exports
from ...web.locale import gettext as _


def export_titles() -> dict[str, str]:
    """Kind of export → what the file is called, on the page and in its name."""
    return {
        exports.KIND: _("全部班级"),
        exchange.ONEROSTER: _("名册 OneRoster"),
        exchange.XAPI: _("学习记录 xAPI"),
        exchange.FACTS: _("匿名数据"),
    }


def tables() -> dict[str, str]:
    """Part of a file → what its number counts."""
    return {
        "academicSessions": _("学年和学期"),
        "orgs": _("单位"),
        "courses": _("课程"),
        "classes": _("班级"),
        "users": _("人"),
        "enrollments": _("谁在哪个班"),
        "completed": _("完成"),
        "answered": _("作答"),
        "attended": _("到课"),
        "answers": _("作答的行"),
    }
