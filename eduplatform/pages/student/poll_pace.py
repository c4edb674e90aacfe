"""How soon a device may ask again: two seconds in a class or ten, later where a thousand devices ask one small machine."""

from __future__ import annotations

import threading
import time

CALM_MS, LONGEST_MS = 2000, 10_000
MOST = 100  #: questions a second that one process answers beside its pages
SPAN = 1.2 * LONGEST_MS / 1000  #: seconds in which every device has asked once


class Pace:
    """Counts the devices that ask and stretches the wait so that about MOST questions a second come."""

    def __init__(self) -> None:
        self.lock, self.began = threading.Lock(), 0.0
        self.before: set[object] = set()
        self.here: set[object] = set()

    def next_wait(self, device: object, now: float | None = None) -> int:
        """Milliseconds until `device`, which has just asked, should ask again."""
        now = time.monotonic() if now is None else now
        with self.lock:
            if now - self.began >= SPAN:
                self.before, self.here, self.began = (self.here if now - self.began < 2 * SPAN else set()), set(), now
            self.here.add(device)
            devices = max(len(self.before), len(self.here))
        return int(min(max(devices * 1000 / MOST, CALM_MS), LONGEST_MS))


pace = Pace()
