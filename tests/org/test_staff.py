"""Posts of staff: given, taken over, ended, taken back; who holds what."""

from __future__ import annotations

import pytest

from eduplatform.accounts import people as accounts
from eduplatform.extensions import db
from eduplatform.org import post_proposals, staff
from eduplatform.org.models import ClassYear, Post
from eduplatform.org.staff import Wanted
from eduplatform.shared import clock
from eduplatform.shared.database import write

from .world import TODAY, TOMORROW, YESTERDAY, change, done, refusal, refused


def give(org, viewer: str, code: str, role: str, **wanted) -> staff.Given:
    return done(staff.appoint_or_propose, org.viewer(viewer), org.unit(code), role, Wanted(**wanted))


def not_given(org, viewer: str, code: str, role: str, **wanted) -> str:
    return refused(staff.appoint_or_propose, org.viewer(viewer), org.unit(code), role, Wanted(**wanted))


def ended(org, name: str, by: str = "officer_safe") -> Post:
    post, unit = org.post(name), org.unit("SY-2024-2")
    done(staff.end_post_today, org.viewer(by), post, unit)
    return org.post(name)


def test_a_new_person_gets_an_account_and_the_post_from_today(org):
    given = give(org, "officer_safe", "SY-2026-1", "subject_teacher", name=" 谢老师 ", login="xie")
    assert given.made and given.proposal is None
    assert (given.user.name, given.user.kind, given.user.school_id) == ("谢老师", "staff", org.unit("LJ-SY").id)
    assert accounts.login_of(given.user) == "xie" and given.user.first_in_at is None
    assert (given.post.from_on, given.post.to_on, given.post.role) == (TODAY, None, "subject_teacher")
    assert given.post.given_by == org.people["officer_safe"].user_id
    entry = org.last_audit()
    assert (entry.action, entry.subject) == ("post.give", f"user:{given.user.id}")
    assert entry.detail == {"role": "subject_teacher", "unit": org.unit("SY-2026-1").id}


def test_a_member_of_staff_is_named_by_number_or_by_account_name(org):
    by_number = give(org, "officer_safe", "SY-2026-1", "subject_teacher", user_id=org.people["teacher_lin"].user_id)
    by_login = give(org, "officer_safe", "SY-2026-1", "homeroom_teacher", name="x", login="CHEN")
    assert not by_number.made and by_number.user.id == org.people["teacher_lin"].user_id
    assert not by_login.made and by_login.user.id == org.people["teacher_chen"].user_id


def test_one_homeroom_teacher_a_class_and_the_one_before_is_signed_out(org):
    org.sign_in("teacher_lin", "teacher_wu")
    give(org, "officer_safe", "SY-2024-2", "homeroom_teacher", user_id=org.people["teacher_wu"].user_id)
    before = org.post("teacher_lin")
    assert before.to_on == TODAY and before.ended_by == org.people["officer_safe"].user_id
    assert not org.signed_in("teacher_lin") and org.signed_in("teacher_wu")
    assert org.post("teacher_chen").to_on is None, "the next class keeps its own"


def test_several_teach_a_class_and_the_same_post_twice_is_one(org):
    first = give(org, "officer_safe", "SY-2024-2", "subject_teacher", name="谢老师").post
    assert org.post("teacher_wu").to_on is None and org.post("teacher_lin").to_on is None
    again = give(org, "officer_safe", "SY-2024-2", "subject_teacher", user_id=first.user_id).post
    assert again.id == first.id and len(org.audits("post.give")) == 1


def test_a_post_that_ended_is_given_again_as_a_new_one(org):
    old = ended(org, "teacher_wu").id
    again = give(org, "officer_safe", "SY-2024-2", "subject_teacher", user_id=org.people["teacher_wu"].user_id)
    assert again.post.id != old


@pytest.mark.parametrize(
    ("viewer", "code", "role", "wanted", "said"),
    [
        ("officer_safe", "LJ-SY", "homeroom_teacher", {"name": "谢老师"}, "role_not_here"),
        ("officer_safe", "LJ-SY", "system_admin", {"name": "谢老师"}, "role_not_here"),
        ("admin_top", "LJ-SY", "audit_admin", {"name": "谢老师"}, "role_not_here"),
        ("officer_safe", "LJ-SY", "principal", {"login": "safe"}, "own_role"),
        ("officer_safe", "SY-2024-2", "subject_teacher", {"name": "  "}, "staff_name"),
        ("officer_safe", "SY-2024-2", "subject_teacher", {"login": "gao"}, "login_elsewhere"),
        ("officer_safe", "SY-2024-2", "subject_teacher", {"login": "gone"}, "login_elsewhere"),
        ("officer_safe", "SY-2024-2", "subject_teacher", {"login": "guardian"}, "login_elsewhere"),
        ("officer_safe", "SY-2024-2", "subject_teacher", {"user_id": 999_999}, "login_elsewhere"),
        ("officer_safe", "SY-2024-2", "subject_teacher", {"name": "lin老师"}, "staff_same_name"),
        ("officer_safe", "SY-2024-2", "subject_teacher", {"name": "谢老师", "login": "x"}, "login_short"),
    ],
)
def test_a_post_is_refused(org, viewer, code, role, wanted, said):
    assert not_given(org, viewer, code, role, **wanted) == said
    assert org.audits("post.give") == []


