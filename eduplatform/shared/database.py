"""Database habits in one place: column types, table mixins, transactions and the only commit."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import BigInteger, Integer, String, event
from sqlalchemy.engine import CursorResult, Engine
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from ..extensions import db

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_writing: ContextVar[bool] = ContextVar("writing", default=False)

BigInt = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows only in an INTEGER key


def Key(length: int) -> TypeEngine[str]:  # noqa: N802 – reads as a type in the models
    """Text that is looked up, compared or put in order by machines, never read as a word: codes, paths, account names, hashes, states.

    Ordered by bytes on every database. The locale of a PostgreSQL server (zh_CN.UTF-8, en_US.UTF-8) passes over "/" and other signs:
    the range of unit /1/2/ would hold the foreign /12/ and none of its own children.
    """
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class Instant(TypeDecorator):
    """An aware UTC datetime kept as epoch milliseconds, so no database zone can shift it."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        return None if value is None else to_ms(value)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(milliseconds=value)


def to_ms(instant: datetime) -> int:
    """Epoch milliseconds of an aware datetime."""
    return (instant - _EPOCH) // timedelta(milliseconds=1)


class Replicated:
    """A small table every node holds whole: units, calendars, content."""

    id: Mapped[int] = mapped_column(BigInt, primary_key=True, autoincrement=True, comment="row number")


class BySchool:
    """A table that belongs to one school (or, for bureau staff, to their bureau), ready to be distributed by it."""

    id: Mapped[int] = mapped_column(BigInt, primary_key=True, autoincrement=True, comment="row number")
    school_id: Mapped[int] = mapped_column(BigInt, nullable=False, comment="unit that keeps this row")

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"primary_key": ["school_id", "id"]}


class _FairLock:
    """A lock that serves waiters in the order they came: SQLite's own busy wait lets unlucky writers starve."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


_gate = _FairLock()


@contextmanager
def write() -> Iterator[Session]:
    """Run the block as one write transaction: all of it is stored and synced when the block ends, or none.

    The only place that commits. Rows loaded before stay usable. Nested use is a mistake and raises RuntimeError.
    """
    if _writing.get():
        raise RuntimeError("write() inside write(): let the outermost caller open the transaction")
    session = db.session()
    session.commit()  # ends the read transaction: BEGIN IMMEDIATE needs a fresh one
    if session.get_bind().dialect.name == "sqlite":
        with _gate, _one_transaction(session):
            yield session
    else:
        with _one_transaction(session):
            yield session


@contextmanager
def _one_transaction(session: Session) -> Iterator[None]:
    token = _writing.set(True)
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        _writing.reset(token)


def affected(statement: Any) -> int:
    """Run an INSERT, UPDATE or DELETE in the running transaction; how many rows it touched. Unless told to keep it, SQLAlchemy closes
    the cursor of an INSERT before it looks, and a closed cursor of psycopg says -1."""
    counted = db.session.execute(statement, execution_options={"preserve_rowcount": True})
    return int(cast("CursorResult[Any]", counted).rowcount)


def in_write() -> bool:
    """Whether write() is open in this thread."""
    return _writing.get()


def aside(engine: Engine, statement: Any) -> None:
    """Run one statement as a transaction of its own, without a session: for a thread that keeps watch while another works."""
    with _gate if engine.dialect.name == "sqlite" else nullcontext(), engine.begin() as connection:
        connection.execute(statement)


def end_read() -> None:
    """End the read transaction, so that the next read sees what others have stored since (long-running workers)."""
    db.session.rollback()


def engine_options(url: str) -> dict[str, Any]:
    """Options of the engine for `url`: pooled, and on PostgreSQL without just-in-time compilation."""
    shared = {"pool_size": 16, "json_serializer": as_json}
    if url.startswith("sqlite"):
        return shared | {"connect_args": {"timeout": 20, "check_same_thread": False}, "max_overflow": 32}
    settings = "-c jit=off -c timezone=UTC -c synchronous_commit=on -c lock_timeout=20s"
    return shared | {"connect_args": {"options": settings}, "max_overflow": 16, "pool_timeout": 10}


def as_json(value: Any) -> str:
    """JSON as it is stored: Chinese as itself, three bytes a character and not six. A half of a pair of UTF-16, which no
    database takes as text, is escaped as before."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return text


def prepare(engine: Engine) -> None:
    """Hook the pragmas and the kind of BEGIN onto a SQLite engine; other engines are left as they are."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves; the driver's own loses updates silently
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=20000",
            "cache_size=-8000",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def analyze() -> None:
    """Refresh the planner's statistics; after bulk loads plans are 6–10 times apart without it."""
    with write() as session:
        session.connection().exec_driver_sql("ANALYZE")


@event.listens_for(Session, "before_flush")
def _only_in_write(session: Session, *_: object) -> None:
    if not _writing.get() and (session.new or session.dirty or session.deleted):
        raise RuntimeError("changes outside write(): wrap the verb in `with database.write():`")
