"""Sessions left open are closed by the worker at their last touch."""

from eduplatform.extensions import db
from eduplatform.learning.jobs import close_forgotten
from eduplatform.shared import clock as time
from eduplatform.teaching import sessions
from eduplatform.teaching.models import ClassSession


def test_after_three_hours_it_ends_at_the_last_touch_with_a_note(room, clock):
    session = room.open()
    clock.shift(38 * 60)
    room.do(sessions.go_to, session, 9, 0, 9)
    clock.shift(3 * 3600 + 60)
    assert close_forgotten(time.now()) == 1
    row = db.session.get(ClassSession, (session.school_id, session.id))
    assert (row.state, row.minutes, row.note) == ("closed", 38, "forgotten")
    assert [(entry.hours, entry.grade) for entry in room.entries()] == [(100, "A")]


def test_running_it_again_writes_nothing_more(room, clock):
    room.open()
    clock.shift(4 * 3600)
    assert [close_forgotten(time.now()), close_forgotten(time.now())] == [1, 0]
    assert len(room.entries()) == 1


def test_a_lesson_still_going_on_is_left_alone(room, clock):
    session = room.open()
    clock.shift(2 * 3600)
    room.do(sessions.go_to, session, 1, 0, 9)
    clock.shift(2 * 3600)
    assert close_forgotten(time.now()) == 0


def test_a_lesson_paused_and_forgotten_counts_up_to_the_pause(room, clock):
    session = room.open()
    clock.shift(25 * 60)
    room.do(sessions.pause_session, session, 1)
    clock.shift(5 * 3600)
    close_forgotten(time.now())
    assert db.session.get(ClassSession, (session.school_id, session.id)).minutes == 25


def test_the_teacher_who_comes_back_the_next_morning_closes_it_at_the_last_touch_too(room, clock):
    session = room.open()
    clock.shift(40 * 60)
    room.do(sessions.go_to, session, 9, 0, 9)
    clock.shift(20 * 3600)
    assert room.close(session).minutes == 40
