"""Reads about units and the roll: the tree in order, who is enrolled on a day, who taught a class."""

from __future__ import annotations

from datetime import date

import pytest

from eduplatform.extensions import db
from eduplatform.org import queries, tree
from eduplatform.org.models import Enrolment, Post, Term
from eduplatform.org.tree import ClassSpec
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from tests.people import START

from .world import TODAY, TOMORROW, YESTERDAY, change, done


def names(units) -> list[str]:
    return [unit.name for unit in units]


def roll(org, day: date = TODAY, code: str = "SY-2024-2") -> list[str]:
    unit = org.unit(code)
    return [one.number for one in queries.roll_on(unit.school_id, unit.id, day)]


def test_a_path_is_read_from_the_root():
    assert queries.path_ids("/1/4/17/") == [1, 4, 17] and queries.path_ids("/") == []


def test_units_above_come_root_first(org):
    assert names(queries.ancestors(org.unit("SY-2024-2"))) == ["江东省", "临江市", "东城区", "实验小学", "三(2)班"]
    assert names(queries.ancestors(org.unit("P"))) == ["江东省"]


def test_units_below_are_open_ones_by_code(org):
    assert names(queries.children(org.unit("LJ-DC"))) == ["东城中学", "实验小学"]
    change(org.unit("LJ-DZ"), closed_on=YESTERDAY)
    assert names(queries.children(org.unit("LJ-DC"))) == ["实验小学"] and queries.children(org.unit("SY-2024-2")) == []


def test_classes_are_in_the_order_of_numbers_then_of_their_own_labels(org):
    wanted = [ClassSpec(n, 3, f"三({n})班") for n in (10, 9)] + [
        ClassSpec(0, 3, f"三年级{own}班", own=own) for own in ("1203", "A", "185")
    ]
    done(tree.add_classes, org.unit("LJ-SY"), wanted, 2026)
    third = ["三(1)班", "三(2)班", "三(9)班", "三(10)班", "三年级A班", "三年级185班", "三年级1203班"]
    assert names(queries.children(org.unit("LJ-SY"))) == ["六(1)班", *third, "一(1)班"], "by the year they entered"
    assert [row.label for row in queries.class_years_of(org.unit("LJ-SY").id, 2026)] == ["一(1)班", *third, "六(1)班"]


def test_units_by_code_and_number(org):
    assert queries.by_code("LJ-SY").name == "实验小学" and queries.by_code("LJ-") is None
    assert queries.unit_by_id(org.unit("LJ").id).code == "LJ" and queries.unit_by_id(999_999) is None


@pytest.mark.parametrize(
    ("values", "day", "there"),
    [
        ({}, START, True),
        ({}, date(2026, 8, 31), False),
        ({"from_on": TODAY}, YESTERDAY, False),
        ({"from_on": TODAY}, TODAY, True),
        ({"to_on": TOMORROW}, TODAY, True),
        ({"to_on": TOMORROW}, TOMORROW, False),
    ],
)
def test_the_roll_of_a_day(org, values, day, there):
    change(org.seat("pupil_yu"), **values)
    assert ("1" in roll(org, day)) == there
    unit = org.unit("SY-2024-2")
    assert queries.roll_count(unit.school_id, unit.id, day) == len(roll(org, day))
    found = queries.class_of_pupil(unit.school_id, org.people["pupil_yu"].user_id, day)
    assert (found.code if found else None) == ("LJ-SY-2024-2" if there else None)


def test_the_roll_is_in_the_order_of_numbers(org):
    for name, number in (("pupil_yu", "10"), ("pupil_ming", "9"), ("pupil_same", "2"), ("pupil_same2", "")):
        change(org.seat(name), number=number)
    assert roll(org) == ["", "2", "9", "10"]
    change(org.user("pupil_same"), sex="f")
    first = queries.roll_on(org.unit("LJ-SY").id, org.unit("SY-2024-2").id, TODAY)[1]
    assert (first.pupil_id, first.name, first.sex, first.enrolment_id) == (
        org.people["pupil_same"].user_id,
        "王梓涵甲同",
        "f",
        org.seat("pupil_same").id,
    )


