"""A staged list made true, all at once, and taken back: pupils, classes, teachers, sessions, and the days in between."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from eduplatform.accounts import people as accounts
from eduplatform.accounts import sessions as sign_ins
from eduplatform.accounts.models import User, UserSession
from eduplatform.extensions import db
from eduplatform.org import roster_apply, staff
from eduplatform.org.models import Enrolment, Post, RosterBatch, RosterRow
from eduplatform.shared import clock
from tests.people import START

from .lists import CLASS, HEADER, NEW, apply, bring, counts, staged
from .world import TODAY, TOMORROW, change, done, refused

WITH_TEACHER = (*HEADER, "班主任")


def undo(org, batch: RosterBatch) -> None:
    done(roster_apply.undo_roster, org.viewer("officer_safe"), batch)


def not_applied(org, batch: RosterBatch) -> str:
    return refused(roster_apply.apply_roster, org.viewer("officer_safe"), batch, org.unit("LJ-SY"))


def not_undone(org, batch: RosterBatch) -> str:
    return refused(roster_apply.undo_roster, org.viewer("officer_safe"), batch)


def pupil(name: str) -> User:
    db.session.expire_all()
    return db.session.query(User).filter_by(name=name).one()


def seats(user: User) -> list[tuple[str, date, date | None]]:
    db.session.expire_all()
    found = db.session.query(Enrolment).filter_by(pupil_id=user.id).order_by(Enrolment.id)
    return [(row.number, row.from_on, row.to_on) for row in found]


def teachers(org, code: str = "SY-2024-2") -> list[str]:
    return [name for unit, name in staff.classes_of(org.unit("LJ-SY")) if unit.code == f"LJ-{code}"]


def test_a_new_pupil_has_an_account_and_a_seat_from_today(org):
    batch = bring(org, *CLASS, NEW)
    assert apply(org, batch, consent="书面同意", undo_days=7) == batch.counts
    user = pupil("史小满")
    assert (user.kind, user.school_id, user.batch_id, user.sex) == ("pupil", batch.school_id, batch.id, None)
    assert seats(user) == [("5", TODAY, None)] and db.session.query(Enrolment).filter_by(batch_id=batch.id).count() == 1
    assert (batch.state, batch.applied_at, batch.consent) == ("applied", clock.now(), "书面同意")
    assert batch.undo_until == clock.now() + timedelta(days=7)
    assert [action for action, *_ in staged(batch)] == ["new"], "what stays the same needs no row to be undone"
    entry = org.last_audit()
    assert (entry.action, entry.detail) == ("roster.apply", batch.counts)


def test_applied_twice_nothing_happens_again(org):
    batch = bring(org, *CLASS, NEW)
    apply(org, batch)
    assert apply(org, batch) == batch.counts
    assert db.session.query(User).filter_by(name="史小满").count() == 1 and len(org.audits("roster.apply")) == 1


@pytest.mark.parametrize("state", ["reading", "asking", "refused", "dropped", "undone"])
def test_what_is_not_staged_is_not_made_true(org, state):
    assert not_applied(org, change(bring(org, *CLASS), state=state)) == "batch_not_staged"


def test_a_roll_that_has_changed_meanwhile_is_read_again(org):
    batch = bring(org, *CLASS)
    change(org.seat("pupil_next"), to_on=TODAY)
    assert not_applied(org, batch) == "roll_changed" and batch.state == "staged"


def test_what_was_staged_must_be_what_was_counted(org):
    batch = bring(org, *CLASS, NEW)
    change(db.session.query(RosterRow).filter_by(batch_id=batch.id, action="new").one(), action="same")
    assert not_applied(org, batch) == "rows_differ"
    assert db.session.query(User).filter_by(name="史小满").count() == 0


def test_who_is_not_in_the_list_leaves_the_class_and_is_signed_out(org):
    org.sign_in("pupil_yu", "pupil_ming", "pupil_next")
    batch = bring(org, *CLASS[1:])
    apply(org, batch)
    assert org.seats("pupil_yu") == [("LJ-SY-2024-2", START, TODAY)] and org.seat("pupil_yu").closed_by == batch.id
    assert not org.signed_in("pupil_yu") and org.signed_in("pupil_ming")
    assert org.seats("pupil_next")[0][2] is None and org.signed_in("pupil_next"), "of a class that is not in the list"


def test_who_is_in_another_class_of_the_list_moves_there(org):
    org.sign_in("pupil_yu")
    batch = bring(org, *CLASS[1:], ("孙亦可乙一", "三(1)班", "1"), ("田小雨甲一", "三(1)班", "2"))
    assert counts(batch) == {"same": 4, "moved": 1}
    apply(org, batch)
    assert org.seats("pupil_yu") == [("LJ-SY-2024-2", START, TODAY), ("LJ-SY-2024-1", TODAY, None)]
    assert org.seat("pupil_yu").number == "2" and not org.signed_in("pupil_yu")


def test_a_changed_number_and_sex_are_labels_and_open_no_new_seat(org):
    rows = [("田小雨甲一", "三(2)班", "9", "女"), *[(*one, "") for one in CLASS[1:]]]
    batch = bring(org, *rows, header=(*HEADER, "性别"), answers={"namesakes": "same"})
    apply(org, batch)
    assert org.seats("pupil_yu") == [("LJ-SY-2024-2", START, None)]
    assert org.seat("pupil_yu").number == "9" and org.user("pupil_yu").sex == "f"
    assert org.user("pupil_ming").sex is None


def test_who_left_and_is_in_the_list_again_has_the_account_of_before(org):
    change(org.user("graduate"), disabled_at=clock.now())
    change(org.seat("graduate"), class_id=org.unit("SY-2024-2").id)
    batch = bring(org, *CLASS, ("范毕业庚一", "三(2)班", "9"), answers={"returned": "yes"})
    assert counts(batch) == {"back": 1, "same": 4}
    apply(org, batch)
    assert org.seats("graduate")[-1] == ("LJ-SY-2024-2", TODAY, None) and org.user("graduate").disabled_at is None
    undo(org, batch)
    assert org.user("graduate").disabled_at == clock.now() and len(org.seats("graduate")) == 1


def test_classes_of_the_list_are_made_and_counted_anew(org):
    org.forget_marks()
    apply(org, bring(org, ("史小满", "二(7)班", "1"), ("史大满", "三年级启航班", "1")))
    assert org.years("SY-2025-7") == {2026: "二(7)班"} and org.unit("SY-2024-启航").number is None
    assert {("LJ-SY-2025-7", 2026), ("LJ-SY-2024-启航", 2026)} <= org.marked()


def test_a_homeroom_teacher_of_the_list_takes_the_class_over(org):
    org.sign_in("teacher_lin", "teacher_wu")
    batch = bring(org, *[(*one, "wu老师") for one in CLASS], header=WITH_TEACHER)
    apply(org, batch)
    assert teachers(org) == ["wu老师"] and org.post("teacher_lin").to_on == TODAY
    assert not org.signed_in("teacher_lin") and org.signed_in("teacher_wu")
    post = db.session.query(Post).filter_by(batch_id=batch.id).one()
    assert (post.role, post.from_on, post.given_by) == ("homeroom_teacher", TODAY, None)


def test_a_new_teacher_gets_an_account_without_a_name_and_a_secret(org):
    batch = bring(org, *[(*one, "谢老师") for one in CLASS], header=WITH_TEACHER)
    apply(org, batch)
    user = pupil("谢老师")
    assert (user.kind, user.batch_id, user.first_in_at) == ("staff", batch.id, None)
    assert accounts.login_of(user) is None and teachers(org) == ["谢老师"]


def test_who_leads_the_class_already_keeps_the_post(org):
    apply(org, bring(org, *[(*one, "lin老师") for one in CLASS], header=WITH_TEACHER))
    assert org.post("teacher_lin").from_on == START and org.post("teacher_lin").to_on is None


def test_who_may_not_appoint_brings_pupils_and_no_teachers(org):
    rows = [(*one, "wu老师") for one in CLASS]
    batch = bring(org, *rows, header=WITH_TEACHER, by="teacher_lin", only={"LJ-SY-2024-2"})
    change(batch, classes=[each | {"teacher": {"user": org.people["teacher_wu"].user_id}} for each in batch.classes])
    apply(org, batch, by="teacher_lin")
    assert teachers(org) == ["lin老师"]


def test_the_command_line_appoints(org):
    apply(org, bring(org, *[(*one, "wu老师") for one in CLASS], header=WITH_TEACHER, by=None), by=None)
    assert teachers(org) == ["wu老师"] and org.last_audit().actor_id is None


def test_a_teacher_who_is_no_longer_there_makes_the_list_be_read_again(org):
    batch = bring(org, *[(*one, "wu老师") for one in CLASS], header=WITH_TEACHER)
    done(accounts.disable, org.user("teacher_wu"))
    assert not_applied(org, batch) == "roll_changed"
    assert teachers(org) == ["lin老师"]


def test_undone_the_same_day_nothing_is_left_but_closed_accounts(org):
    org.sign_in("pupil_yu")
    rows = [(*one, "谢老师") for one in (("田小雨甲一", "三(2)班", "9"), *CLASS[2:], NEW)]
    batch = bring(org, *rows, header=WITH_TEACHER, answers={"namesakes": "same"})
    apply(org, batch)
    undo(org, batch)
    assert seats(pupil("史小满")) == [] and pupil("史小满").disabled_at == clock.now()
    assert org.seats("pupil_ming") == [("LJ-SY-2024-2", START, None)] and org.seat("pupil_ming").closed_by is None
    assert org.seat("pupil_yu").number == "1"
    assert teachers(org) == ["lin老师"] and pupil("谢老师").disabled_at is None
    assert (batch.state, batch.undone_at) == ("undone", clock.now()) and org.last_audit().action == "roster.undo"


def test_undone_later_the_days_in_between_stay_true(org, clock):
    batch = bring(org, *CLASS[1:], ("孙亦可乙一", "三(1)班", "1"), ("田小雨甲一", "三(1)班", "2"), NEW)
    apply(org, batch)
    clock.shift(86400)
    undo(org, batch)
    assert org.seats("pupil_yu") == [
        ("LJ-SY-2024-2", START, TODAY),
        ("LJ-SY-2024-1", TODAY, TOMORROW),
        ("LJ-SY-2024-2", TOMORROW, None),
    ]
    assert org.seat("pupil_yu").number == "1" and seats(pupil("史小满")) == [("5", TODAY, TOMORROW)]


def test_a_corrected_name_and_sex_are_as_before(org):
    rows = [("田小宇甲一", "三(2)班", "1", "女"), *[(*one, "") for one in CLASS[1:]]]
    batch = bring(org, *rows, header=(*HEADER, "性别"), answers={"rename": "yes"})
    apply(org, batch)
    assert (org.user("pupil_yu").name, org.user("pupil_yu").sex) == ("田小宇甲一", "f")
    undo(org, batch)
    assert (org.user("pupil_yu").name, org.user("pupil_yu").sex) == ("田小雨甲一", None)


def test_undone_who_came_back_is_as_before_and_who_was_new_is_signed_out(org):
    change(org.user("graduate"), disabled_at=clock.now(), sex="m")
    change(org.seat("graduate"), class_id=org.unit("SY-2024-2").id)
    rows = [*[(*one, "") for one in CLASS], ("范毕业庚一", "三(2)班", "9", "女"), (*NEW, "")]
    batch = bring(org, *rows, header=(*HEADER, "性别"), answers={"returned": "yes"})
    apply(org, batch)
    made = pupil("史小满")
    done(sign_ins.begin_session, made, timedelta(days=1))
    undo(org, batch)
    assert org.user("graduate").sex == "m" and org.user("graduate").disabled_at == clock.now()
    ended = select(UserSession.ended_at).where(UserSession.user_id == made.id)
    assert db.session.scalars(ended).all() == [clock.now()]


def test_a_post_somebody_ended_that_day_stays_ended(org):
    apply(org, batch := bring(org, *[(*one, "谢老师") for one in CLASS], header=WITH_TEACHER))
    done(staff.end_post_today, org.viewer("officer_safe"), org.post("teacher_wu"), org.unit("SY-2024-2"))
    undo(org, batch)
    assert teachers(org) == ["lin老师"] and org.post("teacher_wu").to_on == TODAY


def test_it_is_undone_to_the_last_second_of_its_days(org, clock):
    batch = bring(org, *CLASS, NEW)
    apply(org, batch, undo_days=30)
    clock.shift(30 * 86400 + 1)
    assert not_undone(org, batch) == "undo_too_late"
    clock.shift(-1)
    undo(org, batch)
    assert not_undone(org, batch) == "batch_not_applied"


def test_a_list_with_a_later_one_on_it_is_not_undone(org):
    first = bring(org, *CLASS, NEW)
    apply(org, first)
    second = bring(org, *CLASS)
    apply(org, second)
    assert not_undone(org, first) == "later_batch"
    undo(org, second)
    undo(org, first)
    assert first.state == second.state == "undone"


@pytest.mark.parametrize("values", [{"state": "staged"}, {"undo_until": None}])
def test_what_is_not_applied_is_not_undone(org, values):
    batch = bring(org, *CLASS)
    apply(org, batch)
    assert not_undone(org, change(batch, **values)) == "batch_not_applied"


def test_an_import_of_another_school_does_not_stand_in_the_way(org):
    batch = bring(org, *CLASS, NEW)
    apply(org, batch)
    apply(org, bring(org, ("钱思远丁一", "八(3)班", "1"), code="LJ-DZ", by=None), code="LJ-DZ", by=None)
    undo(org, batch)
    assert batch.state == "undone" and org.seats("pupil_junior")[0][2] is None
