"""Fifty clicks at the same moment: one attempt, one hand-in, one answer for all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from eduplatform.curriculum import queries
from eduplatform.extensions import db
from eduplatform.learning import quiz
from eduplatform.learning.models import QuizAttempt
from eduplatform.shared.database import write
from eduplatform.shared.models import StaleMark

from . import world


def at_once(app, work, n=50):
    def run(place: int):
        with app.app_context():
            return work(place)

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(run, range(n)))


def test_fifty_starts_are_one_attempt(app, yu, lesson):
    keys = ["the-same-key-00001", "other-tab-key-00002"]
    numbers = at_once(app, lambda place: world.begin(yu, lesson, keys[place % 2]))
    assert len(set(numbers)) == 1
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(QuizAttempt)) == 1


def test_fifty_hand_ins_with_different_answers_are_stored_once(app, yu, lesson):
    number = world.begin(yu, lesson)

    def hand_in(place: int) -> bool:
        attempt = quiz.own_attempt(yu, number)
        with write():
            return quiz.hand_in_attempt(yu, attempt, world.right_answers(attempt) if place % 2 else [])

    stored = at_once(app, hand_in)
    assert stored.count(True) == 1
    marks = select(func.count()).select_from(StaleMark).where(StaleMark.tally == "class_lesson")
    db.session.rollback()
    assert db.session.scalar(marks) == 1


def test_the_limit_holds_against_a_burst(app, yu, lesson):
    most = queries.quiz_of(lesson).attempts
    for _n in range(most - 1):
        attempt = quiz.own_attempt(yu, world.begin(yu, lesson))
        with write():
            quiz.hand_in_attempt(yu, attempt, [])
    at_once(app, lambda _place: world.begin(yu, lesson), 12)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(QuizAttempt)) == most
