"""One lesson: its steps, its slides, its bookmark."""

from __future__ import annotations

import pytest

from eduplatform.extensions import db
from eduplatform.learning.models import LessonView


def bookmark(app):
    with app.app_context():
        return db.session.execute(LessonView.__table__.select()).first()


def test_the_steps_of_a_lesson_are_links(yu, lesson):
    page = yu.get(f"/student/lessons/{lesson}").get_data(as_text=True)
    for step in ("read", "skill", "quiz"):
        assert f'href="/student/lessons/{lesson}/{step}"' in page
    assert f'href="/student/lessons/{lesson}/video"' not in page  # the sample has none


def test_the_slides_tell_the_pupil_nothing_from_the_teachers_notes(yu, lesson):
    page = yu.get(f"/student/lessons/{lesson}/read").get_data(as_text=True)
    assert "在有烟的地方要放低身子" in page
    assert "烟在上面还是下面" not in page and "收拾桌椅" not in page


@pytest.mark.parametrize("slide, kept", [("3", 3), ("9999", 7), ("-1", 0), ("x", 0), ("", 0), ("²", 0)])
def test_the_bookmark_stays_within_the_lesson(app, yu, lesson, slide, kept):
    assert yu.post(f"/student/lessons/{lesson}/read", data={"slide": slide}).status_code == 303
    assert bookmark(app).furthest <= kept


def test_turning_back_keeps_the_furthest(app, yu, lesson):
    for slide in (5, 2):
        yu.post(f"/student/lessons/{lesson}/read", data={"slide": slide, "beacon": 1})
    assert bookmark(app).furthest == 5


def test_looking_writes_nothing(app, yu, lesson):
    for address in ("", "/read", "/quiz", "/skill"):
        yu.get(f"/student/lessons/{lesson}{address}")
    assert bookmark(app) is None


@pytest.mark.parametrize(
    "path", ["lessons/999999", "lessons/999999/quiz", "attempts/999999", "trainings/999999", "lessons/999999/video"]
)
def test_what_is_not_there_is_not_found(yu, path):
    assert yu.get(f"/student/{path}").status_code == 404
