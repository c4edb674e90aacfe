"""kill -9 of the server at random moments while pupils hand in: nothing acknowledged is lost, nothing is doubled.

ANXUE_KILLS=200 runs the long version.
"""

from __future__ import annotations

import os
import random
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bench.pupils import enrol
from bench.serving import Client, Server
from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.learning.models import QuizAttempt
from eduplatform.pages.current_viewer import COOKIE
from tests.conftest import make_app

KILLS = int(os.environ.get("ANXUE_KILLS", "20"))
PUPILS = 1500
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]


class Load:
    """Eight pupils at a time take the quiz; every acknowledgement is written down."""

    def __init__(self, port: int, lesson: int, tokens: list[str]):
        self.port, self.lesson, self.tokens = port, lesson, list(tokens)
        self.acknowledged: dict[int, str] = {}  # attempt → what the server answered
        self.stop = threading.Event()
        self.lock = threading.Lock()
        self.faults: list[str] = []
        self.threads = [threading.Thread(target=self._run, daemon=True) for _ in range(8)]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def _run(self) -> None:
        while not self.stop.is_set():
            with self.lock:
                if not self.tokens:
                    return
                token = self.tokens.pop()
            try:
                self._take(token)
            except Exception as error:  # a fault of the test's own client must not pass for success
                self.faults.append(repr(error))

    def _take(self, token: str) -> None:
        """One pupil: start, hand in, hand in again; each step until the server answers."""
        intro = f"/student/lessons/{self.lesson}/quiz"
        key = f"{random.getrandbits(100):025x}"
        started = self._until(token, intro, intro, {"key": key})
        attempt = int(started.rpartition("/")[2])
        there = f"/student/attempts/{attempt}"
        first = self._until(token, intro, there, {"key": key})
        with self.lock:
            self.acknowledged[attempt] = first
        again = self._until(token, intro, there, {"key": key})
        if again != first:
            self.faults.append(f"attempt {attempt}: {first} then {again}")

    def _until(self, token: str, page: str, path: str, data: dict[str, str]) -> str:
        """Post until acknowledged; where it leads."""
        while True:
            try:
                client = Client(self.port, {COOKIE: token})
                client.get(page)
                answer = client.post(path, data)
                if answer.status == 303:
                    return str(answer.headers["Location"])
                if answer.status not in (502, 503):
                    raise AssertionError(f"{path}: {answer.status}")
            except OSError:
                time.sleep(0.05)
            except Exception as error:
                if "http.client" not in type(error).__module__:
                    raise
                time.sleep(0.05)


def _some_more(load: Load, count: int, most: float = 10) -> None:
    """Wait until `count` more are acknowledged, so that each kill falls into real work also on a slow machine."""
    until, wanted = time.monotonic() + most, len(load.acknowledged) + count
    while time.monotonic() < until and len(load.acknowledged) < wanted and not load.faults:
        time.sleep(0.02)


def test_no_acknowledged_submission_is_lost_or_doubled(template, tmp_path: Path, clock):
    url = template.copy(tmp_path)
    clock_now = time.time()  # the server runs on the real clock; sessions and enrolments are made on it too
    import time_machine

    with time_machine.travel(clock_now, tick=True):
        app = make_app(url, tmp_path)
        tokens = enrol(app, "LJ-SY-2024-2", PUPILS)
        with app.app_context():
            lesson = next(head.lesson_id for head in content.lessons_of() if head.has_quiz)
            db.session.remove()
            db.engine.dispose()
        server = Server(url, tmp_path)
        server.start()
        load = Load(server.port, lesson, tokens)
        load.start()
        for _ in range(KILLS):
            _some_more(load, 5)
            time.sleep(random.uniform(0, 0.3))
            server.kill()
            server.start()
        time.sleep(0.5)
        load.stop.set()
        for thread in load.threads:
            thread.join(30)
        server.stop()
    assert not load.faults, load.faults[:5]
    assert len(load.acknowledged) > KILLS * 2, "the load was too light to mean anything"
    with app.app_context():
        stored = dict(db.session.execute(select(QuizAttempt.id, QuizAttempt.submitted_at)).all())
        lost = [attempt for attempt in load.acknowledged if not stored.get(attempt)]
        doubled = db.session.execute(
            select(QuizAttempt.pupil_id, func.count())
            .where(QuizAttempt.submitted_at.is_not(None))
            .group_by(QuizAttempt.pupil_id)
            .having(func.count() > 1)
        ).all()
        db.session.remove()
        db.engine.dispose()
    template.drop(url)
    print(f"{KILLS} kills, {len(load.acknowledged)} acknowledged, {len(lost)} lost, {len(doubled)} doubled")
    assert not lost and not doubled
