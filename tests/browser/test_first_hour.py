"""The first hour of a village school: from an empty folder to a lesson that stands in the report. Taps and pages are counted.

A real `python app.py`; the setup code is read from its window. Nobody touches a shell, and the pages are gone through by their
buttons alone: no address is typed but the one the window shows and the one on the slip.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Browser, Page

from tests.first_run.console import Console

from . import axe
from . import demo as city
from .demo import CLOCKED, Demo, Watch, until
from .test_lesson_in_class import figure

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
PASSWORD = "heliu-shanyang-7"
PUPILS = [
    "田小雨",
    "周一鸣",
    "王梓涵",
    "孙亦可",
    "何苗苗",
    "钱思远",
    "贺兰一",
    "尉迟安",
    "李诺",
    "赵一",
    "曾小米",
    "单明",
]
#: (taps and filled fields, pages) that a part of the hour may take at most; turning pages and counting hands in the lesson is teaching.
MOST = {"officer": (28, 9), "teacher": (8, 6)}


class Hand:
    """Somebody at a computer: counts taps (a field that is filled is one) and pages, and looks at each page."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.pages = page, 0, set[str]()
        self.look()

    def tap(self, selector: str) -> None:
        self.page.click(selector)
        self.taps += 1
        self.look()

    def fill(self, selector: str, text: str) -> None:
        self.page.fill(selector, text)
        self.taps += 1

    def look(self) -> None:
        path = re.sub(r"\d+", "N", self.page.url.partition("?")[0].partition("#")[0])
        if path in self.pages or not path.startswith("http"):
            return
        self.pages.add(path)
        assert not axe.misfits(self.page), (path, axe.misfits(self.page))
        assert not axe.findings(self.page), (path, axe.findings(self.page))
        room = self.page.viewport_size
        self.page.set_viewport_size({"width": 360, "height": 740})
        assert path.endswith(("/slips", "/screen")) or not axe.misfits(self.page), (path, 360, axe.misfits(self.page))
        self.page.set_viewport_size(room)  # type: ignore[arg-type]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Console]:
    """On an empty folder, with the school network let in as the start scripts do; ten o'clock on a school day."""
    city.chromium_path()
    with Console(
        tmp_path, program=(CLOCKED, "app.py"), settings={"HOST": "0.0.0.0", "RECOUNT_SECONDS": "1"}
    ) as started:
        yield started


def class_list(file: Path) -> Path:
    """As the school has it: a title, headings, one class, its homeroom teacher."""
    with xlsxwriter.Workbook(str(file)) as book:
        page = book.add_worksheet("三年级")
        page.merge_range("A1:E1", "青溪小学学生名册")
        page.write_row(1, 0, ["班级", "学号", "姓名", "性别", "班主任"])
        for line, name in enumerate(PUPILS, 1):
            page.write_row(1 + line, 0, ["三(1)班", line, name, "女" if line % 2 else "男", "谢老师"])
    return file


def test_from_an_empty_folder_to_a_lesson_in_the_report(
    chromium: Browser, server: Console, watch: Watch, tmp_path: Path
) -> None:
    began = time.monotonic()
    demo = Demo(server, tmp_path, None, {}, {})  # type: ignore[arg-type]
    officer = Hand(city.new_context(chromium, demo, watch).new_page())
    officer.page.goto("/")  # the start script opens it
    set_up(officer, server.code)
    steps(officer, class_list(tmp_path / "名册.xlsx"))
    code = officer.page.locator(".staff-code").inner_text()
    officer.tap("a:has-text('返回')")
    assert ticked(officer.page) == [True, True, True, True, False]
    teacher = Hand(city.new_context(chromium, demo, watch).new_page())
    teacher.page.goto("/s/" + code.replace("-", ""))  # the slip, scanned
    teacher.look()
    come_in(teacher)
    give_lesson(teacher, demo)
    in_the_report(officer)
    for name, hand in (("officer", officer), ("teacher", teacher)):
        sys.stdout.write(f"first hour, {name}: {hand.taps} taps on {len(hand.pages)} pages\n")
        assert hand.taps <= MOST[name][0] and len(hand.pages) <= MOST[name][1], (name, hand.taps, sorted(hand.pages))
    assert time.monotonic() - began < 600


def set_up(hand: Hand, code: str) -> None:
    hand.page.wait_for_url("**/setup")
    hand.look()
    hand.fill("[name=code]", code.lower())
    hand.tap("button:has-text('下一步')")
    hand.fill("[name=city]", "青石市")
    hand.fill("[name=school]", "青溪小学")
    for stage in ("小学低段", "小学中段", "小学高段"):
        hand.tap(f"label:has-text('{stage}')")
    hand.tap("button:has-text('下一步')")
    hand.fill("[name=name]", "高敏")
    hand.fill("[name=password]", PASSWORD)
    hand.fill("[name=repeat]", PASSWORD)
    hand.tap("button:has-text('完成设置')")
    hand.page.wait_for_url(re.compile(r"/office/units/\d+$"))
    assert ticked(hand.page) == [False] * 5


