"""A new activity made wholly in the browser, taken by a class, pledged and counted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from werkzeug.serving import make_server

from eduplatform.activities.models import ActivityStep
from eduplatform.extensions import db
from eduplatform.pages.current_viewer import COOKIE
from eduplatform.shared.database import write
from tests.assessment import world
from tests.browser.demo import chromium_path
from tests.pages.teacher.test_screen_in_a_browser import FLAGS

pytestmark = pytest.mark.browser


@pytest.fixture
def address(app) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(5)
    server.server_close()


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
    grip, first = officer.query_selector("#step-2 [data-grip]"), officer.query_selector("#step-3")
    grip.scroll_into_view_if_needed()
    box, to = grip.bounding_box(), first.bounding_box()
    officer.mouse.move(box["x"] + 5, box["y"] + 5)
    officer.mouse.down()
    officer.mouse.move(to["x"] + 30, to["y"] + 6, steps=8)  # dragged
    officer.mouse.up()
    assert names(officer) == ["签一签", "上一课", "走一遍"] or names(officer) == ["上一课", "签一签", "走一遍"]
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
