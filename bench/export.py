"""A CSV of 180,000 rows, as a city officer fetches it: sent while it is read."""

from __future__ import annotations

import http.client
import threading
import time

from sqlalchemy import select

from eduplatform.extensions import db
from eduplatform.org.models import Unit
from eduplatform.pages.current_viewer import COOKIE

from .figures import Figure
from .large import LESSONS, large
from .places import Places, leave
from .serving import Client, Server
from .world import token_of

SCHOOLS = 1000
ROWS = SCHOOLS * 6 * LESSONS


def measure(places: Places) -> list[Figure]:
    place, app = large(places, SCHOOLS)
    token = token_of(app, "city")
    with app.app_context():
        city = db.session.scalar(select(Unit.id).where(Unit.kind == "city"))
        school = db.session.scalar(select(Unit.id).where(Unit.kind == "school").limit(1))
        leave(app)
    with Server(place.url, place.folder, ("bench/program.py",)) as server:
        client = Client(server.port, {COOKIE: token})
        for unit in (city, school):
            client.get(f"/office/units/{unit}")
        client.get(f"/office/units/{school}/lessons.csv")  # everything is loaded before it is measured
        rests, before = server.memory(), server.cpu()
        rows, first, most = _fetch(server, token, f"/office/units/{city}/lessons.csv")
        cpu = server.cpu() - before
    assert rows == ROWS + 1, rows
    return [
        Figure("export", f"CSV of {ROWS:,} rows: CPU", cpu, "s", 4),
        Figure("export", "  memory beyond rest", most - rests, "MB", 30, note=f"{rests:.0f} MB at rest"),
        Figure("export", "  until the first bytes come", first, "s"),
    ]


def _fetch(server: Server, token: str, path: str) -> tuple[int, float, float]:
    """(lines, seconds to the first bytes, most memory in MB) of a download that is read as it comes."""
    most, done = [server.memory()], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            most.append(server.memory())

    watcher = threading.Thread(target=watch)
    watcher.start()
    began, lines, first = time.perf_counter(), 0, 0.0
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    link.request("GET", path, headers={"Cookie": f"{COOKIE}={token}"})
    answer = link.getresponse()
    assert answer.status == 200, answer.status
    while piece := answer.read(65536):
        first = first or time.perf_counter() - began
        lines += piece.count(b"\n")
    done.set()
    watcher.join()
    return lines, first, max(most)
