"""The attack of the whole install, in this process: names that leak, credit that is earned by a client, requests that end in a 500."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from .figures import Figure
from .places import Places

SEED = 20261129
REQUESTS = int(os.environ.get("ATTACK_REQUESTS", "25000"))


def measure(places: Places) -> list[Figure]:
    """Always on SQLite: the first state is copied back thousands of times."""
    import logging

    import structlog
    import time_machine

    from eduplatform.shared import clock
    from tests import databases
    from tests.access.served_world import ServedWorld
    from tests.attack import credit, fuzz, leaks
    from tests.conftest import NOW, make_app

    folder = Path(places.root) / "attack"
    for name in ("template", "served"):
        (folder / name).mkdir(parents=True)
    clock.steady = lambda: ("", 0)  # it would tell how long a request takes: minutes of a lesson that nobody earned
    with time_machine.travel(NOW, tick=False):
        template = databases.Template(
            databases.fill(make_app(f"sqlite:///{folder / 'template' / 'anxue.db'}", folder / "template")),
            file=folder / "template" / "anxue.db",
        )
        served = ServedWorld(template, folder / "served")
        structlog.configure(
            wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL), cache_logger_on_first_use=False
        )
        seen, earned, odd = leaks.run(served), credit.run(served), fuzz.run(served, REQUESTS, SEED)
        served.close()
    for line in (*seen.leaks[:20], *earned.gained[:20], *odd.broken[:20]):
        print(line, file=sys.stderr)
    return [
        Figure(
            "attack",
            "answers looked through for foreign names",
            seen.looked,
            note=f"{len(served.world.actors)} actors × every page and file",
        ),
        Figure("attack", "  with a name that leaked", len(seen.leaks), "", 0),
        Figure("attack", "posts borrowed, repeated, with added columns", earned.tried),
        Figure("attack", "  that raised a score, time or completion", len(earned.gained), "", 0),
        Figure(
            "attack",
            "odd requests",
            odd.asked,
            note=f"seed {SEED}; " + ", ".join(f"{status}: {n}" for status, n in sorted(odd.statuses.items())),
        ),
        Figure(
            "attack",
            "  answered with 500 or more",
            sum(n for status, n in odd.statuses.items() if status >= 500),
            "",
            0,
        ),
    ]
