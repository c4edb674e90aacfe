"""The class screen in Chromium: keys, hands, the phone that follows, and a line that breaks in mid-lesson."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from eduplatform.pages.current_viewer import COOKIE
from tests.browser.demo import chromium_path, until
from tests.browser.served_app import served

pytestmark = pytest.mark.browser
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class Line:
    """The line between browser and server: while it is cut, nothing gets through."""

    def __init__(self, app) -> None:
        self.app, self.cut = app, False

    def __call__(self, environ, start_response):
        if self.cut:
            start_response("503 Service Unavailable", [("Retry-After", "1")])
            return [b""]
        return self.app(environ, start_response)


@pytest.fixture
def line(desk) -> Iterator[Line]:
    """A server of its own on the test's database."""
    line = Line(desk.app)
    with served(line) as line.url:  # type: ignore[attr-defined]
        yield line


@pytest.fixture
def page(desk, line):
    """A page of the teacher's browser; an error in a script or a breach of the policy fails the test."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        context = browser.new_context(viewport={"width": 1920, "height": 1080})
        token = desk.client.get_cookie(COOKIE).value
        context.add_cookies([{"name": COOKIE, "value": token, "url": line.url}])
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        yield page
        browser.close()
        assert faults == []


def at(page, place):
    """Wait until the screen shows the step at `place`."""
    page.wait_for_selector(f'.scene[data-place="{place}"]:not([hidden])')


def server_at(desk, session, place, page):
    for _ in range(100):
        if desk.session(session).slide == place:
            return True
        page.wait_for_timeout(50)
    return False


def test_keys_and_clicker_turn_and_the_server_keeps_the_place(desk, line, page):
    session = desk.start()
    page.goto(f"{line.url}/teacher/sessions/{session}/screen")
    for key, place in (
        ("PageDown", 1),
        ("ArrowRight", 2),
        (" ", 3),
        ("PageUp", 2),
        ("ArrowLeft", 1),
        ("Home", 0),
        ("ArrowDown", 1),
    ):
        page.keyboard.press(key)
        at(page, place)
    assert server_at(desk, session, 1, page)
    page.reload()
    at(page, 1)


def test_on_the_film_arrows_turn_as_on_every_step_and_with_shift_they_wind(desk, line, page):
    from eduplatform.teaching import queries
    from eduplatform.teaching.session_run import run_of

    session = desk.start()
    with desk.app.app_context():
        film = next(n for n, step in enumerate(run_of(queries.session_by_id(session)).steps) if step.kind == "video")
    desk.post(f"/sessions/{session}/turn", place=film, was=0)
    page.goto(f"{line.url}/teacher/sessions/{session}/screen")
    at(page, film)
    now = "document.querySelector('.scene:not([hidden]) video').currentTime"
    assert page.evaluate("document.activeElement.tagName") == "VIDEO", "the film takes the space bar without a click"
    page.keyboard.press("Shift+ArrowRight")
    at(page, film)
    assert page.evaluate(now) >= 0
    for key, place in (
        ("ArrowRight", film + 1),
        ("ArrowLeft", film),
        ("ArrowUp", film - 1),
        ("ArrowDown", film),
        ("PageDown", film + 1),
    ):
        page.keyboard.press(key)
        at(page, place)


STOP = {
    "scene": "title",
    "at": 2.0,
    "stem": "门发烫，出不去了。现在先做哪一样？",
    "options": [
        {"id": "crack", "text": "拉开一条缝，看看外面", "why": "缝一开，烟和热气先挤进来。", "right": False},
        {"id": "block", "text": "堵住门缝，不让烟进来", "why": "烟是从缝里钻的。", "right": True},
    ],
    "statement": False,
}


def test_the_film_stops_for_a_question_and_the_space_bar_plays_on(desk, line, page, monkeypatch):
    from eduplatform.curriculum import queries as content
    from eduplatform.teaching import queries
    from eduplatform.teaching.session_run import run_of

    with desk.app.app_context():
        desk.lesson_id = next(head.lesson_id for head in content.lessons_of("P2") if head.has_video)
    session = desk.start()
    with desk.app.app_context():
        row = queries.session_by_id(session)
        monkeypatch.setitem(content.video_of(row.lesson_id)[2], "stops", [STOP])
        film = next(n for n, step in enumerate(run_of(row).steps) if step.kind == "video")
    desk.post(f"/sessions/{session}/turn", place=film, was=0)
    page.goto(f"{line.url}/teacher/sessions/{session}/screen")
    at(page, film)
    video = "document.querySelector('.scene:not([hidden]) video')"
    page.keyboard.press(" ")
    page.wait_for_selector(".film-stop:not([hidden])", timeout=20000)
    assert page.evaluate(f"{video}.paused") and 1.9 <= page.evaluate(f"{video}.currentTime") < 2.2
    assert page.inner_text(".film-stop .film-ask-stem") == STOP["stem"]
    assert not page.is_visible(".film-stop .film-why"), "no reason before somebody chooses"
    page.click(".film-stop .film-choice.is-right summary")
    page.wait_for_selector(".film-stop .is-right .film-why:visible")
    at(page, film)
    page.click(".film-stop-head")
    page.keyboard.press(" ")
    page.wait_for_selector(".film-stop", state="hidden")
    until(page, f"!{video}.paused && {video}.currentTime > 2.1")
    assert desk.session(session).slide == film, "the space bar played on and did not turn"


def test_turning_on_leaves_the_full_screen_of_the_film(desk, line, page):
    """Else the screen stays black: what is shown full is hidden."""
    from eduplatform.teaching import queries
    from eduplatform.teaching.session_run import run_of

    session = desk.start()
    with desk.app.app_context():
        film = next(n for n, step in enumerate(run_of(queries.session_by_id(session)).steps) if step.kind == "video")
    desk.post(f"/sessions/{session}/turn", place=film, was=0)
    page.goto(f"{line.url}/teacher/sessions/{session}/screen")
    at(page, film)
    page.keyboard.press("f")
    for _ in range(40):
        if page.evaluate("!!document.fullscreenElement"):
            break
        page.wait_for_timeout(50)
    assert page.evaluate("!!document.fullscreenElement")
    page.keyboard.press("PageDown")
    at(page, film + 1)
    for _ in range(40):
        if page.evaluate("!document.fullscreenElement"):
            return
        page.wait_for_timeout(50)
    raise AssertionError("still full screen")


def test_hands_typed_on_the_screen_are_kept_and_the_answer_follows(desk, line, page):
    from eduplatform.teaching import queries
    from eduplatform.teaching.session_run import run_of

    session = desk.start("hands")
    with desk.app.app_context():
        place = next(n for n, step in enumerate(run_of(queries.session_by_id(session)).steps) if step.kind == "ask")
    desk.post(f"/sessions/{session}/turn", place=place, was=0)
    page.goto(f"{line.url}/teacher/sessions/{session}/screen")
    page.click(".scene:not([hidden]) [data-more] >> nth=0")
    page.fill(".scene:not([hidden]) .count input >> nth=1", "2")
    page.keyboard.press("PageDown")
    at(page, place + 1)
    page.wait_for_selector(".scene:not([hidden]) .because")
    with desk.app.app_context():
        kept = queries.hands_by_option(queries.session_by_id(session))
    assert sorted(row.count for options in kept.values() for row in options.values())[-2:] == [1, 2]


def test_the_screen_follows_the_phone(desk, line, page):
    session = desk.start()
    page.goto(f"{line.url}/teacher/sessions/{session}/screen")
    desk.post(f"/sessions/{session}/turn", place=4, was=0, page="control")
    at(page, 4)
    desk.post(f"/sessions/{session}/pause", version=1)
    page.wait_for_selector("[data-paused]:not([hidden])")


def test_a_broken_line_does_not_stop_the_lesson_and_the_place_is_told_later(desk, line, page):
    session = desk.start()
    page.goto(f"{line.url}/teacher/sessions/{session}/screen")
    line.cut = True
    for place in (1, 2, 3):
        page.keyboard.press("PageDown")
        at(page, place)
    page.wait_for_selector("[data-offline]:not([hidden])")
    assert desk.session(session).slide == 0
    line.cut = False
    assert server_at(desk, session, 3, page)
    page.wait_for_selector("[data-offline]", state="hidden")


def test_when_the_lesson_is_ended_elsewhere_the_screen_shows_the_summary(desk, line, page, clock):
    session = desk.start()
    page.goto(f"{line.url}/teacher/sessions/{session}/screen")
    clock.shift(40 * 60)
    desk.close(session)
    page.wait_for_url(re.compile(rf"/teacher/sessions/{session}$"))


def test_each_tap_of_the_roll_call_is_kept(desk, line, page):
    session = desk.start()
    page.goto(f"{line.url}/teacher/sessions/{session}/roll")
    page.click(".person >> nth=1")
    page.click(".person >> nth=2")
    page.click(".person >> nth=1")
    third = page.input_value(".person >> nth=2 >> input")
    until(page, f"[...document.querySelectorAll('input[name=seen]')].map((one) => one.value).join() === '{third}'")
    page.reload()
    assert page.locator("input[name=absent]:checked").count() == 1
    page.click("button[value=close]")
    page.wait_for_url(re.compile(rf"/teacher/sessions/{session}$"))
    assert desk.session(session).present == 3


def test_pupils_are_called_by_number_each_once_and_a_countdown_runs(desk, line, page):
    session = desk.start()
    numbers = [str(number) for number in desk.get(f"/sessions/{session}/calling").json["numbers"]]
    page.goto(f"{line.url}/teacher/sessions/{session}/screen")
    page.click("[data-call-open]")
    seen = [page.inner_text("[data-call-number]")]
    page.reload()  # the order goes on where it was
    page.wait_for_selector("[data-call-open]")
    for _pupil in numbers[1:]:
        page.keyboard.press("r")
        seen.append(page.inner_text("[data-call-number]"))
    assert sorted(seen) == sorted(numbers) and not page.is_visible("[data-call-round]")
    page.click("[data-call-next]")
    assert page.inner_text("[data-call-number]") == seen[0] and page.is_visible("[data-call-round]")
    page.keyboard.press("PageDown")  # a clicker puts the card away before it turns the page
    assert not page.is_visible("[data-call]") and desk.session(session).slide == 0
    page.keyboard.press("t")
    page.click("[data-timer-start='60']")
    assert page.inner_text("[data-timer-left]") in ("1:00", "0:59")
    page.keyboard.press("t")
    assert not page.is_visible("[data-timer]")
