"""Both builds in one run: the one of `older.COMMIT` and this one, on the same data, asked in turns; old, new, new ÷ old, and × bare.

The older build makes a small city (older_world.py); this one gets a copy of its database, migrated. Each kind of request goes to the two
servers in turns, ROUNDS times; the least CPU of each counts.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from eduplatform.pages.current_viewer import COOKIE

from . import older
from .figures import Figure
from .places import Places
from .quiz import Taker, cpu_of, takers
from .serving import ROOT, Client, Server
from .world import Spot

ASKED = 40  # requests of a kind in a round
ROUNDS = 4
WARM = 20
STARTS = 4
FRAMEWORK = "import flask, flask_sqlalchemy, flask_migrate, flask_login, flask_babel, flask_wtf, wtforms, waitress"


@dataclass
class Build:
    """One of the two: its server and a way into each desk."""

    server: Server
    known: dict[str, Any]
    taken: int = 0

    def client(self, token: str = "") -> Client:
        return Client(self.server.port, {COOKIE: token} if token else {})

    def pupils(self, count: int) -> list[Taker]:
        """Takers nobody has been yet, over one connection, each with the quiz's page open."""
        spot = Spot("", self.known["class"], self.known["lesson"])
        tokens = self.known["pupils"][self.taken : self.taken + count]
        self.taken += count
        return takers(self.server, tokens, spot)


@contextmanager
def both(places: Places) -> Iterator[list[Build]]:
    """The older and this build, each serving its copy of one small city."""
    before, now = places.root / "older", places.root / "beside"
    known = older.world(before, 2 * (WARM + ASKED * ROUNDS))
    url = older.brought_forward(before, now)
    program = ("bench/program.py",)
    with (
        Server(f"sqlite:///{before / 'anxue.db'}", before, program, root=older.tree(), python=older.python()) as old,
        Server(url, now, program) as new,
    ):
        yield [Build(old, known), Build(new, known)]


def measure(places: Places) -> list[Figure]:
    with both(places) as builds:
        lines = _pages(builds) + _quiz(builds)
    return lines + _starts(places)


def _turns(builds: list[Build], works: Callable[[Build], list[Callable[[], object]]]) -> list[float]:
    """Least CPU ms of one of `works` at each build."""
    best = [1e9] * len(builds)
    for _ in range(ROUNDS):
        for place, build in enumerate(builds):
            best[place] = min(best[place], cpu_of(build.server, works(build)))
    return best


def _asked(path: str, token: str = "") -> Callable[[Build], list[Callable[[], object]]]:
    """ASKED requests of an address by one person, who has seen it before."""

    def works(build: Build) -> list[Callable[[], object]]:
        client = build.client(token)
        for _ in range(3):
            answer = client.get(path)
            assert answer.status == 200, (path, answer.status, answer.headers.get("Location"))
        return [lambda: client.get(path)] * ASKED

    return works


def _line(what: str, pair: list[float], most: float | None, bare: float = 0, times: float | None = None) -> Figure:
    """`most`: this build ÷ the older one; `times`: × bare."""
    old, new = pair
    target = min([each for each in (most and most * old, times and times * bare) if each], default=None)
    beside = f"; {new / bare:.1f} × bare" if bare else ""
    return Figure("beside", what, new, "ms", target, old, f"older {old:.2f} ms{beside}")


def _pages(builds: list[Build]) -> list[Figure]:
    known = builds[0].known
    teacher, city, pupil = known["teacher_token"], known["city_token"], known["pupils"][-1]
    new = builds[1:]
    bare_get = _turns(new, _asked("/bare/now"))[0]
    style = "/static/css/base.css"
    return [
        Figure("beside", "bare GET", bare_get, "ms", base=bare_get, note="the baseline of what reads"),
        _line("/about", _turns(builds, _asked("/about")), 0.5, bare_get),
        _line("week page", _turns(builds, _asked(f"/teacher/classes/{known['class']}", teacher)), 0.5, bare_get),
        _line("class report", _turns(builds, _asked(f"/office/units/{known['class']}", teacher)), 0.5, bare_get),
        _line("city report", _turns(builds, _asked(f"/office/units/{known['city']}", city)), 0.5, bare_get),
        _line("static file", _turns(builds, _asked(style)), None, bare_get, 1.5),
        _line("poll, unchanged", _turns(builds, _asked("/student/room/now", pupil)), None, bare_get, 2),
    ]


