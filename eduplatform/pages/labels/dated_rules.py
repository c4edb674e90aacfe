"""What a dated rule asks for, in words: measure, figure, period, for whom."""

from __future__ import annotations

from ...teaching.dated_rules import MEASURES, TARGETS, DatedRule
from ..filters import english, hours_text, listed, topic_name, unit_word
from ..web.locale import gettext as _
from .units import stage_labels


def measure_labels() -> dict[str, str]:
    """Names by code of measure."""
    return {
        "class_hours": _("安全教育课"),
        "topic_hours": _("专题课时"),
        "topics": _("讲到的专题"),
        "activities": _("专题活动"),
        "holiday_reminders": _("假期前的安全提醒"),
        "drills": _("应急演练"),
        "lectures": _("安全知识讲座"),
        "staff_training": _("教职工安全培训"),
        "officer_training": _("安全管理人员培训"),
        "parents_meetings": _("家长会上的安全教育"),
    }


def period_labels() -> dict[str, str]:
    """Names by code of period."""
    return {
        "year": _("每学年"),
        "term": _("每学期"),
        "quarter": _("每季度"),
        "month": _("每个在校月"),
        "week": _("每个教学周"),
        "first_week": _("每学期第一周"),
        "holiday": _("每个假期前"),
        "meeting": _("每次家长会"),
    }


def record_labels() -> dict[str, str]:
    """How far the product counts a measure → words."""
    return {"counted": _("自动计算"), "kept": _("有记录，还没有与规定对照"), "none": _("这里还没有记录")}


def what_asked(rule: DatedRule) -> str:
    """Measure with its topic: 专题课时（禁毒）."""
    name = measure_labels().get(rule.measure, rule.measure)
    if not rule.topic:
        return name
    return f"{name} ({topic_name(rule.topic)})" if english() else f"{name}（{topic_name(rule.topic)}）"


def least_asked(rule: DatedRule) -> str:
    """The figure with its unit: 4 课时, 9 次, 100%."""
    n = hours_text(rule.least)
    unit = MEASURES[rule.measure].unit
    if unit == "percent":
        return f"{n}%"
    if unit == "hour" and english():
        return f"{n} {unit_word('hour', rule.least / 100)}"
    return {"hour": _("%(n)s 课时", n=n), "time": _("%(n)s 次", n=n), "kind": _("%(n)s 个", n=n)}[unit]


def least_in_period(rule: DatedRule) -> str:
    """每学年至少 4 课时; a target is named as one."""
    period = period_labels().get(rule.period, rule.period)
    if (rule.measure, rule.period) in TARGETS:
        return _("%(period)s目标 %(least)s", period=period, least=least_asked(rule))
    return _("%(period)s至少 %(least)s", period=period, least=least_asked(rule))


def for_whom(rule: DatedRule) -> str:
    """Stages and grades; all where it names none."""
    if rule.grades:
        first, last = rule.grades
        if first == last:
            return _("%(grade)s 年级", grade=first)
        return _("%(first)s—%(last)s 年级", first=first, last=last)
    if not rule.stages:
        return _("全部学段")
    return listed(name for code, name in stage_labels().items() if code in rule.stages)


def rule_in_words(rule: DatedRule) -> str:
    """The whole of it in a line: 安全教育课 每学年至少 4 课时（初中、高中）."""
    line = f"{what_asked(rule)} {least_in_period(rule)}"
    return f"{line} ({for_whom(rule)})" if english() else f"{line}（{for_whom(rule)}）"
