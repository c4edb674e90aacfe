"""Remembers results for a few seconds in the process: calendars and plans change rarely and are asked for on every page."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Any

from ..extensions import db

SECONDS = 20.0
_kept: dict[Hashable, tuple[float, Any]] = {}


def remembered(key: Hashable, make: Callable[[], Any]) -> Any:
    """make()'s answer, at most SECONDS old. Only for plain values that are the same for every viewer."""
    key = (str(db.engine.url), key)
    now = time.monotonic()
    kept = _kept.get(key)
    if kept and now - kept[0] < SECONDS:
        return kept[1]
    value = make()
    if len(_kept) > 20_000:
        _kept.clear()
    _kept[key] = (now, value)
    return value


def forget() -> None:
    """Forget everything: call after changing what is remembered."""
    _kept.clear()
