"""The one place that asks what time it is, so that tests can move it."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4
from zoneinfo import ZoneInfo

_zone = ZoneInfo("Asia/Shanghai")


def use_zone(name: str) -> None:
    """Set the zone in which school days begin and end (IANA name); done once at start."""
    global _zone
    _zone = ZoneInfo(name)


def now() -> datetime:
    """The present instant, aware, UTC."""
    return datetime.now(UTC)


def steady() -> tuple[str, int]:
    """(run, milliseconds) of a clock that nobody can set. Milliseconds of the same run can be subtracted, whichever process and
    restart of the server they come from; those of two runs (the machine was started anew, or another machine) cannot."""
    return _RUN, int(
        1000 * (time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic())
    )


class Moment(NamedTuple):
    """One moment by both clocks, for code that measures several things at it: `now` as now(), `run` and `steady_ms` as steady();
    `zone`: where school days begin and end."""

    now: datetime
    run: str
    steady_ms: int
    zone: ZoneInfo


def moment(at: datetime | None = None) -> Moment:
    """The present by both clocks; `at`: what the caller already took for now."""
    return Moment(at or now(), *steady(), _zone)


def _run() -> str:
    """What tells one start of the machine from the next; where the system does not say, one start of this process."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip().replace("-", "")[:32]
    except OSError:
        return uuid4().hex


_RUN = _run()


def today() -> date:
    """The present school day in the configured zone."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """`instant` (aware) in the configured zone."""
    return instant.astimezone(_zone)


def start_of(day: date) -> datetime:
    """The aware instant at which `day` begins in the configured zone."""
    return datetime(day.year, day.month, day.day, tzinfo=_zone).astimezone(UTC)


def school_year_of(day: date) -> int:
    """The school year a day belongs to: 2026 for 1 Sep 2026 – 31 Aug 2027."""
    return day.year if day.month >= 9 else day.year - 1


def books_open_until(year: int) -> date:
    """The last day that belongs to the reports of a school year: 30 September after it. What is declared, put right or made up in the
    first weeks of the next one still counts for the year it was given in."""
    return date(year + 1, 9, 30)
