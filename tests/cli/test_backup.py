"""A backup made while others write holds all that was acknowledged before, and comes back in an empty place."""

import threading

import pytest
from sqlalchemy import func, select

from eduplatform.cli import backup
from eduplatform.extensions import db
from eduplatform.org.models import Unit, UnitSetting
from eduplatform.shared import clock
from eduplatform.shared.database import write
from tests.conftest import make_app


def add(n):
    with write():
        unit = db.session.scalars(select(Unit.id).limit(1)).one()
        db.session.add(UnitSetting(unit_id=unit, name=f"n{n}", value=n, from_on=clock.today()))


def count():
    return db.session.scalar(select(func.count()).select_from(UnitSetting))


def test_a_backup_under_load_comes_back_whole(app, template, tmp_path):
    stop, written = threading.Event(), []

    def load():
        n = 0
        with app.app_context():
            while not stop.is_set():
                add(n)
                written.append(n)
                n += 1

    thread = threading.Thread(target=load)
    thread.start()
    while len(written) < 20:
        pass
    with app.app_context():
        before = len(written)
        file = backup.write_backup(tmp_path / "b.zip")
    stop.set()
    thread.join()
    other = tmp_path / "other"
    other.mkdir()
    url = f"sqlite:///{other / 'anxue.db'}" if template.file else template.empty()
    new = make_app(url, other)
    with new.app_context():
        backup.put_backup_back(file)
        assert count() >= before
        assert db.session.scalar(select(func.count()).select_from(Unit)) > 10
        db.session.remove()
        db.engine.dispose()


def test_a_restore_over_data_needs_force_and_keeps_the_old(app, template, tmp_path):
    with app.app_context():
        file = backup.write_backup(tmp_path / "b.zip")
        add(1)
        with pytest.raises(ValueError, match="--force"):
            backup.put_backup_back(file)
        backup.put_backup_back(file, force=True)
        assert count() == 0
        db.session.remove()
        db.engine.dispose()
    assert len(list(tmp_path.glob("*.before-*.db"))) == (1 if template.file else 0), (
        "SQLite keeps the old file beside the new"
    )


def test_a_damaged_backup_is_refused(app, tmp_path):
    with app.app_context():
        file = backup.write_backup(tmp_path / "b.zip")
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 0xFF
        (tmp_path / "bad.zip").write_bytes(bytes(data))
        with pytest.raises(ValueError, match="damaged|not a backup"):
            backup.put_backup_back(tmp_path / "bad.zip", force=True)
        (tmp_path / "none.zip").write_bytes(b"PK nothing")
        with pytest.raises(ValueError, match="not a backup"):
            backup.put_backup_back(tmp_path / "none.zip", force=True)
