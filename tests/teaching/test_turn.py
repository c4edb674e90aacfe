"""Turning the steps of a run."""

import pytest

from eduplatform.shared.refusals import Conflict
from eduplatform.teaching import queries, sessions


def test_the_place_is_kept_so_that_a_restart_goes_on_there(room):
    session = room.open()
    room.do(sessions.go_to, session, 3, 0, 9)
    assert queries.session_by_id(session.id).slide == 3


def test_two_nexts_at_once_are_one_step(room):
    session = room.open()
    room.do(sessions.go_to, session, 1, 0, 9)
    assert room.do(sessions.go_to, session, 1, 0, 9).slide == 1


def test_a_hand_that_saw_an_older_place_is_told_where_the_lesson_is(room):
    session = room.open()
    room.do(sessions.go_to, session, 5, 0, 9)
    with pytest.raises(Conflict) as refusal:
        room.do(sessions.go_to, session, 1, 0, 9)
    assert refusal.value.code == "slide_moved" and refusal.value.values == {"slide": 5}


def test_there_is_nothing_before_the_first_and_after_the_last(room):
    session = room.open()
    assert room.do(sessions.go_to, session, 99, 0, 9).slide == 9
    assert room.do(sessions.go_to, session, -4, 9, 9).slide == 0


def test_turning_does_not_make_the_phones_version_old(room):
    session = room.open()
    room.do(sessions.go_to, session, 4, 0, 9)
    assert room.do(sessions.pause_session, session, 1).state == "paused"


def test_after_the_end_nothing_turns(room):
    session = room.open()
    room.close(session)
    with pytest.raises(Conflict):
        room.do(sessions.go_to, session, 1, 0, 9)


def test_a_clock_set_back_does_not_move_the_last_touch_back(room, clock):
    session = room.open()
    touched = session.touched_at
    clock.shift(-3600)
    assert room.do(sessions.go_to, session, 1, 0, 9).touched_at == touched