def test_a_pupil_is_no_member_of_staff(org):
    pupil = org.people["pupil_yu"].user_id
    assert not_given(org, "officer_safe", "SY-2024-2", "subject_teacher", user_id=pupil) == "login_elsewhere"


def test_the_refusal_says_whose_name_it_is(org):
    told = refusal(
        staff.appoint_or_propose,
        org.viewer("officer_safe"),
        org.unit("SY-2024-2"),
        "subject_teacher",
        Wanted(" lin老师 "),
    )
    assert (told.code, told.values) == ("staff_same_name", {"name": "lin老师"})


def test_another_of_the_same_name_is_made_when_that_is_said(org):
    lin = org.people["teacher_lin"].user_id
    assert give(org, "officer_safe", "SY-2024-2", "subject_teacher", name="lin老师", another=True).user.id != lin
    assert give(org, "officer_safe", "SY-2024-2", "subject_teacher", name="chen老师", login="chen2").made


def test_from_outside_it_is_a_proposal_and_nothing_happens(org):
    given = give(org, "district_zhou", "LJ-SY", "safety_officer", name="谢老师")
    assert given.post is None and given.user is None and given.proposal.name == "谢老师" and not given.made
    assert staff.same_name(org.unit("LJ-SY").id, "谢老师") == [] and org.audits("post.give") == []
    named = give(org, "district_zhou", "LJ-SY", "safety_officer", login="chen").proposal
    assert named.name == "chen老师", "by the name the account has"


def test_the_school_accepts_and_says_who_that_is(org):
    proposal = give(org, "district_zhou", "LJ-SY", "safety_officer", name="谢老师").proposal
    found = post_proposals.found(org.viewer("principal_he"), proposal.id)
    told = refusal(staff.accept, org.viewer("principal_he"), found, Wanted("", user_id=999_999))
    assert (told.code, told.values) == ("login_elsewhere", {"login": "谢老师"})
    found = post_proposals.found(org.viewer("principal_he"), proposal.id)
    given = done(staff.accept, org.viewer("principal_he"), found, Wanted("別人", login="chen"))
    assert given.made and given.user.name == "谢老师", "the name of the proposal, whatever the form says"
    assert given.post.role == "safety_officer" and proposal.state == "accepted"


def test_the_school_accepts_for_one_who_works_there_already(org):
    proposal = give(org, "district_zhou", "LJ-SY", "safety_officer", name="谢老师").proposal
    found = post_proposals.found(org.viewer("principal_he"), proposal.id)
    given = done(staff.accept, org.viewer("principal_he"), found, Wanted(user_id=org.people["teacher_chen"].user_id))
    assert not given.made and given.user.id == given.post.user_id == org.people["teacher_chen"].user_id
    assert staff.same_name(org.unit("LJ-SY").id, "谢老师") == []


def test_a_pupil_of_the_name_is_no_namesake_among_staff(org):
    name = org.user("pupil_yu").name
    assert staff.same_name(org.unit("LJ-SY").id, name) == []
    assert give(org, "officer_safe", "SY-2024-2", "subject_teacher", name=name).made


def test_who_led_the_class_before_is_not_ended_again(org):
    change(org.post("teacher_chen"), unit_id=org.unit("SY-2024-2").id, to_on=YESTERDAY)
    org.sign_in("teacher_chen")
    give(org, "officer_safe", "SY-2024-2", "homeroom_teacher", name="谢老师")
    before = org.post("teacher_chen")
    assert (before.to_on, before.ended_by) == (YESTERDAY, None) and org.signed_in("teacher_chen")


def test_of_two_who_lead_a_class_the_later_is_named(org):
    with write():
        other = org.people["teacher_chen"].user_id
        db.session.add(
            Post(
                school_id=org.unit("LJ-SY").id,
                user_id=other,
                unit_id=org.unit("SY-2024-2").id,
                role="homeroom_teacher",
                from_on=TODAY,
            )
        )
    assert ("三(2)班", "chen老师") in [(unit.name, name) for unit, name in staff.classes_of(org.unit("LJ-SY"))]


