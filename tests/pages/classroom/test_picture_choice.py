"""A picture choice put to the class: four pictures on every device, the right one again with its reason."""

from __future__ import annotations

import re

import pytest

from tests.learning import world
from tests.lessons import quizzed


@pytest.fixture
def number(app, lesson, tmp_path) -> int:
    """Number of the picture choice among the questions of a lesson that has one: the draw goes by the session's number."""
    with app.app_context():
        made = world.load_kinds(tmp_path)
        skip = [head.lesson_id for head in quizzed()].index(made)
    for _try in range(20):
        session = lesson.open(skip=skip)
        with app.app_context():
            kinds = [asked.question.kind for asked in lesson.run().asked]
        if "pictures" in kinds:
            return kinds.index("pictures")
        lesson.teacher.post(f"/teacher/sessions/{session}/drop", data={"version": 1})
    raise AssertionError("never drawn")


def pictures(page: str) -> list[str]:
    return sorted(set(re.findall(r"media/(room-\d)\.svg", page)))


def test_four_pictures_are_asked_and_the_right_one_comes_back_with_its_reason(lesson, number):
    lesson.to("vote", number)
    yu = lesson.pupil("pupil_yu")
    page = yu.get("/student/room").get_data(as_text=True)
    assert pictures(page) == ["room-1", "room-2", "room-3", "room-4"] and "理由" not in page
    assert page.count('alt="') >= 4 and "四号房间有一扇门" in page
    yu.post("/student/room", data={"number": number, "part": 0, "option": lesson.option(False, number)})
    lesson.to("shown", number)
    page = yu.get("/student/room").get_data(as_text=True)
    assert pictures(page) == ["room-3"] and "理由c" in page and "看看为什么" in page


def test_the_class_screen_shows_them_lettered(lesson, number):
    lesson.to("vote", number)
    page = lesson.teacher.get(f"/teacher/sessions/{lesson.number}/screen").get_data(as_text=True)
    assert {"room-1", "room-2", "room-3", "room-4"} <= set(pictures(page)) and "is-pictures" in page
