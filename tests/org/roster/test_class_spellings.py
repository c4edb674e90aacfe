"""How schools write their classes, each with the class that is meant, settled by hand: a number, a label of its own, or asked.

`asked` stands for a question whose choices a person can pick from; anything else in that place is the code of the line's refusal.
"""

from __future__ import annotations

import pytest

from eduplatform.org.roster.classes import class_label_of as label_of
from eduplatform.org.roster.classes import parse_class
from eduplatform.org.roster.read import read_file
from eduplatform.org.roster.rows import read_roster
from tests.org.roster import builders as b

P, J, S, V, K = ("primary",), ("junior",), ("senior",), ("vocational",), ("kindergarten",)
PJ, JS = P + J, J + S

#: stages, text of the column 年级 ("": there is none), text of the column 班级, what it is called here
SPELLINGS = [
    # a number beside or behind the grade
    (P, "", "三(2)班", "三(2)班"),
    (P, "", "三（２）班", "三(2)班"),
    (P, "", "三【2】班", "三(2)班"),
    (P, "", "三②班", "三(2)班"),
    (P, "", "三(二)班", "三(2)班"),
    (P, "", "三二班", "三(2)班"),
    (P, "", "三年二班", "三(2)班"),
    (P, "", "三年级二班", "三(2)班"),
    (P, "", "3年级2班", "三(2)班"),
    (P, "", "3年2班", "三(2)班"),
    (P, "", "第三年级第二班", "三(2)班"),
    (P, "", "三.2", "三(2)班"),
    (P, "", "3.2", "三(2)班"),
    (P, "", "3-2", "三(2)班"),
    (P, "", "3—2", "三(2)班"),
    (P, "", "三、2班", "三(2)班"),
    (P, "", "302", "三(2)班"),
    (P, "", "302班", "三(2)班"),
    (P, "", "３０２班", "三(2)班"),
    (P, "", "三年级 2 班", "三(2)班"),
    (P, "", "3.10", "三(10)班"),
    (P, "", "三(02)班", "三(2)班"),
    (P, "", "三年级2班(借读)", "三(2)班"),
    (PJ, "", "小学三年级2班", "三(2)班"),
    (P, "", "Grade 3 Class 2", "三(2)班"),
    (P, "", "G3C2", "三(2)班"),
    (P, "", "Class 3-2", "三(2)班"),
    (P, "三年级", "2", "三(2)班"),
    (P, "三", "2班", "三(2)班"),
    (P, "三年级", "02班", "三(2)班"),
    (P, "三年级", "2.0", "三(2)班"),
    (P, "三年级", "第2班", "三(2)班"),
    (P, "三年级", "二班", "三(2)班"),
    (P, "3", "302", "三(2)班"),
    (PJ, "", "七年级12班", "七(12)班"),
    (PJ, "", "初一(3)班", "七(3)班"),
    (JS, "", "初一3班", "七(3)班"),
    (JS, "", "初中一年级3班", "七(3)班"),
    (J, "", "一(3)班", "七(3)班"),
    (PJ, "", "九3", "九(3)班"),
    (J, "", "2024级5班", "九(5)班"),
    (J, "", "2024级(5)班", "九(5)班"),
    (J, "", "24级5班", "九(5)班"),
    (J, "", "二〇二四级5班", "九(5)班"),
    (J, "", "二零二四级五班", "九(5)班"),
    (JS, "", "初2024级5班", "九(5)班"),
    (J, "", "2027届3班", "九(3)班"),
    (J, "2024级", "5班", "九(5)班"),
    (J, "", "2401", "九(1)班"),
    (S, "", "高一3班", "高一(3)班"),
    (S, "", "高一（12）班", "高一(12)班"),
    (JS, "", "高中一年级3班", "高一(3)班"),
    (S, "", "1203班", "高三(3)班"),
    (S, "高三", "1203班", "高三(3)班"),
    (S, "", "高二文3班", "高二文(3)班"),
    (S, "", "高二(文)3班", "高二文(3)班"),
    (S, "", "高二理(3)班", "高二理(3)班"),
    (J, "", "七年级实验1班", "七实验(1)班"),
    (J, "", "七(实验1)班", "七实验(1)班"),
    (J, "七年级", "实验1班", "七实验(1)班"),
    (P, "三年级", "启航1班", "三启航(1)班"),
    # kindergartens
    (K, "", "大一班", "大(1)班"),
    (K, "", "小(1)班", "小(1)班"),
    (K, "", "中二班", "中(2)班"),
    (K, "", "小班一班", "小(1)班"),
    (K, "", "小班(1)班", "小(1)班"),
    (K, "", "大A班", "大(A)班"),
    (K, "", "大(A)班", "大(A)班"),
    (K, "", "大班向日葵班", "大班向日葵班"),
    (K, "大班", "向日葵班", "大班向日葵班"),
    (K, "小班", "1", "小(1)班"),
    (K, "", "小班", "asked"),
    (K, "", "中班", "asked"),
    (K, "", "大班", "asked"),
    (K, "", "托班", "asked"),
    (K, "", "向日葵班", "asked"),
    # vocational schools: majors
    (V, "", "24级数控1班", "高三数控(1)班"),
    (V, "", "2024级机电一体化2班", "高三机电一体化(2)班"),
    (V, "", "24级幼儿保育(2)班", "高三幼儿保育(2)班"),
    (V, "", "24数控1班", "高三数控(1)班"),
    (V, "", "24数控(1)班", "高三数控(1)班"),
    (V, "", "2024数控1班", "高三数控(1)班"),
    (V, "", "数控2401班", "高三数控(1)班"),
    (V, "", "24级数控班", "高三数控班"),
    (V, "", "2025级大数据班", "高二大数据班"),
    (V, "", "高一数控1班", "高一数控(1)班"),
    (V, "高一", "数控1班", "高一数控(1)班"),
    (V, "2025级", "大数据1班", "高二大数据(1)班"),
    (V, "", "职高一(2)班", "高一(2)班"),
    (V, "", "21级数控1班", "year_graduated"),
    (V, "", "27级数控1班", "year_future"),
    (V, "", "数控1班", "asked"),
    # numbers that run through the years, letters and names: labels
    (PJ, "", "七年级185班", "七年级185班"),
    (PJ, "七年级", "185班", "七年级185班"),
    (J, "七年级", "185", "七年级185班"),
    (J, "", "七(185)班", "七年级185班"),
    (J, "", "2024级185班", "九年级185班"),
    (J, "七年级", "1203班", "七年级1203班"),
    (J, "", "七年级1203班", "七年级1203班"),
    (PJ, "七年级", "302班", "asked"),
    (S, "高一", "1203班", "asked"),
    (J, "八年级", "2401班", "asked"),
    (J, "", "185班", "asked"),
    (PJ, "", "185班", "asked"),
    (J, "", "1203班", "asked"),
    (S, "高一", "K2401班", "高一K2401班"),
    (J, "七年级", "C185", "七年级C185班"),
    (J, "七年级", "C1班", "七(C1)班"),
    (P, "", "三A", "三(A)班"),
    (P, "", "三(A)班", "三(A)班"),
    (P, "", "三年级A班", "三(A)班"),
    (P, "", "3年A班", "三(A)班"),
    (P, "三年级", "a班", "三(A)班"),
    (P, "", "三(甲)班", "三(甲)班"),
    (P, "", "三年甲班", "三(甲)班"),
    (P, "", "三年级甲班", "三(甲)班"),
    (P, "三年级", "甲班", "三(甲)班"),
    (P, "", "三甲", "三(甲)班"),
    (P, "", "三年级启航班", "三年级启航班"),
    (P, "", "三(启航)班", "三年级启航班"),
    (P, "三年级", "启航班", "三年级启航班"),
    (P, "", "启航班", "asked"),
    (P, "", "A班", "asked"),
    (S, "高一", "宏志班", "高一宏志班"),
    (S, "", "高一国际班", "高一国际班"),
    # no class
    (P, "三年级", "待分班", "class_missing"),
    (P, "三年级", "未分班", "class_missing"),
    (P, "三年级", "无", "class_unreadable"),
    (P, "", "三(61)班", "class_number_range"),
    (P, "", "三(0)班", "class_number_range"),
    (P, "", "三(2)班、三(3)班", "class_unreadable"),
    (P, "", "三月二日", "class_unreadable"),
    (P, "", "3月2日", "class_is_date"),
    (P, "", "七(3)班", "grade_not_here"),
    (P, "四年级", "三(2)班", "class_grade_conflict"),
    (PJ, "", "2024级5班", "grade_ambiguous"),
    (P, "", "三年级", "asked"),
    (P, "三年级", "31", "class_ambiguous"),
    (P, "", "2班", "asked"),
]


