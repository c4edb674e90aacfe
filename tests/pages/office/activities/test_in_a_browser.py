"""A new activity made wholly in the browser, taken by a class, pledged and counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from eduplatform.activities.models import ActivityStep
from eduplatform.extensions import db
from eduplatform.pages.current_viewer import COOKIE
from eduplatform.shared.database import write
from tests.assessment import world
from tests.browser.demo import chromium_path
from tests.browser.served_app import served
from tests.pages.teacher.test_screen_in_a_browser import FLAGS

pytestmark = pytest.mark.browser


@pytest.fixture
def address(app) -> Iterator[str]:
    with served(app) as url:
        yield url


@pytest.fixture
def page_of(address, client_for) -> Iterator[Callable]:
    """page_of('teacher_lin') → a page of that person's browser; an error in a script or a breach of the policy fails the test."""
    from playwright.sync_api import sync_playwright

    wrong: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium_path(), args=FLAGS)

        def make(name: str, width: int = 1366):
            context = browser.new_context(viewport={"width": width, "height": 900})
            cookie = client_for(name).get_cookie(COOKIE)
            context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": address}])
            page = context.new_page()
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
            page.goto(address + ("/office/activities" if name != "teacher_lin" else "/teacher/activities"))
            return page

        yield make
        browser.close()
    assert not wrong, wrong


def add(page, kind: str) -> None:
    page.select_option("[name=kind]", kind)
    page.click("button[value=add]")
    page.wait_for_load_state()


def names(page) -> list[str]:
    return page.eval_on_selector_all("[data-step]", "steps => steps.map(step => step.dataset.name)")


def drag(page, step: str, to: str, escape: bool = False) -> None:
    """Take a step by its grip, over the upper rim of another, and let go (or press Escape first)."""
    page.locator(step).locator("[data-grip]").scroll_into_view_if_needed()
    grip = page.locator(step).locator("[data-grip]").bounding_box()
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(grip["x"] + 5, grip["y"] - 20, steps=3)
    over = page.locator(to).bounding_box()
    page.mouse.move(over["x"] + 30, over["y"] + 6, steps=8)
    assert page.is_visible(f"{to}.is-before"), "a line shows where it would stand"
    if escape:
        page.keyboard.press("Escape")
    page.mouse.up()


def test_an_activity_is_composed_ordered_published_taken_pledged_and_counted(app, page_of):
    officer = page_of("district_zhou")
    officer.click("text=新建活动")
    officer.fill("[name=title]", "冬季消防活动")
    officer.fill("[name=starts_on]", "2026-11-16")
    officer.fill("[name=ends_on]", "2026-11-27")
    for kind in ("act", "pledge", "lesson"):
        add(officer, kind)
    for number, name in ((1, "走一遍"), (2, "签一签"), (3, "上一课")):
        if not officer.is_visible(f"[name=title-{number}]"):
            officer.click(f"#step-{number} summary")
        officer.fill(f"[name=title-{number}]", name)
    officer.fill("[name=task-1]", "全班走一遍疏散路线")
    officer.fill("[name=lines-2]", "睡觉我关上房门。")
    officer.select_option("[name=with-3-P2]", "topic-FIRE")
    officer.click(".compose-end button[value=save]")
    assert names(officer) == ["走一遍", "签一签", "上一课"]
    officer.click("#step-3 [data-move='-1']")  # by a button, without the server
    officer.focus("#step-1 [data-grip]")
    officer.keyboard.press("Alt+ArrowDown")  # by keys
    assert names(officer) == ["上一课", "走一遍", "签一签"]
    officer.eval_on_selector_all("[data-step] details", "parts => parts.forEach(part => part.removeAttribute('open'))")
    drag(officer, "#step-2", "#step-3", escape=True)
    assert names(officer) == ["上一课", "走一遍", "签一签"], "Escape leaves it where it was"
    drag(officer, "#step-2", "#step-3")
    assert names(officer) == ["签一签", "上一课", "走一遍"]
    assert officer.inner_text("[data-compose-said]") == "签一签现在是第 1 步，存一下就好"
    wanted = names(officer)
    officer.click(".compose-end button[value=publish]")
    officer.wait_for_load_state()
    assert "冬季消防活动" in officer.inner_text("h1")
    with app.app_context():
        kept = [row.title for row in db.session.query(ActivityStep).order_by(ActivityStep.position)]
    assert kept == wanted, "the order in the page is what was stored"
    with app.app_context(), write():
        world.teach(world.unit("LJ-SY-2024-2"), world.lesson("FIRE"), world.date(2026, 11, 18), roll=4)

    teacher = page_of("teacher_lin", 360)
    assert "已做 1 / 3 步" in teacher.inner_text("main")
    teacher.click("text=签好了，记人数")
    teacher.fill("[name=count]", "3")
    teacher.click("form[action$=record]:visible button")
    teacher.wait_for_load_state()
    assert "3 / 4 人签了" in teacher.inner_text("main") and "已做 2 / 3 步" in teacher.inner_text("main")
    assert teacher.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing hangs over at 360 pixels"

    officer.reload()
    assert "1 / " in officer.inner_text("main") and "实验小学" in officer.inner_text("main")
    with app.app_context():
        world.settle()
        assert world.figures("LJ-DC", world.date(2026, 11, 18))["activity_done"] == 1
        assert world.faults() == []


