"""Staff and people as lists: the command line's, the print of first slips, the names behind numbers on record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from eduplatform.accounts import people as accounts
from eduplatform.accounts import slips
from eduplatform.org import audit_directory, staff, staff_commands, staff_slips, tree
from eduplatform.org.models import Post
from eduplatform.shared import audit, clock
from eduplatform.shared.database import write

from .world import TODAY, TOMORROW, YESTERDAY, change, done


def listed(code: str = "") -> list[tuple[str | None, str, str]]:
    return [(row.login, row.role, row.unit) for row in staff_commands.posts_listed(code)]


def unopened(org, viewer: str, code: str) -> list[tuple[str, str, str]]:
    found = staff_slips.unopened_staff(org.viewer(viewer), org.unit(code))
    return [(one.user.name, one.unit, one.role) for one in found]


def newly(org, *names: str) -> None:
    for name in names:
        change(org.user(name), first_in_at=None)


def test_posts_of_today_are_listed_by_place(org):
    assert listed("LJ-SY-2024-2") == [
        ("lin", "homeroom_teacher", "LJ-SY-2024-2"),
        ("wu", "subject_teacher", "LJ-SY-2024-2"),
    ]
    assert len(listed()) == 16 and listed()[0] == ("top", "system_admin", "P")
    assert {unit for _, _, unit in listed("LJ-DC")} == {
        "LJ-DC",
        "LJ-SY",
        "LJ-SY-2024-1",
        "LJ-SY-2024-2",
        "LJ-SY-2026-1",
        "LJ-DZ-J2025-3",
    }
    with pytest.raises(NoResultFound):
        listed("NOWHERE")


@pytest.mark.parametrize(
    ("values", "there"),
    [({"to_on": TODAY}, 0), ({"to_on": TOMORROW}, 1), ({"from_on": TOMORROW}, 0), ({"from_on": TODAY}, 1)],
)
def test_a_post_is_listed_while_it_is_held(org, values, there):
    change(org.post("teacher_wu"), **values)
    assert len([one for one in listed("LJ-SY-2024-2") if one[0] == "wu"]) == there


def test_the_state_of_an_account_is_listed(org):
    newly(org, "teacher_wu")
    states = {row.login: (row.opened, row.disabled) for row in staff_commands.posts_listed("LJ-SY")}
    assert states["wu"] == (False, False) and states["lin"] == (True, False) and states["gone"] == (True, True)


def test_people_of_a_name_with_their_last_class(org):
    change(org.seat("pupil_yu"), to_on=TODAY)
    school = org.unit("LJ-SY").id
    found = {row.name: (row.kind, row.place, row.until) for row in staff_commands.people_called(school, "甲")}
    assert found["田小雨甲一"] == ("pupil", "三(2)班", TODAY) and found["周一鸣甲二"] == ("pupil", "三(2)班", None)
    assert [row.name for row in staff_commands.people_called(school, "老师")][:2] == ["chen老师", "gone老师"]
    assert staff_commands.people_called(school, "_") == [] == staff_commands.people_called(school, "贺兰一戊一")


def test_a_post_given_and_ended_by_the_command_line(org):
    user, school = org.user("teacher_lin"), org.unit("LJ-SY")
    post = done(staff_commands.give_post_by_command, user, school, "principal")
    assert (post.given_by, org.last_audit().detail["by"]) == (None, "command line")
    assert done(staff_commands.end_post_by_command, user, school, "principal") == 1
    assert org.last_audit().action == "post.end" and org.last_audit().actor_id is None
    assert done(staff_commands.end_post_by_command, user, school, "principal") == 0


def test_who_has_not_come_in_yet_is_printed_by_class(org):
    newly(org, "teacher_lin", "teacher_chen", "principal_he", "teacher_gao")
    assert unopened(org, "officer_safe", "LJ-SY") == [
        ("he老师", "实验小学", "principal"),
        ("chen老师", "三(1)班", "homeroom_teacher"),
        ("lin老师", "三(2)班", "homeroom_teacher"),
    ]
    assert unopened(org, "officer_safe", "LJ-SY-2024-2") == [("lin老师", "实验小学 三(2)班", "homeroom_teacher")]
    assert unopened(org, "teacher_lin", "LJ-SY-2024-2") == [], "a teacher gives staff no slips"


def test_of_several_posts_the_first_is_shown_and_everybody_once(org):
    newly(org, "teacher_wu")
    wu, at = org.user("teacher_wu"), org.unit("SY-2024-1")
    change(Post(school_id=wu.school_id, user_id=wu.id, unit_id=at.id, role="subject_teacher", from_on=YESTERDAY))
    assert unopened(org, "officer_safe", "LJ-SY") == [("wu老师", "三(1)班", "subject_teacher")]


def test_who_has_a_password_or_is_shut_out_or_has_no_post_is_not_printed(org):
    newly(org, "teacher_lin", "teacher_chen", "teacher_wu", "disabled")
    done(accounts.keep_secret, org.user("teacher_lin"), "password", "x")
    change(org.post("teacher_wu"), to_on=TODAY)
    assert unopened(org, "officer_safe", "LJ-SY") == [("chen老师", "三(1)班", "homeroom_teacher")]


def test_a_slip_that_is_good_is_shown(org):
    newly(org, "teacher_lin", "teacher_chen")
    done(slips.issue_codes, None, [org.user("teacher_lin")], 14)
    found = staff_slips.unopened_staff(org.viewer("officer_safe"), org.unit("LJ-SY"))
    until = {one.user.name: one.slip_until for one in found}
    assert until == {"chen老师": None, "lin老师": clock.now() + timedelta(days=14)}


def test_classes_stand_by_grade_however_many_digits_their_numbers_have(org):
    """The path of a class made late in the life of an install is longer: that is no order."""
    school = org.unit("LJ-SY")
    with write():
        first = tree.add_class(school, 7, 2026, 1, "一(7)班")
        first.path = f"{school.path}100000/"
    labels = [unit.code for unit, _name in staff.classes_of(school)]
    assert labels.index(first.code) < labels.index("LJ-SY-2024-1")


def test_a_list_has_an_end(org, monkeypatch):
    newly(org, "teacher_lin", "teacher_chen", "principal_he")
    monkeypatch.setattr(staff_slips, "MOST", 2)
    assert len(unopened(org, "officer_safe", "LJ-SY")) == 2


def test_people_on_record_with_every_post_they_held(org):
    change(org.post("teacher_wu"), to_on=TODAY)
    wu, yu = org.people["teacher_wu"].user_id, org.people["pupil_yu"].user_id
    found = audit_directory.people_by_number([wu, yu, wu, 999_999])
    assert set(found) == {wu, yu} and (found[yu].kind, found[yu].posts) == ("pupil", ())
    assert found[wu].name == "wu老师" and found[wu].roles_on(TODAY) == ["subject_teacher"], "the day it ended too"
    assert found[wu].roles_on(TOMORROW) == [] == found[wu].roles_on(found[wu].posts[0][1] - timedelta(days=1))
    assert (
        found[wu].roles_on(found[wu].posts[0][1]) == ["subject_teacher"] and audit_directory.people_by_number([]) == {}
    )


def test_a_role_held_twice_is_named_once(org):
    wu, at = org.user("teacher_wu"), org.unit("SY-2024-1")
    change(Post(school_id=wu.school_id, user_id=wu.id, unit_id=at.id, role="subject_teacher", from_on=YESTERDAY))
    assert audit_directory.people_by_number([wu.id])[wu.id].roles_on(TODAY) == ["subject_teacher"]


def test_units_by_number(org):
    school = org.unit("LJ-SY")
    assert audit_directory.units([school.id, 999_999]) == {school.id: school} and audit_directory.units([]) == {}


def test_units_around_one_are_those_the_viewer_reads_about(org):
    change(org.unit("LJ-DZ"), closed_on=TODAY)
    around = audit_directory.units_around(org.viewer("audit_qian"), org.unit("LJ-DC"), "audit.view")
    assert [unit.code for unit in around] == ["LJ", "LJ-DC", "LJ-SY", "LJ-DZ", "LJ-XS"], "closed ones too, no classes"
    school = audit_directory.units_around(org.viewer("audit_school"), org.unit("LJ-SY"), "audit.view")
    assert [unit.code for unit in school] == ["LJ-SY"]
    assert audit_directory.units_around(org.viewer("officer_safe"), org.unit("LJ-SY"), "audit.view") == []


def test_entries_on_record_are_counted_with_those_below(org):
    with write():
        for code, times in (("LJ-SY", 2), ("LJ-DZ", 1), ("LJ-XS1", 4)):
            for _ in range(times):
                audit.record(org.unit(code).id, None, "x", "y")
    district, school, west = org.unit("LJ-DC"), org.unit("LJ-SY"), org.unit("LJ-XS")
    assert audit_directory.entries_below([district, school]) == {district.id: 3, school.id: 2}
    assert audit_directory.entries_below([west]) == {west.id: 4} and audit_directory.entries_below([]) == {}
