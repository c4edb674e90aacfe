"""Class names of every style; what cannot be known is refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eduplatform.org.roster.classes import class_label_of, class_within, parse_class
from eduplatform.org.roster.grades import parse_grade
from eduplatform.org.roster.messages import SENTENCES

GRADES = st.one_of(st.integers(1, 12), st.sampled_from(["K0", "K1", "K2", "K3"]))
NUMBERS = st.integers(1, 60)


@given(GRADES, NUMBERS)
def test_our_own_label_reads_back(grade, number):
    found = parse_class(class_label_of(grade, number))
    assert (found.grade, found.number) == (grade, number)


@given(st.integers(10, 12), NUMBERS, st.sampled_from(["机电", "机电一体化", "幼教", "计算机"]))
def test_a_label_with_a_major_reads_back(grade, number, track):
    assert parse_class(class_label_of(grade, number, track=track)).key == (grade, number, track)


@given(
    st.text(
        alphabet="0123456789一二三四五六七八九十廿〇级届年班高初中小大托职学部第()（）.-· 年级①Ⅲ机电ab", max_size=14
    ),
    st.one_of(st.none(), GRADES),
    st.one_of(st.none(), st.just(("primary",)), st.just(("junior", "senior"))),
)
def test_any_text_gives_a_class_of_this_school_or_a_worded_reason(text, hint, stages):
    found = parse_class(text, hint, stages=stages)
    if found:
        assert (found.label or 1 <= found.number <= 60) and hint in (None, found.grade)
    else:
        assert found.code in SENTENCES


@pytest.mark.parametrize(
    ("text", "settings", "wanted"),
    [
        ("2班", {"grade_hint": 3}, (3, 2)),
        ("02", {"grade_hint": 3}, (3, 2)),
        ("十二", {"grade_hint": 10}, (10, 12)),
        ("302", {"grade_hint": 3}, (3, 2)),
        ("1101", {"grade_hint": 11}, (11, 1)),
        ("1101", {"stages": ("senior",)}, (11, 1)),
        ("2402", {"stages": ("primary",)}, (3, 2)),
        ("202402", {"stages": ("senior",)}, (12, 2)),
        ("三(2)班", {"stages": ("junior",)}, (9, 2)),
        ("2024级2班", {"grade_hint": 9}, (9, 2)),
        ("2027届2班", {"stages": ("primary",)}, (6, 2)),
        ("高2025级3班", {}, (11, 3)),
        ("初2025级3班", {}, (8, 3)),
        ("初一(3)班", {"primary_years": 5}, (6, 3)),
        ("初四(1)班", {"primary_years": 5}, (9, 1)),
        ("初中三年级3班", {}, (9, 3)),
        ("光明中学初一(3)班", {}, (7, 3)),
        ("小学部三(2)班", {}, (3, 2)),
        ("小一(2)班", {"stages": ("primary",)}, (1, 2)),
        ("小一班", {"stages": ("kindergarten",)}, ("K1", 1)),
        ("托(1)班", {}, ("K0", 1)),
        ("七(3)班(实验)", {}, (7, 3)),
        ("三（廿三）班", {}, (3, 23)),
        ("3.10", {}, (3, 10)),
        ("３．２", {}, (3, 2)),
        ("三年級二班", {}, (3, 2)),
        ("2024级3班", {"school_year": 2025, "stages": ("primary",)}, (2, 3)),
    ],
)
def test_read(text, settings, wanted):
    found = parse_class(text, **settings)
    assert found and (found.grade, found.number) == wanted


@pytest.mark.parametrize(
    ("text", "settings", "code"),
    [
        ("一班", {}, "class_no_grade"),
        ("三十二班", {}, "class_no_grade"),
        ("12", {}, "class_no_grade"),
        ("1101", {}, "class_ambiguous"),
        ("32", {"grade_hint": 3}, "class_ambiguous"),
        ("2024级2班", {}, "grade_ambiguous"),
        ("2029届3班", {}, "grade_ambiguous"),
        ("三(2)班", {"grade_hint": 4}, "class_grade_conflict"),
        ("302", {"grade_hint": 4}, "class_grade_conflict"),
        ("三(2)班", {"stages": ("junior", "senior")}, "grade_ambiguous"),
        ("高2027级3班", {}, "year_future"),
        ("22级机电1班", {}, "year_graduated"),
        ("三年级二半", {}, "class_unreadable"),
        ("七(3)班", {"stages": ("primary",)}, "grade_not_here"),
        ("三(61)班", {}, "class_number_range"),
        ("三(0)班", {}, "class_number_range"),
        ("大班", {}, "class_no_number"),
        ("3月2日", {}, "class_is_date"),
        ("  ", {}, "class_missing"),
    ],
)
def test_not_read(text, settings, code):
    found = parse_class(text, **settings)
    assert not found and found.code == code


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("光明小学2026学年三(2)班学生花名册", (3, 2)),
        ("2026—2027学年度第一学期七年级3班名单", (7, 3)),
        ("班级:高一(12)班 班主任:陈芳", (10, 12)),
        ("三(1)班、三(2)班", None),
        ("2026年名单", None),
    ],
)
def test_a_class_inside_a_title(text, wanted):
    found = class_within(text)
    assert (found and (found.grade, found.number)) == wanted


@pytest.mark.parametrize(
    ("text", "stages", "wanted"),
    [
        ("三年级", None, 3),
        ("九", None, 9),
        ("10", None, 10),
        ("十二年级", None, 12),
        ("高一", None, 10),
        ("高中部高二", None, 11),
        ("初二", None, 8),
        ("初中三年级", None, 9),
        ("大班", None, "K3"),
        ("2024级", ("junior",), 9),
        ("2024", ("primary",), 3),
        ("24级", ("senior",), 12),
        ("三", ("senior",), 12),
    ],
)
def test_grades(text, stages, wanted):
    assert parse_grade(text, stages=stages).grade == wanted
