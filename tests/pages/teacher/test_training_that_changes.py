"""A talk and a plan done by the class together, and what the teacher reads of them before the lesson."""

from __future__ import annotations

import pytest

from tests.learning import world

from .test_hours import text


@pytest.fixture
def trains(desk, tmp_path):
    with desk.app.app_context():
        desk.lesson_id = world.load_changing(tmp_path)
    return desk


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (["both", "two", "hall", "west", "yard"], "你平安了。"),
        (["come", "address", "guess", "smoke", "hang"], "再来一次。"),
        (["both", "two", "hall", "east"], "很险。"),
    ],
)
def test_a_class_comes_to_every_ending_and_it_counts(trains, path, words):
    session = trains.start("none")
    for step, choice in enumerate(path):
        assert f'value="{choice}"' in text(trains.get(f"/sessions/{session}/training"))
        assert trains.post(f"/sessions/{session}/training", step=step, choice=choice).status_code == 303
        assert (trains.session(session).trained_at is not None) == (step == len(path) - 1)
    shown = text(trains.get(f"/sessions/{session}/training"))
    assert words in shown and "全班一起练完了" in shown


def test_the_class_screen_tells_nothing_beforehand(trains):
    session = trains.start("none")
    shown = text(trains.get(f"/sessions/{session}/training"))
    assert "请讲。" in shown and "谁有危险" not in shown and "往哪里去了" not in shown


def test_a_teacher_reads_the_talk_and_the_plan_before_the_lesson(trains):
    path = f"/classes/{trains.class_id}/lessons/{trains.lesson_id}"
    shown = text(trains.get(f"{path}?part=skill"))
    assert "什么在烧？" in shown and "往哪里去了" in shown and "停电了会关在里面" in shown
    assert "FIRE-07" in text(trains.get(f"{path}?part=sources")), "what only a way cites is listed too"
