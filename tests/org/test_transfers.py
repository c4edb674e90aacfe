"""A pupil changes class or school: one enrolment closes, another opens, nothing is overwritten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from eduplatform.accounts import codes
from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org import transfers
from eduplatform.org.erasing import erase_person
from eduplatform.org.models import Enrolment, Handover
from eduplatform.org.roster_uploads import Uploads
from eduplatform.shared import clock

from .world import TODAY, TOMORROW, YESTERDAY, change, done, refusal, refused

SINCE = date(2026, 9, 1)


def move(org, name: str, code: str, number: str = "") -> Enrolment:
    return done(transfers.move, org.viewer("officer_safe"), org.seat(name), org.unit(code), number)


def not_moved(org, name: str, code: str, number: str = "") -> str:
    return refused(transfers.move, org.viewer("officer_safe"), org.seat(name), org.unit(code), number)


def let_go(org, name: str = "pupil_yu") -> str:
    return done(transfers.let_pupil_go, org.viewer("officer_safe"), org.seat(name))


def take_in(org, code: str, at: str = "LJ-XS1-2024-1", number: str = "") -> User:
    return done(transfers.take_pupil_in, org.viewer("officer_safe"), code, org.unit(at), number)


def not_taken(org, code: str, at: str = "LJ-XS1-2024-1", number: str = "") -> str:
    return refused(transfers.take_pupil_in, org.viewer("officer_safe"), code, org.unit(at), number)


def undo(org, name: str = "pupil_yu", code: str = "SY-2024-2") -> None:
    done(transfers.undo_transfer, org.viewer("officer_safe"), org.unit(code), org.people[name].user_id)


def not_undone(org, name: str = "pupil_yu", code: str = "SY-2024-2") -> str:
    return refused(transfers.undo_transfer, org.viewer("officer_safe"), org.unit(code), org.people[name].user_id)


def handover() -> Handover:
    db.session.expire_all()
    return db.session.scalars(select(Handover)).one()


def test_a_pupil_of_the_class_is_found_with_the_enrolment_of_today(org):
    unit, yu = org.unit("SY-2024-2"), org.people["pupil_yu"].user_id
    enrolment, user = transfers.enrolment_of(yu, unit)
    assert (enrolment.pupil_id, user.name) == (yu, "田小雨甲一")
    assert refused(transfers.enrolment_of, yu, org.unit("SY-2024-1")) == "not_found", "the next class"
    change(org.seat("pupil_yu"), to_on=TODAY)
    assert refused(transfers.enrolment_of, yu, unit) == "not_found", "left"
    change(org.seat("pupil_yu"), to_on=TOMORROW)
    assert transfers.enrolment_of(yu, unit)[0].to_on == TOMORROW


def test_a_move_closes_one_enrolment_and_opens_another(org):
    org.sign_in("pupil_yu", "pupil_ming")
    org.forget_marks()
    opened = move(org, "pupil_yu", "SY-2024-1", "9")
    assert org.seats("pupil_yu") == [("LJ-SY-2024-2", SINCE, TODAY), ("LJ-SY-2024-1", TODAY, None)]
    assert (opened.number, opened.batch_id, opened.closed_by) == ("9", None, None)
    assert not org.signed_in("pupil_yu") and org.signed_in("pupil_ming")
    assert org.marked() == {("LJ-SY-2024-1", 2026)}
    entry = org.last_audit()
    assert (entry.action, entry.subject) == ("pupil.move", f"user:{org.people['pupil_yu'].user_id}")
    assert entry.detail == {"before": org.unit("SY-2024-2").id, "to": org.unit("SY-2024-1").id}


@pytest.mark.parametrize(
    ("code", "number", "said"),
    [
        ("SY-2024-2", "", "same_class"),
        ("LJ-XS1-2024-1", "", "other_school"),
        ("LJ-SY", "", "other_school"),
        ("SY-2024-1", "1", "number_taken"),
    ],
)
def test_a_move_is_refused(org, code, number, said):
    assert not_moved(org, "pupil_yu", code, number) == said
    assert org.seats("pupil_yu") == [("LJ-SY-2024-2", SINCE, None)]


def test_nobody_moves_into_a_closed_class(org):
    change(org.unit("SY-2026-1"), closed_on=TODAY)
    assert not_moved(org, "pupil_yu", "SY-2026-1") == "other_school"


def test_a_number_is_free_when_its_holder_has_left(org):
    change(org.seat("pupil_next"), to_on=TODAY)
    assert move(org, "pupil_yu", "SY-2024-1", "1").number == "1"


def test_a_number_is_taken_in_the_class_alone_and_none_at_all_is_always_free(org):
    change(org.seat("pupil_next"), number="")
    for code, number in (("SY-2024-1", "4"), ("SY-2024-1", ""), ("SY-2026-1", "2")):
        done(transfers.free, org.unit(code), number)
    said = refusal(transfers.free, org.unit("SY-2024-2"), "4")
    assert (said.code, said.values) == ("number_taken", {"number": "4"})


def test_who_came_today_and_moves_on_was_never_longer_than_a_day(org):
    change(org.seat("pupil_yu"), from_on=TOMORROW)
    move(org, "pupil_yu", "SY-2024-1")
    assert org.seats("pupil_yu")[0] == ("LJ-SY-2024-2", TOMORROW, TOMORROW), "never an end before its beginning"


@pytest.mark.parametrize(
    ("had", "number", "now"),
    [
        (("5", ""), "", ("", "")),
        (("5", ""), "9", ("9", "")),
        (("20240105", ""), "", ("20240105", "")),
        (("20240105", ""), "9", ("9", "20240105")),
        (("00012", ""), "", ("", "")),
        (("10012", ""), "", ("10012", "")),
        (("010012", ""), "9", ("9", "010012")),
        (("5", "20240105"), "", ("", "20240105")),
        (("5", "20240105"), "9", ("9", "20240105")),
    ],
)
def test_the_number_of_ones_own_goes_along_and_a_seat_does_not(org, had, number, now):
    change(org.seat("pupil_yu"), number=had[0], student_number=had[1])
    opened = move(org, "pupil_yu", "SY-2024-1", number)
    assert (opened.number, opened.student_number) == now


def test_who_is_let_go_leaves_today_with_a_code(org):
    org.sign_in("pupil_yu")
    code = let_go(org)
    assert org.seats("pupil_yu") == [("LJ-SY-2024-2", SINCE, TODAY)] and not org.signed_in("pupil_yu")
    kept = handover()
    assert kept.code_hash == codes.hashed_code(code) and code not in kept.code_hash
    assert kept.expires_at - kept.issued_at == timedelta(days=60) and kept.issued_at == clock.now()
    assert (kept.issued_by, kept.used_at) == (org.people["officer_safe"].user_id, None)
    assert org.last_audit().action == "pupil.let_go" and org.last_audit().detail == {}


def test_another_school_takes_the_pupil_in_under_the_same_key(org):
    code, old = let_go(org), org.user("pupil_yu")
    org.forget_marks()
    new = take_in(org, f" {code.lower()} ", number="7")
    assert (new.school_id, new.person_key, new.name, new.sex) == (
        org.unit("LJ-XS1").id,
        old.person_key,
        old.name,
        old.sex,
    )
    assert new.id != old.id and new.kind == "pupil"
    seat = db.session.scalars(select(Enrolment).where(Enrolment.pupil_id == new.id)).one()
    assert (seat.class_id, seat.number, seat.from_on) == (org.unit("LJ-XS1-2024-1").id, "7", TODAY)
    assert handover().used_at == clock.now() and handover().new_school_id == new.school_id
    assert org.marked() == {("LJ-XS1-2024-1", 2026)} and org.last_audit().action == "pupil.take_in"
    assert org.last_audit().school_id == new.school_id, "on record where the pupil came to"


def test_a_code_is_good_once(org):
    code = let_go(org)
    take_in(org, code)
    assert not_taken(org, code) == "handover_unknown"


def test_a_wrong_code_takes_nobody_in(org):
    let_go(org)
    assert not_taken(org, "AAAA-AAAA-AAAA") == not_taken(org, "") == "handover_unknown"


def test_a_code_is_good_to_its_last_second(org, clock):
    code = let_go(org)
    clock.shift(60 * 86400)
    assert not_taken(org, code) == "handover_unknown"
    clock.shift(-1)
    assert take_in(org, code).name == "田小雨甲一"


def test_a_taken_number_does_not_use_the_code_up(org):
    code = let_go(org)
    assert not_taken(org, code, number="1") == "number_taken"
    assert handover().used_at is None and take_in(org, code, number="2").kind == "pupil"


def test_who_comes_back_to_a_former_school_has_the_account_of_before(org):
    west = take_in(org, let_go(org))
    seat = db.session.scalars(select(Enrolment).where(Enrolment.pupil_id == west.id)).one()
    back = done(transfers.let_pupil_go, org.viewer("officer_safe"), seat)
    assert take_in(org, back, "SY-2024-1").id == org.people["pupil_yu"].user_id
    assert len(org.seats("pupil_yu")) == 2


def test_who_was_erased_meanwhile_is_not_brought_back_by_the_code(org, tmp_path):
    code = let_go(org)
    done(erase_person, org.user("pupil_yu"), Uploads(tmp_path))
    assert not_taken(org, code) == "handover_unknown"


def test_who_left_today_can_be_put_back_and_both_classes_show_it(org):
    move(org, "pupil_yu", "SY-2024-1")
    let_go(org, "pupil_ming")
    old, new = transfers.undoable(org.unit("SY-2024-2")), transfers.undoable(org.unit("SY-2024-1"))
    assert [(one.name, one.class_name, one.to) for one in old] == [
        ("田小雨甲一", "三(2)班", "三(1)班"),
        ("周一鸣甲二", "三(2)班", ""),
    ]
    assert [(one.name, one.class_id) for one in new] == [("田小雨甲一", org.unit("SY-2024-2").id)]
    assert transfers.undoable(org.unit("SY-2026-1")) == []


@pytest.mark.parametrize(
    "values",
    [{"to_on": YESTERDAY}, {"to_on": TOMORROW}, {"closed_by": 5, "to_on": TODAY}, {"from_on": TODAY, "to_on": TODAY}],
)
def test_what_is_not_of_today_or_not_by_hand_is_not_put_back(org, values):
    change(org.seat("pupil_yu"), **values)
    assert transfers.undoable(org.unit("SY-2024-2")) == []
    assert not_undone(org) == "undo_gone"


def test_put_back_it_is_as_if_it_had_not_been(org):
    org.sign_in("pupil_yu")
    move(org, "pupil_yu", "SY-2024-1", "9")
    org.sign_in("pupil_yu")
    org.forget_marks()
    undo(org)
    assert org.seats("pupil_yu") == [("LJ-SY-2024-2", SINCE, None)] and org.seat("pupil_yu").number == "1"
    assert org.marked() == {("LJ-SY-2024-1", 2026), ("LJ-SY-2024-2", 2026)} and not org.signed_in("pupil_yu")
    assert org.last_audit().action == "pupil.undo" and org.last_audit().detail == {"to": org.unit("SY-2024-2").id}
    assert not_undone(org) == "undo_gone", "there is nothing left to undo"


def test_a_number_given_away_meanwhile_is_not_taken_from_its_new_holder(org):
    move(org, "pupil_yu", "SY-2024-1")
    change(org.seat("pupil_ming"), number="1")
    undo(org)
    assert org.seat("pupil_yu").number == "" and org.seat("pupil_ming").number == "1"


def test_a_leave_taken_back_makes_its_code_void(org):
    code = let_go(org)
    undo(org)
    assert org.seats("pupil_yu") == [("LJ-SY-2024-2", SINCE, None)]
    assert handover().expires_at == clock.now() and not_taken(org, code) == "handover_unknown"


def test_who_was_taken_in_elsewhere_stays_there(org):
    take_in(org, let_go(org))
    assert not_undone(org) == "undo_gone" and org.seats("pupil_yu")[-1][2] == TODAY


def test_an_old_used_code_is_no_hindrance_to_undo_a_later_move(org, clock):
    take_in(org, let_go(org))
    clock.shift(61 * 86400)
    change(org.seat("pupil_yu"), to_on=None)
    move(org, "pupil_yu", "SY-2024-1")
    undo(org)
    assert org.seats("pupil_yu")[-1][2] is None


def test_from_a_third_class_nothing_is_undone(org):
    move(org, "pupil_yu", "SY-2024-1")
    assert not_undone(org, code="SY-2024-1") == not_undone(org, code="SY-2026-1") == "undo_gone"


def test_who_sits_in_another_class_since_yesterday_or_by_a_roster_is_not_undone(org):
    opened = move(org, "pupil_yu", "SY-2024-1")
    change(opened, batch_id=3)
    assert not_undone(org) == "undo_gone"
    change(opened, batch_id=None, from_on=YESTERDAY)
    assert not_undone(org) == "undo_gone"


def test_a_pupil_who_is_or_was_in_the_class_is_found(org):
    unit, graduate = org.unit("SY-2021-1"), org.people["graduate"].user_id
    assert transfers.past_of(graduate, unit).name == "范毕业庚一"
    assert refused(transfers.past_of, graduate, org.unit("SY-2024-2")) == "not_found"
    assert refused(transfers.past_of, 999_999, unit) == "not_found"


def test_the_last_enrolment_at_a_school(org):
    school, yu = org.unit("LJ-SY").id, org.people["pupil_yu"].user_id
    move(org, "pupil_yu", "SY-2024-1")
    assert transfers.last_of(school, yu).class_id == org.unit("SY-2024-1").id
    assert transfers.last_of(org.unit("LJ-XS1").id, yu) is None
