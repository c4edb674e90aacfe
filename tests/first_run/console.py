"""`python app.py` as somebody starts it who sees its window: on an empty folder, its console a real terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.serving import ROOT, free_port

CODE = re.compile(r"setup code:\s+([0-9A-Z]{4}-[0-9A-Z]{4})")


@dataclass
class Console:
    """A running server; `shown` is what its window shows, `server.log` in the folder what went to standard error."""

    folder: Path
    program: Sequence[str] = ("app.py",)
    settings: dict[str, str] = field(default_factory=dict)
    tty: bool = True
    port: int = field(default_factory=free_port)
    shown: str = ""
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def code(self) -> str:
        found = CODE.search(self.shown)
        assert found, self.shown
        return found[1]

    def start(self, seconds: float = 120) -> Console:
        """Start, and read the window to its last line."""
        ready = "Ctrl+C" if self.tty else "安学 http://"
        window, own = pty.openpty() if self.tty else os.pipe()
        env = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "SECRET_KEY", "PUBLIC_URL")
        }
        env |= {
            "INSTANCE": str(self.folder),
            "PORT": str(self.port),
            "BACKUP_DAILY": "no",
            "PYTHONPATH": str(ROOT),
        } | self.settings
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.program],
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=own,
                stderr=log,
                start_new_session=True,
            )
        os.close(own)
        end = time.monotonic() + seconds
        while (
            ready not in self.shown and time.monotonic() < end and (self._read(window) or self.process.poll() is None)
        ):
            pass
        os.set_blocking(window, False)
        self._window = window
        assert ready in self.shown, self.shown + (self.folder / "server.log").read_text()[-2000:]
        return self

    def _read(self, window: int) -> bool:
        if not select.select([window], [], [], 0.2)[0]:
            return False
        try:
            more = os.read(window, 65536)
        except OSError:  # the other end of a terminal that is gone
            return False
        self.shown += more.decode("utf-8", "replace")
        return bool(more)

    def stop(self) -> None:
        if self.process:
            while self._read(self._window):
                pass
            self.process.terminate()
            self.process.wait(20)
            os.close(self._window)
            self.process = None

    def __enter__(self) -> Console:
        return self if self.process else self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
