"""Names of kinds of units and stages in the language of the page."""

from __future__ import annotations

from datetime import date

from ...org.calendar import monday_of
from ..filters import month_short
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


def sender_name(name: str, kind: str) -> str:
    """Who sends something down the tree: of a city or district its bureau, 临江市教育局; a school under its own name."""
    return name if kind in ("school", "class") or name.endswith("局") else _("%(name)s教育局", name=name)


def week_of_month(day: date) -> str:
    """The week of a day as people say it: 11月第2周."""
    monday = monday_of(day)
    return _("%(month)s第 %(n)s 周", month=month_short(monday), n=(monday.day - 1) // 7 + 1)


def set_by(name: str, kind: str, day: date) -> str:
    """Who sent it, and for which week: 临江市教育局布置，11月第2周."""
    return _("%(by)s布置，%(week)s", by=sender_name(name, kind), week=week_of_month(day))
