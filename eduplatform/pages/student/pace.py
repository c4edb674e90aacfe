"""How soon a device may ask again: two seconds in a class or ten, later where a thousand devices ask one small machine."""

from __future__ import annotations

import threading
import time

CALM_MS, LONGEST_MS = 2000, 10_000
MOST = 120  #: questions a second that one process answers beside its pages
BUCKET = 2.0  #: seconds over which the questions are counted


class Pace:
    """Counts questions and stretches the wait so that about MOST a second come."""

    def __init__(self) -> None:
        self.lock, self.began, self.count, self.wait = threading.Lock(), 0.0, 0, float(CALM_MS)

    def next_wait(self, now: float | None = None) -> int:
        """Count one question; milliseconds until this device should ask again."""
        now = time.monotonic() if now is None else now
        with self.lock:
            self.count += 1
            passed = now - self.began
            if passed >= BUCKET:
                rate = self.count / passed if passed < 3 * BUCKET else 0.0
                self.wait = min(max(self.wait * rate / MOST, CALM_MS), LONGEST_MS)
                self.began, self.count = now, 0
            return int(self.wait)


pace = Pace()