def test_the_end_of_a_post_is_today_and_the_holder_is_out_at_once(org):
    org.sign_in("teacher_wu")
    post = ended(org, "teacher_wu")
    assert (post.to_on, post.ended_by) == (TODAY, org.people["officer_safe"].user_id)
    assert post.ended_at == clock.now() and not org.signed_in("teacher_wu")
    assert org.last_audit().action == "post.end" and org.last_audit().detail["role"] == "subject_teacher"
    ended(org, "teacher_wu")
    assert len(org.audits("post.end")) == 1, "it has ended already"


def test_a_post_that_has_not_begun_ends_on_its_first_day(org):
    change(org.post("teacher_wu"), from_on=TOMORROW)
    assert ended(org, "teacher_wu").to_on == TOMORROW


def test_a_note_put_away_before_is_shown_again_when_the_post_ends_again(org):
    change(org.post("teacher_wu"), told_at=clock.now())
    assert ended(org, "teacher_wu").told_at is None


@pytest.mark.parametrize(
    ("viewer", "name", "code", "said"),
    [
        ("officer_safe", "officer_safe", "LJ-SY", "own_post"),
        ("officer_safe", "audit_school", "LJ-SY", "role_not_here"),
        ("city_song", "admin_root", "LJ", "role_not_here"),
    ],
)
def test_a_post_is_not_ended_by(org, viewer, name, code, said):
    assert refused(staff.end_post_today, org.viewer(viewer), org.post(name), org.unit(code)) == said
    assert org.post(name).to_on is None


def test_the_last_who_manages_a_school_is_not_ended_from_outside(org):
    district, school = org.viewer("district_zhou"), org.unit("LJ-SY")
    done(staff.end_post_today, district, org.post("officer_safe"), school)
    assert org.post("officer_safe").to_on == TODAY, "the principal is still there"
    assert refused(staff.end_post_today, district, org.post("principal_he"), org.unit("LJ-SY")) == "last_manager"
    done(staff.end_post_today, district, org.post("teacher_lin"), org.unit("SY-2024-2"))
    assert org.post("teacher_lin").to_on == TODAY, "a teacher is no manager"


def test_an_end_can_be_taken_back_the_same_day_inside_the_school_or_by_who_ended_it(org):
    ended(org, "teacher_wu", "district_zhou")
    may = {name for name in org.people if staff.can_restore(org.viewer(name), org.post("teacher_wu"))}
    assert may == {"officer_safe", "principal_he", "district_zhou"}


def test_an_end_of_yesterday_stays(org, clock):
    ended(org, "teacher_wu")
    clock.shift(14 * 3600 - 1)
    assert staff.can_restore(org.viewer("officer_safe"), org.post("teacher_wu")), "a second before midnight"
    clock.shift(1)
    assert not staff.can_restore(org.viewer("officer_safe"), org.post("teacher_wu"))
    unit = org.unit("SY-2024-2")
    assert refused(staff.restore_ended_post, org.viewer("officer_safe"), org.post("teacher_wu"), unit) == "restore_late"


def test_what_the_command_line_or_a_roster_ended_is_not_taken_back_on_a_page(org):
    change(org.post("teacher_wu"), to_on=TODAY)
    assert not staff.can_restore(org.viewer("officer_safe"), org.post("teacher_wu"))
    assert not staff.can_restore(org.viewer("officer_safe"), org.post("teacher_lin")), "it has not ended"


def test_nobody_takes_back_the_end_of_the_own_post(org):
    post, school = org.post("officer_safe"), org.unit("LJ-SY")
    done(staff.end_post_today, org.viewer("principal_he"), post, school)
    assert not staff.can_restore(org.viewer("officer_safe"), org.post("officer_safe"))


def test_taken_back_the_post_is_as_it_was(org):
    post = ended(org, "teacher_wu")
    done(staff.restore_ended_post, org.viewer("officer_safe"), post, org.unit("SY-2024-2"))
    post = org.post("teacher_wu")
    assert (post.to_on, post.ended_by, post.ended_at) == (None, None, None)
    entry = org.last_audit()
    assert (entry.action, entry.actor_id) == ("post.restore", org.people["officer_safe"].user_id)


