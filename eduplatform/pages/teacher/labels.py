"""Words of the teacher's desk for the codes of teaching."""

from __future__ import annotations

from flask.sansio.app import App

from ...teaching.queries import Meant
from ..labels.units import set_by
from ..web.locale import gettext as _


def carriers() -> dict[str, str]:
    """Kinds of lesson by code."""
    return {
        "class_activity": _("班团队活动"),
        "morality_law": _("道德与法治"),
        "subject": _("学科教学"),
        "practice": _("综合实践"),
        "pe_health": _("体育与健康"),
        "local": _("校本或地方课程"),
        "other": _("其他"),
    }


def quiz_modes() -> dict[str, str]:
    """How questions are answered in class."""
    return {
        "cards": _("答题卡"),
        "hands": _("举手答题"),
        "paced": _("用设备一起答"),
        "devices": _("用设备答题"),
        "paper": _("纸笔答题"),
        "none": _("不测"),
    }


def offered_modes(stage: str) -> dict[str, str]:
    """What is offered to a stage, the usual one first. Kindergarten and grades 1 and 2 are not tested by name in class: raised
    hands are counted; older pupils answer with cards."""
    young = {"K": ("hands", "none"), "P1": ("hands", "devices", "none")}
    words = quiz_modes()
    return {code: words[code] for code in young.get(stage, tuple(words))}


def lengths(lesson_minutes: int, core_minutes: int) -> dict[str, str]:
    """How long a lesson can be, the whole of it first; a quarter of an hour only where slides are marked core."""
    short = {"15": _("15 分钟：只上重点")} if core_minutes else {}
    return {
        "": _("整节课，%(minutes)s 分钟", minutes=lesson_minutes),
        **short,
        "5": _("5 分钟提醒，不算课时"),
        "1": _("1 分钟提醒，不算课时"),
    }


def grades() -> dict[str, str]:
    """Grades of evidence."""
    return {"A": _("A 课堂记录"), "B": _("B 学生登录"), "C": _("C 教师申报"), "D": _("D 导入")}


def reasons() -> dict[str, str]:
    """Why a lesson is offered."""
    return {
        "assigned": _("已排课"),
        "theme": _("本周主题"),
        "repeat": _("本周主题，再上一次：先问上次没答好的题"),
        "weak": _("薄弱专题"),
        "new": _("还没上过"),
        "again": _("上过，可再上"),
    }


def deployed(meant: Meant) -> str:
    """Who deployed a lesson, and for which week: 临江市教育局布置，11月第2周."""
    return set_by(meant.by, meant.by_kind, meant.starts_on) if meant.starts_on else reasons()["assigned"]


def endings() -> dict[str, str]:
    """What to know about how a session ended."""
    return {
        "forgotten": _("这节课忘了下课，系统按最后一次操作的时间结束。如果实际上得更久，可以更正。"),
        "clock_back": _("上课时服务器的时钟被调回过。分钟数按不受影响的计时算，请核对一下。"),
        "clock_ahead": _("上课时服务器的时钟被调快过。分钟数按不受影响的计时算，请核对一下。"),
        "no_pupils": _("这节课那天，班里没有在册学生，所以不记课时。请学校先导入名册。"),
    }


def gave_way(cause: str) -> str:
    """Why a declared lesson was taken back by the system; %(day)s and all else is for the page."""
    return {
        "taught": _("同一节课后来用系统上了"),
        "overlap": _("和一节有课堂记录的课时间重叠"),
        "day_full": _("那一天记满了"),
    }.get(cause, "")


def register(app: App) -> None:
    """Hand the words to the templates."""
    app.jinja_env.globals["teacher_labels"] = {
        "carriers": carriers,
        "quiz_modes": quiz_modes,
        "offered_modes": offered_modes,
        "grades": grades,
        "lengths": lengths,
        "reasons": reasons,
        "deployed": deployed,
        "endings": endings,
        "gave_way": gave_way,
    }
