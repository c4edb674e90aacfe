"""One writer at a time, in order; changes only inside write(); nothing half done."""

import json
import threading
import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import Text, cast, func, select

from eduplatform.extensions import db
from eduplatform.org.models import Unit, UnitSetting
from eduplatform.shared import clock, database
from eduplatform.shared.database import _FairLock, to_ms, write


def setting(name, value=1):
    unit = db.session.scalars(select(Unit.id).limit(1)).one()
    return UnitSetting(unit_id=unit, name=name, value=value, from_on=clock.today())


def test_a_change_outside_write_is_refused(app):
    with app.app_context():
        db.session.add(setting("stray"))
        with pytest.raises(RuntimeError, match="outside write"):
            db.session.flush()


def test_write_inside_write_is_refused(app):
    with app.app_context(), write(), pytest.raises(RuntimeError, match="inside write"), write():
        pass


def test_an_exception_leaves_nothing_behind(app):
    with app.app_context():
        with pytest.raises(ZeroDivisionError), write():
            db.session.add(setting("half"))
            db.session.flush()
            raise ZeroDivisionError
        assert db.session.scalar(select(func.count()).select_from(UnitSetting).where(UnitSetting.name == "half")) == 0


def test_no_update_is_lost_between_threads(app):
    with app.app_context(), write():
        db.session.add(setting("counter", 0))

    def add_one() -> None:
        for _ in range(10):
            with app.app_context(), write():
                row = db.session.scalars(
                    select(UnitSetting).where(UnitSetting.name == "counter").with_for_update()
                ).one()
                row.value = row.value + 1

    threads = [threading.Thread(target=add_one) for _ in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    with app.app_context():
        assert db.session.scalars(select(UnitSetting.value).where(UnitSetting.name == "counter")).one() == 60


def test_the_lock_serves_in_the_order_of_coming():
    lock, served = _FairLock(), []
    lock.__enter__()

    def come(number: int) -> None:
        with lock:
            served.append(number)

    threads = []
    for number in range(8):
        threads.append(threading.Thread(target=come, args=(number,)))
        threads[-1].start()
        while len(lock._waiting) <= number:
            time.sleep(0.001)
    lock.__exit__()
    [thread.join() for thread in threads]
    assert served == list(range(8))


def test_an_instant_survives_the_database_to_the_millisecond(app):
    at = datetime(2026, 2, 28, 15, 59, 59, 999000, tzinfo=UTC)
    assert database.Instant().process_result_value(to_ms(at), None) == at


def test_sqlite_is_set_to_keep_what_it_acknowledges(app):
    with app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        else:
            assert connection.exec_driver_sql("SHOW jit").scalar() == "off"
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"


def test_chinese_is_stored_as_itself_and_half_a_character_is_stored_too(app):
    whole, half = {"安": ["全", 1, None]}, "\ud83d"
    with app.app_context(), write():
        db.session.add_all([setting("whole", whole), setting("half", half)])
    with app.app_context():
        values = dict(db.session.execute(select(UnitSetting.name, UnitSetting.value)).all())
        assert (values["whole"], values["half"]) == (whole, half)
        stored = select(cast(UnitSetting.value, Text)).where(UnitSetting.name == "whole")
        assert db.session.scalar(stored) == json.dumps(whole, ensure_ascii=False)
