"""A talk and a plan played to every ending: with the mouse at 360 px, with the keyboard, without JavaScript, on the class screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from eduplatform.extensions import db
from eduplatform.teaching.models import ClassSession
from tests.learning import world
from tests.pages.teacher.conftest import desk  # noqa: F401

from . import axe, pupil

pytestmark = pytest.mark.browser
GOOD, LATE, LOST = "你平安了", "再来一次", "很险"
CLEAR = ["阳光路八号有烟", "我们两个人", "走廊", "西楼梯", "操场"]
ENDINGS = [(CLEAR, GOOD), (["快来呀", "阳光路八号", "楼梯有烟", "没有了再见"], LATE), ([*CLEAR[:3], "东楼梯"], LOST)]


@pytest.fixture
def school(app, people, desk, tmp_path):  # noqa: F811
    """(number of a session of the class with the lesson, the lesson, open(name, **how) → a page of that person)"""
    with app.app_context():
        desk.lesson_id = lesson = world.load_changing(tmp_path)
    session = desk.start("none")
    with pupil.pages(app, people) as page_of:
        yield session, lesson, page_of


def sound(page: Page) -> None:
    page.evaluate(axe.SOURCE)
    assert page.evaluate(axe.RUN) == []
    assert page.evaluate(axe.MEASURE) == []


@pytest.mark.parametrize(("path", "ending"), ENDINGS)
def test_by_mouse_on_a_phone(school, path, ending):
    _session, lesson, page_of = school
    page = page_of("pupil_yu")
    pupil.open_training(page, lesson)
    for text in path:
        sound(page)
        page.click(f".choice:has(span:text-is('{text}'))")
    assert ending in page.inner_text(".scene-end")
    assert page.locator(".walked .reason").count() == len(path)


def test_a_place_on_the_plan_can_be_touched(school):
    _session, lesson, page_of = school
    page = page_of("pupil_yu", has_touch=True)
    pupil.open_training(page, lesson)
    for text in CLEAR[:2]:
        page.tap(f".choice:has(span:text-is('{text}'))")
    for text in CLEAR[2:]:
        with page.expect_navigation():
            page.tap(f".plan .can-go text:has-text('{text}')")
    assert GOOD in page.inner_text(".scene-end")


@pytest.mark.parametrize(("path", "ending"), ENDINGS)
def test_by_keyboard(school, path, ending):
    _session, lesson, page_of = school
    page = page_of("pupil_yu")
    pupil.open_training(page, lesson)
    for text in path:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.closest('.choice')?.lastElementChild.innerText") == text:
                break
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert ending in page.inner_text(".scene-end")


@pytest.mark.parametrize(("path", "ending"), ENDINGS)
def test_without_javascript(school, path, ending):
    _session, lesson, page_of = school
    page = page_of("pupil_yu", java_script_enabled=False)
    pupil.open_training(page, lesson)
    for text in path:
        page.click(f".choice:has(span:text-is('{text}'))")
    assert ending in page.inner_text(".scene-end")


@pytest.mark.parametrize(("path", "ending"), ENDINGS)
def test_together_on_the_class_screen(app, school, path, ending):
    session, _lesson, page_of = school
    page = page_of("teacher_lin")
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"/teacher/sessions/{session}/training")
    for text in path:
        sound(page)
        page.click(f".train-choices button:has(span:text-is('{text}'))")
    assert ending in page.inner_text(".train-step")
    assert "全班一起练完了" in page.inner_text(".train-step")
    with app.app_context():
        assert db.session.query(ClassSession).filter_by(id=session).one().trained_at is not None
