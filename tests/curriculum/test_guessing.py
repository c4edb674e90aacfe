"""Ways to pass without knowing anything: what each takes, what it earns, and what ticking blindly earns on each kind."""

from itertools import permutations, product
from statistics import mean

import pytest

from eduplatform.curriculum.alike import bare, repeats, same
from eduplatform.curriculum.grading import grade
from eduplatform.curriculum.guessing import FLAT, RANKS, blind, earned, pairs, telling_words

from .building import asked, option, question, quiz_of, region
from .every_kind import late_kinds

LATE = late_kinds()


def earns(way: str, *questions: dict) -> float:
    return earned(quiz_of(*questions))[way]


def single(*texts: str, right: int = 0, stem: str = "怎么办?") -> dict:
    options = [option("abcde"[n], n == right, text=text) for n, text in enumerate(texts)]
    return asked("single", stem=stem, options=options)


@pytest.mark.parametrize(
    ("way", "texts", "stem", "taken"),
    [
        ("总选最长的", ("走开", "走得远一点", "跑"), "", [1]),
        ("总选最长的", ("走远一点", "站着别动", "跑"), "", [0, 1]),
        ("总选最短的", ("走开", "走得远一点", "跑"), "", [2]),
        ("总选不长不短的", ("走开", "走得远一点", "跑"), "", [0]),
        ("总选不长不短的", ("跑", "走得远一点", "走开", "走得远"), "", [2, 3]),
        ("总选第一个", ("甲", "乙", "丙"), "", [0]),
        ("总选最后一个", ("甲", "乙", "丙"), "", [2]),
        ("总选中间的", ("甲", "乙", "丙"), "", [1]),
        ("总选中间的", ("甲", "乙", "丙", "丁"), "", [1, 2]),
        ("总选最小心的", ("告诉老师", "冲出去", "喊一喊"), "", [0]),
        ("总选最小心的", ("先看", "先停,慢慢走", "跑出去"), "", [1]),
        ("总选跟题干重字最多的", ("去开窗", "湿毛巾堵门", "跳下去"), "门缝进烟,湿毛巾做什么?", [1]),
        ("总选最不一样的", ("开大门", "关大门", "打电话"), "", [2]),
        ("总选最像别的的", ("开大门走", "关大门走", "打个电话"), "", [0, 1]),
        ("躲开说得绝对的", ("一定要跑", "马上跳下去", "等一等"), "", [2]),
    ],
)
def test_each_way_takes_what_it_says_and_equals_share_the_chance(way, texts, stem, taken):
    for right in range(len(texts)):
        found = earns(way, single(*texts, right=right, stem=stem or "怎么办?"))
        assert found == (1 / len(taken) if right in taken else 0), right


def test_every_way_is_tried_on_places_of_a_picture_too():
    places = [region("s1", label="门"), region("s2", label="窗户边上", right=True), region("s3", label="墙角")]
    spot = asked("spot", regions=places)
    assert (earns("总选最长的", spot), earns("总选第一个", spot), earns("总选中间的", spot)) == (1, 0, 1)


def test_a_way_ticks_half_of_what_can_be_ticked():
    texts = ["最长的一项在这里", "第二长的一项", "短", "短的"]
    some = [option("abcd"[n], n < 2, text=text) for n, text in enumerate(texts)]
    assert earns("总选最长的", asked("multiple", options=some)) == 1
    assert earns("总选最短的", asked("multiple", options=some)) == 0
    odd = [option("abcde"[n], n in (0, 1, 2), text=each) for n, each in enumerate("甲乙丙丁戊")]
    assert earns("总选第一个", asked("multiple", options=odd)) == 1, "of five, three are ticked"


@pytest.mark.parametrize(
    ("way", "true", "false"),
    [("判断题总选“对”", 1, 0), ("判断题总选“错”", 0, 1), ("判断题看口气,小心的算对", 1, 0)],
)
def test_statements_can_be_judged_without_reading_them(way, true, false):
    said = {"stem": "着火时先告诉老师。"}
    assert earns(way, asked("truefalse", answer=True, **said)) == true
    assert earns(way, asked("truefalse", answer=False, **said)) == false


