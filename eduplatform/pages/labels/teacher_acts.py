"""Names of what a teacher does with the product outside the lesson, and minutes as they are said."""

from __future__ import annotations

from ..web.locale import gettext as _


def act_names() -> dict[str, str]:
    """Act → its name."""
    return {
        "lesson": _("看一遍备注（备课）"),
        "run": _("开始上课、下课、确认出勤"),
        "away": _("点没来的同学"),
        "reminder": _("放一次 1530 提醒"),
        "notice": _("看一条提醒"),
        "declared": _("补报一节自备材料的课"),
    }


def minutes_said(seconds: int) -> str:
    """Half minutes, as a person would say it: 2.5; never 0 for something."""
    halves = max(1, round(seconds / 30)) if seconds else 0
    return f"{halves / 2:g}"
