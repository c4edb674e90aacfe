"""The own record: the whole history of a person, earlier schools included, and nobody else's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.learning import own_record, quiz, skill_training
from eduplatform.org.models import Enrolment
from eduplatform.shared import clock, sql_counter
from eduplatform.shared.database import write
from eduplatform.teaching.models import ClassSession

from . import world


def closed(viewer, lesson) -> int:
    session = world.open_session(viewer, lesson)
    with write() as now:
        table = ClassSession.__table__
        now.execute(table.update().where(table.c.id == session).values(state="closed", closed_at=clock.now()))
    return session


def take(viewer, lesson, right=True) -> None:
    attempt = quiz.own_attempt(viewer, world.begin(viewer, lesson))
    with write():
        quiz.hand_in_attempt(viewer, attempt, world.right_answers(attempt) if right else [])


def record_of(viewer):
    key = db.session.get(User, (viewer.school_id, viewer.user_id)).person_key
    return own_record.own_record(viewer.school_id, viewer.user_id, key)


def test_the_best_quiz_counts_in_words(yu, lesson):
    take(yu, lesson, right=False)
    take(yu, lesson)
    (entry,) = record_of(yu).quizzes
    assert (entry.lesson_id, entry.level, entry.times) == (lesson, 2, 2)


def test_an_unfinished_quiz_is_not_on_it(yu, lesson):
    world.begin(yu, lesson)
    assert record_of(yu).empty


def test_lessons_of_the_class_count_for_who_was_there(yu, ming, lesson):
    session = closed(yu, lesson)
    world.note_absent(ming, session)
    assert len(record_of(yu).classes) == 1
    assert record_of(ming).classes == []


def test_a_lesson_before_joining_the_class_does_not_count(yu, lesson):
    with write() as now:
        now.execute(
            update(Enrolment.__table__).where(Enrolment.pupil_id == yu.user_id).values(from_on=date(2026, 11, 19))
        )
    closed(yu, lesson)
    assert record_of(yu).classes == []


def test_what_was_learned_at_the_earlier_school_stays(yu, lesson, people):
    take(yu, lesson)
    closed(yu, lesson)
    key = db.session.get(User, (yu.school_id, yu.user_id)).person_key
    west = world.viewer_for(people["pupil_west"])
    with write() as now:  # the same person, with a row at the new school
        now.execute(update(User.__table__).where(User.id == west.user_id).values(person_key=key))
    moved = own_record.own_record(west.school_id, west.user_id, key)
    assert len(moved.quizzes) == 1 and len(moved.classes) == 1


def test_nobody_elses_learning_is_on_it(yu, ming, lesson):
    take(ming, lesson)
    assert record_of(yu).empty


def test_what_i_can_do_now_is_what_went_well(yu, lesson):
    from eduplatform.curriculum import queries

    skill_id, revision, _body = queries.skill_of(lesson)
    with write():
        number = skill_training.start_training(yu, lesson, skill_id, revision, world.key())
    for step, choice in enumerate(["low", "feel"]):
        with write():
            skill_training.take_choice(yu, number, step, choice)
    record = record_of(yu)
    assert [entry.lesson_id for entry in record.can_do] == [lesson]
    assert record.skills[0].level == 2


@pytest.mark.parametrize("times", [1, 3])
def test_it_takes_the_same_statements_however_long_it_is(yu, lesson, clock, times):
    for _n in range(times):
        take(yu, lesson)
        closed(yu, lesson)
        clock.shift(timedelta(days=7))
    sql_counter.reset_count()
    own_record.own_record(yu.school_id, yu.user_id, "no-such-key")
    record_of(yu)
    assert sql_counter.statements_counted() <= 11
