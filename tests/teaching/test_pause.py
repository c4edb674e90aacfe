"""Pausing and going on."""

import pytest

from eduplatform.shared.refusals import Conflict
from eduplatform.teaching import sessions


def test_the_time_of_a_pause_is_not_taught(room, clock):
    session = room.open()
    clock.shift(20 * 60)
    session = room.do(sessions.pause_session, session, session.version)
    clock.shift(15 * 60)
    session = room.do(sessions.resume_session, session, session.version)
    clock.shift(20 * 60)
    assert room.close(session).minutes == 40


def test_a_lesson_closed_in_a_pause_ends_with_it(room, clock):
    session = room.open()
    clock.shift(40 * 60)
    session = room.do(sessions.pause_session, session, session.version)
    clock.shift(30 * 60)
    assert room.close(session).minutes == 40


def test_an_older_version_is_a_conflict(room):
    session = room.open()
    room.do(sessions.pause_session, session, 1)
    room.do(sessions.resume_session, session, 2)
    with pytest.raises(Conflict):
        room.do(sessions.pause_session, session, 1)


def test_pressing_pause_twice_pauses_once(room):
    session = room.open()
    room.do(sessions.pause_session, session, 1)
    assert room.do(sessions.pause_session, session, 1).version == 2


def test_a_clock_set_back_in_a_pause_takes_nothing_away(room, clock):
    session = room.open()
    session = room.do(sessions.pause_session, session, 1)
    clock.shift(-7200)
    assert room.do(sessions.resume_session, session, session.version).paused_ms == 0
