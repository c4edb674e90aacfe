"""From one school year to the next: shown first, done once, undone within its days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eduplatform.extensions import db
from eduplatform.org import queries, rollover, tree
from eduplatform.org.models import Enrolment, Post, RosterBatch
from eduplatform.org.tree import ClassSpec
from eduplatform.shared import clock

from .world import TODAY, TOMORROW, change, done, refused

STARTS = date(2027, 9, 1)


def roll(org, code: str = "LJ-SY", year: int = 2026, **more) -> RosterBatch:
    return done(rollover.apply_rollover, org.viewer("officer_safe"), org.unit(code), year, **more)


def undo(org, batch: RosterBatch, code: str = "LJ-SY") -> None:
    done(rollover.undo_rollover_batch, org.viewer("officer_safe"), org.unit(code), batch)


def not_undone(org, batch: RosterBatch) -> str:
    return refused(rollover.undo_rollover_batch, org.viewer("officer_safe"), org.unit("LJ-SY"), batch)


def shown(org, code: str = "LJ-SY", year: int = 2026) -> list[tuple[str, str | None, int, bool]]:
    return [(step.before, step.label, step.pupils, step.done) for step in rollover.preview(org.unit(code), year)]


def posts_of(org, name: str) -> list[tuple[str, date, date | None]]:
    found = db.session.query(Post).filter_by(user_id=org.people[name].user_id).order_by(Post.id)
    return [(post.role, post.from_on, post.to_on) for post in found]


def test_it_is_shown_class_by_class_before_anything_happens(org):
    assert shown(org) == [
        ("一(1)班", "二(1)班", 1, False),
        ("三(1)班", "四(1)班", 1, False),
        ("三(2)班", "四(2)班", 4, False),
        ("六(1)班", None, 0, False),
    ]
    assert shown(org, year=2027) == [] and shown(org, "LJ-DZ") == [("八(3)班", "九(3)班", 1, False)]


@pytest.mark.parametrize(
    ("spec", "label"),
    [
        (ClassSpec(1, -1, "中(1)班"), "大(1)班"),
        (ClassSpec(1, 0, "大(1)班"), None),
        (ClassSpec(1, 9, "九(1)班"), None),
        (ClassSpec(1, 11, "高二(1)班"), "高三(1)班"),
        (ClassSpec(1, 12, "高三(1)班"), None),
        (ClassSpec(1, 10, "高一机电(1)班", "机电"), "高二机电(1)班"),
        (ClassSpec(0, 7, "七年级185班", own="185"), "八年级185班"),
        (ClassSpec(0, 3, "三(A)班", own="A"), "四(A)班"),
    ],
)
def test_what_becomes_of_a_class(org, spec, label):
    done(tree.add_classes, org.unit("LJ-DZ"), [spec], 2030)
    assert [step.label for step in rollover.preview(org.unit("LJ-DZ"), 2030)] == [label]


@pytest.mark.parametrize(("years", "label"), [(5, None), (6, "六(1)班")])
def test_where_primary_school_has_five_years_the_fifth_leaves(org, monkeypatch, years, label):
    monkeypatch.setattr(rollover, "primary_years", lambda _school: years)
    done(tree.add_class, org.unit("LJ-XS1"), 1, 2030, 5, "五(1)班")
    assert [step.label for step in rollover.preview(org.unit("LJ-XS1"), 2030)] == [label]


def test_classes_go_up_and_the_last_grade_leaves(org):
    change(org.seat("graduate"), to_on=None)
    org.forget_marks()
    batch = roll(org)
    assert org.years("SY-2024-2") == {2026: "三(2)班", 2027: "四(2)班"} and org.unit("SY-2024-2").name == "四(2)班"
    row = queries.class_year(org.unit("SY-2024-2"), 2027)
    assert (row.grade, row.stage) == (4, "P2")
    assert org.years("SY-2021-1") == {2026: "六(1)班"} and org.unit("SY-2021-1").closed_on == STARTS
    assert org.seats("graduate") == [("LJ-SY-2021-1", date(2026, 9, 1), STARTS)]
    assert org.seat("graduate").closed_by == batch.id and org.seat("pupil_yu").to_on is None
    assert org.marked() == {("LJ-SY-2024-1", 2027), ("LJ-SY-2024-2", 2027), ("LJ-SY-2026-1", 2027)}
    assert (batch.kind, batch.state, batch.year, batch.filename) == ("rollover", "applied", 2027, "2026→2027")
    assert batch.undo_until == clock.now() + timedelta(days=30)
    assert org.last_audit().action == "rollover.apply" and org.last_audit().detail == {"year": 2027}


def test_a_stage_changes_with_the_grade(org):
    change(queries.class_year(org.unit("SY-2024-2"), 2026), grade=4)
    roll(org)
    assert queries.class_year(org.unit("SY-2024-2"), 2027).stage == "P3"


def test_run_twice_it_is_done_once(org):
    first = roll(org)
    assert roll(org).id == first.id
    assert [done_ for *_, done_ in shown(org)] == [True, True, True, False]
    assert org.years("SY-2024-2") == {2026: "三(2)班", 2027: "四(2)班"}
    assert db.session.query(RosterBatch).count() == 1


def test_a_class_that_came_later_is_taken_along_by_the_second_run(org):
    roll(org)
    done(tree.add_class, org.unit("LJ-SY"), 5, 2026, 2, "二(5)班")
    roll(org)
    assert org.years("SY-2025-5") == {2026: "二(5)班", 2027: "三(5)班"}


def test_teachers_of_the_leaving_class_hold_their_post_to_the_last_day(org):
    leaver = org.new_staff("毕老师", "SY-2021-1", "homeroom_teacher")
    roll(org)
    (post,) = db.session.query(Post).filter_by(user_id=leaver.id)
    assert post.to_on == STARTS
    assert posts_of(org, "teacher_lin")[0][2] is None, "the others go up with their class"


def test_new_homeroom_teachers_begin_with_the_new_year(org):
    org.sign_in("teacher_lin", "teacher_wu")
    to = {org.unit("SY-2024-2").id: org.people["teacher_wu"].user_id}
    batch = roll(org, teachers=to | {org.unit("SY-2021-1").id: org.people["teacher_chen"].user_id})
    assert posts_of(org, "teacher_lin") == [("homeroom_teacher", date(2026, 9, 1), STARTS)]
    assert posts_of(org, "teacher_wu")[-1] == ("homeroom_teacher", STARTS, None)
    assert len(posts_of(org, "teacher_chen")) == 1, "nobody becomes teacher of a class that leaves"
    assert not org.signed_in("teacher_lin") and org.signed_in("teacher_wu")
    assert db.session.query(Post).filter_by(batch_id=batch.id).count() == 1


def test_who_leads_the_class_already_goes_on(org):
    to = {org.unit("SY-2024-2").id: org.people["teacher_lin"].user_id}
    roll(org, teachers=to)
    assert posts_of(org, "teacher_lin") == [("homeroom_teacher", date(2026, 9, 1), None)]


def test_run_late_the_new_teachers_begin_today(org, clock):
    clock.shift(290 * 86400)  # 4 September 2027
    roll(org, teachers={org.unit("SY-2024-2").id: org.people["teacher_wu"].user_id})
    assert posts_of(org, "teacher_wu")[-1][1] == date(2027, 9, 4)


def test_undone_everything_is_as_before(org):
    leaver = org.new_staff("毕老师", "SY-2021-1", "homeroom_teacher")
    change(org.seat("graduate"), to_on=None)
    batch = roll(org, teachers={org.unit("SY-2024-2").id: org.people["teacher_wu"].user_id})
    undo(org, batch)
    assert org.years("SY-2024-2") == {2026: "三(2)班"} and org.unit("SY-2024-2").name == "三(2)班"
    assert org.unit("SY-2021-1").closed_on is None
    seat = org.seat("graduate")
    assert (seat.to_on, seat.closed_by) == (None, None)
    assert posts_of(org, "teacher_lin") == [("homeroom_teacher", date(2026, 9, 1), None)]
    assert posts_of(org, "teacher_wu") == [("subject_teacher", date(2026, 9, 1), None)]
    assert db.session.query(Post).filter_by(user_id=leaver.id).one().to_on is None
    assert (batch.state, batch.undone_at) == ("undone", clock.now())
    assert org.last_audit().action == "rollover.undo"


def test_who_taught_the_leaving_class_without_leading_it_teaches_it_again(org):
    other = org.new_staff("毕老师", "SY-2021-1", "subject_teacher")
    undo(org, roll(org))
    db.session.expire_all()
    assert db.session.query(Post).filter_by(user_id=other.id).one().to_on is None


def test_undone_late_the_homeroom_teacher_of_before_leads_the_class_again(org, clock):
    clock.shift(290 * 86400)
    undo(org, roll(org, teachers={org.unit("SY-2024-2").id: org.people["teacher_wu"].user_id}))
    assert posts_of(org, "teacher_lin") == [("homeroom_teacher", date(2026, 9, 1), None)]


def test_a_leaving_class_without_pupils_is_open_again_and_a_closed_one_stays_closed(org):
    undo(org, roll(org))
    assert org.unit("SY-2021-1").closed_on is None
    change(org.unit("SY-2021-1"), closed_on=TODAY)
    undo(org, roll(org))
    assert org.unit("SY-2021-1").closed_on == TODAY


def test_a_post_that_ended_by_itself_on_the_first_day_of_the_year_stays_ended(org):
    change(org.post("teacher_chen"), to_on=STARTS)
    undo(org, roll(org))
    assert posts_of(org, "teacher_chen")[0][2] == STARTS


def test_classes_that_a_list_of_the_next_year_has_brought_before_stay(org):
    school = org.unit("LJ-SY")
    first = done(tree.add_class, school, 1, 2027, 1, "一(1)班").code
    done(tree.add_class, school, 2, 2027, 4, "四(2)班")
    undo(org, roll(org))
    assert org.years(first) == {2027: "一(1)班"}
    assert org.years("SY-2024-2") == {2026: "三(2)班", 2027: "四(2)班"} and org.unit("SY-2024-2").name == "四(2)班"
    assert org.years("SY-2024-1") == {2026: "三(1)班"}


def test_another_school_is_not_touched(org):
    change(org.seat("pupil_junior"), to_on=STARTS)
    batch = roll(org)
    undo(org, batch)
    assert org.years("LJ-DZ-J2025-3") == {2026: "八(3)班"} and org.seats("pupil_junior")[0][2] == STARTS


def test_one_that_has_noted_nothing_is_undone_by_its_year(org):
    """As those were that an older version made."""
    change(org.seat("graduate"), to_on=None)
    batch = roll(org, teachers={org.unit("SY-2024-2").id: org.people["teacher_wu"].user_id})
    undo(org, change(batch, classes=[]))
    assert org.years("SY-2024-2") == {2026: "三(2)班"} and org.unit("SY-2024-2").name == "三(2)班"
    assert org.unit("SY-2021-1").closed_on is None and posts_of(org, "teacher_lin")[0][2] is None


def test_undone_it_can_be_done_again(org):
    undo(org, roll(org))
    assert [done_ for *_, done_ in shown(org)] == [False] * 4
    roll(org)
    assert org.years("SY-2024-2")[2027] == "四(2)班"


def test_it_is_undone_to_the_last_second_of_its_days(org, clock):
    batch = roll(org, undo_days=1)
    clock.shift(86401)
    assert not_undone(org, batch) == "undo_too_late"
    clock.shift(-1)
    undo(org, batch)
    assert not_undone(org, batch) == "batch_not_applied"


def test_what_is_no_rollover_or_has_a_later_one_on_it_stays(org):
    batch = roll(org)
    later = roll(org, year=2027)
    assert not_undone(org, batch) == "later_batch"
    change(later, state="undone")
    change(batch, kind="roster")
    assert not_undone(org, batch) == "batch_not_applied"
    change(batch, kind="rollover", undo_until=None)
    assert not_undone(org, batch) == "batch_not_applied"


def test_a_later_batch_of_another_school_does_not_stand_in_the_way(org):
    batch = roll(org)
    roll(org, "LJ-DZ")
    undo(org, batch)
    assert batch.state == "undone"


def test_the_newest_that_stands_is_found(org):
    assert rollover.last_of(org.unit("LJ-SY")) is None
    first, second = roll(org), roll(org, year=2027)
    assert rollover.last_of(org.unit("LJ-SY")).id == second.id and rollover.last_of(org.unit("LJ-DZ")) is None
    undo(org, second)
    assert rollover.last_of(org.unit("LJ-SY")).id == first.id


def test_pupils_are_counted_as_of_today(org):
    change(org.seat("pupil_yu"), to_on=TODAY)
    change(org.seat("pupil_ming"), to_on=TOMORROW)
    assert {before: pupils for before, _, pupils, _ in shown(org)}["三(2)班"] == 3
    assert db.session.query(Enrolment).count() == 10
