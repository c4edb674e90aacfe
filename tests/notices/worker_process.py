"""The worker that sends notices, as a process that can be killed at a step: tests.notices.killed_worker."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

from tests.conftest import NOW


class Worker:
    """`look`: make and send what is due at an instant. `mail_port`: of a mail server, where letters matter."""

    def __init__(self, url: str, folder: Path, mail_port: int = 9):
        command = [sys.executable, "-m", "tests.notices.killed_worker", url, str(folder), str(mail_port)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def look(self, now: datetime, deadly: int = 0) -> bool:
        """Whether it was killed, at the `deadly`-th step."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{deadly} {int((now - NOW).total_seconds() // 60)}\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline().strip()
        assert said == "killed" or said.isdigit(), said
        return said == "killed"

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(60)