def compose(officer, title: str, steps: list[tuple[str, str, dict[str, str]]]) -> None:
    """A new activity, made and published in the page. `steps`: (kind, name, what else is filled in: field without its number → value)."""
    officer.click("text=新建活动")
    officer.fill("[name=title]", title)
    officer.fill("[name=starts_on]", "2026-11-16")
    officer.fill("[name=ends_on]", "2026-11-27")
    for kind, _name, _more in steps:
        add(officer, kind)
    for number, (_kind, name, more) in enumerate(steps, 1):
        if not officer.is_visible(f"[name=title-{number}]"):
            officer.click(f"#step-{number} summary")
        officer.fill(f"[name=title-{number}]", name)
        for field, value in more.items():
            field = f"[name={field.replace('#', str(number))}]"
            if officer.locator(field).evaluate("field => field.tagName") == "SELECT":
                officer.select_option(field, value)
            else:
                officer.fill(field, value)
    officer.click(".compose-end button[value=publish]")
    officer.wait_for_load_state()
    assert title in officer.inner_text("h1")


def turn_to(page, kind: str) -> None:
    """Turn the class screen until a step of a kind stands on it."""
    last = int(page.get_attribute("[data-run]", "data-last"))
    for place in range(last + 1):
        scene = page.locator(f".scene[data-place='{place}']")
        scene.wait_for(state="visible")
        if scene.get_attribute("data-kind") == kind:
            return
        page.keyboard.press("PageDown")
    raise AssertionError(f"no step {kind}")


def test_a_class_gives_it_on_its_screen_reads_the_pledge_and_is_counted_from_records(app, page_of, clock):
    with app.app_context():
        head = world.lesson("FIRE")
    lesson = {"with-#-P2": f"lesson-{head.lesson_id}"}
    officer = page_of("district_zhou")
    compose(
        officer,
        "消防安全月",
        [
            ("lesson", "上一课", lesson),
            ("quiz", "全班答题", lesson),
            ("survey", "问一问", {"questions-#": "你家有灭火器吗 | 有 | 没有"}),
            ("pledge", "签承诺", {"lines-#": "睡觉我关上房门。\n看到火我先离开。"}),
            ("act", "走一遍", {"task-#": "全班走一遍疏散路线"}),
        ],
    )
    report = officer.url
    assert "0 / " in officer.inner_text("main"), "nobody has taken part yet"

    teacher = page_of("teacher_lin")
    assert "已做 0 / 5 步" in teacher.inner_text("main")
    teacher.click("main li:has-text('上一课') p a")
    teacher.select_option("[name=quiz_mode] >> nth=0", "hands")
    teacher.click("button:has-text('开始上课')")
    teacher.wait_for_url("**/screen")
    session = teacher.url.removesuffix("/screen")
    turn_to(teacher, "ask")
    for _ in range(3):
        teacher.click(".scene:not([hidden]) [data-more] >> nth=0")  # three hands for A, one for B
    teacher.fill(".scene:not([hidden]) .count input >> nth=1", "1")
    teacher.keyboard.press("PageDown")
    teacher.wait_for_selector(".scene:not([hidden]) .because")
    teacher.goto(f"{session}/roll")
    clock.shift(40 * 60)
    teacher.click("button[value=close]")
    teacher.wait_for_url(session)

    teacher.goto(f"{teacher.url.split('/teacher/')[0]}/teacher/activities")
    assert "已做 2 / 5 步" in teacher.inner_text("main"), (
        "the lesson and the answers are on record, nobody filled in a form"
    )
    teacher.click("main li:has-text('问一问') summary")
    teacher.fill("main li:has-text('问一问') [name=q0-0]", "3")
    teacher.fill("main li:has-text('问一问') [name=q0-1]", "1")
    teacher.click("main li:has-text('问一问') form button:has-text('记下')")
    teacher.wait_for_load_state()
    teacher.click("main li:has-text('签承诺') a:has-text('在大屏上读')")
    assert "睡觉我关上房门。" in teacher.inner_text("main, .stage") and teacher.locator("input").count() == 0
    teacher.click("a:has-text('返回')")
    teacher.click("main li:has-text('签承诺') summary")
    teacher.fill("main li:has-text('签承诺') [name=count]", "4")
    teacher.click("main li:has-text('签承诺') form button:has-text('记下')")
    teacher.wait_for_load_state()
    assert "4 / 4 人签了" in teacher.inner_text("main") and "已做 4 / 5 步" in teacher.inner_text("main")

    officer.goto(report)
    cells = officer.locator("table tbody tr", has_text="实验小学").locator("td").all_inner_texts()
    numbers = [re.search(r"\d+", cell).group() for cell in cells]
    assert numbers[-6:] == ["1", "1", "1", "1", "1", "0"], "took part, then step by step; the act was not done"
    assert "其中申报" not in cells[-5] + cells[-4], "lesson and answers are proven"
    with app.app_context():
        world.settle()
        assert world.figures("LJ-DC", world.date(2026, 11, 18))["activity_done"] == 1
        assert world.faults() == []
