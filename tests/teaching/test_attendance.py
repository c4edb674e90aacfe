"""Who is away: by exception."""

import pytest

from eduplatform.shared.refusals import Conflict, NotFound
from eduplatform.teaching import queries, sessions


def test_everybody_is_here_until_noted(room):
    session = room.open()
    assert queries.present_now(session) == (4, 4)


def test_noting_and_taking_back_can_be_repeated_without_harm(room):
    session = room.open()
    yu, ming = room.pupils["pupil_yu"], room.pupils["pupil_ming"]
    for _ in range(2):
        room.do(sessions.note_absent, session, {yu, ming})
    assert sessions.absent_ids(session) == {yu, ming}
    for _ in range(2):
        room.do(sessions.note_present, session, {yu})
    assert sessions.absent_ids(session) == {ming} and queries.present_now(session) == (4, 3)


def test_two_hands_noting_different_pupils_lose_nothing(room):
    session = room.open()
    room.do(sessions.note_absent, session, {room.pupils["pupil_yu"]})
    room.do(sessions.note_absent, session, {room.pupils["pupil_ming"]})
    assert len(sessions.absent_ids(session)) == 2


@pytest.mark.parametrize("stranger", ["pupil_next", "pupil_far", "graduate", "teacher_lin"])
def test_only_pupils_of_the_class_can_be_noted(room, stranger):
    session = room.open()
    with pytest.raises(NotFound):
        room.do(sessions.note_absent, session, {room.pupils[stranger]})


def test_after_the_end_the_roll_is_fixed(room):
    session = room.open()
    room.close(session)
    with pytest.raises(Conflict):
        room.do(sessions.note_absent, session, {room.pupils["pupil_yu"]})