def test_a_post_somebody_else_holds_by_now_is_not_taken_back(org):
    lin = ended(org, "teacher_lin")
    give(org, "officer_safe", "SY-2024-2", "homeroom_teacher", name="谢老师")
    said = refusal(staff.restore_ended_post, org.viewer("officer_safe"), lin, org.unit("SY-2024-2"))
    assert (said.code, said.values) == ("post_taken", {"name": "谢老师"})
    wu = ended(org, "teacher_wu")
    give(org, "officer_safe", "SY-2024-2", "subject_teacher", name="何老师")
    done(staff.restore_ended_post, org.viewer("officer_safe"), wu, org.unit("SY-2024-2"))
    assert org.post("teacher_wu").to_on is None, "several may hold this one"


def test_a_role_the_viewer_cannot_give_is_not_taken_back(org):
    change(org.post("audit_school"), to_on=TODAY, ended_at=clock.now(), ended_by=org.people["officer_safe"].user_id)
    post, school = org.post("audit_school"), org.unit("LJ-SY")
    assert refused(staff.restore_ended_post, org.viewer("officer_safe"), post, school) == "role_not_here"


def test_the_list_of_a_school_has_its_own_posts_first_then_class_by_class(org):
    found, total = staff.held_at(org.unit("LJ-SY"), 1, 50)
    assert [(held.unit_name, held.post.role) for held in found] == [
        ("实验小学", "audit_admin"),
        ("实验小学", "principal"),
        ("实验小学", "safety_officer"),
        ("一(1)班", "homeroom_teacher"),
        ("三(1)班", "homeroom_teacher"),
        ("三(2)班", "homeroom_teacher"),
        ("三(2)班", "subject_teacher"),
    ]
    assert total == 7 and found[2].login == "safe" and found[2].unit_kind == "school"


def test_the_list_is_cut_into_pages_and_searched(org):
    school = org.unit("LJ-SY")
    first, total = staff.held_at(school, 1, 3)
    second, _ = staff.held_at(school, 2, 3)
    assert total == 7 and len(first) == len(second) == 3
    assert not {held.post.id for held in first} & {held.post.id for held in second}
    assert [held.login for held in staff.held_at(school, 1, 50, "lin")[0]] == ["lin"], "by name or account name"
    assert [held.login for held in staff.held_at(school, 1, 50, " LIN ")[0]] == ["lin"]
    assert staff.held_at(school, 1, 50, "in老")[1] == 1, "by a part of the name"
    assert staff.held_at(school, 1, 50, "%") == ([], 0)


@pytest.mark.parametrize(
    ("values", "listed"),
    [({"to_on": TODAY}, 0), ({"to_on": TOMORROW}, 1), ({"from_on": TOMORROW}, 0), ({"from_on": TODAY}, 1)],
)
def test_the_list_holds_who_holds_a_post_today(org, values, listed):
    change(org.post("teacher_wu"), **values)
    assert staff.held_at(org.unit("SY-2024-2"), 1, 50, "wu")[1] == listed


def test_a_post_with_its_unit_and_its_holder(org):
    post = org.post("teacher_wu")
    found, unit = staff.post_of(post.id)
    assert (found.id, unit.code) == (post.id, "LJ-SY-2024-2")
    assert staff.post_of(999_999) is None
    assert staff.user_of(org.post("teacher_wu")).name == "wu老师"
    stray = Post(school_id=org.unit("LJ-DZ").id, user_id=post.user_id, unit_id=post.unit_id, role="x", from_on=TODAY)
    assert refused(staff.user_of, stray) == "not_found", "kept by another school"


def test_classes_with_their_homeroom_teachers(org):
    change(org.post("teacher_chen"), to_on=TODAY)
    change(org.unit("SY-2021-1"), closed_on=YESTERDAY)
    found = [(unit.name, name) for unit, name in staff.classes_of(org.unit("LJ-SY"))]
    assert found == [("一(1)班", "gone老师"), ("三(1)班", ""), ("三(2)班", "lin老师")]
    assert staff.homeroom_names(org.unit("LJ-SY")) == {
        org.unit("SY-2024-2").id: "lin老师",
        org.unit("SY-2026-1").id: "gone老师",
    }


def test_classes_stand_by_the_grade_of_this_year_whatever_they_were_last_year(org):
    before = [unit.name for unit, _name in staff.classes_of(org.unit("LJ-SY"))]
    with write():
        school, class_unit = org.unit("LJ-SY"), org.unit("SY-2024-2")
        db.session.add(ClassYear(school_id=school.id, class_id=class_unit.id, year=2025, grade=0, stage="P1", label=""))
    assert [unit.name for unit, _name in staff.classes_of(org.unit("LJ-SY"))] == before
    assert staff.held_at(org.unit("LJ-SY"), 1, 50)[1] == 7, "each post once"


