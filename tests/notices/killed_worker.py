"""`python -m tests.notices.killed_worker URL FOLDER MAIL_PORT`: sends what is in the outbox, once for each line read.

A number: killed with -9 when the n-th step of the outbox or of a channel returns (0: not at all). Answers "killed" or how many steps there were.
Each in a process of its own, forked from this one, which has everything imported.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import time_machine

from eduplatform import create_app
from eduplatform.notices import jobs, outbox
from eduplatform.pages.account.notices.wording import message_of
from eduplatform.shared import jobs as background
from tests.conftest import NOW
from tests.faults.forked import answer_lines

FILES = ("outbox.py", "mail.py", "webhook.py", "giving.py", "upsert.py", "jobs.py")


def sent(url: str, folder: Path, mail_port: int, line: str) -> int:
    """Make what is due at a time (minutes after NOW, second word) and send it; how many steps it took."""
    deadly, _space, minutes = line.partition(" ")
    steps = 0

    def count(frame: FrameType, happened: str, _value: Any) -> None:
        nonlocal steps
        file = Path(frame.f_code.co_filename)
        if happened == "return" and file.name in FILES and file.parent.name in ("notices", "shared"):
            steps += 1
            if str(steps) == deadly:
                os.kill(os.getpid(), signal.SIGKILL)

    from datetime import timedelta

    with time_machine.travel(NOW + timedelta(minutes=int(minutes or 0)), tick=False):
        app = create_app(
            TESTING=True,
            DATABASE_URL=url,
            INSTANCE=str(folder),
            SECRET_KEY="test",
            CHAIN_KEY="test",
            SMTP_HOST="127.0.0.1",
            SMTP_PORT=mail_port,
            SMTP_TLS="none",
            SMTP_FROM="anxue@school.example.cn",
            WEBHOOK_INSIDE=True,
        )
        with app.app_context():
            sys.setprofile(count if deadly != "0" else None)
            jobs.queue_due(False)
            while background.run_next() or outbox.send_next(app.config, message_of):
                pass
            sys.setprofile(None)
    return steps


def main(url: str, folder: str, mail_port: str) -> None:
    answer_lines(lambda line: sent(url, Path(folder), int(mail_port), line))


if __name__ == "__main__":
    main(*sys.argv[1:])
