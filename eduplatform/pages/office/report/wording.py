"""Sentences that figures of a unit make wherever they are told: on a filing, on the page for a meeting. Each is whole for 0, 1 and many."""

from __future__ import annotations

from ....assessment.gain_rules import Change
from ....shared.sheets import signed
from ....teaching.check_rules import BEFORE
from ...web.locale import english
from ...web.locale import gettext as _
from .gains import Changes, kind_names


def taught(due: int, done: int) -> str:
    """Weekly lessons of the school year, due and given."""
    if due <= 0:
        return _("本学年还没有应授的课。")
    if due == 1:
        return _("本学年应授课 1 节，已经上了。") if done else _("本学年应授课 1 节，还没有上。")
    if done >= due:
        return _("本学年应授的 %(due)s 节课都已上。", due=due)
    if done == 0:
        return _("本学年应授课 %(due)s 节，一节也没有上。", due=due)
    share = f"{100 * done / due:.1f}%"
    if done == 1:
        return _("本学年应授课 %(due)s 节，上了 1 节，授课完成率 %(share)s。", due=due, share=share)
    return _("本学年应授课 %(due)s 节，已授 %(done)s 节，授课完成率 %(share)s。", due=due, done=done, share=share)


def learned(changes: Changes) -> str:
    """What pupils who answered twice gained and kept; '' where nobody did. No direction is told that chance may have made."""
    words = ""
    for kind in kind_names():
        if kind in changes:
            words = joined(words, _changed(kind, changes[kind]))
    return words


def _changed(kind: str, one: Change) -> str:
    apart, low, high = (signed(round(value)) for value in (one.apart, one.low, one.high))
    said = {
        "pairs": one.pairs,
        "checks": one.checks,
        "was": f"{round(one.was)}%",
        "became": f"{round(one.became)}%",
        "apart": apart,
        "low": low,
        "high": high,
    }
    words = (
        _(
            "课前课后都答了题的 %(pairs)s 人次（%(checks)s 节课），得分率由 %(was)s 变为 %(became)s，相差 %(apart)s 个百分点（95%% 范围 %(low)s 到 %(high)s）。",
            **said,
        )
        if kind == BEFORE
        else _(
            "2–6 周后又答了题的 %(pairs)s 人次（%(checks)s 节课），得分率由课后的 %(was)s 变为 %(became)s，相差 %(apart)s 个百分点（95%% 范围 %(low)s 到 %(high)s）。",
            **said,
        )
    )
    return joined(words, _("看不出变化。") if one.low <= 0 <= one.high else "")


def joined(first: str, second: str) -> str:
    """Two sentences, one after the other."""
    return " ".join(one for one in (first, second) if one) if english() else first + second
