"""Monthly figures prepare themselves: from the tenth, once, for every unit that has classes; killed or run twice they stay whole."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from eduplatform.assessment import filing_rules, filings
from eduplatform.assessment.filing_rules import Period, is_taught, month_before, periods_on_offer
from eduplatform.assessment.models import Filing
from eduplatform.cli.worker import tidy_up
from eduplatform.extensions import db
from eduplatform.org.calendar import typical
from eduplatform.shared import jobs
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry, Job

from . import world

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(month: int, day: int, year: int = 2026) -> time_machine.travel:
    return time_machine.travel(datetime(year, month, day, 8, 0, tzinfo=SHANGHAI), tick=False)


@pytest.fixture
def inside(app, people):
    with app.app_context():
        with write():
            world.teach(world.unit("LJ-SY-2024-2"), world.lesson("FIRE"), date(2026, 10, 20), roll=20)
        world.settle()
        yield app
        db.session.rollback()


def made() -> list[tuple[str, date]]:
    rows = db.session.query(Filing, world.Unit.code).join(world.Unit, world.Unit.id == Filing.unit_id)
    return [(code, row.until_on) for row, code in rows.order_by(Filing.id)]


def queued() -> int:
    return db.session.query(Job).filter_by(kind=filings.KIND).count()


def work() -> None:
    while jobs.run_next():
        pass


def test_from_the_tenth_on_the_month_before_is_made_for_every_unit_once(inside):
    with at(11, 9):
        assert filings.queue_due() is None
    with at(11, 10):
        assert filings.queue_due() is not None and filings.queue_due() is None
        work()
        codes = [code for code, _day in made()]
        assert {"P", "LJ", "LJ-DC", "LJ-SY", "LJ-XS", "YS"} <= set(codes) and len(codes) == len(set(codes))
        assert {day for _code, day in made()} == {date(2026, 10, 31)}
        assert all(row.made_by is None and row.kind == "month" for row in db.session.query(Filing))
        assert not any("-20" in code for code in codes), "no class hands anything in"
    with at(11, 20):
        assert filings.queue_due() is None
    with at(12, 12):
        assert filings.queue_due() is not None
        work()
        assert len(made()) == 2 * len(codes) and made()[-1][1] == date(2026, 11, 30)


def test_the_worker_asks_for_it_on_its_round(inside):
    with at(11, 12):
        tidy_up()
        tidy_up()
        assert queued() == 1


def test_run_again_or_after_a_kill_it_makes_only_what_is_missing(inside):
    with at(11, 10):
        filings.queue_due()
        work()
        before = made()
        with write():
            db.session.delete(db.session.query(Filing).order_by(Filing.id.desc()).first())
            job = jobs.queue(filings.KIND, {"until": "2026-10-31"})
        work()
        assert sorted(made()) == sorted(before)
        db.session.expire_all()
        assert db.session.get(Job, job.id).result == {"units": 1, "made": 1}


def test_a_failed_one_is_asked_for_again_after_an_hour(inside):
    with at(11, 10):
        job = filings.queue_due()
        with write() as session:
            session.get(Job, job.id).state = "failed"
        assert filings.queue_due() is None
    with time_machine.travel(datetime(2026, 11, 10, 9, 30, tzinfo=SHANGHAI), tick=False):
        assert filings.queue_due() is not None


def test_in_the_summer_there_is_nothing_to_hand_in(inside):
    with at(9, 10):
        filings.queue_due()
        work()
        assert made() == []


def test_each_making_is_on_record_with_its_digest(inside):
    with at(11, 10):
        filings.queue_due()
        work()
        row = db.session.query(Filing).filter_by(unit_id=world.unit("LJ-DC").id).one()
        (entry,) = db.session.query(AuditEntry).filter_by(school_id=row.school_id, action="filing.make")
        assert entry.actor_id is None and entry.detail["digest"] == row.digest == filings.digest_of(row.body)
        assert filings.digest_of(row.body | {"last": [0] * 16}) != row.digest


# ── periods, pure ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_months_end_on_their_last_day_and_are_due_on_the_fifteenth():
    assert month_before(date(2027, 3, 1)) == Period("month", 2026, date(2027, 2, 1), date(2027, 2, 28))
    assert month_before(date(2028, 3, 31)).until_on == date(2028, 2, 29)
    assert month_before(date(2027, 1, 10)).due_on == date(2027, 1, 15)
    assert month_before(date(2026, 9, 5)).year == 2025
    assert filing_rules.PREPARED_ON < filing_rules.DUE_DAY


def test_what_can_be_made_on_a_day():
    codes = [one.code for one in periods_on_offer([typical(2026)], date(2026, 11, 18))]
    assert codes == ["state", "month-2026-10", "month-2026-09", "term-2026-1"]
    year = [one.code for one in periods_on_offer([typical(2026)], date(2027, 7, 12))]
    assert year[1:3] == ["month-2027-06", "month-2027-05"] and year[-2:] == ["term-2026-2", "term-2026-1"]
    autumn = [one.code for one in periods_on_offer([typical(2026), typical(2025)], date(2026, 9, 3))]
    assert "month-2026-08" not in autumn and "month-2026-06" in autumn and "term-2025-2" in autumn
    assert not is_taught(typical(2026), month_before(date(2027, 9, 1)))
