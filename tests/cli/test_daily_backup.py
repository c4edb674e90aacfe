"""One backup a day by the worker, 7 days, 4 weeks and 12 months of them kept; those made by hand are nobody's to remove."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from eduplatform.extensions import db
from eduplatform.shared import clock as clocks
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry, Job
from eduplatform.upkeep import backup_rotation, backups
from tests.cli.test_doctor_and_worker import invoke
from tests.conftest import make_app


@pytest.fixture
def daily(template, app, tmp_path):
    """The app with the automatic backup switched on."""
    return make_app(app.config["DATABASE_URL"], tmp_path, BACKUP_DAILY=True)


def files(tmp_path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "backups").glob("*.zip"))


def test_the_worker_makes_one_a_day(daily, tmp_path, clock):
    for _ in range(2):
        assert invoke(daily, "worker", "--once").exit_code == 0
    assert files(tmp_path) == ["auto-20261118-100000.zip"]
    clock.shift(86400)
    assert invoke(daily, "worker", "--once").exit_code == 0
    assert files(tmp_path) == ["auto-20261118-100000.zip", "auto-20261119-100000.zip"]
    with daily.app_context():
        assert len(db.session.scalars(select(AuditEntry).where(AuditEntry.action == "backup.create")).all()) == 2


def test_a_failed_one_is_tried_again_an_hour_later_not_at_every_round(daily, tmp_path, clock, monkeypatch):
    monkeypatch.setattr(backups.database_copies, "make", lambda _copy: 1 / 0)
    for _ in range(3):
        invoke(daily, "worker", "--once")
        clock.shift(300)
    with daily.app_context():
        assert db.session.query(Job).filter_by(kind="upkeep.backup", state="failed").count() == 1
    monkeypatch.undo()
    clock.shift(3600)
    invoke(daily, "worker", "--once")
    assert len(files(tmp_path)) == 1


def test_switched_off_none_is_made(app, tmp_path):
    invoke(app, "worker", "--once")
    assert files(tmp_path) == []


def test_seven_days_four_weeks_twelve_months():
    made = [datetime(2026, 1, 1, 3, tzinfo=UTC) + timedelta(days=n, hours=h) for n in range(400) for h in (0, 9)]
    kept = sorted(backup_rotation.spared(made), reverse=True)
    assert kept[0] == made[-1] and len({at.date() for at in kept}) == len(kept) and 12 + 4 + 7 - 4 <= len(kept) <= 23
    assert {at.date() for at in kept} >= {made[-1].date() - timedelta(days=n) for n in range(7)}
    assert len({(at.year, at.month) for at in kept}) == 12
    assert backup_rotation.spared(kept) == set(kept), "thinning again removes nothing"


def test_of_daily_ones_exactly_seven_days_four_weeks_and_twelve_months_are_left():
    """Day by day: an eighth day or a fifth week too many would be seen as well as one too few."""
    first, today = datetime(2025, 10, 1, 3, tzinfo=UTC), datetime(2026, 11, 18, 3, tzinfo=UTC)
    made = [first + timedelta(days=n) for n in range((today - first).days + 1)]
    days = {f"2026-11-{day}" for day in range(12, 19)}
    weeks = {"2026-11-18", "2026-11-15", "2026-11-08", "2026-11-01"}  # the last Sundays, and this week so far
    months = {"2026-11-18", "2026-10-31", "2026-09-30", "2026-08-31", "2026-07-31", "2026-06-30", "2026-05-31"}
    months |= {"2026-04-30", "2026-03-31", "2026-02-28", "2026-01-31", "2025-12-31"}
    assert {f"{at:%Y-%m-%d}" for at in backup_rotation.spared(made)} == days | weeks | months


def test_the_same_week_of_two_years_is_two_weeks():
    """Week 47 of the year before is the fourth week that has one, and neither among the last days nor the last of its month."""
    made = [datetime(2026, 11, day, 3, tzinfo=UTC) for day in range(12, 19)]
    before = [datetime(2025, 11, day, 3, tzinfo=UTC) for day in (19, 30)]
    assert set(before) <= backup_rotation.spared([*made, *before])


def test_a_summer_without_backups_removes_nothing():
    made = [datetime(2026, 6, 1, 3, tzinfo=UTC) + timedelta(days=n) for n in range(7)] + [
        datetime(2026, 9, 1, tzinfo=UTC)
    ]
    assert len(backup_rotation.spared(made)) >= 7


def test_thinning_leaves_those_made_by_hand_and_what_is_no_backup(app, tmp_path, clock):
    folder = tmp_path / "backups"
    with app.app_context():
        by_hand = backups.create_backup(tmp_path, folder)
        (folder / "auto-notes.zip").write_bytes(b"not a backup")
        for _ in range(12):
            clock.shift(86400)
            backups.create_backup(tmp_path, folder, automatic=True)
    left = files(tmp_path)
    assert by_hand.name in left and "auto-notes.zip" in left and len(left) < 2 + 12
    assert left[-2] == "auto-20261130-100000.zip"


def test_the_doctor_says_when_the_last_good_one_is_too_old(daily, app, tmp_path, clock):
    with app.app_context():
        backups.create_backup(tmp_path, tmp_path / "backups")
    assert "ok    backup" in invoke(daily, "doctor").output
    (tmp_path / "backups" / "later.zip").write_bytes(b"half a file")
    clock.shift(49 * 3600)
    result = invoke(daily, "doctor")
    assert result.exit_code == 1 and "FAULT backup: the last one is 49 hours old" in result.output


def test_an_install_in_use_without_any_backup_is_a_fault_after_two_days(daily, people, clock):
    from eduplatform.shared import audit

    with daily.app_context(), write():
        audit.record(people["teacher_lin"].school_id, 1, "post.give", "user:1")
    assert "ok    backup: none yet" in invoke(daily, "doctor").output
    clock.shift(49 * 3600)
    assert "FAULT backup: none yet" in invoke(daily, "doctor").output


def test_a_job_of_the_release_before_does_not_stop_the_worker(daily, clock):
    """Its payload knows no folder of backups."""
    with daily.app_context(), write() as session:
        session.add(
            Job(kind="upkeep.backup", payload={"instance": "x", "migrations": "y", "unit": 1}, asked_at=clocks.now())
        )
        session.flush()
        session.execute(update(Job).values(state="queued"))
    assert invoke(daily, "worker", "--once").exit_code == 0
