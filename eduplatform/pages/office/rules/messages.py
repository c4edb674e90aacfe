"""Sentences of refusals about dated rules."""

from __future__ import annotations

from datetime import date

from ....teaching.dated_rules import DatedRule
from ...filters import day, hours_text
from ...labels.dated_rules import rule_in_words
from ...messages import add, message
from ...web.locale import gettext as _
from ...web.locale import lazy_gettext as _l

MESSAGES = {
    "rule_no_such": _l("这一项没有这样的周期。请换一个周期。"),
    "rule_topic": _l("专题课时要选一个专题；课、演练、讲座和家长会不分专题。"),
    "rule_nobody": _l("选的学段和年级没有共同的班。安全教育课按学段定，不填年级。"),
    "rule_backwards": _l("最后一天不能早于第一天。请检查日期。"),
    "rule_ended": _l("这条规定已经停了，以前的不再改。"),
    "rule_none_chosen": _l("请先勾选要采用的规定。"),
    "rule_all_there": _l("勾选的规定这里已经有了，没有新增。"),
}
add(MESSAGES)


@message("rule_too_lax")
def _rule_too_lax(rule: DatedRule, unit: str) -> str:
    return _(
        "不能比上级宽。%(unit)s规定：%(rule)s。请填不低于它的数，或换一个日期、学段。",
        unit=unit or _("平台所附的文件"),
        rule=rule_in_words(rule),
    )


@message("rule_twice")
def _rule_twice(rule: DatedRule) -> str:
    return _(
        "这里已经有一条管同一件事的规定：%(rule)s，从 %(day)s 起。请先停掉它，新的从停的第二天起算。",
        rule=rule_in_words(rule),
        day=day(rule.from_on),
    )


@message("rule_least_odd")
def _rule_least_odd(most: int) -> str:
    return _("数要大于 0，最多 %(most)s。", most=hours_text(most))


@message("rule_of_past")
def _rule_of_past(earliest: date, counted: bool) -> str:
    if counted:
        return _("课时已经按原来的规定算过，以前的不改。请从 %(day)s 或以后起算。", day=day(earliest))
    return _("最早从本学年第一天（%(day)s）起算，以前的学年不改。", day=day(earliest))


@message("rule_end_past")
def _rule_end_past(latest: date | None) -> str:
    if latest:
        return _("最后一天要在今天到 %(day)s 之间。以前的日子仍照原来的规定。", day=day(latest))
    return _("最后一天不能早于今天。以前的日子仍照原来的规定。")
