"""Remembers results in the process for a short while: calendars and plans change rarely and are asked for on every page.

What is remembered belongs to a version, a number in one row of the database. `forget()` raises the number with the commit of the change, so
every process of an install, and the command line beside them, sees the change within LOOK seconds; the process that made it, at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event, select, update
from sqlalchemy.orm import Session

from ..extensions import db
from . import database
from .models import CacheVersion

SECONDS = 20.0  # longest life of what a clock alone makes old
LOOK = 1.0  # seconds between two looks at the version, for what is remembered already
MOST = 20_000  # results; past that all are dropped


@dataclass
class _Kept:
    """What this process remembers of one database."""

    version: int = -1
    looked: float = float("-inf")
    results: dict[Hashable, tuple[int, float, Any]] = field(default_factory=dict)  #: version, made at, result


_of: dict[str, _Kept] = {}
_by_engine: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()
#: For a statement that every request runs anyway: tell seen() what it said. Over the table: an attribute of the class would make
#: rows of the whole statement go through the ORM, which takes as long as the statement.
NUMBER = select(CacheVersion.__table__.c.number).scalar_subquery()


def remembered(key: Hashable, make: Callable[[], Any]) -> Any:
    """make()'s answer, at most SECONDS old and never older than a change that was stored LOOK seconds ago. Only for plain values that
    are the same for every viewer."""
    session, kept = db.session(), _here()
    own: dict[Hashable, Any] | None = session.info.get("forget")
    if own is not None:  # this transaction has changed it, and nobody else may see that yet
        if key not in own:
            own[key] = make()
        return own[key]
    now = time.monotonic()
    if now - kept.looked >= LOOK:
        kept.version, kept.looked = max(kept.version, _version(session)), now
    result = kept.results.get(key)
    if result and result[0] == kept.version and now - result[1] < SECONDS:
        return result[2]
    # Not the number that another thread has looked up meanwhile: this transaction's snapshot may be older, and its result would be kept
    # as new. An older number only means that the result is soon made again.
    version = _version(session)
    value = make()
    if len(kept.results) > MOST:
        kept.results.clear()
    kept.results[key] = (version, now, value)
    return value


def put(key: Hashable, value: Any) -> None:
    """Remember what a statement of this transaction has read beside something else: spares the one that would ask for it."""
    session, kept = db.session(), _here()
    own: dict[Hashable, Any] | None = session.info.get("forget")
    if own is not None:
        own.setdefault(key, value)
        return
    kept.results[key] = (_version(session), time.monotonic(), value)


def seen(number: int | None) -> None:
    """The running transaction has read the number beside something else; saves the look."""
    kept, number = _here(), number or 0
    now = time.monotonic()
    db.session.info["cache_version"] = number, now
    kept.version, kept.looked = max(kept.version, number), now


def _here() -> _Kept:
    engine = db.engine
    if engine not in _by_engine:  # writing an address out takes longer than all else here, and every request asks
        _by_engine[engine] = _of.setdefault(str(engine.url), _Kept())
    return _by_engine[engine]


def _version(session: Session) -> int:
    """A number that is no newer than this transaction's snapshot: one this session has read within LOOK seconds, else read now."""
    number, at = session.info.get("cache_version", (0, float("-inf")))
    if time.monotonic() - at >= LOOK:
        number = session.scalar(select(CacheVersion.number)) or 0
        session.info["cache_version"] = number, time.monotonic()
    return int(number)


def forget_remembered() -> None:
    """What is remembered is no longer true, in any process. Inside write() from its commit on; outside, at once."""
    if database.in_write():
        db.session.info["forget"] = {}
    else:
        with database.write():
            db.session.info["forget"] = {}


def drop() -> None:
    """Drop what this process remembers, whatever the number says: for tests, which change rows behind its back."""
    _of.clear()
    _by_engine.clear()


@event.listens_for(Session, "before_commit")
def _raise_number(session: Session) -> None:
    """Last of all: the row is held only while the commit is written, not for the minutes of a roster."""
    if "forget" in session.info:
        session.execute(update(CacheVersion).values(number=CacheVersion.number + 1))


@event.listens_for(Session, "after_commit")
def _look_again(session: Session) -> None:
    if session.info.pop("forget", None) is not None:
        session.info.pop("cache_version", None)
        for kept in _of.values():
            kept.looked = float("-inf")


@event.listens_for(Session, "after_rollback")
def _nothing_changed(session: Session) -> None:
    session.info.pop("forget", None)
