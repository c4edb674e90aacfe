"""Days begin and end where the school is, school years in September; the clock nobody can set only goes forward."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from eduplatform.shared import clock
from eduplatform.shared.clock import steady as real_steady

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def zone():
    """Set a zone for one test."""
    yield clock.use_zone
    clock.use_zone("Asia/Shanghai")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-11-17 15:59:59.999", date(2026, 11, 17)),
        ("2026-11-17 16:00", date(2026, 11, 18)),
        ("2026-11-18 15:59:59", date(2026, 11, 18)),
        ("2026-12-31 16:00", date(2027, 1, 1)),
        ("2028-02-28 16:00", date(2028, 2, 29)),
        ("2027-02-28 15:59", date(2027, 2, 28)),
    ],
)
def test_a_school_day_begins_at_midnight_in_shanghai(instant, day, clock, zone):
    from eduplatform.shared import clock as school

    assert school.local(utc(instant)).date() == day
    clock.move_to(utc(instant))
    assert school.today() == day


def test_the_start_of_a_day_is_its_first_instant_and_none_of_the_day_before():
    for number in range(0, 800, 7):
        day = date(2026, 1, 1) + timedelta(days=number)
        begin = clock.start_of(day)
        assert begin.tzinfo is UTC and clock.local(begin).date() == day
        assert clock.local(begin - timedelta(microseconds=1)).date() == day - timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "hour"), [("Asia/Shanghai", 16), ("Asia/Urumqi", 18), ("UTC", 0), ("America/New_York", 4)]
)
def test_days_begin_in_the_zone_that_was_set(zone, name, hour):
    zone(name)
    begin = clock.start_of(date(2026, 9, 1))
    assert begin.hour == hour and clock.local(begin).hour == 0 and clock.moment().zone.key == name


def test_a_zone_nobody_knows_is_refused_and_the_old_one_stays(zone):
    with pytest.raises(KeyError):
        zone("Asia/Nowhere")
    assert clock.moment().zone == SHANGHAI


def test_the_day_before_and_after_midnight_are_one_school_day_apart_everywhere(zone):
    random = Random(8)
    for name in ("Asia/Shanghai", "Asia/Urumqi", "America/New_York", "Europe/Berlin"):
        zone(name)
        for _ in range(60):
            day = date(2026, 1, 1) + timedelta(days=random.randrange(900))
            length = clock.start_of(day + timedelta(days=1)) - clock.start_of(day)
            assert timedelta(hours=23) <= length <= timedelta(hours=25)
            if name.startswith("Asia"):
                assert length == timedelta(days=1), "no summer time there"


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 8, 31), 2025),
        (date(2026, 9, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
        (date(2027, 2, 28), 2026),
        (date(2027, 8, 31), 2026),
        (date(2027, 9, 1), 2027),
    ],
)
def test_a_school_year_begins_on_the_first_of_september(day, year):
    assert clock.school_year_of(day) == year


def test_the_books_of_a_year_stay_open_for_the_first_month_of_the_next():
    for year in range(2024, 2031):
        last = clock.books_open_until(year)
        assert clock.school_year_of(last) == year + 1 and (last.month, last.day) == (9, 30)
        assert clock.school_year_of(last - timedelta(days=30)) == year


def test_the_clock_nobody_can_set_goes_on_while_the_other_stands():
    run, first = real_steady()
    again, second = real_steady()
    assert run == again and run and len(run) <= 32 and "-" not in run
    assert isinstance(first, int) and 0 <= second - first < 60_000


def test_without_a_boot_number_each_process_is_a_run_of_its_own(monkeypatch):
    def gone(*_args, **_how):
        raise OSError

    monkeypatch.setattr(clock.Path, "read_text", gone)
    one, other = clock._run(), clock._run()
    assert one != other and len(one) == len(other) == 32


def test_a_moment_is_the_present_unless_somebody_took_it_before():
    at = utc("2026-11-18 02:00")
    assert clock.moment().now == clock.now() == at
    earlier = at - timedelta(minutes=3)
    assert clock.moment(earlier).now == earlier and clock.moment(earlier).zone == SHANGHAI
