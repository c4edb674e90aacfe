"""How a question works: sums of answers against the answers themselves, flags at their edges, and answers of every odd shape."""

from __future__ import annotations

from math import atanh, sqrt, tanh
from random import Random
from statistics import mean

import pytest

from eduplatform.assessment import item_rules, rules
from eduplatform.assessment.item_rules import ItemSums, chosen_options, figures, of_answer
from eduplatform.curriculum.question import Question, load_question

HEAD = {"uuid": "00000000-0000-4000-8000-00000000000a", "facts": ["FIRE-01"], "objective": "会", "stem": "问"}


def option(code: str, right: bool = False, belief: str = "") -> dict:
    return {"id": code, "text": code, "why": "因为", "right": right, "belief": belief}


def single(**more) -> Question:
    options = [option("a", True), option("b", belief="以为快"), option("c", belief="以为慢"), option("d")]
    return load_question(HEAD | {"kind": "single", "options": options} | more)


def multiple() -> Question:
    options = [option("a", True), option("b", True), option("c")]
    return load_question(HEAD | {"kind": "multiple", "options": options})


def truefalse(answer: bool = False, **more) -> Question:
    said = {"kind": "truefalse", "answer": answer, "belief": "以为对", "why_true": "不", "why_false": "是"}
    return load_question(HEAD | said | more)


def two_step() -> Question:
    steps = [option("a", True), option("b", belief="先跑"), option("c")]
    reasons = [option("r", True), option("s", belief="怕烟"), option("t")]
    return load_question(HEAD | {"kind": "two_step", "options": steps, "ask": "为什么", "reasons": reasons})


def ordering() -> Question:
    steps = [{"id": code, "text": code, "why": "因为"} for code in ("x", "y", "z")]
    return load_question(HEAD | {"kind": "ordering", "steps": steps, "why": "因为"})


@pytest.mark.parametrize(
    ("question", "answer", "options"),
    [
        (single(), "b", ["b"]),
        (single(), None, [""]),
        (single(), 3, [""]),
        (single(sure=True), {"choice": "c", "sure": True}, ["c"]),
        (single(sure=True), "c", ["c"]),
        (single(), {"choice": "c", "sure": True}, [""]),  # it never asked
        (truefalse(), True, ["true"]),
        (truefalse(), False, ["false"]),
        (truefalse(), None, [""]),
        (truefalse(), 1, [""]),
        (truefalse(sure=True), {"choice": False, "sure": False}, ["false"]),
        (multiple(), ["a", "c"], ["a", "c"]),
        (multiple(), [], [""]),
        (multiple(), None, [""]),
        (multiple(), "a", [""]),
        (multiple(), ["a", 7], ["a"]),
        (two_step(), {"answer": "b", "reason": "s"}, ["b", "reason:s"]),
        (two_step(), {"answer": "b"}, ["b", "reason:"]),
        (two_step(), {"reason": "r"}, ["", "reason:r"]),
        (two_step(), None, ["", "reason:"]),
        (ordering(), ["x"], []),
    ],
)
def test_which_options_an_answer_takes(question, answer, options):
    assert chosen_options(question, answer) == options


@pytest.mark.parametrize(("mark", "answer"), [(0, "b"), (50, "b"), (100, "a")])
@pytest.mark.parametrize("sure", [None, True, False])
def test_what_one_answer_adds(mark, answer, sure):
    said = answer if sure is None else {"choice": answer, "sure": sure}
    got = of_answer(single(sure=True), said, 1, (100, mark, 0, 50, 100))
    rest = round((100 + 0 + 50 + 100) / 4)
    assert (got.n, got.marks, got.chosen) == (1, mark, {answer: 1})
    assert (got.pairs, got.x, got.xx, got.r, got.rr, got.xr) == (1, mark, mark**2, rest, rest**2, mark * rest)
    assert got.asked_sure == int(sure is not None) and got.sure == int(sure is True)
    assert got.sure_wrong == int(sure is True and mark < 100), "half right is not right"


@pytest.mark.parametrize(("questions", "pairs"), [(1, 0), (4, 0), (5, 1), (10, 1)])
def test_a_sheet_of_fewer_than_five_says_nothing_of_the_rest(questions, pairs):
    got = of_answer(single(), "a", 0, [100] * questions)
    assert got.pairs == pairs and got.n == 1
    assert pairs or (got.x, got.xx, got.r, got.rr, got.xr) == (0,) * 5


