"""Who is looking and what they may touch: one rule for lists and for single objects."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from eduplatform.accounts import people as accounts
from eduplatform.accounts import sessions
from eduplatform.accounts.models import UserSession
from eduplatform.extensions import db
from eduplatform.org import access
from eduplatform.org.access import Holding, Viewer, below
from eduplatform.org.models import Guardianship, Unit
from eduplatform.shared import clock
from eduplatform.shared.database import write

from .. import people as cast
from .world import TODAY, TOMORROW, change, done, refused


def token_of(org, name: str, **how) -> str:
    with write():
        return sessions.hash_token(sessions.begin_session(org.user(name), timedelta(hours=1), **how))


def seen(org, name: str, **how) -> Viewer | None:
    return access.viewer_of(token_of(org, name, **how), clock.now())


def codes(*paths: str) -> set[str]:
    return set(db.session.scalars(select(Unit.code).where(below(Unit.path, paths))))


def test_a_right_reaches_its_unit_and_all_below_and_nothing_beside(org):
    officer = org.viewer("officer_safe")
    assert officer.may("roster.import", org.unit("LJ-SY").path)
    assert officer.may("roster.import", org.unit("SY-2024-2").path)
    for elsewhere in ("LJ-DC", "LJ", "LJ-DZ", "LJ-DZ-J2025-3", "YS-1"):
        assert not officer.may("roster.import", org.unit(elsewhere).path), elsewhere
    assert not officer.may("class.names", org.unit("SY-2024-2").path), "not a right of this role"


def test_unit_1_is_not_above_unit_12(org):
    viewer = Viewer(1, 1, "staff", "x", holdings=(Holding("principal", 1, "school", "/1/", "x"),))
    assert viewer.may("unit.manage", "/1/") and viewer.may("unit.manage", "/1/7/")
    assert not viewer.may("unit.manage", "/12/") and not viewer.may("unit.manage", "/12/1/")


def test_several_posts_add_up_and_an_unknown_role_gives_nothing(org):
    one, other = org.unit("SY-2024-2"), org.unit("SY-2024-1")
    held = [Holding("homeroom_teacher", one.id, "class", one.path, ""), Holding("gone", 1, "city", "/", "")]
    viewer = Viewer(1, 1, "staff", "x", holdings=(*held, Holding("subject_teacher", other.id, "class", other.path, "")))
    assert viewer.paths("class.names") == [one.path, other.path]
    assert viewer.paths("class.slips") == [one.path]
    assert viewer.paths("people.manage") == []


def test_the_whole_install_is_managed_from_the_top_only(org):
    assert org.viewer("admin_top").has("system.manage")
    assert not org.viewer("admin_root").has("system.manage"), "a city below a province"
    assert org.viewer("admin_root").has("people.manage"), "the rest of the role holds at the city"


def test_pupils_and_guardians_have_their_right_by_what_they_are(org):
    pupil, guardian, teacher = (org.viewer(name) for name in ("pupil_yu", "guardian_yu", "teacher_lin"))
    assert [one.has("learn.own") for one in (pupil, guardian, teacher)] == [True, False, False]
    assert [one.has("ward.read") for one in (pupil, guardian, teacher)] == [False, True, False]
    assert not pupil.has("class.names") and teacher.has("class.names")
    assert teacher.get_id() == str(org.people["teacher_lin"].user_id)


def test_below_is_the_unit_and_what_hangs_under_it(org):
    school = org.unit("LJ-SY")
    assert codes(school.path) == {"LJ-SY", "LJ-SY-2024-1", "LJ-SY-2024-2", "LJ-SY-2026-1", "LJ-SY-2021-1"}
    assert codes(org.unit("SY-2024-2").path) == {"LJ-SY-2024-2"}
    assert codes(org.unit("LJ-XS").path, org.unit("YS-1D").path) == {
        "LJ-XS",
        "LJ-XS1",
        "LJ-XS1-2024-1",
        "YS-1D",
        "YS-1",
        "YS-1-2024-1",
    }
    assert codes() == set(), "no path is nobody, not everybody"


def test_below_does_not_take_a_longer_number_for_a_child(org):
    first = org.unit("LJ-SY")
    change(org.unit("YS-1"), path=first.path[:-1] + "0/")
    assert "YS-1" not in codes(first.path)


@pytest.mark.parametrize("unit_code", ["LJ-SY", "SY-2024-2"])
def test_a_unit_is_found_where_the_right_is_held(org, unit_code):
    unit = org.unit(unit_code)
    assert access.unit_for(org.viewer("officer_safe"), "unit.manage", unit.id) is unit


@pytest.mark.parametrize("unit_code", ["LJ-DC", "LJ-DZ", "YS-1"])
def test_a_unit_of_others_is_as_good_as_none(org, unit_code):
    unit = org.unit(unit_code)
    assert refused(access.unit_for, org.viewer("officer_safe"), "unit.manage", unit.id) == "not_found"
    assert refused(access.unit_for, org.viewer("officer_safe"), "unit.manage", 999_999) == "not_found"
    assert refused(access.unit_for, org.viewer("officer_safe"), "class.teach", org.unit("LJ-SY").id) == "not_found"


def test_a_class_is_a_class_and_a_school_is_none(org):
    unit = org.unit("SY-2024-2")
    assert access.class_for(org.viewer("teacher_lin"), "class.teach", unit.id) is unit
    assert refused(access.class_for, org.viewer("teacher_chen"), "class.teach", unit.id) == "not_found"
    assert refused(access.class_for, org.viewer("officer_safe"), "unit.manage", org.unit("LJ-SY").id) == "not_found"


def test_a_member_of_staff_is_seen_with_the_posts_of_today(org):
    found = seen(org, "teacher_lin", device="shared", must_choose=True)
    unit = org.unit("SY-2024-2")
    assert found.holdings == (Holding("homeroom_teacher", unit.id, "class", unit.path, "三(2)班"),)
    assert (found.user_id, found.kind, found.name) == (org.people["teacher_lin"].user_id, "staff", "lin老师")
    assert (found.device, found.must_choose, found.class_id) == ("shared", True, None)
    assert found.session_row and found.person_key == org.user("teacher_lin").person_key


@pytest.mark.parametrize(
    ("values", "holds"),
    [
        ({"from_on": TODAY}, True),
        ({"from_on": TOMORROW}, False),
        ({"to_on": TODAY}, False),
        ({"to_on": TOMORROW}, True),
    ],
)
def test_a_post_is_held_from_its_first_day_to_the_day_before_its_end(org, values, holds):
    change(org.post("teacher_lin"), **values)
    assert bool(seen(org, "teacher_lin").holdings) == holds


def test_a_post_at_a_closed_unit_gives_nothing(org):
    change(org.unit("SY-2024-2"), closed_on=TODAY)
    assert seen(org, "teacher_lin").holdings == ()


def test_a_pupil_is_seen_in_the_class_of_today(org):
    found, unit = seen(org, "pupil_yu"), org.unit("SY-2024-2")
    assert (found.class_id, found.class_path, found.class_name, found.number) == (unit.id, unit.path, "三(2)班", "1")
    assert found.holdings == () and found.kind == "pupil"


@pytest.mark.parametrize(
    ("values", "comes_in"),
    [
        ({"to_on": TODAY}, False),
        ({"to_on": TOMORROW}, True),
        ({"from_on": TOMORROW}, False),
        ({"from_on": TODAY}, True),
    ],
)
def test_a_pupil_of_no_class_does_not_come_in(org, values, comes_in):
    change(org.seat("pupil_yu"), **values)
    assert (seen(org, "pupil_yu") is not None) == comes_in


@pytest.mark.parametrize(
    ("values", "wards"),
    [({}, 1), ({"from_on": TOMORROW}, 0), ({"to_on": TODAY}, 0), ({"to_on": TOMORROW}, 1), ({"from_on": TODAY}, 1)],
)
def test_a_guardian_reads_about_the_own_child_while_it_lasts(org, values, wards):
    change(db.session.query(Guardianship).one(), **values)
    assert seen(org, "guardian_yu").ward_ids == (org.people["pupil_yu"].user_id,) * wards


def test_a_session_that_is_over_shows_nobody(org):
    token = token_of(org, "teacher_lin")
    assert access.viewer_of("no such token", clock.now()) is None
    assert access.viewer_of(token, clock.now() + timedelta(minutes=59)) is not None
    assert access.viewer_of(token, clock.now() + timedelta(hours=1)) is None
    done(sessions.end_all, org.people["teacher_lin"].school_id, org.people["teacher_lin"].user_id)
    assert access.viewer_of(token, clock.now()) is None


def test_a_shared_device_left_alone_shows_nobody(org):
    token = token_of(org, "pupil_yu", idle=timedelta(minutes=10))
    assert access.viewer_of(token, clock.now() + timedelta(minutes=9)) is not None
    assert access.viewer_of(token, clock.now() + timedelta(minutes=10)) is None


def test_a_disabled_account_shows_nobody_even_with_a_live_session(org):
    token = token_of(org, "teacher_lin")
    done(accounts.disable, org.user("teacher_lin"))
    change(db.session.scalars(select(UserSession).where(UserSession.token_hash == token)).one(), ended_at=None)
    assert access.viewer_of(token, clock.now()) is None


def test_holdings_are_listed_by_place(org):
    for code in ("SY-2026-1", "SY-2024-1"):
        org_unit = org.unit(code)
        change(
            access.Post(
                school_id=org_unit.school_id,
                user_id=org.people["teacher_lin"].user_id,
                unit_id=org_unit.id,
                role="subject_teacher",
                from_on=date(2026, 9, 1),
            )
        )
    held = org.viewer("teacher_lin").holdings
    assert [one.path for one in held] == sorted(one.path for one in held) and len(held) == 3
    before = cast.holdings_of(org.people["teacher_lin"].school_id, org.people["teacher_lin"].user_id, date(2026, 8, 31))
    assert before == ()
