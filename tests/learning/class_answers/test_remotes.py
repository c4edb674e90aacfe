"""Phones join by a code that is used once."""

from datetime import timedelta

import pytest

from eduplatform.learning import closing
from eduplatform.shared.refusals import Conflict, NotFound, Refused
from eduplatform.teaching import remotes


def joined(lesson, room):
    return lesson.do(remotes.take_join_code, room.do(remotes.show, lesson.session))


def test_a_phone_joins_with_the_code_on_the_screen(lesson, room):
    remote, secret = joined(lesson, room)
    assert remotes.phone_of_secret(secret).id == remote.id
    assert remotes.session_of(remote).id == lesson.session.id


def test_a_code_works_once(lesson, room):
    token = room.do(remotes.show, lesson.session)
    lesson.do(remotes.take_join_code, token)
    with pytest.raises(Conflict) as used:
        lesson.do(remotes.take_join_code, token)
    assert used.value.code == "remote_used"


def test_a_third_phone_is_told_that_there_are_two(lesson, room):
    joined(lesson, room)
    joined(lesson, room)
    with pytest.raises(Refused) as full:
        joined(lesson, room)
    assert full.value.code == "remote_full"


def test_a_new_code_makes_the_last_one_void(lesson, room):
    old = room.do(remotes.show, lesson.session)
    room.do(remotes.show, lesson.session)
    with pytest.raises(NotFound):
        lesson.do(remotes.take_join_code, old)


def test_a_code_is_good_for_a_quarter_of_an_hour(lesson, room, clock):
    token = room.do(remotes.show, lesson.session)
    clock.shift(timedelta(minutes=16))
    with pytest.raises(Conflict):
        lesson.do(remotes.take_join_code, token)


def test_after_the_lesson_neither_code_nor_phone_is_good(lesson, room):
    _remote, secret = joined(lesson, room)
    token = room.do(remotes.show, lesson.session)
    room.do(closing.close_lesson, lesson.session)
    assert remotes.phone_of_secret(secret) is None
    with pytest.raises(NotFound):
        lesson.do(remotes.take_join_code, token)


def test_phones_can_be_let_go(lesson, room):
    _remote, secret = joined(lesson, room)
    lesson.do(remotes.let_phones_go, lesson.session)
    assert remotes.phone_of_secret(secret) is None
    joined(lesson, room)


@pytest.mark.parametrize("odd", ["", "x", "1-", "-abc", "9999999999999999999-abc", "1-漢", "a-b"])
def test_odd_codes_are_unknown(lesson, odd):
    assert remotes.phone_of_secret(odd) is None
    with pytest.raises(NotFound):
        lesson.do(remotes.take_join_code, odd)
