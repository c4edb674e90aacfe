"""Who may give which post and to whom a slip: nobody outside a school opens a door into it."""

from __future__ import annotations

import pytest

from eduplatform.accounts import people as accounts
from eduplatform.org import appointment_rules as rules
from eduplatform.org.access import Holding
from eduplatform.org.models import Post
from eduplatform.org.roles import ROLE_UNITS, ROLES
from eduplatform.shared import clock

from .world import TODAY, TOMORROW, change, done, holding

INSIDE = {"principal", "safety_officer"}


def rights(org, viewer: str, *names: str) -> list[rules.SlipRight | None]:
    ids = [org.people[name].user_id for name in names]
    found = rules.slip_rights(org.viewer(viewer), ids)
    return [found.get(user_id) for user_id in ids]


def may(org, viewer: str, *names: str) -> list[bool]:
    return [bool(right and right.may) for right in rights(org, viewer, *names)]


def opened(org, *names: str) -> None:
    for name in names:
        change(org.user(name), first_in_at=clock.now())


def unopened(org, *names: str) -> None:
    for name in names:
        change(org.user(name), first_in_at=None)


def test_every_role_stands_somewhere_and_every_right_exists():
    assert set(ROLE_UNITS) == set(ROLES)
    assert rules.MANAGERS == ("city_officer", "district_officer", "principal", "safety_officer", "system_admin")
    assert rules.TEACHERS == ("homeroom_teacher", "subject_teacher")


@pytest.mark.parametrize(
    ("code", "roles"),
    [
        ("P", {"city_officer", "content_editor"}),
        ("LJ", {"city_officer", "content_editor"}),
        ("LJ-DC", {"district_officer", "content_editor"}),
        ("LJ-SY", {"principal", "safety_officer"}),
        ("LJ-SY-2024-2", {"homeroom_teacher", "subject_teacher"}),
    ],
)
def test_roles_that_can_be_given_at_a_kind_of_unit(org, code, roles):
    assert set(rules.roles_at(org.viewer("city_song"), org.unit(code))) == roles
    more = {"system_admin"} if not code.endswith("-2") else set()
    assert set(rules.roles_at(org.viewer("admin_top"), org.unit(code))) == roles | more, (
        "who reads the record is not chosen"
    )


def test_a_system_admin_gives_system_admins_below_the_own_unit_only(org):
    assert "system_admin" in rules.roles_at(org.viewer("admin_root"), org.unit("LJ"))
    assert "system_admin" in rules.roles_at(org.viewer("admin_root"), org.unit("LJ-XS1"))
    assert "system_admin" not in rules.roles_at(org.viewer("admin_root"), org.unit("YS-1"))
    assert "system_admin" not in rules.roles_at(org.viewer("admin_root"), org.unit("P"))


def test_inside_is_who_manages_people_by_a_post_in_the_school_itself(org):
    school = org.unit("LJ-SY").id
    inside = [name for name in org.people if rules.is_inside(org.viewer(name), school)]
    assert inside == ["officer_safe", "principal_he"]
    assert not rules.is_inside(org.viewer("officer_safe"), org.unit("LJ-DZ").id)
    assert rules.is_inside(org.viewer("other_city"), None), "bureaus are all outside, and none is shut"


def test_opened_are_those_who_came_in_and_hold_a_post_in_the_school(org):
    school, names = org.unit("LJ-SY").id, ("officer_safe", "principal_he", "teacher_lin", "audit_school")
    found = rules.opened_in([school])
    assert {org.people[name].user_id for name in names} < found[school]
    assert org.people["disabled"].user_id not in found[school]
    assert rules.opened_in([school], rules.MANAGERS) == {
        school: {org.people["officer_safe"].user_id, org.people["principal_he"].user_id}
    }
    unopened(org, "officer_safe")
    change(org.post("principal_he"), from_on=TOMORROW)
    assert rules.opened_in([school], rules.MANAGERS) == {}
    change(org.post("principal_he"), from_on=TODAY, to_on=TODAY)
    assert rules.opened_in([school], rules.MANAGERS) == {}
    change(org.post("principal_he"), to_on=TOMORROW)
    assert rules.opened_in([school], rules.MANAGERS) == {school: {org.people["principal_he"].user_id}}
    assert rules.opened_in([]) == {}


def test_a_post_at_the_bureau_held_by_an_account_of_the_school_does_not_open_it(org):
    school, city = org.unit("LJ-SY"), org.unit("LJ")
    change(org.post("principal_he"), to_on=TODAY)
    change(org.post("officer_safe"), to_on=TODAY)
    change(
        Post(
            school_id=school.id,
            user_id=org.people["principal_he"].user_id,
            unit_id=city.id,
            role="system_admin",
            from_on=TODAY,
        )
    )
    assert rules.opened_in([school.id], rules.MANAGERS) == {}


