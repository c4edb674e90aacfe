"""Measured answers in a real browser: steps tapped on a phone, a film stopped by the space bar, less motion, the class screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from eduplatform.extensions import db
from eduplatform.learning.models import SkillAttempt
from eduplatform.teaching.models import ClassSession
from tests.learning import world
from tests.pages.teacher.conftest import desk  # noqa: F401

from . import axe, pupil
from .demo import until

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def school(app, people, desk, tmp_path):  # noqa: F811
    """(number of a session of the class with the lesson, the lesson, open(name, **how) → a page of that person)"""
    with app.app_context():
        desk.lesson_id = lesson = world.load_measured(tmp_path)
    session = desk.start("none")
    with pupil.pages(app, people) as page_of:
        yield session, lesson, page_of


def sound(page: Page) -> None:
    page.evaluate(axe.SOURCE)
    assert page.evaluate(axe.RUN) == []
    assert page.evaluate(axe.MEASURE) == []


def tapped(page: Page, times: int) -> None:
    """Listen to the lead, then tap."""
    page.click("[data-tap-start]")
    page.wait_for_selector(".tap-steps .is-now", timeout=20_000)
    for _ in range(times):
        page.wait_for_timeout(400)
        page.dispatch_event("[data-tap-pad]", "pointerdown")


def test_steps_are_tapped_and_a_film_is_watched(app, school):
    _session, lesson, page_of = school
    page = page_of("pupil_yu", has_touch=True)
    pupil.open_training(page, lesson)
    sound(page)
    with page.expect_navigation():
        tapped(page, 4)
    assert "太快了" in page.inner_text(".verdict")
    sound(page)
    page.click("[data-film-start]")
    until(page, "document.querySelector('[data-film-line]').value > 6.2", 60)
    with page.expect_navigation(timeout=60_000):
        page.keyboard.press(" ")
    assert page.locator(".film-spot").count() == 3
    sound(page)
    with app.app_context():
        path = db.session.query(SkillAttempt).one().path
    assert len(path) == 2 and all(each.startswith("taps:") for each in path)


def test_a_film_that_nobody_stops_asks_once_more_and_then_tells(school):
    _session, lesson, page_of = school
    page = page_of("pupil_yu", reduced_motion="reduce")
    pupil.open_training(page, lesson)
    page.click(".plain-way summary")
    page.click(".choice >> nth=0")
    page.click("[data-film-start]")
    page.wait_for_selector("[data-film-missed]", timeout=60_000)
    assert "再看一遍" in page.inner_text("[data-film-start]")
    with page.expect_navigation():
        page.click("[data-film-missed]")
    assert "没有在危险开始的时候点" in page.inner_text(".verdict")


def test_without_a_script_the_stills_and_the_question_are_there(school):
    _session, lesson, page_of = school
    page = page_of("pupil_yu", java_script_enabled=False)
    pupil.open_training(page, lesson)
    assert not page.locator("[data-tap]").is_visible()
    page.click(".choice >> nth=0")
    assert page.locator(".film-stills li").count() == 5 and not page.locator("[data-film]").is_visible()
    page.click(".choice >> nth=2")
    assert page.locator(".film-spot").count() == 3


def test_on_the_class_screen_the_first_tap_stops_it(app, school):
    session, _lesson, page_of = school
    page = page_of("teacher_lin")
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"/teacher/sessions/{session}/training")
    with page.expect_navigation():
        tapped(page, 4)
    sound(page)
    page.click("[data-film-start]")
    page.wait_for_timeout(1500)
    with page.expect_navigation():
        page.keyboard.press(" ")
    assert "点早了" in page.inner_text(".train-why")
    with app.app_context():
        assert len(db.session.query(ClassSession).filter_by(id=session).one().trained) == 2
