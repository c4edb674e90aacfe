"""The teacher walks about with the phone and ticks what the class does."""

from __future__ import annotations

import re

import pytest

from eduplatform.curriculum import queries as content


@pytest.fixture
def quake(desk, request):
    """The phone of a lesson that has a checklist."""
    with desk.app.app_context():
        desk.lesson_id = next(head.lesson_id for head in content.lessons_of("P2") if head.topic == "QUAKE")
    return request.getfixturevalue("room")


def text(answer):
    return answer.get_data(as_text=True)


def test_it_is_ticked_on_the_phone_and_stands_on_the_screen(quake):
    assert "/room/checklist" in text(quake.phone.get("/room/"))
    assert "一只手抓紧桌腿" in text(quake.phone.get("/room/checklist"))
    assert quake.phone.post("/room/checklist", data={"tick": "hold:most"}).location == "/room/checklist#hold"
    assert quake.desk.session(quake.number).checked == {"hold": "most"}
    screen = text(quake.desk.get(f"/sessions/{quake.number}/checklist"))
    assert re.search('value="hold:" aria-pressed="true"', screen)


def test_what_is_not_on_the_list_is_refused_and_a_lesson_without_one_says_nothing_of_it(quake):
    assert quake.phone.post("/room/checklist", data={"tick": "hold:99"}).status_code in (400, 422)
    assert not quake.desk.session(quake.number).checked


def test_a_lesson_without_a_checklist(desk, request):
    with desk.app.app_context():
        desk.lesson_id = next(head.lesson_id for head in content.lessons_of("P2") if head.topic == "FOOD")
    room = request.getfixturevalue("room")
    assert "/room/checklist" not in text(room.phone.get("/room/"))
    assert room.phone.get("/room/checklist").status_code == 404
