"""Library and preview."""

import re

import pytest

from eduplatform.curriculum import queries as content

from ...conftest import sql_count


def text(answer):
    return answer.get_data(as_text=True)


def test_the_library_shows_the_lessons_of_the_stage(desk):
    answer = desk.get("/lessons")
    desk.get("/lessons")
    assert f"/classes/{desk.class_id}/lessons/{desk.lesson_id}" in text(answer)
    assert sql_count(desk.get("/lessons")) <= 10


def test_a_topic_without_lessons_says_what_to_do(desk):
    assert "还没有课程" in text(desk.get("/lessons?topic=NATSEC"))


@pytest.mark.parametrize("part", ["slides", "quiz", "skill", "video", "sources", "plan"])
def test_every_part_can_be_previewed(desk, part):
    path = f"/classes/{desk.class_id}/lessons/{desk.lesson_id}?part={part}"
    desk.get(path)
    answer = desk.get(path)
    assert answer.status_code == 200 and sql_count(answer) <= 10
    assert len(answer.data) <= 30_000


def test_every_lesson_of_the_stage_fits_its_preview_into_thirty_kilobytes(desk):
    with desk.app.app_context():
        lessons = [head.lesson_id for head in content.lessons_of("P2")]
    for lesson in lessons:
        for part in ("slides", "slides&page=2", "quiz", "skill", "sources"):
            size = len(desk.get(f"/classes/{desk.class_id}/lessons/{lesson}?part={part}").data)
            assert size <= 30_000, (lesson, part, size)


def test_sources_stand_behind_each_slide(desk):
    path = f"/classes/{desk.class_id}/lessons/{desk.lesson_id}"
    fact = re.search(r"part=sources#([A-Z]+-\d+)", text(desk.get(path)))[1]
    page = text(desk.get(f"{path}?part=sources"))
    assert f'id="{fact}"' in page and "来源" in page and "第 2 页" in page


def test_a_lesson_can_be_meant_for_a_week_and_taken_back(desk):
    path = f"/classes/{desk.class_id}/lessons/{desk.lesson_id}"
    answer = desk.post(f"/classes/{desk.class_id}/assignments", lesson=desk.lesson_id, week=14)
    assert answer.status_code == 303
    assert "排在第 14 周" in text(desk.get("/lessons"))
    desk.post(f"/classes/{desk.class_id}/assignments", lesson=desk.lesson_id, week=0)
    assert "已取消排课" in text(desk.get(path))


def test_an_unknown_lesson_is_404(desk):
    assert desk.get(f"/classes/{desk.class_id}/lessons/999999").status_code == 404
    assert desk.post(f"/classes/{desk.class_id}/assignments", lesson=999_999, week=13).status_code == 404
    assert desk.post(f"/classes/{desk.class_id}/assignments", lesson=desk.lesson_id, week=99).status_code == 422
