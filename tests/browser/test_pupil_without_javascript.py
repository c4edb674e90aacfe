"""Lesson, quiz and skill training with JavaScript off: plain links and forms."""

from __future__ import annotations

import pytest

from tests.learning import world

from . import pupil

pytestmark = pytest.mark.browser


@pytest.fixture
def page(app, people):
    with app.app_context():
        lesson = world.load_sample()
    with pupil.pages(app, people) as page_of:
        made = page_of("pupil_yu", java_script_enabled=False)
        made.lesson = lesson
        yield made


def test_a_lesson_shows_all_its_slides_and_can_be_finished(page):
    page.goto(f"/student/lessons/{page.lesson}/read")
    assert page.locator("[data-slide]:visible").count() == page.locator("[data-slide]").count() > 5
    assert not page.is_visible("[data-next]")
    page.click("text=我看完了")
    assert page.url.endswith(f"/student/lessons/{page.lesson}")
    assert page.locator(".stone.is-done").count() == 1


def test_a_quiz_is_one_form_and_explains_itself_afterwards(page):
    page.goto(f"/student/lessons/{page.lesson}/quiz")
    page.click("form:has([data-key]) button")
    assert page.locator("[data-q]:visible").count() == 6
    assert not page.is_visible("[data-on]")
    page.locator('[data-kind="single"] label.option, [data-kind="truefalse"] label.option').first.click()
    chosen = page.locator("input:checked").first.get_attribute("value")
    ordering = page.locator('[data-kind="ordering"]').first
    if ordering.count():
        before = ordering.locator("input[type=hidden]").first.get_attribute("value")
        ordering.locator('[name=move][value$=":down"]').first.click()
        after = page.locator('[data-kind="ordering"]').first.locator("input[type=hidden]").nth(1).get_attribute("value")
        assert after == before, "the first step went down by one place"
    assert page.locator("input:checked").first.get_attribute("value") == chosen, "what was chosen is still chosen"
    page.click("[data-send]")
    assert page.url.endswith("/result")
    assert page.locator(".review").count() == 6
    assert page.locator(".reason-why").count() >= 6


def test_a_skill_training_goes_scene_by_scene(page):
    page.goto(f"/student/lessons/{page.lesson}/skill")
    page.click("form:has([data-key]) button")
    page.click("text=低下身子")
    assert "烟从头上飘过去了" in page.inner_text("main")
    page.click("text=先用手试门")
    assert "你平安了" in page.inner_text("main")
    assert page.locator(".walked .reason").count() == 2
