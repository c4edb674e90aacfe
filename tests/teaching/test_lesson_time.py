"""The time of a lesson that was opened before beats were kept: by the clock on the wall alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eduplatform.shared.clock import Moment
from eduplatform.teaching.lesson_time import measure
from eduplatform.teaching.models import ClassSession

BEGAN = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
MINUTE = 60_000


def after(minutes: int) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("touched", "now", "paused", "pause_began", "taught", "rested", "forgotten", "moved"),
    [
        (20, 30, 0, None, 30, 0, False, ""),
        (20, 30, 5, None, 25, 5, False, ""),
        (25, 30, 5, 25, 20, 10, False, ""),
        (20, 240, 5, None, 15, 5, True, ""),
        (20, 240, 0, 15, 15, 225, True, ""),
        (20, 10, 0, None, 20, 0, False, "clock_back"),
        (25, 10, 0, 25, 25, 0, False, "clock_back"),
    ],
)
def test_without_beats_the_clock_on_the_wall_tells(touched, now, paused, pause_began, taught, rested, forgotten, moved):
    session = ClassSession(
        opened_at=BEGAN,
        touched_at=after(touched),
        paused_ms=paused * MINUTE,
        paused_at=None if pause_began is None else after(pause_began),
        state="running" if pause_began is None else "paused",
        note="",
        beat_at=None,
        beat_ms=0,
        beat_run="",
        taught_ms=0,
    )
    found = measure(session, Moment(after(now), "", 0, ZoneInfo("Asia/Shanghai")))
    assert (found.taught_ms, found.rested_ms) == (taught * MINUTE, rested * MINUTE)
    assert (found.forgotten, found.moved, found.gap_ms) == (forgotten, moved, max(0, now - touched) * MINUTE)
