"""Questions a film stops for: on the page of a pupil, of the teacher and on the class screen; nothing of them is kept."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.learning.models import VideoWatch

STOP = {
    "scene": "one",
    "at": 6.5,
    "stem": "烟来了，做什么？",
    "options": [
        {"id": "wait", "text": "等一等", "why": "烟不等人。", "right": False},
        {"id": "low", "text": "弯下腰", "why": "热的烟往上跑。", "right": True},
    ],
    "statement": False,
}


@pytest.fixture
def film(app, monkeypatch) -> content.LessonHead:
    """A lesson whose film stops once: bodies of revisions never change, so this process has read it with one stop."""
    with app.app_context():
        head = next(head for head in content.lessons_of("P2") if head.has_video)
        monkeypatch.setitem(content.video_of(head.lesson_id)[2], "stops", [STOP])
    return head


def told(page: str) -> list[str]:
    return re.findall(r"data-why[^>]*>([^<]+)<", page)


def test_without_a_script_the_questions_stand_below_the_film_each_choice_with_its_reason(film, client_for):
    page = client_for("pupil_yu").get(f"/student/lessons/{film.lesson_id}/video").text
    assert 'data-stop="6.5"' in page and "短片里停下来问的 1 题" in page
    assert told(page) == ["烟不等人。", "热的烟往上跑。"]
    assert page.count("<summary>") >= 3, "each choice opens by itself"
    assert "data-stop-panel" in page and "不计分" in page


def test_a_statement_is_true_or_false(film, client_for, monkeypatch, app):
    with app.app_context():
        said = STOP | {
            "statement": True,
            "options": [o | {"id": i} for o, i in zip(STOP["options"], ("true", "false"), strict=True)],
        }
        monkeypatch.setitem(content.video_of(film.lesson_id)[2], "stops", [said])
    page = client_for("pupil_yu").get(f"/student/lessons/{film.lesson_id}/video").text
    assert re.findall(r"<span data-said>(\w)", page) == ["对", "错"]


def test_a_film_that_never_stops_has_no_panel(client_for, app, monkeypatch):
    with app.app_context():
        head = next(head for head in content.lessons_of("P2") if head.has_video)
        monkeypatch.setitem(content.video_of(head.lesson_id)[2], "stops", [])
    page = client_for("pupil_yu").get(f"/student/lessons/{head.lesson_id}/video").text
    assert "data-stop" not in page


def test_whatever_is_sent_about_a_question_earns_nothing(film, client_for, app):
    pupil = client_for("pupil_yu")
    url = f"/student/lessons/{film.lesson_id}/video"
    said = pupil.post(url, data={"parts": "[]", "stop": "one", "choice": "low", "right": "true"})
    assert said.status_code == 200 and said.json == {"done": False}
    with app.app_context():
        assert [row.done_at for row in db.session.scalars(select(VideoWatch))] in ([], [None])
