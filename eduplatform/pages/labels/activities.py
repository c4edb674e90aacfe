"""Words for the steps of special-topic activities and where they stand."""

from __future__ import annotations

from ..web.locale import gettext as _


def step_kinds() -> dict[str, str]:
    """Kind of step → words."""
    return {
        "lesson": _("一节课"),
        "film": _("短片"),
        "quiz": _("答题"),
        "training": _("技能训练"),
        "pledge": _("承诺书"),
        "survey": _("问卷"),
        "act": _("线下活动"),
    }


def step_hints() -> dict[str, str]:
    """Kind of step → what counts as done."""
    return {
        "lesson": _("在这段时间上了这节课，课时台账里有，就算做了。"),
        "film": _("在大屏上放完短片，按服务器的时间算，就算做了。"),
        "quiz": _("上这节课时全班答了题，就算做了。"),
        "training": _("上这节课时全班一起做完训练，就算做了。"),
        "pledge": _("班上读一读、签一签，老师记下签了几人。学生的签名不存进系统。"),
        "survey": _("班上举手或举卡数一数，或者学生用设备匿名回答。只存各选项的人数。"),
        "act": _("做完由班主任记一天、一句话，标为“教师申报”。"),
    }


STEP_ICONS = {
    "lesson": "book",
    "film": "video",
    "quiz": "pen-check",
    "training": "branch",
    "pledge": "file",
    "survey": "hand",
    "act": "flag",
}


def state_labels() -> dict[str, tuple[str, str]]:
    """State of an activity → (words, kind of badge)."""
    return {
        "draft": (_("草稿"), "warn"),
        "withdrawn": (_("已撤回"), "plain"),
        "ended": (_("已结束"), "plain"),
        "running": (_("进行中"), "info"),
        "ahead": (_("还没开始"), "plain"),
    }