def ticked(page: Page) -> list[bool]:
    return ["is-done" in (step.get_attribute("class") or "") for step in page.locator(".first-step").all()]


def steps(hand: Hand, file: Path) -> None:
    """Roster, calendar, plan, slips: each from the amber line of the list."""
    hand.tap(".first-step.is-now a:has-text('上传名册')")
    hand.page.set_input_files("[name=file]", str(file))
    hand.taps += 1
    hand.page.click("button:has-text('上传并查看变动')")
    hand.taps += 1
    hand.page.wait_for_selector("text=确认导入", timeout=30000)  # the page turns by itself when the file is read
    hand.look()
    hand.fill("[name=consent]", "2026年入学告知书")
    hand.tap("button:has-text('确认导入')")
    hand.page.wait_for_selector("text=已导入")
    hand.tap("a:has-text('回总览，做下一步')")
    assert ticked(hand.page) == [True, False, False, False, False]
    hand.tap(".first-step.is-now a:has-text('核对校历')")
    hand.tap("button:has-text('保存学期')")
    assert ticked(hand.page) == [True, True, False, False, False]
    hand.tap(".first-step.is-now button:has-text('采用计划')")
    assert ticked(hand.page) == [True, True, True, False, False]
    hand.tap(".first-step.is-now a:has-text('打印登录条')")
    hand.tap("button:has-text('打印勾上的')")
    assert "谢老师" in hand.page.inner_text("main") and "127.0.0.1" not in hand.page.inner_text(".staff-steps")


def come_in(hand: Hand) -> None:
    """The homeroom teacher opens the account and lands on the week."""
    hand.tap("button:has-text('是我')")
    hand.fill("[name=password]", "guhe-xiangcun-52")
    hand.fill("[name=repeat]", "guhe-xiangcun-52")
    hand.tap("button:has-text('定好了')")
    hand.page.wait_for_url(re.compile(r"/teacher/?$"))


def give_lesson(hand: Hand, demo: Demo) -> None:
    """The week's lesson on the class screen, hands counted, closed."""
    if hand.page.locator("[name=quiz_mode] >> nth=0").input_value() != "hands":
        hand.page.select_option("[name=quiz_mode] >> nth=0", "hands")
        hand.taps += 1
    hand.tap("button:has-text('开始上课') >> nth=0")
    hand.page.wait_for_url("**/screen")
    assert teach(hand.page, demo), "hands were counted"
    hand.tap(".end-step .btn-primary")
    demo.ten_minutes_pass()
    hand.tap("[name=then][value=close]")
    hand.page.wait_for_url(re.compile(r"/sessions/\d+$"))
    assert "已经记好了" in hand.page.inner_text("main")


def teach(page: Page, demo: Demo) -> int:
    """Turn to the end with the pointer; hands at each question. How many questions were counted."""
    counted, last = 0, int(page.get_attribute("[data-run]", "data-last") or 0)
    for place in range(last + 1):
        scene = page.locator(f".scene[data-place='{place}']")
        scene.wait_for(state="visible")
        until(page, "!!document.querySelector('.scene:not([hidden])').firstElementChild")
        if scene.get_attribute("data-kind") == "ask":
            for box, hands in ((0, "3"), (1, "8")):  # twelve pupils: no more hands than that
                scene.locator(".count input").nth(box).fill(hands)
            page.keyboard.press("PageDown")
            counted += 1
        elif place < last:
            page.keyboard.press("PageDown")
        if place in (2, 6, 10):
            demo.ten_minutes_pass()
    return counted


def in_the_report(hand: Hand) -> None:
    """After forty minutes at rest the officer signs in anew, by name; the class hour is in the report, the first steps are gone."""
    hand.tap(".side a:has-text('总览')")
    assert "/sign-in" in hand.page.url
    hand.fill("[name=login]", "高敏")
    hand.fill("[name=password]", PASSWORD)
    hand.tap("form[method=post] .btn-primary")
    end = time.monotonic() + 60
    while not hand.page.locator("dt:text-is('累计课时')").count() or figure(hand.page, "累计课时") < 1:
        assert time.monotonic() < end, "the lesson never came into the report"
        hand.page.wait_for_timeout(1000)
        hand.page.reload()
    assert hand.page.locator(".first-step").count() == 0
