"""`flask doctor`: is this install sound? One line a check, exits 1 with any fault."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select, text

from ..curriculum.models import Course
from ..extensions import db
from ..org.models import Unit
from ..shared import audit, clock
from ..shared.models import Job, StaleMark

Check = Callable[[], tuple[bool, str]]


@click.command("doctor")
@with_appcontext
def command() -> None:
    """Check the database, its schema, the courses, the disk, the worker and the audit chains."""
    sound = True
    for name, check in CHECKS.items():
        try:
            good, said = check()
        except Exception as error:  # a check that cannot run is a fault to report, not a crash
            good, said = False, f"{type(error).__name__}: {error}"
        sound = sound and good
        click.echo(f"{'ok   ' if good else 'FAULT'} {name}: {said}")
    raise SystemExit(0 if sound else 1)


def _database() -> tuple[bool, str]:
    if db.engine.dialect.name != "sqlite":
        return True, str(db.session.scalar(text("SHOW server_version")))
    answer = db.session.scalar(text("PRAGMA quick_check"))
    return answer == "ok", f"SQLite, quick_check {answer}"


def _schema() -> tuple[bool, str]:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    head = ScriptDirectory(str(Path(current_app.root_path).parent / "migrations")).get_current_head()
    with db.engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
    return here == head, f"at {here}, newest {head}" + ("" if here == head else " – run `flask db upgrade`")


def _courses() -> tuple[bool, str]:
    count = db.session.scalar(select(func.count()).select_from(Course).where(Course.retired_at.is_(None))) or 0
    return count > 0, f"{count} loaded" + ("" if count else " – run `flask courses load`")


def _disk() -> tuple[bool, str]:
    usage = shutil.disk_usage(current_app.config["INSTANCE"])
    free = usage.free / usage.total
    return free > 0.05, f"{free:.0%} free"


def _worker() -> tuple[bool, str]:
    marks = db.session.scalar(select(func.count()).select_from(StaleMark)) or 0
    old = clock.now() - timedelta(minutes=10)
    stuck = db.session.scalar(select(func.count()).select_from(Job).where(Job.state == "queued", Job.asked_at < old)) or 0
    return stuck == 0, f"{marks} tallies wait to be recounted, {stuck} jobs wait for more than 10 minutes"


def _audit() -> tuple[bool, str]:
    broken = [school for school in _schools() if audit.broken_at(school)]
    return not broken, f"{len(broken)} broken chains" if broken else "all chains whole"


def _schools() -> Iterator[int]:
    yield from db.session.scalars(select(Unit.id).where(Unit.kind != "class"))


CHECKS: dict[str, Check] = {
    "database": _database, "schema": _schema, "courses": _courses, "disk": _disk, "worker": _worker, "audit": _audit,
}  # fmt: skip
