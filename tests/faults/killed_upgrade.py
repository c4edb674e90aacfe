"""`python -m tests.faults.killed_upgrade URL FOLDER`: upgrades the database, once for each number read from standard input.

Killed with -9 at the n-th thing that it writes (a statement, or the commit); 0: not at all. Answers "killed" or how many there were.
Each in a process of its own, forked from this one, which has everything imported.
"""

from __future__ import annotations

import os
import signal
import sys

from flask_migrate import upgrade
from sqlalchemy import Engine, event

from eduplatform import create_app

from .forked import answer_lines

READS = ("SELECT", "PRAGMA", "SHOW")


def upgraded(url: str, folder: str, deadly: int) -> int:
    """Upgrade; how many things were written."""
    written = 0

    def count(*_said: object) -> None:
        nonlocal written
        written += 1
        if written == deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(Engine, "before_cursor_execute")
    def _statement(_connection, _cursor, statement, *_more):
        if not statement.lstrip().upper().startswith(READS):
            count()

    event.listen(Engine, "commit", count)
    app = create_app(TESTING=True, DATABASE_URL=url, INSTANCE=folder, SECRET_KEY="test")
    with app.app_context():
        upgrade()
    return written


def main(url: str, folder: str) -> None:
    answer_lines(lambda line: upgraded(url, folder, int(line)))


if __name__ == "__main__":
    main(*sys.argv[1:])
