"""A homeroom teacher gives this week's lesson on the class screen; the hour and the school's report follow by themselves."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page

from . import axe
from .demo import Demo, until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


class Hand:
    """Counts what the teacher taps; keys pressed to turn pages belong to teaching and are not counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, selector: str) -> None:
        self.page.click(selector)
        self.taps += 1


def figure(page: Page, label: str) -> float:
    """A big figure of a report page or of the ledger by its words."""
    found = page.locator(
        f".figure-more div:has(dt:text-is('{label}')) dd, .stat:has-text('{label}') .stat-figure"
    ).first.inner_text()
    number = re.search(r"[\d.]+", found)
    assert number, found
    return float(number[0])


def test_a_lesson_from_the_week_page_to_the_report(signed_in, demo: Demo, watch) -> None:
    office = signed_in("safety")
    office.goto("/")
    before = figure(office, "累计课时")
    page = signed_in(demo.homeroom, width=1920, height=1080)
    page.goto("/")
    hours = figure(page, "本学年已记")
    page.goto(demo.lesson())
    hand = Hand(page)
    page.select_option("[name=quiz_mode] >> nth=0", "hands")
    hand.tap("button:has-text('开始上课')")
    page.wait_for_url("**/screen")
    session = page.url.removesuffix("/screen")
    kinds = teach(page, demo)
    assert {"slide", "video", "ask", "answer", "end"} <= set(kinds), f"the run has {kinds}"
    hand.tap(".end-step .btn-primary")
    for place in (4, 9):
        hand.tap(f".roll-tiles .person >> nth={place}")
    demo.ten_minutes_pass()
    until(page, "document.querySelector('[data-attend-away]').textContent === '2'")
    hand.tap("[name=then][value=close]")
    page.wait_for_url(session)
    ended = time.monotonic()
    assert "已经记好了" in page.inner_text("main")
    assert hand.taps <= 6, f"{hand.taps} taps beside teaching: the promise is three minutes a week"
    page.goto("/teacher/hours")
    assert page.locator(".table tbody tr").first.inner_text().count("A 课堂记录") == 1
    assert figure(page, "已记") == hours + 1
    wait_for_report(signed_in("safety"), before + 1, until=ended + 60)


def teach(page: Page, demo: Demo) -> list[str]:
    """Turn through the whole run with the keyboard, play the video, count hands; what each step was."""
    kinds, faults = [], []
    last = int(page.get_attribute("[data-run]", "data-last") or 0)
    for place in range(last + 1):
        scene = page.locator(f".scene[data-place='{place}']")
        scene.wait_for(state="visible")
        kinds.append(scene.get_attribute("data-kind") or "")
        until(page, "!!document.querySelector('.scene:not([hidden])').firstElementChild")
        faults += [
            f"step {place} {kinds[-1]}: {fault}"
            for fault in axe.misfits(page) + (axe.findings(page) if kinds[-1] not in kinds[:-1] else [])
        ]
        faults += smaller_than_the_back_row_can_read(page, place)
        if kinds[-1] == "video":
            play(page)
        if kinds[-1] == "ask":
            count_hands(page, scene)
        elif place < last:
            page.keyboard.press("ArrowRight" if place % 2 or kinds[-1] == "video" else "PageDown")
        if place in (2, 6, 10):
            demo.ten_minutes_pass()
    page.keyboard.press("PageUp")
    page.wait_for_selector(f".scene[data-place='{last - 1}']", state="visible")
    page.keyboard.press("PageDown")
    assert not faults, "\n".join(faults)
    return kinds


def play(page: Page) -> None:
    """The space bar plays; the film moves on."""
    page.keyboard.press(" ")
    until(page, "document.querySelector('.scene:not([hidden]) video').currentTime > 0.5")
    page.keyboard.press(" ")


def count_hands(page: Page, scene) -> None:
    """Three taps on + for the first answer, a number for the second, then on: hands are kept and the answer is shown."""
    for _ in range(3):
        scene.locator("[data-more]").first.click()
    scene.locator(".count input").nth(1).fill("20")
    page.keyboard.press("PageDown")


def smaller_than_the_back_row_can_read(page: Page, place: int) -> list[str]:
    """Words of a slide on a 1920 screen are at least 32 px high."""
    small = page.evaluate("""() => [...document.querySelectorAll('.scene:not([hidden]) .slide-body *')].filter((one) =>
        one.children.length === 0 && one.textContent.trim() && parseFloat(getComputedStyle(one).fontSize) < 32).map((one) => one.textContent.trim().slice(0, 30))""")
    return [f"step {place}: too small to read from the back row: {small}"] if small else []


def wait_for_report(office: Page, wanted: float, until: float) -> None:
    """The school's report holds the hour within a minute; nobody pressed anything."""
    found = None
    while time.monotonic() < until:
        office.goto("/")
        found = figure(office, "累计课时")
        if found == wanted:
            return
        time.sleep(1)
    raise AssertionError(f"after a minute the report says {found}, not {wanted}")
