"""A child who comes during the year: a new record or the former one of the same child, never another child's."""

from __future__ import annotations

import pytest

from eduplatform.extensions import db
from eduplatform.org import newcomers
from eduplatform.org.models import Enrolment, RosterBatch
from eduplatform.org.newcomers import Newcomer

from .world import TODAY, TOMORROW, change, done, refusal, refused


def add(org, name: str, another: bool = False, code: str = "SY-2024-1", **more):
    said = Newcomer(name, **more)
    return done(newcomers.add_newcomer_record, org.viewer("teacher_chen"), org.unit(code), said, another)


def not_added(org, name: str, another: bool = False, **more) -> str:
    to, said = org.unit("SY-2024-1"), Newcomer(name, **more)
    return refused(newcomers.add_newcomer_record, org.viewer("teacher_chen"), to, said, another)


def back(org, name: str, who: str, number: str = ""):
    said, pupil = Newcomer(name, number=number), org.people[who].user_id
    return done(newcomers.take_former_back, org.viewer("officer_safe"), org.unit("SY-2024-1"), said, pupil)


def not_back(org, name: str, who: str, number: str = "") -> str:
    said, pupil = Newcomer(name, number=number), org.people[who].user_id
    return refused(newcomers.take_former_back, org.viewer("officer_safe"), org.unit("SY-2024-1"), said, pupil)


def test_a_new_child_sits_in_the_class_from_today_with_the_consent_on_record(org):
    org.forget_marks()
    user = add(org, " 史 小 满 ", sex="f", number=" 8 ", consent=" 书面同意 ")
    assert (user.name, user.sex, user.kind, user.school_id) == ("史小满", "f", "pupil", org.unit("LJ-SY").id)
    seat = db.session.query(Enrolment).filter_by(pupil_id=user.id).one()
    assert (seat.class_id, seat.number, seat.from_on, seat.to_on) == (org.unit("SY-2024-1").id, "8", TODAY, None)
    batch = db.session.get(RosterBatch, (user.school_id, user.batch_id))
    assert (batch.kind, batch.state, batch.consent, batch.year) == ("intake", "kept", "书面同意", 2026)
    assert (batch.progress, batch.counts) == (100, {"new": 1})
    assert batch.created_by == org.people["teacher_chen"].user_id and seat.batch_id is None, "no roster to be undone"
    assert org.marked() == {("LJ-SY-2024-1", 2026)}
    assert org.last_audit().action == "pupil.add" and org.last_audit().subject == f"user:{user.id}"


@pytest.mark.parametrize("sex", ["x", "", None])
def test_a_sex_that_is_none_is_left_out(org, sex):
    assert add(org, "史小满", sex=sex).sex is None


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("", {}, "name_unreadable"),
        ("史小满1", {}, "name_unreadable"),
        ("=SUM(A1)", {}, "name_unreadable"),
        ("史小满", {"number": "1" * 21}, "number_long"),
        ("史小满", {"number": "1"}, "number_taken"),
        ("孙亦可乙一", {}, "same_name_pupil"),
        ("田小雨甲一", {}, "same_name_pupil"),
        ("范毕业庚一", {}, "same_name_pupil"),
    ],
)
def test_a_child_is_not_taken_in(org, name, more, said):
    assert not_added(org, name, **more) == said
    assert org.audits("pupil.add") == []


def test_the_refusal_says_what_is_wrong_with_the_name(org):
    to = org.unit("SY-2024-1")
    said = refusal(newcomers.add_newcomer_record, org.viewer("teacher_chen"), to, Newcomer("史小满1"))
    assert said.values == {"problem": "name_digit"}


def test_twenty_signs_are_a_number(org):
    assert db.session.query(Enrolment).filter_by(pupil_id=add(org, "史小满", number="1" * 20).id).one().number


def test_another_child_of_the_same_name_is_a_new_record(org):
    assert add(org, "田小雨甲一", another=True).id != org.people["pupil_yu"].user_id
    assert add(org, "贺兰一戊一").id != org.people["pupil_west"].user_id, "that name is of another school"


def test_children_of_one_name_with_who_is_there_first(org):
    change(org.user("pupil_ming"), name="范毕业庚一")
    found = newcomers.namesakes(org.unit("LJ-SY").id, "范毕业庚一")
    assert [(one.pupil_id, one.here, one.class_name, one.number) for one in found] == [
        (org.people["pupil_ming"].user_id, True, "三(2)班", "2"),
        (org.people["graduate"].user_id, False, "六(1)班", "1"),
    ]
    assert newcomers.namesakes(org.unit("LJ-XS1").id, "范毕业庚一") == []


@pytest.mark.parametrize(("to_on", "here"), [(TODAY, False), (TOMORROW, True), (None, True)])
def test_who_leaves_tomorrow_is_still_here(org, to_on, here):
    change(org.seat("pupil_yu"), to_on=to_on)
    assert [one.here for one in newcomers.namesakes(org.unit("LJ-SY").id, "田小雨甲一")] == [here]


def test_a_namesake_is_shown_in_the_class_last_attended(org):
    change(org.seat("pupil_yu"), to_on=TODAY)
    seat = Enrolment(
        school_id=org.unit("LJ-SY").id,
        pupil_id=org.people["pupil_yu"].user_id,
        class_id=org.unit("SY-2024-1").id,
        number="8",
        from_on=TODAY,
    )
    change(seat)
    assert [(one.class_name, one.number) for one in newcomers.namesakes(org.unit("LJ-SY").id, "田小雨甲一")] == [
        ("三(1)班", "8")
    ]


def test_staff_and_closed_accounts_are_no_namesakes(org):
    change(org.user("teacher_lin"), name="范毕业庚一")
    change(org.user("graduate"), disabled_at=org.user("pupil_yu").created_at)
    assert newcomers.namesakes(org.unit("LJ-SY").id, "范毕业庚一") == []


def test_a_former_pupil_comes_back_to_the_record_of_before(org):
    change(org.seat("graduate"), number="20210101")
    user = back(org, "范毕业庚一", "graduate")
    assert user.id == org.people["graduate"].user_id
    assert org.seats("graduate")[-1] == ("LJ-SY-2024-1", TODAY, None) and len(org.seats("graduate")) == 2
    assert org.seat("graduate").number == "20210101", "a number of one's own goes along"
    assert org.last_audit().action == "pupil.back"


def test_nobody_else_is_a_former_pupil(org):
    assert not_back(org, "田小雨甲一", "pupil_yu") == "not_former", "still there"
    assert not_back(org, "史小满", "graduate") == "not_former", "another name"
    assert not_back(org, "范毕业庚一", "pupil_west") == "not_former", "another school's"
    assert not_back(org, "范毕业庚一", "graduate", "1") == "number_taken"
    assert org.audits("pupil.back") == []
