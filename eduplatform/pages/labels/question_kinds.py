"""Words for kinds of questions: the one place where each has its name, for every desk, screen and sheet."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _


@dataclass(frozen=True)
class KindWords:
    """`name`: as editors and teachers call it; `task`: what a pupil is told to do; `hit`: said beside what the pupil did
    right, `due` beside what would have been right."""

    name: str
    task: str
    hit: str
    due: str


def question_kinds() -> dict[str, KindWords]:
    """Code of `curriculum.question.KINDS_OF_QUESTION` → its words in the reader's language."""
    chosen, placed = (_("选对了"), _("应该选")), (_("放对了"), _("应该在这里"))
    return {
        "single": KindWords(_("单选"), _("选一个"), *chosen),
        "pictures": KindWords(_("选图"), _("选一张图"), *chosen),
        "multiple": KindWords(_("多选"), _("可以选几个"), *chosen),
        "truefalse": KindWords(_("判断"), _("对还是错"), *chosen),
        "ordering": KindWords(_("排序"), _("排一排"), *placed),
        "matching": KindWords(_("连线"), _("连一连"), _("连对了"), _("应该这样连")),
        "spot": KindWords(_("找位置"), _("找一找"), *chosen),
        "baskets": KindWords(_("分类"), _("分一分"), *placed),
        "two_step": KindWords(_("两步题"), _("选一个，再选为什么"), *chosen),
        "place": KindWords(_("放到图上"), _("放一放"), *placed),
    }


def kind_words(kind: str) -> KindWords:
    """The words of one kind, for templates."""
    return question_kinds()[kind]
