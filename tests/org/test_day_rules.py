"""What is wrong with a day off beside those there are: its own dates, a weekday as working weekend, days entered twice."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from eduplatform.org.calendar import DaysOff
from eduplatform.org.day_rules import MOST_DAYS, check_entry, is_same_entry
from eduplatform.shared.refusals import Refused

MONDAY, SATURDAY = date(2026, 9, 7), date(2026, 9, 12)
DAY = timedelta(days=1)


def off(first: date, last: date | None = None, name: str = "运动会") -> DaysOff:
    return DaysOff("off", name, first, last or first)


def work(first: date, last: date | None = None, name: str = "补课") -> DaysOff:
    return DaysOff("work", name, first, last or first)


def said(entry: DaysOff, *others: DaysOff) -> tuple[str, dict] | None:
    try:
        check_entry(entry, others)
    except Refused as refusal:
        return refusal.code, refusal.values
    return None


@pytest.mark.parametrize(
    "entry",
    [
        off(MONDAY),
        off(SATURDAY),
        off(MONDAY, MONDAY + MOST_DAYS * DAY),
        work(SATURDAY),
        work(SATURDAY, SATURDAY + DAY),
        off(date(2026, 12, 31), date(2027, 1, 3)),
        off(date(2028, 2, 28), date(2028, 3, 1)),
    ],
)
def test_a_sound_entry(entry):
    assert said(entry) is None


@pytest.mark.parametrize(
    ("entry", "code", "values"),
    [
        (off(MONDAY, MONDAY - DAY), "dates_order", {}),
        (work(SATURDAY, SATURDAY - DAY), "dates_order", {}),
        (off(MONDAY, MONDAY + (MOST_DAYS + 1) * DAY), "days_long", {"most": 60}),
        (work(MONDAY), "work_on_weekday", {"day": MONDAY}),
        (work(SATURDAY - DAY, SATURDAY), "work_on_weekday", {"day": SATURDAY - DAY}),
        (work(SATURDAY, SATURDAY + 2 * DAY), "work_on_weekday", {"day": SATURDAY + 2 * DAY}),
        (work(SATURDAY + DAY, SATURDAY + 7 * DAY), "work_on_weekday", {"day": SATURDAY + 2 * DAY}),
    ],
)
def test_an_entry_that_is_wrong_in_itself(entry, code, values):
    assert said(entry) == (code, values)


def test_the_same_days_twice_name_the_entry_there_is():
    there = off(MONDAY, MONDAY + 2 * DAY, "国庆节")
    values = {"other": "国庆节", "first": MONDAY, "last": MONDAY + 2 * DAY}
    for first, last in ((0, 0), (2, 2), (1, 1), (-3, 0), (2, 9), (-3, 9), (0, 2)):
        assert said(off(MONDAY + first * DAY, MONDAY + last * DAY), there) == ("days_twice", values)
    assert said(off(MONDAY - 2 * DAY, MONDAY - DAY), there) is None and said(off(MONDAY + 3 * DAY), there) is None


def test_school_and_no_school_on_one_day():
    holiday = off(MONDAY, SATURDAY + DAY, "中秋节")
    values = {"other": "中秋节", "first": MONDAY, "last": SATURDAY + DAY}
    assert said(work(SATURDAY), holiday) == ("days_off_and_on", values)
    assert said(off(SATURDAY), work(SATURDAY, name="补")) == (
        "days_off_and_on",
        {"other": "补", "first": SATURDAY, "last": SATURDAY},
    )
    assert said(work(SATURDAY + 7 * DAY), holiday) is None


def test_of_several_in_the_way_the_first_is_named():
    one, other = off(MONDAY, name="一"), off(MONDAY + DAY, name="二")
    assert said(off(MONDAY, MONDAY + DAY), one, other)[1]["other"] == "一"
    assert said(off(MONDAY, MONDAY + DAY), other, one)[1]["other"] == "二"


def test_what_is_let_in_one_by_one_never_shares_a_day():
    random = Random(6)
    for _ in range(60):
        let_in: list[DaysOff] = []
        for _ in range(25):
            begin = MONDAY + random.randint(0, 60) * DAY
            entry = DaysOff(random.choice(("off", "work")), "x", begin, begin + random.randint(-1, 4) * DAY)
            days = {begin + n * DAY for n in range((entry.ends_on - begin).days + 1)}
            sound = bool(days) and (entry.kind == "off" or all(day.isoweekday() > 5 for day in days))
            taken = {one.starts_on + n * DAY for one in let_in for n in range((one.ends_on - one.starts_on).days + 1)}
            assert (said(entry, *let_in) is None) == (sound and not days & taken)
            let_in += [entry] if said(entry, *let_in) is None else []


def test_an_entry_is_the_same_by_kind_and_days_not_by_name():
    assert is_same_entry(off(MONDAY, SATURDAY, "a"), off(MONDAY, SATURDAY, "b"))
    for other in (off(MONDAY), off(MONDAY + DAY, SATURDAY), work(MONDAY, SATURDAY), off(MONDAY, SATURDAY + DAY)):
        assert not is_same_entry(off(MONDAY, SATURDAY), other)
