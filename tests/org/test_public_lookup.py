"""What somebody who is not signed in may find out: schools, classes, and whether a typed name fits one pupil."""

from __future__ import annotations

import pytest

from eduplatform.org import public_lookup as lookup
from eduplatform.org import tree

from .world import TODAY, TOMORROW, YESTERDAY, change, done


def schools(typed: str, **more) -> list[str]:
    return [unit.code for unit in lookup.schools(typed, **more)]


def called(org, typed: str, code: str = "SY-2024-2") -> str:
    unit = org.unit(code)
    number = lookup.pupil_called(unit.school_id, unit.id, typed, TODAY)
    return next((name for name, person in org.people.items() if person.user_id == number), "")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("实验", ["LJ-SY"]),
        (" 实验 ", ["LJ-SY"]),
        ("小学", ["LJ-SY", "LJ-XS1", "YS-1"]),
        ("实", []),
        ("", []),
        ("LJ-DZ", ["LJ-DZ"]),
        ("lj-dz", ["LJ-DZ"]),
        ("ＬＪ-ＤＺ", ["LJ-DZ"]),
        ("LJ-D", []),
        ("LJ", []),
        ("三(2)班", []),
        ("%%", []),
    ],
)
def test_a_school_is_found_by_a_part_of_its_name_or_its_whole_code(org, typed, found):
    assert schools(typed) == found


def test_a_closed_school_is_not_found_and_a_list_has_an_end(org):
    assert len(schools("小学", most=2)) == 2
    change(org.unit("LJ-SY"), closed_on=YESTERDAY)
    assert schools("实验") == [] and lookup.school_by_code("LJ-SY") is None


def test_a_school_by_its_code_is_a_school(org):
    assert lookup.school_by_code("LJ-SY").name == "实验小学"
    assert lookup.school_by_code("LJ-DC") is None and lookup.school_by_code("lj-sy") is None


def test_classes_to_choose_from_are_open_and_have_accounts(org):
    school = org.unit("LJ-SY")
    done(tree.add_class, school, 1, 2026, 0, "大(1)班")
    change(org.unit("SY-2021-1"), closed_on=TODAY)
    found = lookup.classes_of_school(school.id, 2026)
    assert [(one.label, one.grade, one.stage) for one in found] == [
        ("一(1)班", 1, "P1"),
        ("三(1)班", 3, "P2"),
        ("三(2)班", 3, "P2"),
    ]
    assert lookup.classes_of_school(school.id, 2025) == []


def test_the_grade_of_a_class_in_a_year(org):
    unit = org.unit("SY-2024-2")
    assert lookup.grade_of_class(unit.school_id, unit.id, 2026) == 3
    assert lookup.grade_of_class(unit.school_id, unit.id, 2025) is None
    assert lookup.grade_of_class(org.unit("LJ-DZ").id, unit.id, 2026) is None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("田小雨甲一", "pupil_yu"),
        (" 田 小雨 甲一 ", "pupil_yu"),
        ("1", "pupil_yu"),
        ("01", "pupil_yu"),
        ("１", "pupil_yu"),
        ("王梓涵甲同", ""),  # two of the name
        ("3", "pupil_same"),
        ("田小雨", ""),  # no part of a name
        ("孙亦可乙一", ""),  # of the next class
        ("9", ""),
        ("", ""),
        (" · ", ""),
    ],
)
def test_a_name_or_number_fits_one_pupil_or_nobody(org, typed, name):
    assert called(org, typed) == name


@pytest.mark.parametrize("typed", ["阿依古丽·买买提", "阿依古丽•买买提", "阿依古丽.买买提", "阿依古丽 买买提"])
def test_middle_dots_are_typed_in_many_ways(org, typed):
    change(org.user("pupil_yu"), name="阿依古丽·买买提")
    assert called(org, typed) == "pupil_yu"


def test_letters_are_the_same_large_and_small_and_a_number_may_hold_letters(org):
    change(org.user("pupil_yu"), name="Ann-Marie O'Neil")
    change(org.seat("pupil_ming"), number="A-7")
    assert called(org, "ann marie oneil") == "pupil_yu" and called(org, "a7") == "pupil_ming"
    assert called(org, "7") == "", "a figure is compared with figures"


@pytest.mark.parametrize(("to_on", "name"), [(TODAY, ""), (TOMORROW, "pupil_yu")])
def test_who_has_left_does_not_fit(org, to_on, name):
    change(org.seat("pupil_yu"), to_on=to_on)
    assert called(org, "田小雨甲一") == name


def test_units_by_number(org):
    assert lookup.unit_name(org.unit("LJ-SY").id) == "实验小学" and lookup.unit_name(999_999) == ""
    assert lookup.unit_of(org.unit("LJ-SY").id).code == "LJ-SY"
