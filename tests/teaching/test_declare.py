"""Declaring a lesson held without the system."""

from datetime import date

import pytest

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
