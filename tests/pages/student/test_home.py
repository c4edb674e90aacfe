"""Today: what the class has this week, what was begun; never a chase."""

from __future__ import annotations

from datetime import date

import pytest

from eduplatform.extensions import db
from eduplatform.org.models import UnitSetting
from eduplatform.shared import clock, ttl_cache
from eduplatform.shared.database import write
from eduplatform.teaching.models import Assignment, ClassSession
from tests.learning import world
from tests.people import unit


def assign(person, lesson, week=12):
    viewer = world.viewer_for(person)
    with write():
        db.session.add(
            Assignment(
                school_id=viewer.school_id,
                class_id=viewer.class_id,
                year=2026,
                week=week,
                lesson_id=lesson,
                assigned_by=1,
                assigned_at=clock.now(),
            )
        )


@pytest.fixture
def assigned(app, people, lesson):
    with app.app_context():
        assign(people["pupil_yu"], lesson)
    return lesson


def home(client) -> str:
    ttl_cache.drop()
    return client.get("/student/").get_data(as_text=True)


def test_this_weeks_lesson_stands_first(yu, assigned):
    assert "这周的课" in home(yu) and f"/student/lessons/{assigned}" in home(yu)


def test_a_lesson_of_last_week_does_not(app, people, yu, lesson):
    with app.app_context():
        assign(people["pupil_yu"], lesson, week=11)
    assert "这周的课" not in home(yu)


def test_another_class_sees_nothing_of_it(assigned, client_for):
    assert "这周的课" not in home(client_for("pupil_next"))


def test_nothing_is_a_home_duty_by_default(yu, assigned):
    page = home(yu)
    assert "安全课在学校上" in page
    for chase in ("作业", "必须", "未完成", "逾期", "截止", "排名"):
        assert chase not in page


def test_home_duty_is_said_only_where_a_bureau_switched_it_on(app, yu, assigned):
    with app.app_context(), write():
        db.session.add(UnitSetting(unit_id=unit("LJ").id, name="home_duty", value=True, from_on=date(2026, 9, 1)))
    assert "学校请大家在家看看" in home(yu)


def test_a_quiz_begun_can_be_gone_on_with(yu, began):
    assert f'href="/student/attempts/{began}"' in home(yu)


def test_a_quiz_whose_time_is_up_is_not_offered_any_more(yu, began, clock):
    clock.shift(11 * 60)
    assert f'href="/student/attempts/{began}"' not in home(yu)


def test_the_lesson_being_given_now_leads_to_its_quiz(app, people, yu, lesson):
    with app.app_context():
        world.open_session(world.viewer_for(people["pupil_yu"]), lesson)
    assert "正在上课" in home(yu) and f'href="/student/lessons/{lesson}/quiz"' in home(yu)


def test_after_the_lesson_it_says_so(app, people, yu, assigned):
    with app.app_context():
        session = world.open_session(world.viewer_for(people["pupil_yu"]), assigned)
        with write() as now:
            table = ClassSession.__table__
            now.execute(table.update().where(table.c.id == session).values(state="closed", closed_at=clock.now()))
    assert "这周在班里上过" in home(yu)


@pytest.mark.parametrize("name", ["teacher_lin", "guardian_yu", "city_song"])
def test_others_have_no_pupils_desk(client_for, lesson, name):
    assert client_for(name).get("/student/").status_code == 404


def test_where_the_stage_has_no_course_nobody_is_told_to_have_seen_it_all(client_for, lesson):
    """Grades 1 and 2: the way leads to the record, not to an empty list of lessons."""
    page = home(client_for("pupil_small"))
    assert "都看过啦" not in page and 'href="/student/record"' in page
