"""`python bench/clocked.py app.py` or `… flask demo`: our programs as if it were a school day, whatever day it really is.

The browser tests and the screenshots must not depend on weekends, holidays or the hour of the build.
ANXUE_NOW moves the moment (ISO 8601 with zone); from there on the clock runs. SIGUSR1 lets ten minutes pass between two
requests and adds a byte to `ticks` in the instance folder: two signals in quick succession may arrive as one, so senders
wait for it.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

import time_machine
from flask import request_started, request_tearing_down

SCHOOL_DAY = "2026-11-18T10:00:00+08:00"  # a Wednesday in teaching week 12, as in tests/conftest.py


AT_MOST = 5  #: seconds to wait for requests under way

_between = threading.Condition()
_under_way = 0


def _begun(*_sender: object, **_more: object) -> None:
    global _under_way
    with _between:
        _under_way += 1


def _over(*_sender: object, **_more: object) -> None:
    global _under_way
    with _between:
        _under_way -= 1
        _between.notify_all()


def main() -> None:
    """Run the program named on the command line at that moment."""
    program, sys.argv = sys.argv[1], sys.argv[1:]
    with time_machine.travel(datetime.fromisoformat(os.environ.get("ANXUE_NOW", SCHOOL_DAY)), tick=True) as clock:
        request_started.connect(_begun)
        request_tearing_down.connect(_over)
        signal.signal(signal.SIGUSR1, lambda *_: threading.Thread(target=_ten_minutes, args=(clock,)).start())
        if program == "flask":
            runpy.run_module("flask", run_name="__main__", alter_sys=True)
        else:
            runpy.run_path(program, run_name="__main__")


def _ten_minutes(clock: time_machine.Coordinates) -> None:
    """Both clocks at once: a request that read one before and the other after would believe that a clock was set."""
    from eduplatform.shared import clock as school_clock  # found once the program has said where it lives

    with _between:  # no request begins meanwhile
        _between.wait_for(lambda: _under_way <= 0, AT_MOST)
        clock.shift(timedelta(minutes=10))
        steady = school_clock.steady  # it goes with the other: time passes, the clock is not set
        school_clock.steady = lambda: (steady()[0], steady()[1] + 600_000)
    with (Path(os.environ.get("INSTANCE", "instance")) / "ticks").open("ab") as ticks:
        ticks.write(b".")


if __name__ == "__main__":
    main()
