"""Words of the top of a report: weeks owed, what the records say of the reason, what to do."""

from __future__ import annotations

from collections.abc import Mapping

from ....assessment.behind_rules import SORTS, WEEKS, lessons_owed, weeks_owed
from ....assessment.rules import evidenced
from ...filters import hours_text as hours
from ...web.locale import gettext as _


def weeks_words(counts: Mapping[str, int]) -> str:
    """How far behind: 落后 3 周; of many classes the mean: 平均每班落后 2.3 周."""
    if counts["classes"] <= 1:
        return _("落后 %(n)s 周", n=lessons_owed(counts))
    return _("平均每班落后 %(n)s 周", n=f"{weeks_owed(counts):.1f}".removesuffix(".0"))


def reason_words(code: str, counts: Mapping[str, int], topic: str = "") -> str:
    """The reason with the figures of the records that carry it."""
    due, done, lessons = counts["slots_due"], counts["slots_done"], counts["lessons"]
    return {
        "no_lessons": lambda: _("应授 %(due)s 节，还没有上课记录。", due=due),
        "declared_only": lambda: _(
            "课时多半只有申报：申报 %(declared)s，有记录 %(recorded)s。",
            declared=hours(counts["hours_declared"]),
            recorded=hours(evidenced(counts)),
        ),
        "untested": lambda: _(
            "上过的课多半没测：%(lessons)s 节里 %(n)s 节没有测评记录。", lessons=lessons, n=counts["quiz_unasked"]
        ),
        "weak_topic": lambda: _(
            "应授 %(due)s 节，上了 %(done)s 节；薄弱专题：%(topic)s。", due=due, done=done, topic=topic
        ),
        "few_lessons": lambda: _("课上得少：应授 %(due)s 节，上了 %(done)s 节。", due=due, done=done),
    }[code]()


def action_labels() -> dict[str, str]:
    """Words on the buttons."""
    return {
        "catch_up": _("安排补课"),
        "hours": _("看怎样补上"),
        "deploy": _("布置这个专题"),
        "weak": _("看薄弱环节"),
        "write": _("提醒班主任"),
        "look": _("打开看"),
    }


def reminder_words(code: str) -> str:
    """What a reminder begins with; the officer may change it before it is sent. At most 60 characters."""
    return {
        "declared_only": _("请用“开始上课”来上安全课，课时自动有记录，不用另外申报。"),
        "untested": _("上过的安全课请在课上测一次，举手、答题卡都可以。"),
    }[code]


def sort_labels() -> dict[str, str]:
    """Orders of the list: none of them by a rate."""
    return dict(zip(SORTS, (_("按编号"), _("按名称"), _("按落后周数")), strict=True))


def weeks_choices() -> list[tuple[str, str]]:
    """What to choose from: all, or behind by so many weeks or more."""
    return [("", _("全部")), *((str(n), _("落后 ≥ %(n)s 周", n=n)) for n in WEEKS)]
