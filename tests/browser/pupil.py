"""A real server and a real browser for the pupils' tests: the server can be taken away, and made to answer 503."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import Flask
from playwright.sync_api import BrowserContext, Page, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from eduplatform.accounts import sessions
from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.learning.models import QuizAttempt
from eduplatform.pages.current_viewer import COOKIE
from eduplatform.shared.database import write
from tests.people import Person

from .demo import chromium_path, until

ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP school.test 127.0.0.1",
)


class Site:
    """The app behind a server that can go away and come back at the same port."""

    def __init__(self, app):
        app.config["WTF_CSRF_ENABLED"] = True
        self.app, self.port, self.busy = app, 0, None
        self.posts: list[int] = []
        self.up()

    def __call__(self, environ, start_response):
        """WSGI: what `busy(n)` says of the n-th hand-in is answered with 503; drafts before it share its fate, uncounted."""
        if environ["REQUEST_METHOD"] == "POST" and "/attempts/" in environ["PATH_INFO"]:
            if not environ["PATH_INFO"].endswith("/draft"):
                self.posts.append(1)
            if self.busy and self.busy(len(self.posts)):
                start_response("503 Service Unavailable", [("Retry-After", "1"), ("Content-Type", "application/json")])
                return [b'{"error": "busy"}']
        return self.app(environ, start_response)

    def up(self) -> None:
        self._server = make_server("127.0.0.1", self.port, self, threaded=True)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def down(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def url(self, host: str = "127.0.0.1") -> str:
        """127.0.0.1 is a secure context for browsers, school.test is not: as on a school network without a certificate."""
        return f"http://{host}:{self.port}"

    def attempts(self) -> list:  # type: ignore[type-arg]
        with self.app.app_context():
            return db.session.execute(select(QuizAttempt.__table__).order_by(QuizAttempt.__table__.c.id)).all()


@contextmanager
def browser() -> Iterator[Callable[..., BrowserContext]]:
    """A function that opens a new browser context signed in with a token."""
    path = chromium_path()
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=path, args=list(ARGS))

        def context(site: Site, token: str, host: str = "127.0.0.1", **more) -> BrowserContext:
            made = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=site.url(host), **more)
            made.set_default_timeout(30000)
            sign_in(made, site, token, host)
            return made

        yield context
        chromium.close()


def sign_in(context: BrowserContext, site: Site, token: str, host: str = "127.0.0.1") -> None:
    context.add_cookies([{"name": COOKIE, "value": token, "url": site.url(host)}])


def token_of(app: Flask, person: Person) -> str:
    """A sign-in of a named person."""
    with app.app_context(), write():
        user = db.session.get_one(User, (person.school_id, person.user_id))
        return sessions.begin_session(user, timedelta(days=5))


@contextmanager
def pages(app: Flask, people: dict[str, Person]) -> Iterator[Callable[..., Page]]:
    """open(name, **how) → a page of that person, on a server of its own."""
    site = Site(app)
    try:
        with browser() as opened:
            yield lambda name, **how: opened(site, token_of(app, people[name]), **how).new_page()
    finally:
        site.down()


def open_quiz(page: Page, lesson: int) -> None:
    page.goto(f"/student/lessons/{lesson}/quiz")
    page.click("form:has([data-key]) button")
    page.wait_for_selector(".paper.is-paged")


def open_training(page: Page, lesson: int) -> None:
    page.goto(f"/student/lessons/{lesson}/skill")
    page.click("form:has([data-key]) button")
    page.wait_for_selector(".choice", state="attached")  # (of a measured scene they are folded)


def answer(page: Page, first: int, last: int) -> None:
    """Answer questions first…last (from 0), going on to the next each time but at the end of the paper."""
    for place in range(first, last + 1):
        question = page.locator(f'[data-q="{place}"]')
        kind = question.get_attribute("data-kind")
        if kind in ("single", "pictures", "multiple", "truefalse", "spot"):
            question.locator("label.option").first.click()
        elif kind == "two_step":
            for step in question.locator("fieldset").all():
                step.locator("label.option").first.click()
        elif kind in ("baskets", "place"):
            things, homes = question.locator(".board-tray .board-thing"), question.locator(".board-home")
            for at in range(things.count()):
                things.first.click()
                homes.nth(at % homes.count()).click(position={"x": 5, "y": 5})
        elif kind == "matching":
            for index, field in enumerate(question.locator("select").all(), 1):
                field.select_option(index=index)
        if page.locator("[data-on]").is_visible():
            page.click("[data-on]")


def kept(page: Page) -> dict[str, str]:
    """What this browser keeps of quizzes."""
    return page.evaluate(
        "Object.fromEntries(Object.entries(localStorage).filter(([name]) => name.startsWith('anxue.q.')))"
    )


def wait_for(page: Page, expression: str, seconds: int = 45) -> None:
    """Like demo.until, as long as a queue may take to empty itself."""
    until(page, expression, seconds)


def wait_until_sent(page: Page) -> None:
    wait_for(page, "!Object.keys(localStorage).some((name) => name.startsWith('anxue.q.'))")


def wait_until_page_is_kept(page: Page) -> None:
    wait_for(page, "caches.open('anxue-quiz').then((cache) => cache.keys()).then((keys) => keys.length > 5)")
