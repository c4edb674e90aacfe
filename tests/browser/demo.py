"""A demo city behind the real `python app.py`, and a browser whose every page is watched."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

from bench.serving import ROOT, Server
from eduplatform import create_app
from eduplatform.accounts import passwords, people, sessions
from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org.models import Unit
from eduplatform.pages.current_viewer import COOKIE
from eduplatform.shared.database import write

from ..lessons import head_of

CLOCKED = str(ROOT / "bench" / "clocked.py")
ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--host-resolver-rules=MAP school-pc.test 127.0.0.1",
)
SCHOOL_PC = (
    "http://school-pc.test:{port}"  #: the PC by a name, for machines that have no network address to be reached at
)
WATCH = """addEventListener('securitypolicyviolation', (event) => {
    (window.__csp = window.__csp || []).push(event.violatedDirective + ' ' + event.blockedURI);
    console.error('CSP ' + event.violatedDirective + ' ' + event.blockedURI);
});"""


def chromium_path() -> str:
    """Where Chromium is; the test is skipped without one, and fails where nothing may be skipped."""
    found = next(
        (
            path
            for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
            if (path := shutil.which(name))
        ),
        None,
    )
    if found is None:
        words = "no Chromium on this machine: apt-get install chromium fonts-noto-cjk"
        if os.environ.get("ANXUE_NOTHING_MAY_BE_SKIPPED") == "1":
            pytest.fail(words)
        pytest.skip(words)
    return found


@dataclass
class Watch:
    """What went wrong on the pages of a context. A test that wants an error takes it out with `forgive`."""

    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.add_init_script(WATCH)
        context.on("console", self._console)
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("requestfailed", self._failed)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not re.match(r"(https?://127\.0\.0\.1[:/]|data:|blob:|about:)", request.url):
            self.faults.append(f"a request left this machine: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status} {response.request.method} {response.url}")

    def _failed(self, request: Request) -> None:
        # A page left while its video or poll is under way gives the request up: not a fault.
        if request.failure and "ERR_ABORTED" not in request.failure:
            self.faults.append(f"failed: {request.url} {request.failure}")

    def forgive(self, pattern: str) -> None:
        self.faults[:] = [fault for fault in self.faults if not re.search(pattern, fault)]


@dataclass
class Demo:
    """The running demo: addresses, accounts, and cookies for anybody in it."""

    server: Server
    folder: Path
    app: Flask  # on the same database, to look behind the pages and to sign somebody in
    accounts: dict[str, str]  # login → password
    slips: dict[str, str]  # name of the pupil → code
    states: dict[str, Any] = field(default_factory=dict)  # login → cookies of a sign-in by the form

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def homeroom(self) -> str:
        """Login of the homeroom teacher who has a password."""
        return next(login for login in self.accounts if login.startswith("lj-"))

    def lesson(self, slug: str = "fire/p2-smoke") -> str:
        """The page of a lesson on the desk of its teachers; this one has a film, cards and a training."""
        with self.app.app_context():
            number = head_of(slug).lesson_id
            unit = db.session.query(Unit).filter_by(code=self.homeroom.upper()).one().id
            db.session.remove()
        return f"/teacher/classes/{unit}/lessons/{number}"

    def ten_minutes_pass(self) -> None:
        """On the server's clock. Staff who rest for half an hour sign in again, so kept sign-ins are forgotten."""
        assert self.server.process
        ticks = self.folder / "ticks"
        before = ticks.stat().st_size if ticks.exists() else 0
        self.server.process.send_signal(signal.SIGUSR1)
        end = time.monotonic() + 10
        while not ticks.exists() or ticks.stat().st_size == before:
            assert time.monotonic() < end, "the server's clock did not move"
            time.sleep(0.01)
        self.states.clear()

    def give_password(self, user_id: int, school_id: int, password: str) -> None:
        """A person who has signed in before and chosen this password."""
        with self.app.app_context(), write():
            user = db.session.get(User, (school_id, user_id))
            people.keep_secret(user, "password", passwords.hash_password(password))
            people.note_opened(user)

    def cookie(self, user_id: int, school_id: int) -> dict[str, str]:
        """A sign-in cookie for any person, as if they had just signed in on their own device."""
        with self.app.app_context(), write():
            token = sessions.begin_session(db.session.get(User, (school_id, user_id)), timedelta(days=1))
        return {"name": COOKIE, "value": token, "url": self.url}


def build(folder: Path, **settings: str) -> Demo:
    """`flask db upgrade`, `flask demo`, `python app.py`, at ten o'clock on a school day."""
    url = f"sqlite:///{folder}/demo.db"
    env = os.environ | {"DATABASE_URL": url, "INSTANCE": str(folder), "SECRET_KEY": "demo", "FLASK_APP": "app.py"}
    for command in (["db", "upgrade"], ["demo"]):
        done = subprocess.run(
            [sys.executable, CLOCKED, "flask", *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"flask {' '.join(command)}: {done.stdout[-1500:]}{done.stderr[-1500:]}"
    server = Server(url, folder, program=(CLOCKED, "app.py"), settings={"SECRET_KEY": "demo", "RECOUNT_SECONDS": "1"})
    server.settings |= {name: value.format(port=server.port) for name, value in settings.items()}
    server.start()
    lines = (folder / "demo-accounts.txt").read_text(encoding="utf-8").splitlines()
    accounts = {line.split()[0]: line.split()[1] for line in lines if line.split() and not line.startswith("slip ")}
    slips = {found[2]: found[1] for line in lines if (found := re.match(r"slip (\S+) .* (\S+): ", line))}
    app = create_app(DATABASE_URL=url, INSTANCE=str(folder), SECRET_KEY="demo")
    return Demo(server, folder, app, accounts, slips)


@contextmanager
def browser() -> Iterator[Browser]:
    path = chromium_path()
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=path, args=list(ARGS))
        yield chromium
        chromium.close()


def new_context(
    chromium: Browser, demo: Demo, watch: Watch, lang: str = "zh", width: int = 1366, height: int = 900, **more: Any
) -> BrowserContext:
    """A browser of its own, nobody signed in, every page watched."""
    context = chromium.new_context(
        viewport={"width": width, "height": height}, base_url=demo.url, locale="zh-CN", **more
    )
    context.set_default_timeout(10000)
    context.add_cookies([{"name": "lang", "value": lang, "url": demo.url}])
    watch.over(context)
    return context


def sign_in(context: BrowserContext, demo: Demo, login: str) -> Page:
    """Sign in by the form, once a run; later contexts get the same cookies."""
    page = context.new_page()
    if login in demo.states:
        context.add_cookies(demo.states[login])
        return page
    page.goto("/sign-in?tab=staff")
    page.fill("[name=login]", login)
    page.fill("[name=password]", demo.accounts[login])
    page.click("form[method=post] .btn-primary")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    demo.states[login] = [cookie for cookie in context.cookies() if cookie["name"] != "lang"]
    return page


def until(page: Page, true: str, seconds: float = 10) -> None:
    """Wait until an expression holds in the page. Playwright's own wait_for_function needs eval, which our policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(true):
        assert time.monotonic() < end, f"never came true in {seconds} s: {true}"
        page.wait_for_timeout(50)
