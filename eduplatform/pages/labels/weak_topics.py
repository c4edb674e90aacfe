"""Words for weak topics: why a topic is to be taught again, in a sentence that carries its figures."""

from __future__ import annotations

from ...assessment.weak_rules import Known, Suggestion
from ...teaching.key_days import KeyDay
from ..filters import day_short, percent, pick
from ..web.locale import gettext as _


def range_words(known: Known) -> str:
    """The 95 % interval: 57%–71%."""
    return f"{percent(known.low)}–{percent(known.high)}"


def why(said: Suggestion, season: KeyDay | None) -> str:
    """The reason of a suggestion in words."""
    known = said.known
    if said.reason == "season":
        words = _("把握没有那么大，但这个专题的关键日快到了，宁可多上一节。")
    elif said.reason == "behind" and known.others is not None:
        words = _(
            "同学段 %(n)s 个班平均 %(others)s，这里估计 %(value)s；考虑到这里其他专题的水平，差距不像是碰巧。",
            n=known.compared,
            others=percent(known.others),
            value=percent(known.value),
        )
    else:
        words = _("得分率的区间整个在 70% 的薄弱线以下，不像是碰巧。")
    return f"{words} {season_words(season)}".strip() if season else words


def season_words(season: KeyDay) -> str:
    """Which key day is near."""
    return _(
        "临近“%(title)s”（%(day)s）。",
        title=pick({"zh": season.title, "en": season.title_en or season.title}),
        day=day_short(season.first),
    )


def few_words() -> str:
    return _("人数太少")


def counted_note() -> str:
    """How the figures come about."""
    return _(
        "一名学生算一个观察：本学年在这个专题里每份测评第一次交的答卷，合起来的得分率。人少的班会向同学段各班的平均靠拢（经验贝叶斯收缩），所以不会因为碰巧而大起大落；括号里是 95% 区间。举手答题不记名，不算进来。"
    )
