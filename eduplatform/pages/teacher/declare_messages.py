"""What is said when a lesson cannot be declared, or only after a question is answered."""

from __future__ import annotations

from datetime import date

from ..filters import day as day_words
from ..messages import add, message
from ..web.locale import gettext as _
from ..web.locale import lazy_gettext as _l

MESSAGES = {
    "day_full": _l("%(day)s 记满了：一天最多 %(most)s 节、共 %(minutes)s 分钟。多出来的不能再报。"),
    "odd_time": _l("开始时间不对：一节课要在 %(first)s 点到 %(last)s 点之间上完。"),
    "not_yet_here": _l("这个班 %(day)s 才来到平台，那以前的课不用报，也不算欠课。"),
    "no_pupils": _l("%(day)s 这个班没有在册学生，不能记课时。"),
    "nobody_present": _l("到课 0 人就不是一节课。请填当天来了几个人。"),
    "not_the_teacher": _l("所选的老师 %(day)s 不教这个班，请重新选择。"),
}
add(MESSAGES)


def minute_label(minute: int) -> str:
    """A minute of the day: 510 → 08:30."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


@message("already_recorded")
def _already_recorded(day: date, taught: bool, **_values: object) -> str:
    if taught:
        return _("这节课 %(day)s 已经上过，有课堂记录，不用再报。", day=day_words(day))
    return _("这节课 %(day)s 已经补报过，不用再报。", day=day_words(day))


@message("overlaps")
def _overlaps(begins: int | None, lasts: int, taught: bool, **_values: object) -> str:
    span = f"{minute_label(begins)}–{minute_label(begins + lasts)}" if begins is not None else ""
    if taught:
        return _("这段时间正在上另一节课（课堂记录 %(span)s），两节课不能重叠。请核对开始时间和分钟数。", span=span)
    return _("这段时间已经报过另一节课（%(span)s），两节课不能重叠。请核对开始时间和分钟数。", span=span)


@message("no_school_day")
def _no_school_day(day: date, name: str) -> str:
    if name:
        return _("%(day)s 校历上是%(name)s，不上课。", day=day_words(day), name=name)
    if day.weekday() >= 5:
        return _("%(day)s 是周末，校历上没有调休上课。", day=day_words(day))
    return _("%(day)s 不在学期里。", day=day_words(day))
