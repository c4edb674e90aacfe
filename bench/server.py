"""The server: from nothing to the first page, and what it holds while it rests."""

from __future__ import annotations

import time

from .figures import Figure
from .places import Places
from .serving import Client, Server

STARTS = 6


def measure(places: Places) -> list[Figure]:
    place = places.new("server")
    compiled = {
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(places.root / "pyc"),
    }  # as an installed server has it
    seconds, taken, cpu, resting = [], [], [], []
    for _ in range(STARTS):
        began = time.monotonic()
        with Server(place.url, place.folder, settings=compiled) as server:
            answer = Client(server.port).get("/")
            assert answer.status == 200 and b"</html>" in answer.body, answer.status
            taken.append(time.monotonic() - began)
            seconds.append(taken[-1] - server.waited())
            cpu.append(server.cpu())
            time.sleep(2)
            resting.append(server.memory())
    return [
        Figure(
            "server",
            "cold start to first page",
            min(seconds[1:]),
            "s",
            1.2,
            note="without the time other programs had the processors",
        ),
        Figure("server", "  by the clock on the wall", min(taken[1:]), "s"),
        Figure("server", "  CPU of it", min(cpu[1:]), "s"),
        Figure("server", "at rest", min(resting), "MB", 130),
    ]
