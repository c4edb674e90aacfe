"""A thousand devices of classes that answer together ask every two seconds whether the screen has moved on: all are answered, soon.

The server is `python app.py` as a school runs it, with all its connections kept, and beside it, in the same run, a bare Flask
route under the same waitress asked in the same way.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import time
from dataclasses import dataclass, field
from statistics import quantiles

from eduplatform.pages.current_viewer import COOKIE

from .figures import Figure
from .places import Places
from .pupils import enrol
from .serving import Server
from .world import small_city

DEVICES = int(os.environ.get("POLL_DEVICES", "1000"))
EVERY = 2.15  # seconds, as static/js/student-room.js: 2 s and up to 0.3 s more
SECONDS, WARM = 45, 15  # a run, and how much of it the devices take to find their pace
PATIENCE = 20


@dataclass
class Told:
    waits: list[float] = field(default_factory=list)
    lost: int = 0


def measure(places: Places) -> list[Figure]:
    place = places.new("polls")
    app = place.app()
    spot = small_city(app, 3, 600)
    tokens = enrol(app, spot.class_code, DEVICES)
    found = {}
    for name, program, path in (("product", "app.py", "/student/room/now"), ("bare", "bench/program.py", "/bare/now")):
        with Server(place.url, place.folder, (program,)) as server:
            found[name] = asyncio.run(_all(server.port, path, tokens))
    waits = {name: quantiles(told.waits, n=100) for name, told in found.items()}
    return [
        Figure(
            "polls",
            f"{DEVICES} devices that ask as often as they are told: not answered",
            found["product"].lost,
            "",
            0,
            note=f"{len(found['product'].waits)} answers",
        ),
        Figure(
            "polls",
            "  p95",
            waits["product"][94],
            "s",
            1,
            waits["bare"][94],
            note="baseline: a bare route, the same devices",
        ),
        Figure("polls", "  p50", waits["product"][49], "s", base=waits["bare"][49]),
        Figure("polls", "  bare route: p95", waits["bare"][94], "s", note=f"{found['bare'].lost} not answered"),
    ]


async def _all(port: int, path: str, tokens: list[str]) -> Told:
    told = Told()
    await asyncio.gather(*(_device(port, path, token, told) for token in tokens))
    return told


async def _device(port: int, path: str, token: str, told: Told) -> None:
    """One browser: a connection that is kept, a question every two seconds and a little."""
    asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nCookie: {COOKIE}={token}\r\n\r\n".encode()
    await asyncio.sleep(random.random() * EVERY)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    start = time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        began = time.perf_counter()
        try:
            writer.write(asked)
            status, body = await asyncio.wait_for(_answer(reader), PATIENCE)
            assert status == 200
            wait = json.loads(body).get("wait", EVERY * 1000) / 1000
            if began - start > WARM:
                told.waits.append(time.perf_counter() - began)
        except (OSError, TimeoutError, AssertionError, asyncio.IncompleteReadError):
            told.lost += 1
            break
        await asyncio.sleep(wait * (1 + random.random() * 0.15))
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    return int(head.split(b" ", 2)[1]), await reader.readexactly(length)
