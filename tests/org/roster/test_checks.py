"""What only many rows show: numbers and names twice, two homeroom teachers, zeros that table software took away."""

from __future__ import annotations

import pytest

from eduplatform.org.roster import checks
from eduplatform.org.roster.book_types import Row
from eduplatform.org.roster.classes import ClassKey, ClassName

THIRD = ClassName(3, 2)
NEXT = ClassName(3, 1)


def rows(*said: dict) -> list[Row]:
    """Rows from line 2 on, of 三(2)班 where nothing else is said."""
    return [
        Row("名册", line, **({"name": f"学生{'甲乙丙丁戊'[line - 2]}", "class_": THIRD} | each))
        for line, each in enumerate(said, 2)
    ]


def found(*said: dict) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.column, problem.code) for problem in checks.check_rows(rows(*said))]


def test_nothing_is_wrong_with_numbers_and_names_that_differ():
    assert found({"number": "1"}, {"number": "2"}, {"number": ""}, {"number": ""}) == []


@pytest.mark.parametrize(
    ("one", "other", "twice"), [("1", "1", True), ("01", "1", True), ("0", "00", False), ("1", "2", False)]
)
def test_a_number_stands_once_in_a_class(one, other, twice):
    told = [(2, "number", "number_twice"), (3, "number", "number_twice")] if twice else []
    assert found({"number": one}, {"number": other}) == told
    assert found({"number": one}, {"number": other, "class_": NEXT}) == [], "seats of two classes are two seats"


def test_a_problem_names_the_class_the_number_and_the_other_lines():
    first, second, third = checks.check_rows(rows({"number": "7"}, {"number": "7"}, {"number": "07"}))
    assert first.values == {"class": "三(2)班", "text": "7", "lines": "3、4"}
    assert second.values["lines"] == "2、4" and third.values["text"] == "07" and first.sheet == "名册"


def test_two_of_one_name_are_told_with_their_class_and_lines():
    told = checks.check_rows(rows({"number": "", "name": "王芳"}, {"number": "", "name": "王芳"}))
    assert [one.code for one in told] == ["same_name", "same_name"]
    assert [one.values for one in told] == [
        {"class": "三(2)班", "name": "王芳", "lines": "3"},
        {"class": "三(2)班", "name": "王芳", "lines": "2"},
    ]


def test_many_other_lines_are_cut():
    many = [Row("名册", line, f"学{line}", THIRD, "7") for line in range(100, 140)]
    assert len(checks.check_rows(many)[0].values["lines"]) == 60


def test_a_student_number_stands_once_in_the_whole_list():
    assert found({"student_number": "A7"}, {"student_number": "A7", "class_": NEXT}) == [
        (2, "student_number", "student_number_twice"),
        (3, "student_number", "student_number_twice"),
    ]


@pytest.mark.parametrize(
    ("number", "code"),
    [("10012", "student_number_twice"), ("1001", None), ("01001", None), ("020241", "student_number_twice")],
)
def test_five_signs_are_no_seat_and_belong_to_one_child(number, code):
    told = found({"number": number}, {"number": number, "class_": NEXT})
    assert told == ([(line, "number", code) for line in (2, 3)] if code else [])


def test_a_long_number_twice_in_one_class_is_told_as_such_only():
    assert {code for *_, code in found({"number": "10012"}, {"number": "10012"})} == {"number_twice"}
    three = found({"number": "10012"}, {"number": "10012"}, {"number": "10012", "class_": NEXT})
    assert {code for *_, code in three} == {"number_twice"}


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ({"number": "1"}, {"number": "2"}, False),
        ({"number": "1"}, {}, True),
        ({}, {}, True),
        ({"student_number": "A1"}, {"student_number": "A2"}, False),
        ({"student_number": "A1"}, {"number": "2"}, True),
        ({}, {"class_": NEXT}, False),
    ],
)
def test_two_of_one_name_need_a_number_each(one, other, told):
    same = {"name": "王梓涵"}
    assert found(one | same, other | same) == ([(2, "name", "same_name"), (3, "name", "same_name")] if told else [])


def test_a_class_has_one_homeroom_teacher():
    said = [{"homeroom_name": "刘梅"}, {}, {"homeroom_name": "陈强"}, {"homeroom_name": "刘梅"}]
    (problem,) = checks.check_rows(rows(*said))
    assert (problem.line, problem.column, problem.code) == (4, "homeroom", "two_homerooms")
    assert problem.values == {"class": "三(2)班", "name": "陈强", "first": "刘梅", "lines": "2"}
    assert found({"homeroom_name": "刘梅"}, {"homeroom_name": "陈强", "class_": NEXT}) == []


@pytest.mark.parametrize(
    ("numbers", "within"),
    [
        ([("1", THIRD), ("2", THIRD), ("1", NEXT)], True),
        ([("2", THIRD), ("1", THIRD)], True),
        ([("1", THIRD), ("2", NEXT)], False),  # goes on through the sheet
        ([("0", THIRD)], False),
        ([("", THIRD)], False),
        ([("A1", THIRD)], False),
        ([("１", THIRD)], False),
        ([], True),
    ],
)
def test_a_counter_counts_within_the_class_or_through_the_sheet(numbers, within):
    made = [Row("名册", 2, "学生", class_, number) for number, class_ in numbers]
    assert checks.counts_within_class(made) == within


def placed(*texts: str) -> list[tuple[int, str, ClassKey]]:
    """(line, text, key) of classes written 3.1, 3.2 …"""
    return [(line, text, (3, int(text.split(".")[1]), "")) for line, text in enumerate(texts, 2)]


def test_a_ten_that_lost_its_zero_is_told_where_it_follows_the_nine():
    nine_then_one = [f"3.{n}" for n in range(1, 10)] + ["3.1", "3.1"]
    told = checks.lost_tens("名册", placed(*nine_then_one))
    assert [(one.line, one.code, one.values) for one in told] == [
        (11, "class_lost_zero", {"text": "3.1", "meant": "3.10"}),
        (12, "class_lost_zero", {"text": "3.1", "meant": "3.10"}),
    ]


def test_a_twenty_is_told_too():
    assert [one.line for one in checks.lost_tens("名册", placed("3.2", "3.19", "3.2"))] == [4]


@pytest.mark.parametrize(
    "texts",
    [
        ("3.1", "3.8", "3.1"),  # not after the nine
        ("3.1", "3.9", "3.10"),
        ("3.1", "3.9", "3.1", "3.2", "3.1"),  # comes a third time: a list in no order
        ("3.9", "3.1"),  # stands once
        ("3.3", "3.29", "3.3"),
    ],
)
def test_other_orders_have_lost_nothing(texts):
    assert checks.lost_tens("名册", placed(*texts)) == []


def test_a_class_not_written_as_a_number_has_lost_nothing():
    said = [(line, text, key) for line, text, key in placed("3.1", "3.9", "3.1")]
    said[2] = (4, "三(1)班", said[2][2])
    assert checks.lost_tens("名册", said) == []
    labelled: list[tuple[int, str, ClassKey]] = [
        (2, "3.A", (3, "A", "")),
        (3, "3.9", (3, 9, "")),
        (4, "3.A", (3, "A", "")),
    ]
    assert checks.lost_tens("名册", labelled) == []
