"""The main job: a quiz of ten questions, started and handed in."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from sqlalchemy import make_url

from eduplatform.accounts import sessions
from eduplatform.curriculum import queries as content
from eduplatform.curriculum.answer_key import right_answer
from eduplatform.learning import quiz as verbs
from eduplatform.learning.paper import Paper
from eduplatform.org.access import viewer_of
from eduplatform.pages.current_viewer import COOKIE
from eduplatform.shared import clock
from eduplatform.shared.database import write

from .figures import Figure
from .places import Place, Places, leave
from .pupils import enrol
from .serving import Client, Server
from .world import Spot, small_city

ROUND = 200  # requests of each kind in one round; the best of ROUNDS counts, because others use the machine too
ROUNDS = 3
CLIENTS = 32
STORED = 2000


@dataclass
class Taker:
    """A pupil taking the quiz as the page does: the form starts it, queue.js hands it in."""

    client: Client
    spot: Spot
    attempt: str = ""
    key: str = ""
    statements: int = 0

    def take(self) -> None:
        """All of it."""
        self.start()
        self.read()
        self.submit()

    def start(self) -> None:
        self.key = f"{random.getrandbits(96):024x}"
        answer = self.client.post(f"/student/lessons/{self.spot.lesson_id}/quiz", {"key": self.key})
        assert answer.status == 303, answer.text[:300]
        self.attempt, self.statements = answer.headers["Location"], answer.statements

    def read(self) -> list[tuple[str, str]]:
        """Open the paper and choose something for each question."""
        page = self.client.get(self.attempt).text
        chosen: dict[str, str] = {}
        for tag in re.findall(r"<input[^>]+>", page):
            name, value = re.search(r'name="(q\d+[^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
            if name and value:
                chosen[name[1]] = value[1]
        self.pairs = list(chosen.items())
        return self.pairs

    def submit(self) -> None:
        answer = self.client.post(
            self.attempt, dict(self.pairs) | {"key": self.key}, Accept="application/json", X_CSRFToken=self.client.token
        )
        assert answer.status == 200 and b"result" in answer.body, (answer.status, answer.text[:300])
        self.statements += answer.statements


def takers(server: Server, tokens: list[str], spot: Spot) -> list[Taker]:
    """Each with a page of the quiz open; one connection for all, as they come one after another."""
    made = [Taker(Client(server.port, {COOKIE: token}), spot) for token in tokens]
    for one in made:
        one.client.link = made[0].client.link
        one.client.get(f"/student/lessons/{spot.lesson_id}/quiz")
    return made


def cpu_of(server: Server, works: Iterable[Callable[[], object]]) -> float:
    """CPU milliseconds of the server for each of `works`."""
    works = list(works)
    before = server.cpu()
    for work in works:
        work()
    return (server.cpu() - before) * 1000 / len(works)


def measure(places: Places) -> list[Figure]:
    place = places.new("quiz")
    app = place.app()
    spot = small_city(app, 3, 600)
    tokens = enrol(app, spot.class_code, ROUND * ROUNDS + STORED + 50)
    with Server(place.url, place.folder, ("bench/program.py",)) as server:
        best, statements = _cost(server, tokens, spot)
        size = _stored(places, place, app, tokens[-STORED:], spot)
        waits = min(
            (_under_load(server, tokens[: CLIENTS * 12], spot) for _ in range(2)), key=lambda pair: pair[1] / pair[0]
        )
    bare = best["bare"]
    return [
        Figure("quiz", "bare route, one insert: CPU", bare, "ms", base=bare, note="the baseline"),
        Figure("quiz", "start + submit: CPU", best["start"] + best["submit"], "ms", 8 * bare, bare),
        Figure("quiz", "  of it start", best["start"], "ms", base=bare),
        Figure("quiz", "  of it submit", best["submit"], "ms", base=bare),
        Figure("quiz", "the paper (GET): CPU", best["paper"], "ms", base=bare),
        Figure("quiz", "start + submit: SQL statements", statements, "", 12),
        Figure("quiz", "stored per attempt", size, "B", 1024, note="with indexes and stale mark"),
        Figure(
            "quiz",
            f"p95 ÷ p50, {CLIENTS} clients",
            waits[1] / waits[0],
            "",
            None if place.postgresql else 4,
            note=f"p50 {waits[0]:.0f} ms",
        ),
    ]


def _cost(server: Server, tokens: list[str], spot: Spot) -> tuple[dict[str, float], int]:
    """Least CPU of each kind of request over the rounds, and the most statements."""
    found: dict[str, list[float]] = {"bare": [], "start": [], "paper": [], "submit": []}
    client, most = Client(server.port), 0
    warm = takers(server, tokens[ROUND * ROUNDS : ROUND * ROUNDS + 50], spot)
    for one in warm:
        one.take()
        client.post("/bare/one", {})
    for number in range(ROUNDS):
        group = takers(server, tokens[number * ROUND : (number + 1) * ROUND], spot)
        found["bare"].append(cpu_of(server, [lambda: client.post("/bare/one", {})] * ROUND))
        found["start"].append(cpu_of(server, [one.start for one in group]))
        found["paper"].append(cpu_of(server, [one.read for one in group]))
        found["submit"].append(cpu_of(server, [one.submit for one in group]))
        found["bare"].append(cpu_of(server, [lambda: client.post("/bare/one", {})] * ROUND))
        most = max(most, *(one.statements for one in group))
    return {name: min(values) for name, values in found.items()}, most


def _stored(places: Places, place: Place, app: Any, tokens: list[str], spot: Spot) -> float:
    """Bytes the database grows by for each attempt, stored by the same verbs a hundred at a time."""
    before = _bytes(places, place)
    for start in range(0, len(tokens), 100):
        with app.app_context(), write():
            for token in tokens[start : start + 100]:
                viewer = viewer_of(sessions.hash_token(token), clock.now())
                its_quiz = content.quiz_of(spot.lesson_id)
                assert viewer and its_quiz
                attempt = verbs.own_attempt(
                    viewer, verbs.start_attempt(viewer, its_quiz, f"{random.getrandbits(96):024x}")
                )
                assert verbs.hand_in_attempt(
                    viewer, attempt, [right_answer(one) for one in Paper(attempt.revision_id, attempt.seed).questions]
                )
    grown = _bytes(places, place) - before
    with app.app_context():
        leave(app)
    return grown / len(tokens)


def _bytes(places: Places, place: Place) -> int:
    if places.server is not None:
        name = make_url(place.url).database
        return int(re.search(r"\d{4,}", places.server.psql(f"SELECT pg_database_size('{name}');"))[0])  # type: ignore[index]
    import sqlite3

    with sqlite3.connect(Path(place.folder / "anxue.db")) as link:
        pages, free, size = (
            link.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
        )
    return int((pages - free) * size)


def _under_load(server: Server, tokens: list[str], spot: Spot) -> tuple[float, float]:
    """(p50, p95) in ms of starts and submits with 32 pupils at once, each a further attempt."""
    waits: list[float] = []
    queue = list(tokens)

    def run() -> None:
        while queue:
            one = Taker(Client(server.port, {COOKIE: queue.pop()}), spot)
            one.client.get(f"/student/lessons/{spot.lesson_id}/quiz")
            for step in (one.start, one.read, one.submit):
                began = time.perf_counter()
                step()
                if step != one.read:
                    waits.append((time.perf_counter() - began) * 1000)
            one.client.link.close()

    threads = [threading.Thread(target=run) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = quantiles(waits, n=100)
    return cuts[49], cuts[94]