def random_answers(lot: Random, n: int) -> list[tuple[str | None, int, list[int]]]:
    found = []
    for _ in range(n):
        able = lot.random()
        shares = [100 * (lot.random() < able) for _question in range(8)]
        found.append(("a" if shares[2] else lot.choice(["b", "c", "d", None]), 2, shares))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_sums_added_up_say_what_all_the_answers_say(seed):
    lot = Random(f"items:{seed}")
    question, answers = single(), random_answers(lot, lot.randint(10, 90))
    sums = ItemSums()
    for answer, place, shares in answers:
        sums = sums.plus(of_answer(question, answer, place, shares))
    assert sums.n == len(answers) and sums.marks == sum(shares[2] for _a, _p, shares in answers)
    own = [shares[2] for _a, _p, shares in answers]
    rest = [round(sum(s for k, s in enumerate(shares) if k != 2) / 7) for _a, _p, shares in answers]
    found = item_rules.discrimination(sums)
    top = sum((a - mean(own)) * (b - mean(rest)) for a, b in zip(own, rest, strict=True))
    under = sqrt(sum((a - mean(own)) ** 2 for a in own) * sum((b - mean(rest)) ** 2 for b in rest))
    if not under:
        assert found is None
        return
    value, half = top / under, rules.Z95 / sqrt(len(own) - 3)
    assert found == pytest.approx((value, tanh(atanh(value) - half), tanh(atanh(value) + half)))


def test_what_was_added_can_be_taken_away_and_what_was_stored_comes_back():
    lot = Random(3)
    one, two = (sum_of(random_answers(lot, n)) for n in (12, 7))
    both = one.plus(two)
    assert both.plus(two, -1) == one and both.plus(one, -1) == two
    assert both.plus(both, -1) == ItemSums(), "no option is left at 0 times"
    assert item_rules.loaded(both.stored()) == both and list(both.stored()[-1]) == sorted(both.chosen)


def sum_of(answers) -> ItemSums:
    found = ItemSums()
    for answer, place, shares in answers:
        found = found.plus(of_answer(single(), answer, place, shares))
    return found


def asked(n: int, marks: int, **more) -> ItemSums:
    """`n` answers with a mean of `marks` per cent."""
    return ItemSums(n=n, marks=n * marks, **more)


@pytest.mark.parametrize(
    ("sums", "flags"),
    [
        (asked(29, 100), ()),
        (asked(30, 100), ("easy",)),
        (asked(100, 95), ()),  # exactly 95 % is not too easy
        (asked(100, 96), ("easy",)),
        (asked(100, 30), ()),
        (asked(100, 29), ("hard",)),
        (asked(30, 40, chosen={"a": 12, "b": 13}), ("distractor",)),
        (asked(30, 40, chosen={"a": 12, "b": 12}), ()),
        (asked(30, 20, chosen={"a": 6, "b": 3, "d": 7}), ("distractor", "hard")),
        (asked(29, 20, chosen={"a": 6, "d": 7}), ()),
    ],
)
def test_what_is_flagged_and_from_how_many_answers_on(sums, flags):
    assert figures(single(), sums).flags == flags
    assert item_rules.may_be_flagged(sums) or not flags, "the cheap question first must not miss one"


