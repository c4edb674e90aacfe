"""Recorded captions of a film reach the page and the player, as files of the course."""

from __future__ import annotations

import html
import json
import re

import pytest

from eduplatform.curriculum import queries as content

from ...lessons import head_of

RECORDED = {"zh": {"title": "video/voice/zh/title.m4a"}}


@pytest.fixture
def film(app, monkeypatch) -> content.LessonHead:
    """A lesson whose film has one recorded sentence: bodies of revisions never change, so this process has read it with one."""
    with app.app_context():
        head = head_of()
        monkeypatch.setitem(content.video_of(head.lesson_id)[2], "voices", RECORDED)
    return head


def voices_of(page: str) -> dict:
    said = re.search(r'data-voices="([^"]*)"', page)
    return json.loads(html.unescape(said[1])) if said else {}


def test_the_page_of_a_film_names_its_recordings(film, client_for):
    page = client_for("pupil_yu").get(f"/student/lessons/{film.lesson_id}/video").text
    address = voices_of(page)["zh"]["title"]
    assert address.startswith(f"/media/{film.slug}/lessons/{film.folder}/video/voice/zh/title.m4a?v=")
    assert "data-aloud" in page and "这台设备没有这种语言的语音" in page


def test_a_film_without_recordings_names_none(app, client_for):
    with app.app_context():
        head = head_of()
    page = client_for("pupil_yu").get(f"/student/lessons/{head.lesson_id}/video").text
    assert voices_of(page) == {} and "data-aloud" in page


@pytest.mark.parametrize(("name", "kind"), [("title.m4a", "audio/mp4"), ("title.opus", "audio/ogg")])
def test_recordings_are_served_as_sound(name, kind, app, client_for, tmp_path, monkeypatch):
    (tmp_path / "voice").mkdir()
    (tmp_path / "voice" / name).write_bytes(b"sound")
    monkeypatch.setitem(app.config, "COURSES", str(tmp_path))
    answer = client_for("pupil_yu").get(f"/media/voice/{name}")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, kind, b"sound")
    assert client_for("pupil_yu").get("/media/voice/voice.yaml").status_code == 404
