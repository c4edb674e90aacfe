"""Break one thing in a question of a newer kind: the checker names the file, the line and what to do."""

import pytest

from eduplatform.curriculum.check import check_package

from .building import at, broken_at
from .every_kind import add_kinds

# (what stands there, what we put instead, words of the reason, lines below the change where it is reported)
BREAKS = {
    "a word for sure that is neither": ("sure: true", "sure: 也许", "sure", 0),
    "an ordering that asks who is sure": (
        "  why: 顺序的理由",
        "  sure: true\n  why: 顺序的理由",
        "不认识的字段 sure",
        0,
    ),
    "a thing for a basket that is not there": ("电梯, to: b2", "电梯, to: b9", "to 要是 baskets 里的 id", 0),
    "a thing without its basket": ("电梯, to: b2", "电梯", "缺少 to", 0),
    "a thing without a reason": ("why: 电梯的理由", "why: ''", "why 太短", 0),
    "two things alike": ("text: 电梯", "text: 楼梯", "出现了不止一次", 0),
    "an id used twice": ("{id: t2", "{id: t3", "用了不止一次", 0),
    "a basket with a long name": ("text: 不能用", "text: 这些东西都不能拿来用", "筐的名字", 0),
    "a single basket": ("  - {id: b2, text: 不能用}\n", "", "baskets 太少", -2),
    "too few things": ("  - {id: t4, text: 衣柜, to: b2, why: 衣柜的理由}", "", "things 太少", -4),
    "two right reasons": (
        "text: 因为二, why: 道理二, belief: 以为二",
        "text: 因为二, why: 道理二, right: true",
        "reasons 里要正好有一个",
        -2,
    ),
    "no right answer of two steps": (
        "text: 做法b, why: 理由b, right: true",
        "text: 做法b, why: 理由b, belief: 想法b",
        "options 里要正好有一个",
        -2,
    ),
    "a reason called like an answer": ("{id: r1, text: 因为一", "{id: a, text: 因为一", "在 options 里用过了", 0),
    "a wrong reason without its belief": (", belief: 以为三", "", "缺少 belief", 0),
    "a place outside the picture": ("x: 75, y: 65", "x: 85, y: 65", "完全在图内", 0),
    "places one on another": ("x: 75, y: 65", "x: 25, y: 65", "重叠", 0),
    "a thing for a place that is not there": ("text: 手电, to: p1", "text: 手电, to: p9", "to 要是 places 里的 id", 0),
    "two things for one place": ("text: 手电, to: p1", "text: 手电, to: p2", "一处最多放一样", 0),
    "a thing with long words": ("text: 手电", "text: 一支装好了新电池的手电", "要放的东西", 0),
    "things without a picture to put them on": (
        "房间里有一扇门}\n  why: 摆放的理由",
        "房间里有一扇门}\n  why: ''",
        "why 太短",
        1,
    ),
    "two steps without the second question": ("  ask: 第 19 题,为什么?\n", "", "缺少 ask", -11),
}


@pytest.fixture
def quiz(course):
    return add_kinds(course)


def test_the_examples_are_good(course, quiz, facts, taxonomy):
    package, problems = check_package(course, facts, taxonomy)
    assert problems == [] and package is not None


@pytest.mark.parametrize("name", BREAKS)
def test_one_broken_thing_is_named_at_its_line(name, course, quiz, facts, taxonomy):
    before, after, reason, below = BREAKS[name]
    line = broken_at(quiz, before, after)
    package, problems = check_package(course, facts, taxonomy)
    assert ("quiz.yaml", line + below) in at(problems, reason), problems
    assert package is None


def test_an_empty_basket_is_named(course, quiz, facts, taxonomy):
    source = quiz.read_text(encoding="utf-8")
    quiz.write_text(source.replace("to: b2", "to: b1"), encoding="utf-8")
    _package, problems = check_package(course, facts, taxonomy)
    line = source[: source.index("{id: b2")].count("\n") + 1
    assert at(problems, "一样也没有") == [("quiz.yaml", line)]