def correlated(n: int, value: float) -> ItemSums:
    """Sums of `n` pairs whose correlation is `value`: marks of 0 and 100, a rest that goes with them as far as asked."""
    xs = [100 * (k % 2) for k in range(n)]
    noise = [100 * (k // 2 % 2) for k in range(n)]
    ys = [value * (x - 50) + sqrt(1 - value * value) * (e - 50) for x, e in zip(xs, noise, strict=True)]
    ys = [round(50 + y / 2) for y in ys]
    pairs = [(x, x * x, y, y * y, x * y) for x, y in zip(xs, ys, strict=True)]
    return item_rules.made([n, sum(xs), n, *(sum(one) for one in zip(*pairs, strict=True)), 0, 0, 0], {})


@pytest.mark.parametrize(
    ("n", "value", "flags"),
    [(28, -0.9, ()), (40, -0.9, ("negative",)), (40, -0.1, ("flat",)), (40, 0.1, ()), (40, 0.9, ())],
)
def test_a_question_that_the_better_pupils_get_wrong_is_flagged(n, value, flags):
    sums = correlated(n, value)
    assert item_rules.discrimination(sums)[0] == pytest.approx(value, abs=0.03)
    assert figures(single(), sums).flags == flags
    assert item_rules.may_be_flagged(sums) is bool(flags)


def test_enough_answers_but_too_few_full_sheets_say_nothing_of_discrimination():
    few = correlated(24, -0.9)
    sums = item_rules.made([40, few.marks, *few.numbers()[2:]], {})
    assert figures(single(), sums).flags == () and figures(single(), sums).discrimination is not None


def test_no_scatter_or_fewer_than_ten_sheets_is_no_correlation():
    assert item_rules.discrimination(correlated(8, 0.9)) is None
    same = item_rules.made([20, 2000, 20, 2000, 200_000, 1000, 60_000, 100_000, 0, 0, 0], {})
    assert item_rules.discrimination(same) is None, "everybody was right"
    assert item_rules.discrimination(ItemSums()) is None
    whole = item_rules.discrimination(correlated(40, 1.0))
    assert whole[0] == pytest.approx(1.0) and 0.99 < whole[1] < whole[2] < 1


@pytest.mark.parametrize(("n", "hidden"), [(0, True), (9, True), (10, False)])
def test_nothing_is_said_of_fewer_than_ten_answers(n, hidden):
    found = figures(single(), asked(n, 50, sure=20, sure_wrong=3))
    assert found.hidden is hidden and found.share.hidden is hidden
    assert found.n == (0 if hidden else n) and (found.sure_wrong is None) is hidden


@pytest.mark.parametrize(("sure", "told"), [(9, False), (10, True)])
def test_how_many_were_sure_and_wrong_is_told_of_ten_that_were_sure(sure, told):
    found = figures(single(), asked(50, 50, asked_sure=50, sure=sure, sure_wrong=4)).sure_wrong
    assert (found is not None) is told
    assert not told or (found.over, found.under) == (4, sure)


def test_the_share_of_marks_counts_answers_and_not_hundredths():
    found = item_rules.share_of(asked(40, 75))
    assert (found.over, found.under, found.value) == (3000, 4000, 0.75)
    assert (found.low, found.high) == pytest.approx(rules.wilson(30, 40))


@pytest.mark.parametrize(
    ("question", "chosen", "which"),
    [
        (single(), {"a": 3, "b": 4, "c": 5}, "c"),
        (single(), {"a": 5, "c": 5}, None),
        (single(), {}, None),
        (single(), {"c": 1}, "c"),
        (truefalse(), {"true": 6, "false": 5}, "true"),
        (truefalse(True), {"true": 6, "false": 5}, None),
        (multiple(), {"c": 50}, None),  # two keys: taken as often as either says nothing
        (two_step(), {"b": 50}, None),
        (ordering(), {"x": 9}, None),
    ],
)
def test_the_wrong_option_that_was_taken_more_often_than_the_key(question, chosen, which):
    assert item_rules.stronger_distractor(question, chosen) == which


def test_options_as_editors_see_them_of_every_kind_that_has_some():
    said = [(one.id, one.right, one.belief) for one in item_rules.options_of(truefalse())]
    assert said == [("true", False, "以为对"), ("false", True, "")]
    assert [one.id for one in item_rules.options_of(two_step())] == ["a", "b", "c", "reason:r", "reason:s", "reason:t"]
    assert [one.id for one in item_rules.options_of(multiple())] == ["a", "b", "c"]
    assert item_rules.options_of(ordering()) == []


@pytest.mark.parametrize(
    ("question", "chosen", "said"),
    [
        (single(), {"a": 90, "b": 2, "c": 3}, ("以为慢", 3)),
        (single(), {"a": 90, "d": 40}, ("", 0)),  # the authors say nothing of d
        (single(), {"b": 2, "d": 40}, ("以为快", 2)),
        (single(), {}, ("", 0)),
        (two_step(), {"b": 4, "reason:s": 5}, ("怕烟", 5)),
        (truefalse(), {"true": 4, "false": 9}, ("以为对", 4)),
    ],
)
def test_what_most_of_those_think_who_are_wrong(question, chosen, said):
    assert item_rules.commonest_belief(question, chosen) == said