def test_a_bold_statement_sounds_wrong():
    assert earns("判断题看口气,小心的算对", asked("truefalse", answer=False, stem="着火了就乘电梯。")) == 1
    for careful in ("不", "先", "停", "等", "大人", "老师", "报警"):
        assert earns("判断题看口气,小心的算对", asked("truefalse", answer=True, stem=f"着火了{careful}走。")) == 1, (
            careful
        )


def test_ticking_everything_earns_what_is_left_after_the_wrong_ones():
    three = [option("abcd"[n], n < 3) for n in range(4)]
    assert earns("多选题全选", asked("multiple", options=three)) == pytest.approx(2 / 3)
    assert earns("多选题全选", asked("multiple")) == 0


@pytest.mark.parametrize(
    ("kind", "more", "share"),
    [
        ("single", {}, 1 / 3),
        ("pictures", {}, 1 / 4),
        ("truefalse", {}, 1 / 2),
        ("ordering", {}, 1 / 4),
        ("matching", {}, 1 / 4),
        ("spot", {}, 1 / 3),
        ("spot", {"regions": [region(f"s{n}", right=n < 2) for n in range(4)]}, 1 / 2),
        ("multiple", {}, 3 / 15),
        ("multiple", {"options": [option("a", True), option("b", True), option("c")]}, 2.5 / 7),
    ],
)
def test_ticking_blindly_earns_so_much(kind, more, share):
    assert blind(question(kind, **more)) == pytest.approx(share)


def every_way_to_answer(kind: str) -> list[dict]:
    asked = LATE[kind]
    if kind == "two_step":
        return [{"answer": a.id, "reason": r.id} for a, r in product(asked.options, asked.reasons)]
    things, homes = [one.id for one in asked.things], [one.id for one in getattr(asked, f"{kind}s".replace("ss", "s"))]
    ways = permutations(homes, len(things)) if kind == "place" else product(homes, repeat=len(things))
    return [dict(zip(things, way, strict=True)) for way in ways]


@pytest.mark.parametrize("kind", ["baskets", "two_step", "place"])
def test_ticking_blindly_earns_the_mean_of_every_answer_there_is(kind):
    shares = [grade(LATE[kind], answer).share for answer in every_way_to_answer(kind)]
    assert len(shares) > 5 and blind(LATE[kind]) == pytest.approx(mean(shares))


def two_step(stem: str, options: list[str], ask: str, reasons: list[str]) -> dict:
    """The first of each is right."""
    return {
        "stem": stem,
        "options": [option("abc"[n], n == 0, text=text) for n, text in enumerate(options)],
        "ask": ask,
        "reasons": [option("xyz"[n], n == 0, text=text) for n, text in enumerate(reasons)],
    }


@pytest.mark.parametrize(
    ("options", "reasons", "earned_by_longest"),
    [
        (["走得远远的", "跑", "等"], ["烟会飘得很快", "热", "黑"], 1),
        (["走得远远的", "跑", "等"], ["热", "烟会飘得很快", "黑"], 0.5),
        (["跑", "走得远远的", "等"], ["烟会飘得很快", "热", "黑"], 0),
    ],
)
def test_a_way_is_tried_on_what_to_do_and_on_why(options, reasons, earned_by_longest):
    asked_twice = asked("two_step", regions=None, picture=None, **two_step("怎么办?", options, "为什么?", reasons))
    assert earns("总选最长的", asked_twice) == earned_by_longest


def test_a_reason_is_held_against_the_question_why():
    said = two_step("门缝进烟怎么办?", ["门缝塞上", "跑", "等"], "毛巾为什么要湿?", ["毛巾湿了挡烟", "门缝大", "热"])
    assert earns("总选跟题干重字最多的", asked("two_step", regions=None, picture=None, **said)) == 1


