"""Names of kinds of units and stages in the language of the page."""

from __future__ import annotations

from ..web.locale import gettext as _


def unit_kind_labels() -> dict[str, str]:
    """Names by kind of unit."""
    return {"province": _("省"), "city": _("市"), "district": _("区县"), "school": _("学校"), "class": _("班级")}


def stage_labels() -> dict[str, str]:
    """Names by stage code."""
    return {
        "K": _("幼儿园"),
        "P1": _("小学低段"),
        "P2": _("小学中段"),
        "P3": _("小学高段"),
        "J": _("初中"),
        "S": _("高中"),
        "V": _("中职"),
    }
