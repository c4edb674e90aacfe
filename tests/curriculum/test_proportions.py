"""What a pool of questions measures: true and false, longest options, levels, numbers, forms, beliefs; each share at its limit."""

import pytest

from eduplatform.curriculum.check_measure import bare_number
from eduplatform.curriculum.check_quiz import check_quiz

from .building import as_yaml, asked, line_of, lines, option, place_for, question, quiz_head, region, written


@pytest.fixture
def said(tmp_path, facts, taxonomy):
    """Check these questions as a quiz: its problems, and the text they were written in."""

    def check(*questions):
        place = place_for(facts, taxonomy)
        numbered = [each | {"uuid": f"00000000-0000-4000-8000-{n:012}"} for n, each in enumerate(questions, 1)]
        check.text = as_yaml(quiz_head(questions=numbered))
        check_quiz(written(tmp_path, "quiz.yaml", check.text), place)
        return place.report.problems

    return check


@pytest.mark.parametrize(
    ("true", "false", "refused"),
    [(2, 3, False), (3, 2, False), (1, 4, True), (4, 1, True), (1, 1, False), (0, 0, False)],
)
def test_statements_are_about_as_often_true_as_false(said, true, false, refused):
    answers = [True] * true + [False] * false
    found = lines(said(asked("single"), *(asked("truefalse", answer=each) for each in answers)), "道是“对”")
    assert found == ([5] if refused else [])


def longest(right: int, wrong: int) -> list[dict]:
    """Single choices whose right option is the longest, and some where a wrong one is as long."""
    long = [option("a", True, text="长长长"), option("b", text="短"), option("c", text="短短")]
    even = [option("a", True, text="一样长"), option("b", text="也这样"), option("c", text="短")]
    return [asked(options=long)] * right + [asked(options=even)] * wrong


def test_the_right_option_is_seldom_the_longest(said):
    assert lines(said(*longest(2, 3)), "正确项最长") == []
    (problem,) = [each for each in said(*longest(3, 2)) if "正确项最长" in each.reason]
    assert problem.line == 5 and "3/5" in problem.reason and "[1, 2, 3]" in problem.reason


def test_at_least_half_of_the_questions_apply_or_judge(said):
    levels = {"recall": 2, "apply": 1, "judge": 1}
    half = [asked(level=level) for level, times in levels.items() for _ in range(times)]
    assert lines(said(*half), "情境里运用或判断") == []
    assert lines(said(*half, asked(level="recall")), "5 题里只有 2 题是情境里运用或判断") == [5]


def numbers(kind: str = "single", **more) -> dict:
    """A question whose options differ in a number alone."""
    return asked(kind, options=[option(each, each == "a", text=f"打 11{n}") for n, each in enumerate("abc")], **more)


def test_few_questions_ask_for_a_number_alone(said):
    seventeen = [asked()] * 17
    assert lines(said(*seventeen, *[numbers()] * 3), "只考数字") == []
    (problem,) = [each for each in said(*seventeen[:16], *[numbers()] * 4) if "只考数字" in each.reason]
    assert problem.line == 5 and "[17, 18, 19, 20]" in problem.reason


@pytest.mark.parametrize(
    ("texts", "bare"),
    [
        (("打 119", "打 110", "打 120"), True),
        (("打 119", "打 110", "喊人"), True),
        (("2.5 米", "3 米", "不知道"), True),
        (("打 119", "拨 110", "喊人"), False),
        (("打 119", "喊人", "跑"), False),
        (("往东跑", "往西跑", "往南跑"), False),
    ],
)
def test_options_that_differ_in_a_number_alone_are_told(texts, bare):
    options = [option("abc"[n], n == 0, text=text) for n, text in enumerate(texts)]
    assert bare_number(question("single", options=options)) is bare


def test_the_right_column_of_a_matching_counts_too():
    right = [{"id": f"r{n}", "text": f"打 11{n}"} for n in (1, 2, 3, 4)]
    assert bare_number(question("matching", right=right)) and not bare_number(question("matching"))
    assert not bare_number(question("truefalse"))


def test_both_forms_ask_each_objective_as_often(said):
    even = [asked(form="A"), asked(form="B"), asked(form="A", objective="会报警"), asked(form="B", objective="会报警")]
    assert lines(said(*even), "两卷每个目标题数要一样") == []
    odd = said(*even, asked(form="A", objective="会报警"))
    assert lines(odd, "“会报警”A 卷 2 题、B 卷 1 题") == [5]
    crossed = said(asked(form="A"), asked(form="B", objective="会报警"))
    assert len(lines(crossed, "两卷每个目标题数要一样")) == 2, "as many in all, and none of the objectives even"


@pytest.mark.parametrize(("field", "meaning"), [("level", "recall、apply 或 judge"), ("form", "A 或 B")])
def test_level_and_form_are_written_in_every_question(said, field, meaning):
    found = said(asked(), asked(stem="第二题?", **{field: None}))
    assert lines(found, f"缺少 {field}；请写 {meaning}") == [
        said.text.split("\n").index("- uuid: 00000000-0000-4000-8000-000000000002") + 1
    ]


@pytest.mark.parametrize(
    "stem",
    [
        "学校着火了,老师应该怎么做?",
        "路口有车,司机必须做什么?",
        "过马路时,家长该怎么办?",
        "后面的车应当停在哪里?",
        "出了事,监护人的责任?",
        "警察来了,警察要怎么办？",
    ],
)
def test_a_duty_of_adults_is_not_asked_of_a_child(said, stem):
    found = said(asked(), asked(stem=stem))
    assert lines(found, "题干问的是大人的事") == [line_of(said.text, stem)]


@pytest.mark.parametrize(
    "stem",
    [
        "着火了,先告诉老师,你再做什么?",
        "老师说要排队。你应该怎么做?",
        "司机看不见哪里?",
        "大人不在家,你该怎么办?怎么说?",
        "小安说“大人应该来”,对不对,你该怎么办呢",
    ],
)
def test_what_a_child_does_beside_adults_may_be_asked(said, stem):
    assert lines(said(asked(stem=stem)), "题干问的是大人的事") == []


def test_a_wrong_choice_says_what_its_child_thinks_and_a_right_one_does_not(said):
    assert lines(said(asked(), asked("spot"), asked("truefalse")), "belief") == []
    silent = said(asked(options=[option("a", True), option("b", belief=""), option("c")]))
    assert lines(silent, "缺少 belief") == [line_of(said.text, "id: b")]
    place = said(asked("spot", regions=[region("s1", belief=""), region("s2", True), region("s3")]))
    assert lines(place, "缺少 belief") == [line_of(said.text, "id: s1")]
    statement = said(asked("truefalse", belief=None))
    assert lines(statement, "缺少 belief") == [6]
    proud = said(asked(options=[option("a", True, belief="我想对了"), option("b"), option("c")]))
    assert lines(proud, "正确的一项不写 belief") == [line_of(said.text, "我想对了")]


def test_a_way_to_guess_earns_two_fifths_and_no_more(said):
    def first(times: int, of: int) -> list[dict]:
        """Questions of even options; so many are right at their first."""
        even = ["走开一点", "站住别动", "跑到门外"]
        return [
            asked(options=[option("abc"[m], m == (0 if n < times else 2), text=text) for m, text in enumerate(even)])
            for n in range(of)
        ]

    assert lines(said(*first(2, 5)), "总选第一个") == []
    assert lines(said(*first(3, 5)), "“总选第一个”能得 60%，最多 40%") == [5]
