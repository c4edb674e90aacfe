"""Counts SQL statements in the running thread, so that a page can state how many it needs."""

from __future__ import annotations

import threading
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

_local = threading.local()


def reset_count() -> None:
    """Begin counting anew in this thread."""
    _local.count = 0
    _local.texts = []


def statements_counted() -> int:
    """Statements since reset_count(); BEGIN, COMMIT and PRAGMA are not counted."""
    return getattr(_local, "count", 0)


def watch(engine: Engine, keep_texts: bool = False) -> None:
    """Count every statement `engine` runs; `keep_texts` also keeps the SQL for tests that ask texts()."""

    @event.listens_for(engine, "before_cursor_execute")
    def _counted(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "PRAGMA", "ANALYZE")):
            _local.count = getattr(_local, "count", 0) + 1
            if keep_texts:
                _local.__dict__.setdefault("texts", []).append(statement)


def texts() -> list[str]:
    """SQL since reset_count() where watch(keep_texts=True); for tests."""
    return list(getattr(_local, "texts", []))
