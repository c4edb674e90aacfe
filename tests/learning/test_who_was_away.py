"""The roll taken at the end decides what an answer sheet is evidence of, whenever it was handed in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete

from eduplatform.curriculum import queries
from eduplatform.extensions import db
from eduplatform.learning import closing, quiz
from eduplatform.learning.models import SkillAttempt
from eduplatform.shared import clock as house_clock
from eduplatform.shared.database import write
from eduplatform.teaching.models import Absence, ClassSession

from . import world


def hand_in(viewer, number):
    attempt = quiz.own_attempt(viewer, number)
    with write():
        quiz.hand_in_attempt(viewer, attempt, world.right_answers(attempt))


@pytest.fixture
def session(yu, lesson) -> int:
    return world.open_session(yu, lesson)


def close(viewer, session):
    with write():
        closing.close_lesson(None, db.session.get(ClassSession, (viewer.school_id, session)))


def test_a_pupil_noted_absent_after_handing_in_did_not_answer_in_class(yu, ming, lesson, session):
    first, second = world.begin(yu, lesson), world.begin(ming, lesson)
    hand_in(yu, first)
    hand_in(ming, second)
    world.note_absent(yu, session)
    assert world.stored(first).grade == "A", "until the end the teacher may still be tapping"
    close(yu, session)
    assert (world.stored(first).grade, world.stored(second).grade) == ("B", "A")


def test_a_pupil_noted_absent_by_mistake_while_handing_in_did(yu, lesson, session):
    number = world.begin(yu, lesson)
    world.note_absent(yu, session)
    hand_in(yu, number)
    with write():
        db.session.execute(delete(Absence.__table__))
    close(yu, session)
    assert world.stored(number).grade == "A"


def test_what_was_handed_in_at_home_or_typed_in_by_the_teacher_stays_what_it_is(yu, ming, lesson, session, clock):
    home = world.begin(world.viewer_for(_Other(ming)), lesson)
    with write():
        row = db.session.get(world.QuizAttempt, (ming.school_id, home))
        row.session_id, row.grade, row.submitted_at = None, "B", house_clock.now()
    typed = world.begin(yu, lesson)
    with write():
        row = db.session.get(world.QuizAttempt, (yu.school_id, typed))
        row.grade, row.submitted_at = "C", house_clock.now()
    close(yu, session)
    assert (world.stored(home).grade, world.stored(typed).grade) == ("B", "C")


class _Other:
    """A viewer as `viewer_for` takes it."""

    def __init__(self, viewer):
        self.user_id, self.school_id = viewer.user_id, viewer.school_id


def test_trainings_follow_the_same_roll(yu, ming, lesson, session):
    skill_id, revision_id, _body = queries.skill_of(lesson)
    with write():
        for viewer in (yu, ming):
            db.session.add(
                SkillAttempt(
                    school_id=viewer.school_id,
                    pupil_id=viewer.user_id,
                    class_id=viewer.class_id,
                    skill_id=skill_id,
                    lesson_id=lesson,
                    revision_id=revision_id,
                    year=2026,
                    attempt_key=world.key(),
                    seed=1,
                    started_at=house_clock.now() - timedelta(minutes=5),
                    finished_at=house_clock.now(),
                    path=[],
                    points=8,
                    most=10,
                    outcome="good",
                    grade="A",
                    session_id=session,
                )
            )
    world.note_absent(yu, session)
    close(yu, session)
    grades = dict(db.session.query(SkillAttempt.pupil_id, SkillAttempt.grade).all())
    assert grades == {yu.user_id: "B", ming.user_id: "A"}
