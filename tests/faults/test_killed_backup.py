"""kill -9 after every step of a backup, on SQLite and PostgreSQL: what is listed is whole, the last good one stays, the next one works."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from eduplatform.extensions import db
from eduplatform.shared.database import write
from eduplatform.upkeep import backup_zip, backups, database_copies

ROOT = Path(__file__).resolve().parents[2]
DAYS = 9  #: automatic backups there from before, so that the rotation has something to remove
pytestmark = pytest.mark.slow


class Backups:
    """Backups of one database, each in a process of its own that can be killed."""

    def __init__(self, url: str, folder: Path):
        command = [sys.executable, "-m", "tests.faults.killed_backup", url, str(folder)]
        with (folder / "backup.log").open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
            )

    def killed_at(self, step: int | str) -> str:
        """ "killed", or how many steps a backup took that got through."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{step}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def end(self) -> None:
        self.process.communicate(timeout=60)


@pytest.fixture
def running(app, tmp_path) -> Iterator[Backups]:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    made = Backups(app.config["SQLALCHEMY_DATABASE_URI"], tmp_path)
    yield made
    made.end()


def ballast() -> None:
    """Twenty megabytes that do not shrink: long enough to be killed while they are written."""
    with write() as session:
        kind = "BLOB" if database_copies.is_sqlite() else "text"
        session.execute(text(f"CREATE TABLE ballast (x {kind})"))
        many = (
            "INSERT INTO ballast VALUES (randomblob(1000000))"
            if database_copies.is_sqlite()
            else "INSERT INTO ballast SELECT string_agg(md5(random()::text), '') FROM generate_series(1, 31250)"
        )
        for _ in range(20):
            session.execute(text(many))
    db.session.remove()


def must_be_whole(folder: Path, good: Path, before: bytes, place: Path) -> None:
    """Everything that stands under a backup's name can be restored; the good one is as it was."""
    listed = backups.kept(folder)
    assert {each.path for each in listed} == set(folder.glob("*.zip")), "a file that is no backup has a backup's name"
    assert good in {each.path for each in listed} and good.read_bytes() == before
    newest = max(listed, key=lambda each: each.made_at)
    copy, manifest = backup_zip.unpack(newest.path, place, 1 << 30)
    assert database_copies.content_of(copy).rows == manifest["rows"]
    copy.unlink()


def earlier(tmp_path: Path, folder: Path, clock) -> Path:
    """Nine automatic ones of nine days and one by hand, which nothing may touch."""
    for _ in range(DAYS):
        backups.create_backup(tmp_path, folder, automatic=True)
        clock.shift(86400)
    return backups.create_backup(tmp_path, folder)


def test_killed_after_any_step_no_half_backup_is_listed_and_the_next_one_works(app, running, tmp_path, clock):
    folder, place = tmp_path / "backups", tmp_path / "place"
    place.mkdir()
    with app.app_context():
        good = earlier(tmp_path, folder, clock)
        before, ends, step = good.read_bytes(), [], 0
        while (step := step + 1) < 60:
            said = running.killed_at(step)
            must_be_whole(folder, good, before, place)
            if said != "killed":
                assert said.isdigit(), (tmp_path / "backup.log").read_text()[-2000:]
                break
            ends.append(len(list(folder.glob("auto-*.zip"))))
        assert len(ends) >= 15 and int(said) == len(ends), "every step was killed once"
        assert running.killed_at(0).isdigit()
        must_be_whole(folder, good, before, place)


@pytest.mark.parametrize("file", ["dump", "pack"])
def test_killed_while_a_file_grows_nothing_of_it_is_listed(app, running, tmp_path, file):
    folder, place = tmp_path / "backups", tmp_path / "place"
    place.mkdir()
    with app.app_context():
        ballast()
        good = backups.create_backup(tmp_path, folder)
        before = good.read_bytes()
        assert running.killed_at(file) == "killed"
        assert list(folder.glob(".*")), "it was in the making"
        assert [each.path for each in backups.kept(folder)] == [good]
        must_be_whole(folder, good, before, place)
        assert running.killed_at(0).isdigit() and len(backups.kept(folder)) == 2
        must_be_whole(folder, good, before, place)
