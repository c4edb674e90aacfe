"""Skill training through its pages."""

from __future__ import annotations

import pytest

from eduplatform.extensions import db
from eduplatform.learning.models import SkillAttempt
from eduplatform.shared.database import write


@pytest.fixture
def number(yu, lesson) -> int:
    return int(
        yu.post(f"/student/lessons/{lesson}/skill", data={"key": "skill-test-key-001"}).location.rsplit("/", 1)[1]
    )


def row(app, number):
    with app.app_context():
        table = SkillAttempt.__table__
        return db.session.execute(table.select().where(table.c.id == number)).one()


def choose(yu, number, step, choice):
    return yu.post(f"/student/trainings/{number}", data={"step": step, "choice": choice})


def test_the_first_scene_tells_no_points_and_no_reasons(yu, number):
    page = yu.get(f"/student/trainings/{number}").get_data(as_text=True)
    assert "楼道里有烟" in page
    assert "下面的空气较清" not in page and "points" not in page and "FIRE" not in page


def test_the_best_choice_does_not_always_stand_first(app, yu, number):
    firsts = set()
    for seed in range(12):
        with app.app_context(), write():
            table = SkillAttempt.__table__
            db.session.execute(table.update().where(table.c.id == number).values(seed=seed))
        page = yu.get(f"/student/trainings/{number}").get_data(as_text=True)
        firsts.add(page.split('name="choice" value="', 1)[1].split('"', 1)[0])
    assert len(firsts) > 1


def test_each_choice_is_explained_at_once(yu, number):
    choose(yu, number, 0, "low")
    page = yu.get(f"/student/trainings/{number}").get_data(as_text=True)
    assert "选得好" in page and "烟从头上飘过去了" in page and "到了门口" in page


def test_the_way_is_kept_and_scored_by_the_server(app, yu, number):
    choose(yu, number, 0, "low")
    choose(yu, number, 1, "feel")
    kept = row(app, number)
    assert (kept.path, kept.points, kept.most, kept.outcome) == (["low", "feel"], 4, 4, "good")


def test_the_same_step_posted_twice_moves_once(app, yu, number):
    assert choose(yu, number, 0, "low").status_code == 303
    assert choose(yu, number, 0, "run").status_code == 303
    assert row(app, number).path == ["low"]


def test_a_second_start_goes_on_with_the_open_one(yu, lesson, number):
    choose(yu, number, 0, "low")
    again = yu.post(f"/student/lessons/{lesson}/skill", data={"key": "skill-test-key-002"})
    assert again.location.endswith(f"/{number}")


def test_after_the_end_it_can_be_trained_anew(yu, lesson, number):
    choose(yu, number, 0, "run")
    again = yu.post(f"/student/lessons/{lesson}/skill", data={"key": "skill-test-key-003"})
    assert not again.location.endswith(f"/{number}")
