"""Words for the ways hours are taken apart, and for what becomes of the floor."""

from __future__ import annotations

from ...teaching.rules import CARRIERS
from ..filters import topic_name
from ..teacher.labels import carriers, grades
from ..web.locale import gettext as _


def dimensions(kind: str) -> dict[str, str]:
    """What hours can be taken apart by, for a unit of a kind."""
    below = {
        "province": _("各市"),
        "city": _("各区县"),
        "district": _("各学校"),
        "school": _("各班"),
    }
    first = {"unit": below[kind]} if kind in below else {}
    return first | {"term": _("学期"), "topic": _("专题"), "carrier": _("上课形式"), "grade": _("证据")}


def part_label(dimension: str, part: str) -> str:
    """One part in words."""
    if dimension == "term":
        return _("第一学期") if part == "1" else _("第二学期")
    if dimension == "topic":
        return topic_name(part)
    return (carriers() if dimension == "carrier" else grades()).get(part, part)


def heads() -> list[str]:
    """Columns beside the part: lessons, then hundredths with evidence, declared, both."""
    return [_("节数"), _("有记录课时"), _("申报课时"), _("课时合计")]


def ahead_heads() -> list[str]:
    """Counts of classes by what becomes of the floor; the last of weekly lessons."""
    return [_("班级数"), _("已达到"), _("按计划能达到"), _("要加课"), _("每周一课有落下")]


def class_heads() -> tuple[str, str]:
    """Of a single class: what becomes of the floor, weekly lessons behind."""
    return _("全年课时"), _("落下节数")


def states() -> dict[str, str]:
    """What becomes of the floor of a class."""
    return {"met": _("已达到"), "ahead": _("按计划能达到"), "short": _("要加课")}


def order_of(dimension: str, part: str) -> tuple[int, str]:
    """Where a part stands: carriers in the order they are offered, all else by code. Never by its figure."""
    return (CARRIERS.index(part) if dimension == "carrier" and part in CARRIERS else 0, part)