def _quiz(builds: list[Build]) -> list[Figure]:
    for build in builds:
        for one in build.pupils(WARM):
            one.take()
            build.client().post("/bare/one", {})
    least: dict[str, list[float]] = {name: [1e9, 1e9] for name in ("bare", "start", "paper", "submit", "result")}
    most = [0, 0]
    for _ in range(ROUNDS):
        for place, build in enumerate(builds):
            group, client = build.pupils(ASKED), build.client()
            steps: dict[str, list[Callable[[], object]]] = {
                "bare": [lambda client=client: client.post("/bare/one", {})] * ASKED,  # type: ignore[misc]
                "start": [one.start for one in group],
                "paper": [one.read for one in group],
                "submit": [one.submit for one in group],
                "result": [lambda one=one: one.client.get(f"{one.attempt}/result") for one in group],  # type: ignore[misc]
            }
            for name, works in steps.items():
                least[name][place] = min(least[name][place], cpu_of(build.server, works))
            most[place] = max(most[place], *(one.statements for one in group))
    bare = least["bare"][1]
    pair = [least["start"][place] + least["submit"][place] for place in (0, 1)]
    whole = [sum(least[name][place] for name in ("start", "paper", "submit", "result")) for place in (0, 1)]
    return [
        Figure("beside", "bare POST, one insert", bare, "ms", base=bare, note="the baseline of what writes"),
        _line("quiz: start + submit", pair, None, bare, 5),
        _line("quiz: the paper", least["paper"], None, bare),
        _line("quiz: the result page", least["result"], None, bare),
        _line("quiz: all four", whole, 0.4, bare),
        Figure("beside", "quiz: SQL statements of start + submit", most[1], "", 6, most[0]),
    ]


def _starts(places: Places) -> list[Figure]:
    """Cold starts in turns, and beside them the import of the framework alone."""
    trees = [(older.tree(), older.python(), "older"), (ROOT, older.serving(), "beside")]
    cold, rest = [[], []], [[], []]  # type: list[list[float]], list[list[float]]
    alone = []
    for _ in range(STARTS):
        alone.append(_framework(places))
        for place, (root, python, name) in enumerate(trees):
            folder = places.root / name
            compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(places.root / f"pyc-{name}")}
            url = f"sqlite:///{folder / 'anxue.db'}"
            with Server(url, folder, settings=compiled, root=root, python=python) as server:
                assert Client(server.port).get("/").status == 200
                cold[place].append(server.cpu())
                time.sleep(2)
                rest[place].append(server.memory())
    old, new, bare = min(cold[0][1:]), min(cold[1][1:]), min(alone[1:])
    return [
        Figure("beside", "import of the framework alone: CPU", bare, "s", base=bare, note="the baseline of a start"),
        Figure("beside", "cold start: CPU", new, "s", 1.25 * bare, bare, f"older {old:.2f} s"),
        Figure("beside", "memory at rest", min(rest[1]), "MB", 95, min(rest[0]), f"older {min(rest[0]):.0f} MB"),
    ]


def _framework(places: Places) -> float:
    """CPU seconds of an interpreter that imports what the product stands on, and nothing of the product."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    env = {"PYTHONPYCACHEPREFIX": str(places.root / "pyc-alone")}
    subprocess.run([older.serving(), "-c", FRAMEWORK], check=True, env=env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
