"""Words for kinds of questions: the one place where each has its name, for every desk, screen and sheet."""

from __future__ import annotations

from dataclasses import dataclass

from ...teaching.check_rules import BEFORE, LATER
from ..web.locale import lazy_gettext as _l


@dataclass(frozen=True)
class KindWords:
    """`name`: as editors and teachers call it; `task`: what a pupil is told to do; `hit`: said beside what the pupil did
    right, `due` beside what would have been right."""

    name: str
    task: str
    hit: str
    due: str


_CHOSEN, _PLACED = (_l("选对了"), _l("应该选")), (_l("放对了"), _l("应该在这里"))
_WORDS = {
    "single": (_l("单选"), _l("选一个"), *_CHOSEN),
    "pictures": (_l("选图"), _l("选一张图"), *_CHOSEN),
    "multiple": (_l("多选"), _l("可以选几个"), *_CHOSEN),
    "truefalse": (_l("判断"), _l("对还是错"), *_CHOSEN),
    "ordering": (_l("排序"), _l("排一排"), *_PLACED),
    "matching": (_l("连线"), _l("连一连"), _l("连对了"), _l("应该这样连")),
    "spot": (_l("找位置"), _l("找一找"), *_CHOSEN),
    "baskets": (_l("分类"), _l("分一分"), *_PLACED),
    "two_step": (_l("两步题"), _l("选一个，再选为什么"), *_CHOSEN),
    "place": (_l("放到图上"), _l("放一放"), *_PLACED),
}
_ASKED = {kind: KindWords(*words) for kind, words in _WORDS.items()}  # lazy strings


def question_kinds() -> dict[str, KindWords]:
    """Code of `curriculum.question.KINDS_OF_QUESTION` → its words in the reader's language."""
    return {kind: KindWords(*map(str, words)) for kind, words in _WORDS.items()}


def kind_words(kind: str) -> KindWords:
    """The words of one kind, for templates: asked for each question of a paper, which shows one or two of them, so each is
    looked up when it is shown."""
    return _ASKED[kind]


_CHECKS = {BEFORE: _l("上课前先试试"), LATER: _l("还记得吗")}


def check_words(kind: str) -> str:
    """What a question beside the lesson's own is for, by its kind (teaching.check_rules)."""
    return str(_CHECKS[kind])