def test_heaping_earns_what_the_fullest_basket_leaves():
    things = [{"id": f"t{n}", "text": f"物{n}", "to": "b1" if n < 3 else "b2", "why": f"理由{n}"} for n in range(4)]
    baskets = [{"id": "b1", "text": "能用"}, {"id": "b2", "text": "不能用"}]
    said = asked("baskets", regions=None, picture=None, why="理由", baskets=baskets, things=things)
    assert earns("分类全放进一个筐", said) == 0.5, "three rightly, one wrongly placed"


@pytest.mark.parametrize("word", ["也是", "不会", "不用", "不要", "不能", "没关系", "可能", "只", "都", "一定", "马上"])
def test_a_word_that_always_stands_on_one_side_tells_it(word):
    stem = f"着火{word}走"
    assert telling_words([(stem, False), (stem, False), ("着火走", True)], 2)[word] is False
    assert word not in telling_words([(stem, False), (stem, True)], 2), "it stands on both sides"
    assert word not in telling_words(iter([(stem, True)]), 2), "once is chance"


def test_a_way_that_says_nothing_of_a_kind_ticks_blindly():
    found = earned(quiz_of(asked("ordering")))
    assert set(found) == {*RANKS, *FLAT, "多选题全选", "分类全放进一个筐"}
    assert set(found.values()) == {0.25}


def test_the_share_is_that_of_the_whole_pool():
    assert earns("总选第一个", single("甲", "乙", "丙"), single("甲", "乙", "丙", right=2)) == 0.5


def test_words_are_compared_by_pairs_of_neighbours():
    assert pairs("先关门") == {"先关", "关门"}
    assert pairs("走") == pairs("") == set()


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("对。先关门，再打 119！", "先关门再打119"),
        ("再想一想。不行，火会跟来", "火会跟来"),
        ("这句话错了，毛巾堵门缝", "毛巾堵门缝"),
        ("这句话说对了。门缝", "门缝"),
        ("对面有人", "对面有人"),
        ("不对称的门", "不对称的门"),
    ],
)
def test_the_verdict_and_the_marks_are_no_reason(said, left):
    assert bare(said) == left


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("烟从你头上飘过去", "烟从你头上飘过去了", True),
        ("烟从上面飘过去", "门后面有大火吗", False),
        ("烟往上", "烟往上", False),
        ("烟往上飘走了", "烟往上飘走了", True),
        ("abcdefgh", "abcdefij", True),
        ("abcdefgh", "abcdeijk", False),
        ("门缝" + "烟往上飘走" * 44, "烟往上飘走" * 44, True),
    ],
)
def test_two_reasons_are_the_same_from_three_quarters_on(one, other, alike):
    assert same(one, other) is same(other, one) is alike


@pytest.mark.parametrize(
    ("sentence", "source", "found"),
    [
        ("先减速伸手示意", "骑车转弯先减速伸手示意不双手离把", True),
        ("先减速后面看得见", "骑车转弯先减速伸手示意不双手离把", False),
        ("减速先", "骑车转弯先减速", False),
        ("意示手伸速减先", "先减速伸手示意", False),
        ("先减速伸手示意再转", "转弯先减速伸手示意", False),
        ("转弯先减速伸手示", "转弯先减速伸手示意", True),
        ("先减速", "骑车转弯先减速", False),
        ("转弯先减速伸", "骑车转弯先减速伸手", True),
        ("abcdefghijklmnopqXYZ", "abcdefghijklmnopq", True),
        ("abcdefghijklmnopWXYZ", "abcdefghijklmnop", False),
        ("先减速伸手示", "先a减b速c伸d手e示", False),
        ("先减速伸手示", "先减a速伸b手示", True),
        ("烟往上飘走" * 42, "门缝" + "烟往上飘走" * 44, True),
    ],
)
def test_a_reason_repeats_its_source_when_hardly_anything_is_its_own(sentence, source, found):
    assert repeats(sentence, source) is found
