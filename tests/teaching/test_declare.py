"""Declaring a lesson held without the system."""

from datetime import date

import pytest

from eduplatform.extensions import db
from eduplatform.org.models import Enrolment
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry
from eduplatform.shared.refusals import Refused
from eduplatform.teaching import ledger


def declare(
    room, day=date(2026, 11, 16), minutes=40, carrier="pe_health", present=4, begins=8 * 60, lesson=None, **more
):
    return room.do(
        ledger.declare_lesson,
        room.unit,
        lesson or room.lesson.lesson_id,
        day,
        minutes,
        carrier,
        present,
        begins,
        **more,
    )


def test_it_is_evidence_c_without_a_session(room):
    declare(room)
    entry = room.entries()[0]
    assert (entry.grade, entry.session_id, entry.hours, entry.given_on, entry.week) == (
        "C",
        None,
        100,
        date(2026, 11, 16),
        12,
    )
    assert (entry.roll, entry.present, entry.teacher_id) == (4, 4, room.viewer.user_id)


@pytest.mark.parametrize("day", [date(2026, 11, 3), date(2026, 11, 19), date(2025, 11, 18)])
def test_too_old_or_still_to_come_is_refused(room, day):
    with pytest.raises(Refused):
        declare(room, day)


def test_fourteen_days_back_is_taken(room):
    assert declare(room, date(2026, 11, 4)).week == 10


@pytest.mark.parametrize("minutes", [0, 9, 91, -40])
def test_odd_minutes_are_refused(room, minutes):
    with pytest.raises(Refused):
        declare(room, minutes=minutes)


def test_more_present_than_on_the_roll_is_refused(room):
    with pytest.raises(Refused):
        declare(room, present=5)


def test_the_same_lesson_on_the_same_day_is_written_once(room):
    declare(room)
    with pytest.raises(Refused) as refusal:
        declare(room, minutes=30)
    assert refusal.value.code == "already_recorded" and len(room.entries()) == 1


def test_what_the_system_already_wrote_cannot_be_declared_too(room, clock):
    session = room.open()
    clock.shift(40 * 60)
    room.close(session)
    with pytest.raises(Refused):
        declare(room, date(2026, 11, 18))


def test_after_taking_it_back_it_can_be_declared_again(room):
    room.do(ledger.take_entry_back, declare(room), "写错了")
    assert declare(room).sign == 1


def refused(room, **how) -> Refused:
    with pytest.raises(Refused) as refusal:
        declare(room, **how)
    return refusal.value


def test_what_was_declared_is_on_record_with_its_figures(room):
    entry = declare(room, minutes=30, present=3)
    last = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert (last.action, last.subject, last.actor_id) == (
        "hours.declare",
        f"class:{room.unit.id}",
        room.viewer.user_id,
    )
    assert last.detail == {
        "entry": entry.id,
        "minutes": 30,
        "hours": entry.hours,
        "roll": 4,
        "present": 3,
        "grade": "C",
    }


def test_a_lesson_lies_between_six_and_ten_in_the_evening(room):
    assert declare(room, begins=6 * 60).begins == 360
    assert declare(room, day=date(2026, 11, 17), begins=22 * 60 - 40, apart=True).begins == 1280
    for begins in (6 * 60 - 1, 22 * 60 - 39):
        told = refused(room, day=date(2026, 11, 13), begins=begins)
        assert (told.code, f"{told.values['first']}–{told.values['last']}") == ("odd_time", "6–22"), "whole hours"


def test_the_refusal_says_when_the_other_lesson_was(room):
    declare(room, begins=8 * 60)
    told = refused(room, begins=8 * 60 + 20, apart=True)
    assert (told.values["day"], told.values["taught"]) == (date(2026, 11, 16), False)
    assert (told.values["begins"], told.values["lasts"]) == (480, 40)


def test_no_lesson_was_held_at_the_time_of_the_one_being_given(room, clock):
    room.open()
    clock.shift(10 * 60)
    told = refused(room, day=date(2026, 11, 18), begins=9 * 60 + 25)
    assert told.code != "declare_future" and told.values["taught"]
    assert declare(room, day=date(2026, 11, 18), begins=8 * 60, apart=True).begins == 480


def test_a_class_that_everybody_has_left_has_no_lesson(room):
    with write() as session:
        session.query(Enrolment).filter_by(class_id=room.unit.id).update({"to_on": date(2026, 11, 10)})
    told = refused(room)
    assert (told.code, told.values) == ("no_pupils", {"day": date(2026, 11, 16)})
