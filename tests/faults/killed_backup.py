"""`python -m tests.faults.killed_backup URL FOLDER`: makes an automatic backup, once for each line read from standard input.

A number: killed with -9 when the n-th step of it returns (0: not at all). `dump`, `pack`: killed while that file grows.
Answers "killed" or how many steps there were. Each in a process of its own, forked from this one, which has everything imported.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Any

from eduplatform import create_app
from eduplatform.upkeep import backups, database_copies

from .forked import answer_lines

FILES = ("backups.py", "backup_zip.py", "database_copies.py", "backup_rotation.py", "chain_anchors.py")
#: run for every line, or for every file that is there: no steps of their own
SMALL = ("<", "_lines", "_day", "_week", "_month", "_made", "name", "automatic", "_programs", "manifest_of")
EACH = "backup_zip.py", "_manifest"
GROWING = {"dump": ".backup-*/anxue.d*", "pack": "*auto-*.zip*"}
LEAST = 200_000  #: bytes of a file that is in the making


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def watch(folder: Path, pattern: str) -> None:
    """Die as soon as such a file is there in part."""
    while True:
        if any(path.stat().st_size > LEAST for path in folder.glob(pattern) if path.exists()):
            killed()


def backed_up(url: str, folder: Path, deadly: str) -> int:
    """Make a backup; how many steps it took."""
    steps = 0

    def count(frame: FrameType, happened: str, _value: Any) -> None:
        nonlocal steps
        code, file = frame.f_code, Path(frame.f_code.co_filename).name
        small = code.co_name.startswith(SMALL) or (file, code.co_name) == EACH
        if happened == "return" and file in FILES and not small:
            steps += 1
            if str(steps) == deadly:
                killed()

    app = create_app(TESTING=True, DATABASE_URL=url, INSTANCE=str(folder), SECRET_KEY="test", CHAIN_KEY="test")
    place = folder / "backups"
    if deadly in GROWING:
        threading.Thread(target=watch, args=(place, GROWING[deadly]), daemon=True).start()
    with app.app_context():
        assert database_copies.name()
        sys.setprofile(count)
        backups.create_backup(folder, place, automatic=True)
        sys.setprofile(None)
    return steps


def main(url: str, folder: str) -> None:
    answer_lines(lambda line: backed_up(url, Path(folder), line))


if __name__ == "__main__":
    main(*sys.argv[1:])
