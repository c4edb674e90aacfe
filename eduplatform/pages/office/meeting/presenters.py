"""The sentences and tables of the page for a meeting. No sentence says more than its figures carry; each is whole for 0, 1 and many.

What it says as a filing does is worded in report.wording."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ....assessment import behind_rules
from ....assessment.queries import Report
from ....assessment.rules import untested
from ....assessment.trend import Trend
from ....assessment.trend_rules import Compared
from ...web.locale import gettext as _
from ..behind.trends import said
from ..report import labels
from ..report.presenters import bar, divided_label, untested_words
from ..report.wording import joined, learned, taught


def sentences(report: Report, trend: Trend, kindergarten: bool = False) -> list[str]:
    """Three: what was taught, who is behind, how the quizzes (of a kindergarten the activities) went. A fourth where pupils answered twice:
    what they gained and kept."""
    then, counts = {one.code: one for one in trend.year}, report.own.counts
    given = taught(counts["slots_due"], counts["slots_done"])
    if counts["slots_due"] > 1:
        given = joined(given, than_words(then.get("lesson_rate")))
    last = _activities(report) if kindergarten else _quizzes(report, then.get("pass_rate"))
    learned_words = learned(report.changes)
    return [given, behind_words(report), last, *([learned_words] if learned_words else [])]


def behind_words(report: Report) -> str:
    """How many of the units below are behind; of a class by how many weeks."""
    counts = report.own.counts
    if report.unit.kind == "class":
        n = behind_rules.lessons_owed(counts)
        if n == 0:
            return _("没有落下每周一课。")
        return _("每周一课落下了 1 周。") if n == 1 else _("每周一课落下了 %(n)s 周。", n=n)
    return below_behind(len(report.glances), behind_rules.how_many_behind(report.glances))


def below_behind(all_: int, n: int) -> str:
    """How many of how many units are a week behind or more, on average of their classes."""
    if all_ == 0:
        return _("下面还没有单位。")
    if all_ == 1:
        return _("下面 1 个单位，落后一周以上。") if n else _("下面 1 个单位，没有落后一周以上。")
    if n == 0:
        return _("下面 %(all)s 个单位都没有落后一周以上。", all=all_)
    if n == all_:
        return _("下面 %(all)s 个单位都落后一周以上。", all=all_)
    if n == 1:
        return _("下面 %(all)s 个单位里，1 个落后一周以上。", all=all_)
    return _("下面 %(all)s 个单位里，%(n)s 个落后一周以上。", all=all_, n=n)


def _quizzes(report: Report, than: Compared | None) -> str:
    counts, passed, taken = report.own.counts, report.own.rates["pass_rate"], report.own.rates["quiz_rate"]
    if passed.hidden or taken.hidden:
        return _("参加测评的人数少，不显示成绩。")
    if untested(counts, "quiz"):
        return _("上过的课都还没有测评。")
    if taken.value is None:
        return _("还没有要测评的课。")
    if passed.value is None:
        return _("课后测评参评率 %(taken)s；都是举手作答，没有个人成绩。", taken=said(taken))
    words = _("课后测评参评率 %(taken)s，合格率 %(passed)s。", taken=said(taken), passed=passed.said)
    return joined(words, than_words(than))


def _activities(report: Report) -> str:
    rate = report.own.rates["activity_rate"]
    if not rate.under:
        return _("还没有到期的专题活动。")
    return _("专题活动参与率 %(share)s。", share=said(rate))


def than_words(one: Compared | None) -> str:
    """How far from last year, where that can be said: no direction that chance may have made."""
    apart = one.apart if one else None
    if one is None or apart is None:
        return ""
    points = f"{abs(100 * apart.value):.1f}"
    then = said(one.then)
    if points == "0.0":
        return _("和去年同期（%(then)s）一样。", then=then)
    if apart.unclear:
        return _("去年同期 %(then)s；数量少，看不出变化。", then=then)
    if apart.value > 0:
        return _("比去年同期（%(then)s）高 %(points)s 个百分点。", then=then, points=points)
    return _("比去年同期（%(then)s）低 %(points)s 个百分点。", then=then, points=points)


def reason_rows(report: Report) -> list[tuple[str, int]]:
    """Reasons with the number of units behind for each, in the order of the reasons: no unit is named on a paper that goes round."""
    behind = [one for one in report.glances if behind_rules.is_behind(one.counts)]
    counted: Counter[str] = Counter(
        behind_rules.reasons(one.counts, bool(report.weak_below.get(one.unit_id)))[0] for one in behind
    )
    names = reason_names()
    return [(names[code], counted[code]) for code in behind_rules.REASONS if counted[code]]


def reason_names() -> dict[str, str]:
    """Reasons as the head of a line."""
    return {
        "no_lessons": _("没有上课记录"),
        "declared_only": _("课时多半只有申报"),
        "untested": _("上过的课多半没测"),
        "weak_topic": _("有薄弱专题"),
        "few_lessons": _("课上得少"),
    }


def bars_now(report: Report, kindergarten: bool) -> list[dict[str, Any]]:
    """The main indicators as bars, for the chart where nothing is known of last year."""
    codes = ("lesson_rate", "present_rate", "quiz_rate", "pass_rate", "skill_rate", "activity_rate")
    shown = [code for code in codes if not (kindergarten and code in ("quiz_rate", "pass_rate"))]
    rates = report.own.rates
    return [
        bar(
            labels.indicators()[code],
            rates[code],
            of=divided_label(rates[code], code) if rates[code].under else "",
            none=untested_words(report.own.counts, code),
        )
        for code in shown
    ]