def read(stages: tuple, rows: list[list[str]], **options):
    return read_roster(read_file("a.xlsx", b.xlsx(rows)), stages=stages, **options)


def found(stages: tuple, grade: str, text: str) -> str:
    roster = read(
        stages, [["姓名", "年级", "班级"], ["王伟", grade, text]] if grade else [["姓名", "班级"], ["王伟", text]]
    )
    if roster.questions:
        assert all(question.choices for question in roster.questions), "a question nobody can answer"
        return "asked"
    if roster.problems:
        return roster.problems[0].code
    row = roster.rows[0].class_
    return label_of(row.grade, row.number, track=row.track, own=row.label)


@pytest.mark.parametrize(("stages", "grade", "text", "meant"), SPELLINGS)
def test_a_class_as_a_school_writes_it(stages, grade, text, meant):
    assert found(stages, grade, text) == meant


@pytest.mark.parametrize(
    ("stages", "meant"), sorted({(stages, meant) for stages, _, _, meant in SPELLINGS if meant.endswith("班")})
)
def test_what_we_write_reads_back_as_the_same_class(stages, meant):
    assert found(stages, "", meant) == meant


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("青溪学校七年级185班学生名单", (7, "185")),
        ("2026—2027学年度七年级C班花名册", (7, "C")),
        ("三年级启航班学生名册", (3, "启航")),
        ("三(A)班", (3, "A")),
    ],
)
def test_a_labelled_class_inside_a_title(text, wanted):
    from eduplatform.org.roster.classes import class_within

    one = class_within(text, stages=PJ)
    assert one and (one.grade, one.label) == wanted


