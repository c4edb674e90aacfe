"""Weeks of the year change places: dragged with mouse and finger, by the keys alone, without a script; and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from eduplatform.extensions import db
from eduplatform.org.models import Unit
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from eduplatform.teaching import plan, plan_operations

from .demo import Demo, until
from .states import staff

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def titles(demo: Demo) -> dict[int, str]:
    with demo.app.app_context():
        ttl_cache.drop()
        mine = db.session.query(Unit).filter_by(code=demo.homeroom.upper()).one()
        found = {week.week: week.title for week in plan.planned_weeks(mine, 2026)}
        db.session.remove()
        return found


@pytest.fixture(autouse=True)
def as_the_school_planned(demo: Demo) -> Iterator[None]:
    """Other tests find the class as it was."""
    yield
    with demo.app.app_context(), write():
        plan_operations.drop_own(None, db.session.query(Unit).filter_by(code=demo.homeroom.upper()).one(), 2026)


@pytest.fixture
def opened(visitor: Callable[..., BrowserContext], demo: Demo) -> Callable[..., Page]:
    def open_page(**more) -> Page:
        context = visitor(**more)
        context.add_cookies([demo.cookie(*staff(demo, demo.homeroom))])
        page = context.new_page()
        page.goto("/teacher/plan")
        return page

    return open_page


def two(page: Page) -> tuple[int, int]:
    """Two weeks beside each other that may be moved, in one month."""
    numbers = [int(line.get_attribute("data-week")) for line in page.locator("[data-week]").all()]
    return numbers[0], numbers[1]


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def moved(page: Page, demo: Demo, before: dict[int, str], one: int, other: int, script: bool = True) -> None:
    """They have changed places, it says so (a script aloud too), and one button takes it back."""
    page.wait_for_selector(".plan-done")
    assert titles(demo)[one] == before[other] and titles(demo)[other] == before[one]
    if script:
        until(page, "document.querySelector('[data-said]').textContent !== ''")
    page.click(".plan-done button")
    page.wait_for_url(lambda url: "moved" not in url)
    assert titles(demo) == before


def test_a_week_is_dragged_onto_another(opened, demo: Demo) -> None:
    page, before = opened(width=1366), titles(demo)
    assert page.locator(".plan-month[open]").count() == page.locator(".plan-month").count(), "a wide screen shows all"
    one, other = two(page)
    page.locator(f"#week-{one}").scroll_into_view_if_needed()
    page.mouse.move(*middle(page, f"#week-{one} [data-grip]"))
    page.mouse.down()
    page.mouse.move(*middle(page, f"#week-{other} .plan-theme"), steps=5)
    assert page.locator(f"#week-{other}.is-target").count() == 1
    with page.expect_navigation():
        page.mouse.up()
    moved(page, demo, before, one, other)


def test_escape_lets_a_dragged_week_go(opened, demo: Demo) -> None:
    page, before = opened(width=1366), titles(demo)
    one, other = two(page)
    page.locator(f"#week-{one}").scroll_into_view_if_needed()
    page.mouse.move(*middle(page, f"#week-{one} [data-grip]"))
    page.mouse.down()
    page.mouse.move(*middle(page, f"#week-{other} .plan-theme"), steps=5)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert page.locator(".is-target, .is-held").count() == 0
    assert "moved" not in page.url and titles(demo) == before


def test_a_finger_drags_it_on_a_phone(opened, demo: Demo) -> None:
    page, before = opened(width=360, has_touch=True), titles(demo)
    assert page.locator(".plan-month[open]").count() == 1 and page.evaluate("document.body.scrollHeight") < 3000
    one, other = two(page)
    page.locator("[data-month]:has([data-week])").last.locator("summary").click()
    line = page.locator(f"#week-{one}")
    if not line.is_visible():
        page.locator("[data-month]", has=line).locator("summary").click()
    if not page.locator(f"#week-{other}").is_visible():
        page.locator("[data-month]", has=page.locator(f"#week-{other}")).locator("summary").click()
    line.scroll_into_view_if_needed()
    from_x, from_y = middle(page, f"#week-{one} [data-grip]")
    to_x, to_y = middle(page, f"#week-{other} .plan-theme")
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": from_x, "y": from_y}]})
    for at in range(1, 6):
        point = {"x": from_x, "y": from_y + (to_y - from_y) * at / 5}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    with page.expect_navigation():
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    moved(page, demo, before, one, other)


def test_the_keys_alone_take_a_week_up_and_put_it_down(opened, demo: Demo) -> None:
    page, before = opened(width=1366), titles(demo)
    one, other = two(page)
    page.focus(f"#week-{one} [data-grip]")
    page.keyboard.press("Enter")
    assert "拿起了" in page.inner_text("[data-said]")
    page.keyboard.press("Escape")
    assert "没有移动" in page.inner_text("[data-said]")
    page.keyboard.press(" ")
    page.keyboard.press("ArrowDown")
    assert before[other] in page.inner_text("[data-said]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    moved(page, demo, before, one, other)


def test_alt_and_an_arrow_move_it_step_by_step(opened, demo: Demo) -> None:
    page, before = opened(width=1366), titles(demo)
    one, other = two(page)
    page.focus(f"#week-{one} [data-grip]")
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowDown")
    until(page, f"document.activeElement.closest('#week-{other}') !== null")
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowUp")
    page.wait_for_selector(".plan-done")
    assert titles(demo) == before


def test_without_a_script_the_week_is_chosen_from_a_list(opened, demo: Demo) -> None:
    page, before = opened(width=360, java_script_enabled=False), titles(demo)
    one, other = two(page)
    page.click(f"#week-{one} .plan-grip")
    page.select_option(f"#week-{one} select", str(other))
    page.click(f"#week-{one} button:has-text('对换')")
    moved(page, demo, before, one, other, script=False)
