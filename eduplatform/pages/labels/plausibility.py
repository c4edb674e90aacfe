"""Words for how answer sheets came about. They say what was measured and accuse nobody."""

from __future__ import annotations

from collections.abc import Sequence

from ...assessment.plausibility_rules import Signal
from ..filters import percent
from ..web.locale import gettext as _


def causes() -> dict[str, str]:
    """Innocent causes by code, as a teacher would say them."""
    return {
        "aloud": _("题目是一起读、一起答的"),
        "review": _("刚全班讲过一遍才答，大家都很熟"),
        "room": _("在机房一起答的，没有开课堂"),
        "device": _("几个人轮流用一台设备"),
        "paper": _("先在纸上答好，再录进去"),
        "network": _("网络慢或断过，题目早就看过"),
        "helped": _("家长或同学帮忙点的"),
    }


def signal_words(signal: Signal) -> str:
    """What stands out, in a sentence with its figures."""
    figures = {"share": percent(signal.n / signal.of), "n": signal.n, "of": signal.of}
    if signal.code == "quick":
        return _("用时短于合理阅读时间的答卷占 %(share)s（%(n)s / %(of)s 份）。", **figures)
    if signal.code == "in_chain":
        return _("一份交了、下一份马上开始的占 %(share)s（%(n)s / %(of)s 份）。", **figures)
    if signal.code == "alike":
        return _("错得一模一样的占 %(share)s（%(n)s / %(of)s 份）。", **figures)
    return _("十分钟里一起交上来的占 %(share)s（%(n)s / %(of)s 份）。", **figures)


def note_words(causes_said: Sequence[str], text: str) -> list[str]:
    """What a teacher said: the causes in words, then the own sentence."""
    names = causes()
    return [*(names[code] for code in causes_said if code in names), *([text] if text else [])]


def never_counts() -> str:
    """What these figures are not used for."""
    return _("这里的数字不影响任何分数、课时、达标和评价，也不会列出学生姓名。")
