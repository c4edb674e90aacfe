"""Trainings of the shelf in a real browser, to every ending: mouse on a phone, keyboard, the class screen.

A sample of them always: all would take minutes. `ANXUE_WHOLE_SHELF=1` plays the whole shelf.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from eduplatform.curriculum import queries as content
from eduplatform.curriculum.skill import Scenario
from eduplatform.learning import skill_training
from tests.learning.endings import ways_to_endings
from tests.lessons import head_of
from tests.pages.teacher.conftest import desk  # noqa: F401

from . import pupil

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
COURSES = Path(__file__).parents[2] / "courses"
ALL = sorted(f"{file.parents[3].name}/{file.parents[2].name}" for file in COURSES.glob("*/*/lessons/*/skill.yaml"))
SLUGS = ALL if os.environ.get("ANXUE_WHOLE_SHELF") else ALL[:: len(ALL) // 3][:3]


@pytest.fixture
def shelf(app, people, desk, slug):  # noqa: F811
    """(lesson, a session of the class with it, ways to its endings, open(name, **how) → a page of that person)"""
    with app.app_context():
        head = head_of(slug)
        skill = skill_training.skill_in(content.skill_of(head.lesson_id)[1])
    desk.lesson_id = head.lesson_id
    session = desk.start("none")
    ways = ways_to_endings(skill) if isinstance(skill, Scenario) else {}
    with pupil.pages(app, people) as page_of:
        yield head.lesson_id, session, ways, page_of


SAID = """([selector, text]) => [...document.querySelectorAll(selector)].findIndex((button) => {
  const words = button.lastElementChild.cloneNode(true);
  words.querySelectorAll('rt, rp').forEach((pinyin) => pinyin.remove());
  return words.textContent.trim() === text;
})"""  # (pinyin above the characters is no part of what a choice says)


def choice_of(page: Page, selector: str, text: str) -> Locator:
    page.evaluate("document.querySelectorAll('.plain-way').forEach((fold) => { fold.open = true; })")
    place = page.evaluate(SAID, [selector, text])
    assert place >= 0, (text, page.locator(selector).all_inner_texts())
    return page.locator(selector).nth(place)


@pytest.mark.parametrize("slug", SLUGS)
def test_by_mouse_and_by_keyboard(shelf):
    lesson, _session, ways, page_of = shelf
    page = page_of("pupil_yu")
    for turn, path in enumerate(ways.values()):
        pupil.open_training(page, lesson)
        for step in path:
            button = choice_of(page, ".choice", step.text)
            with page.expect_navigation():
                if turn % 2:
                    button.focus()
                    page.keyboard.press("Enter")
                else:
                    button.click()
        assert page.locator(".scene-end").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("slug", SLUGS)
def test_on_the_class_screen(shelf):
    _lesson, session, ways, page_of = shelf
    page = page_of("teacher_lin")
    page.set_viewport_size({"width": 1366, "height": 768})
    for path in ways.values():
        page.goto(f"/teacher/sessions/{session}/training")
        for step in path:
            with page.expect_navigation():
                choice_of(page, ".train-choices button", step.text).click()
        assert "全班一起练完了" in page.inner_text(".train-step")
        with page.expect_navigation():
            page.click("button[name=again]")