def test_staff_who_may_sign_in_by_name(org):
    assert [user.name for user in staff.staff_of(org.unit("LJ-SY"))] == [
        "chen老师",
        "he老师",
        "lin老师",
        "safe老师",
        "shen老师",
        "wu老师",
    ]
    assert [user.name for user in staff.staff_of_keeper(org.unit("LJ-DC").id)] == ["zhou老师"]


def test_a_release_ends_the_one_post_and_says_how_many(org):
    user, unit = org.user("teacher_wu"), org.unit("SY-2024-2")
    assert done(staff.release, user, unit, "homeroom_teacher", None) == 0
    assert done(staff.release, user, org.unit("SY-2024-1"), "subject_teacher", None) == 0
    org.sign_in("teacher_wu")
    assert done(staff.release, user, unit, "subject_teacher", None, by="command line") == 1
    assert org.post("teacher_wu").to_on == TODAY and not org.signed_in("teacher_wu")
    assert org.post("teacher_wu").ended_at is None, "not to be undone on a page"
    assert org.last_audit().detail == {"role": "subject_teacher", "unit": unit.id, "by": "command line"}
    assert done(staff.release, user, unit, "subject_teacher", None) == 0


# ── order and record, each rule of it alone ────────────────────────────────────────────────────────────────────────────────


def places(org, code: str) -> list[str]:
    found, _total = staff.held_at(org.unit(code), 1, 50)
    return list(dict.fromkeys(held.unit_name for held in found))


def test_the_bureau_stands_before_the_units_below_it_however_long_its_code(org):
    change(org.unit("LJ-DC"), code="LJ-A-MUCH-LONGER-CODE")
    assert places(org, "LJ-A-MUCH-LONGER-CODE") == ["东城区", "实验小学"]


def test_a_class_without_a_grade_this_year_stands_last(org):
    with write():
        db.session.query(ClassYear).filter_by(class_id=org.unit("SY-2026-1").id).delete()
    assert places(org, "LJ-SY") == ["实验小学", "三(1)班", "三(2)班", "一(1)班"]
    assert [unit.name for unit, _name in staff.classes_of(org.unit("LJ-SY"))] == [
        "三(1)班",
        "三(2)班",
        "六(1)班",
        "一(1)班",
    ]


def test_the_length_of_a_classes_path_is_no_order(org):
    first = org.unit("SY-2026-1")
    change(first, path=first.path.rstrip("/") + "000000/")
    assert places(org, "LJ-SY") == ["实验小学", "一(1)班", "三(1)班", "三(2)班"]


def test_of_two_who_lead_a_class_the_later_post_is_named_whoever_has_the_lower_number(org):
    change(org.post("teacher_lin"), role="subject_teacher")
    class_unit = org.unit("SY-2024-2")
    with write():
        for name in ("teacher_wu", "teacher_chen"):
            person = org.people[name]
            db.session.add(
                Post(
                    school_id=person.school_id,
                    user_id=person.user_id,
                    unit_id=class_unit.id,
                    role="homeroom_teacher",
                    from_on=TODAY,
                )
            )
            db.session.flush()
    assert {unit.name: name for unit, name in staff.classes_of(org.unit("LJ-SY"))}["三(2)班"] == "chen老师"


def test_the_record_of_an_end_says_which_post_of_whom_and_by_whom(org):
    unit = org.unit("SY-2024-2")
    done(staff.end_post_today, org.viewer("officer_safe"), org.post("teacher_wu"), unit)
    entry = org.last_audit()
    assert (entry.school_id, entry.actor_id) == (unit.school_id, org.people["officer_safe"].user_id)
    assert (entry.action, entry.subject) == ("post.end", f"user:{org.people['teacher_wu'].user_id}")
    assert entry.detail == {"role": "subject_teacher", "unit": unit.id}


def test_an_end_is_recorded_once_however_often_it_is_asked_for(org):
    unit, viewer = org.unit("SY-2024-2"), org.viewer("officer_safe")
    for _ in range(3):
        done(staff.end_post_today, viewer, org.post("teacher_wu"), unit)
    assert len(org.audits("post.end")) == 1


def test_the_record_of_a_release_says_why(org):
    unit, user = org.unit("SY-2024-2"), org.user("teacher_wu")
    assert done(staff.release, user, unit, "subject_teacher", None, why="command") == 1
    entry = org.last_audit()
    assert (entry.school_id, entry.actor_id, entry.action) == (user.school_id, None, "post.end")
    assert entry.subject == f"user:{user.id}"
    assert entry.detail == {"role": "subject_teacher", "unit": unit.id, "why": "command"}
    assert done(staff.release, user, unit, "subject_teacher", None) == 0 and len(org.audits("post.end")) == 1