def test_numbers_that_run_through_the_years_are_one_scheme_in_a_sheet():
    """185 cannot be a first grade's class 85: then 201 beside it is no class 1 of a second grade."""
    rows = [
        ["姓名", "年级", "班级"],
        ["王伟", "九年级", "185班"],
        ["李明", "八年级", "201班"],
        ["赵安", "七年级", "223班"],
    ]
    (question,) = read(J, rows).questions
    assert (
        question.code == "class_running" and len(question.shown) == 3
    )  # 201 could be 八(1)班 if 185 did not stand there
    roster = read(J, rows, answers={question.key: "label"})
    assert [row.class_.label for row in roster.rows] == ["185", "201", "223"] and not roster.problems


def test_many_running_numbers_beside_their_grades_are_one_question():
    rows = [
        ["姓名", "年级", "班级"],
        *[
            [f"王{'甲乙丙丁戊己'[at]}", grade, f"{300 + at}班"]
            for at, grade in enumerate(["七年级", "七年级", "八年级", "八年级", "九年级", "九年级"])
        ],
    ]
    (question,) = read(J, rows).questions
    assert question.code == "class_running" and question.choices == ("label", "stop")
    assert {row.class_.label for row in read(J, rows, answers={"class_running": "label"}).rows} == {
        f"{300 + at}" for at in range(6)
    }
    assert {problem.code for problem in read(J, rows, answers={"class_running": "stop"}).problems} == {
        "class_grade_conflict"
    }


def test_one_class_a_grade_is_asked_once():
    rows = [
        ["姓名", "班级"],
        *[
            [f"王{name}", grade]
            for name, grade in zip(
                "甲乙丙丁戊己", ["一年级", "二年级", "三年级", "四年级", "五年级", "六年级"], strict=True
            )
        ],
    ]
    (question,) = read(P, rows).questions
    assert question.code == "single_class"
    assert [(row.class_.grade, row.class_.number) for row in read(P, rows, answers={"single_class": "yes"}).rows] == [
        (n, 1) for n in range(1, 7)
    ]
    assert {problem.code for problem in read(P, rows, answers={"single_class": "stop"}).problems} == {"class_no_number"}


@pytest.mark.parametrize("text", ["大班", "中班", "小班", "托班"])
def test_a_kindergarten_with_one_class_an_age(text):
    roster = read(K, [["姓名", "班级"], ["王伟", text]], answers={"single_class": "yes"})
    assert label_of(roster.rows[0].class_.grade, roster.rows[0].class_.number) == f"{text[0]}(1)班"


def test_a_name_without_an_age_is_asked_in_a_kindergarten():
    rows = [["姓名", "班级"], ["王伟", "向日葵班"]]
    (question,) = read(K, rows).questions
    assert question.code == "class_grade" and question.choices == ("K0", "K1", "K2", "K3")
    one = read(K, rows, answers={question.key: "K3"}).rows[0].class_
    assert (one.grade, one.label) == ("K3", "向日葵")


def test_there_are_enough_spellings():
    assert len(SPELLINGS) >= 60 and parse_class("三(2)班")
