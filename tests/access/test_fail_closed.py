"""The database fails at the k-th call of each route, for all k: nothing is stored, nothing is called done, nothing is shown."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from eduplatform.extensions import db

from .cases import Request, requests
from .served_world import _WRITES, ServedWorld

PARTS = 4  # so that two workers share the work
INSIDE = re.compile(r"Traceback|sqlite3|sqlalchemy|psycopg|SELECT |INSERT |UPDATE |INJECTED|\.py\b")
STREAMED = {"office.lessons_csv", "office.audit_csv", "office.audit_looks_csv"}  # files sent while they are read
KEPT = {"access_look"}  # that names were to be shown is on record even if the page then fails


class Failing:
    """Raises at the k-th call to the database (statement, BEGIN or COMMIT); remembers which tables were committed."""

    def __init__(self) -> None:
        self.at, self.on, self.calls, self.committed = 0, False, 0, set()
        self.armed = self.raised = False

    def arm(self, at: int, on: bool = False) -> None:
        """`at` 0 only counts. `on`: every later call fails too, as when the database is gone."""
        self.at, self.on, self.calls, self.committed, self.armed, self.raised = at, on, 0, set(), True, False

    def call(self) -> None:
        if not self.armed:
            return
        self.calls += 1
        if self.at and (self.calls == self.at or (self.on and self.calls > self.at)):
            self.raised = True
            raise OperationalError("INJECTED SELECT secret", {}, sqlite3.OperationalError("INJECTED disk I/O error"))


@contextmanager
def failing(served: ServedWorld) -> Iterator[Failing]:
    """Hooks on the engine while the block runs."""
    state = Failing()

    def before(connection, _cursor, statement, *_):
        if not statement.startswith("PRAGMA"):
            state.call()
            if found := _WRITES.match(statement):
                connection.info.setdefault("wrote", set()).add(found[1])

    def commit(connection) -> None:
        state.call()
        state.committed |= connection.info.pop("wrote", set())

    def rollback(connection) -> None:
        connection.info.pop("wrote", None)

    hooks = [("before_cursor_execute", before), ("commit", commit), ("rollback", rollback)]
    with served.app.app_context():
        engine = db.engine
    for name, hook in hooks:
        event.listen(engine, name, hook)
    yield state
    for name, hook in hooks:
        event.remove(engine, name, hook)


def one(served: ServedWorld, state: Failing, request: Request, at: int, on: bool = False) -> list[str]:
    """Run a request with the database failing at call `at`; what is wrong with the answer."""
    send = request.ready(served)
    clean = not served.changed
    state.arm(at, on)
    try:
        answer = send()
    except Exception as broken:
        answer = None  # a stream that breaks off in the middle is no file that looks whole
        if request.cell.endpoint not in STREAMED:
            return [f"{request.cell} call {at}: {type(broken).__name__} went through to the server"]
    finally:
        state.armed = False
    if clean and not state.committed:
        served.wrote = set()
    return [
        f"{request.actor} {request.cell} call {at}{' and all after' if on else ''}: {fault}"
        for fault in _faults(state, request, answer, at)
    ]


def _faults(state: Failing, request: Request, answer: Any, at: int) -> Iterator[str]:
    stored = state.committed - KEPT - set(request.case.later) if state.raised else set()
    if stored:
        yield f"stored {sorted(stored)} and said {answer.status_code if answer else 'nothing'}"
    if answer is not None and state.raised and answer.status_code not in (500, 503):
        yield f"said {answer.status_code}"
    if answer is not None and state.raised and (seen := INSIDE.search(answer.get_data().decode("utf-8", "replace"))):
        yield f"shows {seen.group()!r}"


@pytest.mark.parametrize("part", range(PARTS))
def test_an_error_at_any_call_stores_nothing_and_says_so(served: ServedWorld, part: int):
    wrong: list[str] = []
    if served.changed:
        served.restore()
    with failing(served) as state:
        for request in list(requests(served))[part::PARTS]:
            request.send(served)  # what the process keeps for ever (content) is warm from now on
            send = request.ready(served)
            state.arm(0)
            send()
            state.armed = False
            calls = state.calls
            for k in range(1, calls + 1):
                wrong += one(served, state, request, k)
            if calls:
                wrong += one(served, state, request, 1, on=True)
    served.restore()
    assert not wrong, "\n".join(wrong[:40]) + f"\n({len(wrong)} in all)"