def test_from_outside_a_school_with_staff_a_post_is_only_proposed(org):
    school, klass = org.unit("LJ-SY"), org.unit("SY-2024-2")
    for outside in ("district_zhou", "city_song", "admin_root", "admin_top"):
        assert rules.must_propose(org.viewer(outside), school) and rules.must_propose(org.viewer(outside), klass)
    for inside in INSIDE:
        assert not rules.must_propose(holding(inside, school), klass)
    assert not rules.must_propose(org.viewer("district_zhou"), org.unit("LJ-XS1")), "nobody has come in there"
    assert not rules.must_propose(org.viewer("city_song"), org.unit("LJ-DC")), "a bureau appoints in a bureau"


def test_the_school_is_answered_for_by_its_managers(org):
    school = org.unit("LJ-SY").id
    answers = {name for name in org.people if rules.may_answer(org.viewer(name), school)}
    assert answers == {"officer_safe", "principal_he"}


def test_where_nobody_manages_any_member_of_staff_answers(org):
    for name in ("officer_safe", "principal_he"):
        change(org.post(name), to_on=TODAY)
    school = org.unit("LJ-SY").id
    answers = {name for name in org.people if rules.may_answer(org.viewer(name), school)}
    assert answers == {"teacher_lin", "teacher_chen", "teacher_wu", "audit_school", "disabled"}
    assert not rules.may_answer(org.viewer("teacher_gao"), school) and not rules.may_answer(
        org.viewer("pupil_yu"), school
    )
    change(org.post("teacher_wu"), to_on=TODAY)
    assert not rules.may_answer(org.viewer("teacher_wu"), school), "no post, no word"


def test_a_slip_is_given_where_one_appoints_and_never_to_oneself(org):
    assert may(org, "officer_safe", "teacher_lin", "principal_he", "teacher_gao") == [True, True, False]
    assert may(org, "officer_safe", "officer_safe") == [False]
    assert may(org, "teacher_lin", "teacher_wu") == [False], "a teacher appoints nobody"
    assert rights(org, "officer_safe", "pupil_yu") == [None], "no post, no slip of this kind"


def test_who_reads_the_record_gets_no_slip_from_those_who_are_read_about(org):
    assert may(org, "officer_safe", "audit_school") == may(org, "principal_he", "audit_school") == [False]


def test_an_account_in_use_asks_for_more_than_appointing(org):
    assert rights(org, "district_zhou", "other_district", "district_zhou") == [
        rules.SlipRight(False, True),
        rules.SlipRight(False, True),
    ]
    unopened(org, "district_zhou")
    assert rights(org, "city_song", "district_zhou") == [rules.SlipRight(True, False)]
    done(accounts.keep_secret, org.user("district_zhou"), "password", "x")
    assert rights(org, "city_song", "district_zhou") == [rules.SlipRight(False, True)], "a password is in use"
    assert rights(org, "admin_root", "district_zhou") == [rules.SlipRight(True, True)], "who may reset accounts"


def test_from_outside_a_school_that_has_opened_there_is_no_slip_into_it(org):
    unopened(org, "teacher_lin")
    assert may(org, "admin_root", "teacher_lin") == may(org, "city_song", "teacher_lin") == [False]
    assert may(org, "principal_he", "teacher_lin") == [True]
    everybody = ("officer_safe", "principal_he", "teacher_lin", "teacher_chen", "teacher_wu", "audit_school")
    unopened(org, *everybody)
    assert may(org, "admin_root", "teacher_lin") == may(org, "city_song", "teacher_lin") == [True]


def test_every_post_of_a_person_counts(org):
    teacher, west = org.user("teacher_lin"), org.unit("LJ-XS1")
    assert may(org, "officer_safe", "teacher_lin") == [True]
    change(Post(school_id=teacher.school_id, user_id=teacher.id, unit_id=west.id, role="principal", from_on=TODAY))
    assert may(org, "officer_safe", "teacher_lin") == [False], "a slip would be a way into the other school"


@pytest.mark.parametrize(("to_on", "given"), [(TODAY, True), (TOMORROW, False)])
def test_a_post_that_has_ended_no_longer_counts(org, to_on, given):
    teacher, west = org.user("teacher_lin"), org.unit("LJ-XS1")
    change(
        Post(
            school_id=teacher.school_id,
            user_id=teacher.id,
            unit_id=west.id,
            role="principal",
            from_on=TODAY,
            to_on=to_on,
        )
    )
    assert may(org, "officer_safe", "teacher_lin") == [given]


def test_a_role_the_viewer_could_not_give_bars_the_slip(org):
    unopened(org, "admin_root")
    assert may(org, "city_song", "admin_root") == [False], "only a system admin gives system admins"
    assert may(org, "admin_top", "admin_root") == [True]
    assert isinstance(org.viewer("admin_root").holdings[0], Holding)