def test_a_class_has_pupils_from_the_first_day_of_the_first(org):
    change(org.seat("pupil_ming"), from_on=date(2026, 8, 20))
    unit, other = org.unit("SY-2024-2"), org.unit("SY-2024-1")
    assert queries.first_days([unit.school_id], [unit.id, other.id]) == {unit.id: date(2026, 8, 20), other.id: START}
    assert queries.first_days([org.unit("LJ-DZ").id], [unit.id]) == {} == queries.first_days([], [])
    assert queries.first_day(unit) == date(2026, 8, 20)
    empty = done(tree.add_class, org.unit("LJ-SY"), 8, 2026, 2, "二(8)班")
    assert queries.first_day(empty) is None


def test_a_class_in_a_school_year(org):
    unit = org.unit("SY-2024-2")
    assert queries.class_year(unit, 2026).grade == 3 and queries.class_year(unit, 2025) is None


@pytest.mark.parametrize(
    ("values", "taught"),
    [
        ({}, True),
        ({"from_on": TOMORROW}, False),
        ({"from_on": TODAY}, True),
        ({"to_on": YESTERDAY}, False),
        ({"to_on": TODAY}, True),
    ],
)
def test_who_taught_a_class_in_a_span_of_days(org, values, taught):
    change(org.post("teacher_wu"), **values)
    found = queries.teachers_of(org.unit("SY-2024-2"), YESTERDAY, TODAY)
    assert ("wu老师" in [one.name for one in found]) == taught
    assert found[0].name == "lin老师" and found[0].role == "homeroom_teacher", "who leads the class comes first"


def test_who_leads_and_teaches_is_named_once_and_the_latest_first(org):
    lin, unit = org.people["teacher_lin"], org.unit("SY-2024-2")
    change(
        Post(school_id=lin.school_id, user_id=lin.user_id, unit_id=unit.id, role="subject_teacher", from_on=YESTERDAY)
    )
    new = org.new_staff("谢老师", "SY-2024-2", "homeroom_teacher")
    change(db.session.query(Post).filter_by(user_id=new.id).one(), from_on=YESTERDAY)
    found = queries.teachers_of(unit, YESTERDAY, TODAY)
    assert [(one.name, one.role) for one in found] == [
        ("谢老师", "homeroom_teacher"),
        ("lin老师", "homeroom_teacher"),
        ("wu老师", "subject_teacher"),
    ]


def test_a_post_that_teaches_nobody_is_no_teacher(org):
    change(org.post("teacher_wu"), role="audit_admin")
    assert [one.name for one in queries.teachers_of(org.unit("SY-2024-2"), TODAY, TODAY)] == ["lin老师"]


def test_a_remembered_first_day_is_made_anew_when_something_changed(org):
    unit = org.unit("SY-2024-2")
    assert queries.first_day(unit) == START
    change(org.seat("pupil_yu"), from_on=date(2026, 8, 20))
    assert queries.first_day(unit) == START, "remembered"
    ttl_cache.forget_remembered()
    assert queries.first_day(unit) == date(2026, 8, 20)
    assert db.session.query(Enrolment).filter_by(from_on=date(2026, 8, 20)).count() == 1


def test_the_worker_reads_the_calendar_of_a_year_as_it_is_now(org):
    school = org.unit("LJ-SY")
    before = queries.calendar_of(school, 2027)
    with write():
        for n, first, last in ((1, date(2027, 9, 6), date(2028, 1, 14)), (2, date(2028, 2, 21), date(2028, 7, 7))):
            db.session.add(Term(unit_id=school.id, year=2027, n=n, starts_on=first, ends_on=last))
    assert queries.calendar_at(school.path, 2027).terms[0].starts_on == date(2027, 9, 6)
    assert queries.calendar_at(school.path, 2026).terms == queries.calendar_of(school, 2026).terms
    assert before.terms[0].starts_on != date(2027, 9, 6)
