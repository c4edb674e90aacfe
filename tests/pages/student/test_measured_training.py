"""Measured answers through the pupil's pages and on the class screen: what is posted is only an answer, and nothing gives the key away."""

from __future__ import annotations

import re

import pytest

from tests.learning import world
from tests.pages.teacher.conftest import desk  # noqa: F401

from .test_skill_training import choose, row

HELD, SEEN, BEAT = "taps:5000-5000-5000-5000", "taps:61", "taps:" + "-".join(["545"] * 36)


@pytest.fixture
def lesson(app, tmp_path) -> int:
    with app.app_context():
        return world.load_measured(tmp_path)


@pytest.fixture
def number(yu, lesson) -> int:
    begun = yu.post(f"/student/lessons/{lesson}/skill", data={"key": "measured-key-0001"})
    return int(begun.location.rsplit("/", 1)[1])


def tap(yu, number: int, step: int, taps: str):
    return yu.post(f"/student/trainings/{number}", data={"step": step, "measured": taps})


def page(yu, number: int) -> str:
    return yu.get(f"/student/trainings/{number}").get_data(as_text=True)


def test_taps_are_scored_here_and_told_in_plain_words(app, yu, number):
    assert "data-tap-pad" in page(yu, number)
    assert tap(yu, number, 0, HELD).status_code == 303
    shown = page(yu, number)
    assert "一共 20 秒，每一步都够了" in shown and "data-film=" in shown
    tap(yu, number, 1, SEEN)
    shown = page(yu, number)
    assert "第 6.1 秒看出来了" in shown and "哪里危险？" in shown
    assert choose(yu, number, 2, "b").status_code == 303
    tap(yu, number, 3, BEAT)
    kept = row(app, number)
    assert (kept.points, kept.most, kept.outcome) == (12, 12, "good")
    assert kept.path == [HELD, SEEN, "b", BEAT]
    end = page(yu, number)
    assert "每分钟约 110 次，稳" in end and "我走过的路" in end and end.count("reason-right") == 4


def test_badly_tapped_earns_nothing_and_goes_on(app, yu, number):
    tap(yu, number, 0, "taps:1000-1000-1000-1000")
    assert "一共 4 秒，太快了" in page(yu, number)
    tap(yu, number, 1, "taps:" + "-".join(str(n) for n in range(0, 120, 6)))
    assert "点早了" in page(yu, number) and row(app, number).points == 0


@pytest.mark.parametrize("taps", ["taps:", "taps:5000-5000", "taps:-1", "nonsense", "taps:" + "9" * 900])
def test_what_shows_nothing_is_refused_and_asked_again(app, yu, number, taps):
    answer = tap(yu, number, 0, taps)
    assert answer.status_code == 422 and row(app, number).path == []


def test_the_page_knows_neither_the_windows_nor_the_reasons(yu, number):
    tap(yu, number, 0, HELD)
    shown = page(yu, number)
    for secret in ("begins", "windows", "早早看见", "还没有来", "已经晚了", "still-3", "FIRE"):
        assert secret not in shown


def test_without_a_script_a_question_and_numbered_stills_do(app, yu, number):
    shown = page(yu, number)
    assert "多快？" in shown and re.search("data-tap=.*? hidden", shown, re.S)
    assert choose(yu, number, 0, "a").status_code == 303
    shown = page(yu, number)
    assert "从第几格开始危险" in shown and shown.index("第 1 秒的样子") < shown.index("第 7 秒的样子")
    assert choose(yu, number, 1, "still-3").status_code == 303
    assert row(app, number).points == 7


def test_the_class_taps_together_on_its_screen(app, desk, lesson, client_for):  # noqa: F811
    desk.lesson_id = lesson
    session = desk.start("none")
    for step, said in enumerate((HELD, "taps:95", None, BEAT)):
        fields = {"measured": said} if said else {"choice": "b"}
        assert desk.post(f"/sessions/{session}/training", step=step, **fields).status_code == 303
    shown = desk.get(f"/sessions/{session}/training").get_data(as_text=True)
    assert "全班一起练完了" in shown and "每分钟约 110 次，稳" in shown
    assert desk.session(session).trained_at
    assert desk.post(f"/sessions/{session}/training", step=4, again=1).status_code == 303
    for odd in ("taps:1", "taps:x", "z"):
        assert desk.post(f"/sessions/{session}/training", step=0, measured=odd).status_code in (400, 422)
    assert desk.session(session).trained == []


def test_the_teacher_and_the_editor_read_the_key(app, desk, lesson, client_for):  # noqa: F811
    shown = desk.get(f"/classes/{desk.class_id}/lessons/{lesson}?part=skill").get_data(as_text=True)
    assert "危险从第 6" in shown and "每分钟 100–120 次" in shown and "早早看见" in shown
    with app.app_context():
        course = world.course_of(lesson)
    assert "早早看见" in client_for("editor_tang").get(f"/studio/courses/{course}").get_data(as_text=True)
