"""What must not become a backup, and what must not be restored: the last good one stays, the disk is not filled."""

import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from flask_migrate import upgrade
from sqlalchemy import text

from eduplatform import __version__
from eduplatform.cli import backup
from eduplatform.extensions import db
from eduplatform.shared.database import write
from eduplatform.upkeep import backup_zip, backups
from tests.cli.test_doctor_and_worker import invoke
from tests.conftest import make_app


def manifest(file: Path) -> dict:
    with zipfile.ZipFile(file) as packed:
        return json.loads(packed.read("manifest.json"))


def repacked(backup_file: Path, to: Path, copy: bytes | None = None, extra: str = "", **changed) -> Path:
    with zipfile.ZipFile(backup_file) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        said = json.loads(old.read("manifest.json"))
        new.writestr(said["file"], old.read(said["file"]) if copy is None else copy)
        new.writestr("manifest.json", json.dumps(said | changed))
        if extra:
            new.writestr(extra, b"x")
    return to


def test_the_manifest_says_what_was_copied(app, tmp_path):
    with app.app_context():
        said = manifest(backup.write_backup(tmp_path / "b.zip"))
        with db.engine.connect() as connection:
            units = connection.scalar(text("SELECT count(*) FROM unit"))
        assert said["rows"] == said["rows_before"] and said["rows"]["unit"] == units and said["rows"]["user"] > 20
        assert (
            said["version"] == __version__
            and said["schema"] == head()
            and said["bytes"] > 10_000
            and len(said["key"]) == 16
        )


def test_an_empty_database_is_refused_and_the_last_good_backup_stays(template, tmp_path, app):
    file = tmp_path / "b.zip"
    with app.app_context():
        backup.write_backup(file)
        good = file.read_bytes()
        db.session.remove()
    other = tmp_path / "other"
    other.mkdir()
    new = make_app(f"sqlite:///{other / 'anxue.db'}" if template.file else template.empty(), other)
    with new.app_context():
        upgrade()
    result = invoke(new, "backup", "create", str(file))
    assert result.exit_code == 1 and "nothing was backed up" in result.output
    assert file.read_bytes() == good and not list(tmp_path.glob(".*"))
    with new.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def sqlite_only(template):
    if not template.file:
        pytest.skip("damages the file of a SQLite database")


def damaged(app, tmp_path) -> None:
    """Overwrite a page in the middle of the database file, as a dying disk does."""
    with app.app_context():
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.session.remove()
        db.engine.dispose()
    with sqlite3.connect(tmp_path / "anxue.db") as opened:
        (page,) = opened.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_user_person_key'").fetchone()
        (size,) = opened.execute("PRAGMA page_size").fetchone()
    with (tmp_path / "anxue.db").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


@pytest.mark.usefixtures("sqlite_only")
def test_a_damaged_database_is_refused_and_nothing_is_rotated_away(app, tmp_path, clock):
    folder = tmp_path / "backups"
    with app.app_context():
        for _ in range(3):
            backups.create_backup(tmp_path, folder, automatic=True)
            clock.shift(86400)
        before = sorted(path.name for path in folder.iterdir())
    damaged(app, tmp_path)
    with app.app_context(), pytest.raises(backups.Unsound, match="quick_check|cannot be read"):
        backups.create_backup(tmp_path, folder, automatic=True)
    assert sorted(path.name for path in folder.iterdir()) == before and len(before) == 3


def test_files_and_folders_are_closed(app, tmp_path):
    old = os.umask(0)
    try:
        with app.app_context():
            file = backup.write_backup()
    finally:
        os.umask(old)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_what_would_unpack_to_more_than_it_says_or_may_is_refused(app, tmp_path):
    with app.app_context():
        file = backup.write_backup(tmp_path / "b.zip")
        large = 2 << 30
        bomb = zipped_zeros(tmp_path / "bomb.zip", manifest(file), large)
        assert bomb.stat().st_size < 10_000_000
        with pytest.raises(ValueError, match="at most 1073741824 are allowed"):
            backup.put_backup_back(bomb, force=True, most_gb=1)
        for wrong in (
            repacked(file, tmp_path / "extra.zip", extra="../../etc/passwd"),
            repacked(file, tmp_path / "size.zip", bytes=5),
            repacked(file, tmp_path / "name.zip", file="../anxue.db"),
            repacked(file, tmp_path / "self.zip", file="manifest.json"),
        ):
            with pytest.raises(ValueError, match="not a backup"):
                backup.put_backup_back(wrong, force=True)
        assert db.session.scalar(text("SELECT count(*) FROM unit")) > 10, "what was there still is"


def zipped_zeros(file: Path, said: dict, size: int) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        with packed.open(said["file"], "w", force_zip64=True) as inside:
            for _ in range(size >> 24):
                inside.write(bytes(1 << 24))
        packed.writestr("manifest.json", json.dumps({key: value for key, value in said.items() if key != "bytes"}))
    return file


def test_a_member_that_is_larger_than_declared_is_cut_off(tmp_path):
    """The real size counts: the copier stops one piece after the declared one."""
    with (
        pytest.raises(backup_zip._Odd, match="larger than it says"),
        (tmp_path / "zeros").open("wb") as out,
        Path("/dev/zero").open("rb") as endless,
    ):
        backup_zip._copied(endless, out, 3 << 20)
    assert (tmp_path / "zeros").stat().st_size <= 3 << 20


def test_a_backup_that_does_not_hold_what_it_says_is_refused(app, tmp_path):
    with app.app_context():
        file = backup.write_backup(tmp_path / "b.zip")
        rows = manifest(file)["rows"] | {"unit": 3}
        with pytest.raises(ValueError, match="does not hold what its manifest says"):
            backup.put_backup_back(repacked(file, tmp_path / "odd.zip", rows=rows), force=True)


@pytest.mark.usefixtures("sqlite_only")
def test_killed_in_the_middle_no_half_file_stands_under_its_name(app, tmp_path):
    """`kill -9` of a real process again and again, ever later, until one comes through."""
    with app.app_context():
        with write() as session:
            session.execute(text("CREATE TABLE ballast (x BLOB)"))
            for _ in range(40):
                session.execute(text("INSERT INTO ballast VALUES (randomblob(1000000))"))
        db.session.remove()
        db.engine.dispose()
    place = tmp_path / "killed"
    command = [sys.executable, "-m", "flask", "--app", "app.py", "backup", "create", str(place / "b.zip")]
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'anxue.db'}",
        "INSTANCE": str(tmp_path),
        "CHAIN_KEY": "test",
    }
    seen_part = False
    for tenths in range(3, 200, 3):
        running = subprocess.Popen(
            command,
            env=environment,
            cwd=Path(__file__).parents[2],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + tenths / 10
        while running.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        if running.poll() is None:
            running.send_signal(signal.SIGKILL)
            running.wait()
            seen_part = seen_part or any(place.glob(".*")) if place.exists() else seen_part
            assert not (place / "b.zip").exists() or backup_zip.manifest_of(place / "b.zip")
        elif (place / "b.zip").exists():
            break
    assert seen_part and manifest(place / "b.zip")["rows"]["ballast"] == 40
    shutil.rmtree(place)


def head() -> str:
    """The newest migration."""
    return max(file.name[:4] for file in (Path(__file__).parents[2] / "migrations" / "versions").glob("[0-9]*.py"))
