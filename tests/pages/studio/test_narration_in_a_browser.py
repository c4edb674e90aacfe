"""Recording in Chromium, with the microphone it brings for tests: record, hear, save, and the film plays it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from eduplatform.curriculum import queries as content
from eduplatform.curriculum.voice_files import kind_of_sound
from eduplatform.extensions import db
from eduplatform.pages.current_viewer import COOKIE
from eduplatform.teaching.models import Narration
from tests.browser.demo import ARGS, chromium_path, until
from tests.browser.served_app import served

pytestmark = pytest.mark.browser
FAKE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@pytest.fixture
def url(app) -> Iterator[str]:
    """A server of its own on the test's database, at localhost: elsewhere a browser gives no microphone."""
    with served(app) as address:
        yield address


@pytest.fixture
def page(client_for, url):
    """A page of the homeroom teacher; an error in a script or a breach of the policy fails the test."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium_path(), args=[*ARGS, *FAKE])
        context = browser.new_context(viewport={"width": 1366, "height": 768}, permissions=["microphone"])
        context.add_cookies([{"name": COOKIE, "value": client_for("teacher_lin").get_cookie(COOKIE).value, "url": url}])
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        yield page
        browser.close()
        assert faults == []


def test_a_sentence_is_recorded_heard_and_saved(page, url, app):
    with app.app_context():
        head = next(head for head in content.lessons_of("P2") if head.has_video and head.topic == "FIRE")
    page.goto(f"{url}/studio/lessons/{head.lesson_id}/narration")
    row = '[data-scene="title"]'
    page.click(f"{row} [data-record]")
    page.wait_for_selector(f"{row}.is-recording")
    page.wait_for_timeout(1500)
    page.click(f"{row} [data-record]")
    page.wait_for_selector(f"{row} [data-save]:visible")
    assert page.get_attribute(f"{row} [data-sound]", "src").startswith("blob:")
    page.click(f"{row} [data-save]")
    assert "谁读的" in page.inner_text(f"{row} [data-state]"), "who reads has not agreed yet"
    page.check("[name=agree]")
    page.click(f"{row} [data-save]")
    page.wait_for_selector(f"{row}.is-ready", timeout=20000)
    assert page.inner_text("[data-ready]") == "1"
    until(page, f"document.querySelector('{row} [data-sound]').getAttribute('src').startsWith('/narrations/')")
    with app.app_context():
        kept = db.session.scalars(select(Narration)).one()
        assert (kept.scene, kept.kind, kind_of_sound(kept.sound)) == ("title", ".webm", ".webm")
    played = f"(async () => {{ const a = new Audio('/narrations/{kept.id}'); a.muted = true; await a.play(); return true; }})()"
    assert page.evaluate(played) is True
