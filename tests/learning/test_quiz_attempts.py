"""Starting and handing in a quiz: verbs, without pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from eduplatform.curriculum import queries
from eduplatform.extensions import db
from eduplatform.learning import quiz
from eduplatform.learning.models import QuizAttempt
from eduplatform.shared.database import write
from eduplatform.shared.models import StaleMark
from eduplatform.shared.refusals import NotFound, Refused

from . import world


def hand_in(viewer, attempt_id, answers=None):
    attempt = quiz.own_attempt(viewer, attempt_id)
    with write():
        return quiz.hand_in_attempt(viewer, attempt, world.right_answers(attempt) if answers is None else answers)


def rows() -> int:
    return db.session.scalar(select(func.count()).select_from(QuizAttempt))


def test_a_repeated_start_finds_the_same_attempt(yu, lesson):
    first = world.begin(yu, lesson, "the-same-key-00001")
    assert world.begin(yu, lesson, "the-same-key-00001") == first
    assert rows() == 1


def test_a_second_tab_goes_on_with_the_running_attempt(yu, lesson):
    assert world.begin(yu, lesson) == world.begin(yu, lesson)


def test_two_pupils_may_have_the_same_key(yu, ming, lesson):
    assert world.begin(yu, lesson, "the-same-key-00001") != world.begin(ming, lesson, "the-same-key-00001")


def test_all_right_is_a_hundred_and_excellent(yu, lesson):
    number = world.begin(yu, lesson)
    assert hand_in(yu, number) is True
    row = world.stored(number)
    assert (row.score, row.passed, row.excellent, row.late, row.grade) == (100, True, True, False, "B")
    assert row.shares == [100] * queries.quiz_of(lesson).draw


def test_nothing_chosen_is_zero(yu, lesson):
    number = world.begin(yu, lesson)
    hand_in(yu, number, [])
    row = world.stored(number)
    assert (row.score, row.passed) == (0, False)


def test_handing_in_twice_keeps_the_first(yu, lesson):
    number = world.begin(yu, lesson)
    before = quiz.own_attempt(yu, number)
    assert hand_in(yu, number, []) is True
    assert hand_in(yu, number) is False
    with write():  # a tab that loaded the attempt before the other one handed in
        assert quiz.hand_in_attempt(yu, before, world.right_answers(before)) is False
    assert world.stored(number).score == 0


def test_handing_in_marks_the_tally_in_the_same_transaction(yu, lesson):
    number = world.begin(yu, lesson)
    hand_in(yu, number)
    hand_in(yu, number)
    marks = db.session.scalars(select(StaleMark).where(StaleMark.tally == "class_lesson")).all()
    assert [(m.tally, m.class_id, m.lesson_id, m.year) for m in marks] == [("class_lesson", yu.class_id, lesson, 2026)]


def test_after_thirty_seconds_of_grace_it_is_late_and_does_not_pass(yu, lesson, clock):
    number = world.begin(yu, lesson)
    clock.shift(timedelta(minutes=10, seconds=31))
    hand_in(yu, number)
    row = world.stored(number)
    assert (row.late, row.score, row.passed, row.excellent) == (True, 100, False, False)


def test_within_the_grace_it_is_in_time(yu, lesson, clock):
    number = world.begin(yu, lesson)
    clock.shift(timedelta(minutes=10, seconds=30))
    hand_in(yu, number)
    assert world.stored(number).passed is True


def test_after_48_hours_it_is_refused(yu, lesson, clock):
    number = world.begin(yu, lesson)
    clock.shift(timedelta(minutes=10, hours=48, seconds=1))
    with pytest.raises(Refused) as refused:
        hand_in(yu, number)
    assert refused.value.code == "too_late"
    assert world.stored(number).submitted_at is None


def test_a_clock_set_back_harms_nobody(yu, lesson, clock):
    number = world.begin(yu, lesson)
    clock.shift(timedelta(days=-2))
    hand_in(yu, number)
    assert world.stored(number).passed is True


def test_attempts_are_limited(yu, lesson):
    for _n in range(queries.quiz_of(lesson).attempts):
        hand_in(yu, world.begin(yu, lesson))
    with pytest.raises(Refused) as refused:
        world.begin(yu, lesson)
    assert refused.value.code == "attempts_used"


@pytest.mark.parametrize("key", ["ROOM-0123456789abcdef", "Makeup-0123456789abcd", "room_0123456789abcdef"])
def test_a_key_that_looks_like_one_made_here_counts_as_any_other(yu, lesson, key):
    for n in range(queries.quiz_of(lesson).attempts):
        hand_in(yu, world.begin(yu, lesson, f"{key}{n}"))
    with pytest.raises(Refused):
        world.begin(yu, lesson, f"{key}-more")
    assert rows() == queries.quiz_of(lesson).attempts


def test_next_school_year_the_attempts_begin_anew(yu, lesson, clock):
    for _n in range(queries.quiz_of(lesson).attempts):
        hand_in(yu, world.begin(yu, lesson))
    clock.shift(timedelta(days=300))
    assert world.begin(yu, lesson)


def test_an_expired_attempt_is_not_gone_on_with(yu, lesson, clock):
    first = world.begin(yu, lesson)
    clock.shift(timedelta(minutes=11))
    assert world.begin(yu, lesson) != first


def test_in_an_open_class_session_of_the_own_class_it_is_evidence_a(yu, lesson):
    session = world.open_session(yu, lesson)
    number = world.begin(yu, lesson)
    hand_in(yu, number)
    row = world.stored(number)
    assert (row.grade, row.session_id) == ("A", session)


def test_a_session_without_devices_supervises_only_who_joined_it(yu, lesson, people):
    session = world.open_session(yu, lesson, quiz_mode="hands")
    number = world.begin(yu, lesson)
    hand_in(yu, number)
    assert world.stored(number).grade == "B"
    joined = world.viewer_for(people["pupil_ming"], class_session_id=session)
    number = world.begin(joined, lesson)
    hand_in(joined, number)
    assert world.stored(number).grade == "A"


def test_practice_at_home_does_not_use_up_the_attempts_in_class(yu, lesson):
    for _n in range(queries.quiz_of(lesson).attempts):
        hand_in(yu, world.begin(yu, lesson))
    world.open_session(yu, lesson)
    assert world.begin(yu, lesson)


def test_a_pupil_noted_absent_earns_no_evidence_a(yu, lesson):
    session = world.open_session(yu, lesson)
    number = world.begin(yu, lesson)
    world.note_absent(yu, session)
    hand_in(yu, number)
    assert world.stored(number).grade == "B"


@pytest.mark.parametrize("minutes, grade", [(1, "A"), (3, "B")])
def test_answers_on_their_way_when_the_session_closes_still_count(yu, lesson, clock, minutes, grade):
    session = world.open_session(yu, lesson)
    number = world.begin(yu, lesson)
    with write() as session_now:
        from eduplatform.shared import clock as house_clock
        from eduplatform.teaching.models import ClassSession

        table = ClassSession.__table__
        session_now.execute(
            table.update().where(table.c.id == session).values(state="closed", closed_at=house_clock.now())
        )
    clock.shift(timedelta(minutes=minutes))
    hand_in(yu, number)
    assert world.stored(number).grade == grade


def test_a_session_left_open_supervises_nobody_in_the_evening(yu, lesson, clock):
    world.open_session(yu, lesson)
    clock.shift(timedelta(hours=8))
    number = world.begin(yu, lesson)
    hand_in(yu, number)
    assert world.stored(number).grade == "B"


def test_another_pupils_attempt_is_not_there(yu, ming, lesson):
    number = world.begin(yu, lesson)
    with pytest.raises(NotFound):
        quiz.own_attempt(ming, number)


@pytest.mark.parametrize("key", ["", "short", "x" * 37, "a" * 15, "with space 0123456", "' OR 1=1 --012345"])
def test_odd_keys_are_refused(yu, lesson, key):
    with pytest.raises(Refused) as refused, write():
        quiz.start_attempt(yu, queries.quiz_of(lesson), key)
    assert refused.value.code == "bad_key"


def test_an_attempt_takes_at_most_a_kilobyte(yu, lesson):
    number = world.begin(yu, lesson)
    hand_in(yu, number)
    row = world.stored(number)
    import json

    kept = sum(len(json.dumps(value, default=str)) for value in row)
    assert kept < 1024
