"""A term of the demo: records as real lessons leave them, by the habit of the class and the ability of its pupils."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from sqlalchemy import select

from eduplatform.assessment import rebuild
from eduplatform.assessment.behind import topic_rows
from eduplatform.assessment.gain_tallies import changes_of
from eduplatform.assessment.plausibility_rules import topics_to_look_at
from eduplatform.assessment.queries import class_times
from eduplatform.cli.demo import answers, history
from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.learning.models import QuizAttempt, SkillAttempt
from eduplatform.org import queries
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from eduplatform.teaching import plan, plan_operations
from eduplatform.teaching.models import Absence, ClassHour, ClassSession, HandsCount, Reminder
from tests.assessment import world
from tests.people import unit

TODAY = date(2026, 11, 18)


@pytest.fixture
def place(app, people) -> history.Setting:
    """三(2)班 with ten pupils more, taught by its homeroom teacher."""
    with app.app_context():
        with write():
            world.pupils(unit("LJ-SY-2024-2"), 10)
        school, at = unit("LJ-SY"), unit("LJ-SY-2024-2")
        yield history.Setting(school, at, "P2", 3, people["teacher_lin"].user_id, 2026, 0.9, "steady", True)


def taught(place: history.Setting, seed: int = 5, today: date = TODAY) -> list[ClassSession]:
    with write():
        history.teach(place, Random(seed), today)
    return list(db.session.scalars(select(ClassSession).order_by(ClassSession.opened_at)))


def test_a_steady_class_has_a_lesson_in_every_week_that_counts(place):
    weeks = [week for week in queries.calendar_of(place.school, 2026).weeks if week.ends_on < TODAY and week.counts]
    lessons = history.lessons_of_nearest_stage("P2")
    assert [row.week for row in taught(place)] == [week.number for week in weeks][: 2 * len(lessons)]


def test_every_lesson_lies_on_a_school_day_is_closed_and_counts_its_pupils(place):
    calendar = queries.calendar_of(place.school, 2026)
    for row in taught(place):
        day = row.opened_at.astimezone(world.SHANGHAI).date()
        assert calendar.is_school_day(day) and day < TODAY and calendar.week_on(day).number == row.week
        away = db.session.query(Absence).filter_by(session_id=row.id).count()
        assert row.state == "closed" and row.opened_at < row.closed_at and row.roll == 14 == row.present + away
        assert row.minutes >= 15 and (row.teacher_id, row.class_id) == (place.teacher, place.unit.id)


def test_each_lesson_has_its_hours_and_the_tallies_equal_the_records(place):
    sessions = taught(place)
    hours = db.session.query(ClassHour).filter_by(class_id=place.unit.id).all()
    assert {entry.session_id for entry in hours if entry.session_id} == {row.id for row in sessions}
    assert {entry.grade for entry in hours} <= {"A", "C"}
    rebuild.rebuild_all(2026)
    assert list(rebuild.compare_year(2026)) == []


@pytest.mark.parametrize(("habit", "least", "most"), [("late", 0.5, 0.95), ("behind", 0.1, 0.7), ("idle", 0, 0)])
def test_other_classes_are_late_behind_or_idle(place, habit, least, most):
    weeks = sum(week.ends_on < TODAY and week.counts for week in queries.calendar_of(place.school, 2026).weeks)
    share = len(taught(replace(place, habit=habit))) / weeks
    assert least <= share <= most


def test_before_the_first_week_nothing_was_taught(place):
    assert taught(place, today=date(2026, 9, 5)) == []


def test_the_same_seed_makes_the_same_term(place):
    first = [(row.week, row.minutes, row.quiz_mode, row.present) for row in taught(place)]
    with write() as session:
        for model in (HandsCount, Absence, QuizAttempt, SkillAttempt, Reminder, ClassHour, ClassSession):
            session.query(model).delete()
    db.session.expire_all()
    assert [(row.week, row.minutes, row.quiz_mode, row.present) for row in taught(place)] == first


def test_a_large_demo_has_lessons_without_attempts(place):
    assert taught(replace(place, attempts=False))
    assert db.session.query(QuizAttempt).count() == db.session.query(SkillAttempt).count() == 0
    assert db.session.query(Reminder).count() == 0


def mean_of(topic: str) -> float:
    """Mean mark of the quizzes of a topic handed in so far."""
    numbers = [head.lesson_id for head in content.lessons_of("P2") if head.topic == topic]
    rows = db.session.scalars(select(QuizAttempt.score).where(QuizAttempt.lesson_id.in_(numbers))).all()
    assert len(rows) >= 10, "too few answers to show anything"
    return sum(rows) / len(rows)


@pytest.mark.parametrize("seed", range(3))
def test_what_a_class_finds_hard_it_was_taught_and_answers_badly(place, seed):
    taught(replace(place, hard="DROWN"), seed)
    others = [topic for topic in ("FIRE", "TRAF") if topic != "DROWN"]
    assert mean_of("DROWN") < 70 < min(mean_of(topic) for topic in others)


def test_a_class_without_a_hard_topic_has_none(place):
    taught(place)
    assert mean_of("DROWN") > 75


def test_a_week_has_the_lesson_of_its_theme(place):
    with write():
        plan_operations.adopt(None, unit("LJ"), 2026, plan.shipped())
    ttl_cache.drop()
    themes, rows = plan.themes(place.school, 2026, "P2"), taught(place)
    topics = {head.lesson_id: head.topic for head in content.lessons_of("P2")}
    served = {week: set(theme.topics) & set(topics.values()) for week, theme in themes.items()}
    with_lesson = [row for row in rows if served[row.week]]
    assert len(with_lesson) >= 3 and all(topics[row.lesson_id] in served[row.week] for row in with_lesson)


def test_reminders_lie_on_school_days_and_each_format_at_its_time(place):
    taught(place)
    calendar = queries.calendar_of(place.school, 2026)
    found = db.session.scalars(select(Reminder).order_by(Reminder.given_on, Reminder.format)).all()
    assert all(calendar.is_school_day(one.given_on) and one.given_on < TODAY and one.ended_at for one in found)
    formats = Counter(one.format for one in found)
    assert formats[1] > formats[5] > formats[30] >= 1
    before = [one.given_on for one in found if one.format == 30]
    assert before == [date(2026, 9, 24)] or date(2026, 9, 30) in before, "the long one stands before a holiday"


def test_who_was_away_gave_no_answers(place):
    taught(place)
    away = {(row.session_id, row.pupil_id) for row in db.session.scalars(select(Absence))}
    gave = {(row.session_id, row.pupil_id) for row in db.session.scalars(select(QuizAttempt)) if row.session_id}
    assert gave and not away & gave


def test_a_class_with_cards_is_asked_before_its_lessons_and_weeks_later(place):
    rows = taught(replace(place, cards=True))
    assert {row.quiz_mode for row in rows} >= {"cards"} and "devices" not in {row.quiz_mode for row in rows}
    rebuild.rebuild_all(2026)
    assert list(rebuild.compare_year(2026)) == []
    found = changes_of(topic_rows(place.unit, 2026, ())[0])
    before, later = found["before"], found["later"]
    assert before.checks >= 3 and before.low > 0 and later.pairs >= 10 and later.apart < before.apart


def test_a_class_that_hurries_has_one_topic_to_look_at(place):
    with write():
        world.pupils(place.unit, 26)
    taught(replace(place, hurried=True))
    rebuild.rebuild_all(2026)
    assert len(topics_to_look_at(class_times(place.unit, 2026))) == 1


def test_other_classes_have_nothing_to_look_at(place):
    with write():
        world.pupils(place.unit, 26)
    taught(place)
    rebuild.rebuild_all(2026)
    assert topics_to_look_at(class_times(place.unit, 2026)) == []


def test_habits_are_shared_out_as_they_say():
    many = Random(1)
    found = Counter(history.habit(many) for _ in range(4000))
    for name, share in history.HABITS:
        assert found[name] / 4000 == pytest.approx(share, abs=0.03), name


@pytest.mark.parametrize(("stage", "of"), [("P2", "P2"), ("J", "J"), ("P3", "P2"), ("V", "J")])
def test_a_stage_without_lessons_borrows_from_the_nearest(place, monkeypatch, stage, of):
    monkeypatch.setattr(content, "lessons_of", lambda one: [one] if one in ("P2", "J") else [])
    assert history.lessons_of_nearest_stage(stage) == [of]


def quiz_and_skill() -> tuple[int, int]:
    head = next(one for one in content.lessons_of("P2") if one.has_quiz and one.has_skill)
    return content.quiz_of(head.lesson_id).revision_id, content.skill_of(head.lesson_id)[1]


@pytest.mark.parametrize("seed", range(4))
def test_who_knows_all_answers_all_and_who_knows_nothing_does_not(place, seed):
    quiz, _ = quiz_and_skill()
    given, marks = answers.answers_of_paper(quiz, 10, seed, 1.0, Random(seed))
    assert len(given) == len(marks) == 10 and marks == [100] * 10
    _, marks = answers.answers_of_paper(quiz, 10, seed, 0.0, Random(seed))
    assert sum(marks) < 500


@pytest.mark.parametrize("seed", range(4))
def test_a_training_ends_with_an_outcome_and_no_more_than_all_points(place, seed):
    _, skill = quiz_and_skill()
    path, points, most, outcome = answers.trained_path(skill, 1.0, Random(seed))
    assert path and 0 <= points <= most and outcome in ("good", "mixed", "bad")
    assert points >= answers.trained_path(skill, 0.0, Random(seed))[1], "who chooses best has as many points at least"
