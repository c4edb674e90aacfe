"""A pupil who cannot use a mouse: from the front page into the account, through a quiz, to the result."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from .demo import Demo, until
from .states import class_of, pupils

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
FOCUSED = "document.activeElement"
#: whether the element with the focus, its ::after (a link that covers its row) or the face beside a hidden box is outlined
RING = """(() => { const one = document.activeElement, shown = (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    return shown(getComputedStyle(one)) || shown(getComputedStyle(one, '::after')) || (one.nextElementSibling && shown(getComputedStyle(one.nextElementSibling))); })()"""


@pytest.fixture
def page(visitor, demo: Demo) -> Page:
    return visitor(width=1366).new_page()


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Tab forward until the focus stands on `selector`; it must be seen to be there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED}.matches({selector!r})"):
            assert page.evaluate(RING), f"nobody sees that the focus is on {selector}"
            return
    raise AssertionError(f"no way to {selector} with the Tab key on {page.url}")


def enter(page: Page, selector: str) -> None:
    """Follow a link or press a button that leads to another page."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_pupil_signs_in_and_takes_a_quiz(page: Page, demo: Demo) -> None:
    code = class_of(demo, 4, 1)
    demo.give_password(*pupils(demo, code)[2], "paperboat77")
    sign_in(page)
    enter(page, ".dock-link[href='/student/lessons'], .side-link[href='/student/lessons']")
    enter(page, "a.lesson-tile")
    enter(page, "a[href$='/quiz']")
    enter(page, "form button.btn-primary")
    page.wait_for_selector(".paper.is-paged")
    asked = page.locator("[data-q]").count()
    for number in range(asked):
        answer(page, page.locator("[data-q]:visible").get_attribute("data-kind") or "")
        tab_to(page, "[data-on]" if number < asked - 1 else "[data-send]")
        page.keyboard.press("Enter")
    page.wait_for_url("**/result")
    assert page.locator(".review").count() == asked


def sign_in(page: Page) -> None:
    """Door, school, class, number, password."""
    page.goto("/")
    enter(page, "a.door-now")
    page.keyboard.type("实验小学")  # the field has the focus when the page opens
    with page.expect_navigation():
        page.keyboard.press("Enter")
    enter(page, "a[href*='school=LJ-DC-SY']")
    enter(page, "a.class-tile[href*='class_id=']" if page.locator("a.class-tile").count() == 1 else class_tile(page))
    page.keyboard.type("3")
    tab_to(page, "[name=password]")
    page.keyboard.type("paperboat77")
    page.keyboard.press("Enter")
    page.wait_for_url("**/student/")


def class_tile(page: Page) -> str:
    address = page.locator("a.class-tile:text-is('四(1)班')").get_attribute("href")
    return f"a.class-tile[href='{address}']"


def answer(page: Page, kind: str) -> None:
    """Any answer: the space bar chooses, arrows move in a list."""
    if kind == "ordering":
        tab_to(page, "[data-q]:not([hidden]) button[name=move]:not([disabled])")
        page.keyboard.press("Enter")
    elif kind == "matching":
        for at in range(page.locator("[data-q]:visible select").count()):
            tab_to(page, "[data-q] select")
            for _ in range(at + 1):
                page.keyboard.press("ArrowDown")
    elif kind in ("baskets", "place"):
        while page.locator("[data-q]:visible .board-tray .board-thing").count():
            tab_to(page, "[data-q] .board-tray .board-thing")
            page.keyboard.press("Enter")
            tab_to(page, "[data-q] .board-home:not(.is-full) .board-put" if kind == "place" else "[data-q] .board-put")
            page.keyboard.press("Enter")
    else:
        for step in ("[data-q] input", "[data-q] .second-step input")[: 2 if kind == "two_step" else 1]:
            tab_to(page, step)
            page.keyboard.press(" ")
            until(page, f"{FOCUSED}.checked === true")
