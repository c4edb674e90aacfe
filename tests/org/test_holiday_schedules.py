"""The official days off of a year: shipped as data, entered once by a bureau, and what is told where they are not known."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from eduplatform.extensions import db
from eduplatform.org import calendar_operations as verbs
from eduplatform.org import holiday_schedules, queries
from eduplatform.org.calendar import Calendar, DaysOff, TermDates, typical
from eduplatform.org.holiday_schedules import Schedule
from eduplatform.org.models import Holiday, HolidaySchedule

from .world import TODAY, done, refusal

COURSES = Path(__file__).parents[2] / "courses"
SHIPPED = holiday_schedules.shipped_schedules(COURSES)
AUTUMN = [
    ("work", date(2026, 9, 20), date(2026, 9, 20)),
    ("off", date(2026, 9, 25), date(2026, 9, 27)),
    ("off", date(2026, 10, 1), date(2026, 10, 7)),
    ("work", date(2026, 10, 10), date(2026, 10, 10)),
]
NEXT = Schedule(
    2027,
    (
        DaysOff("off", "元旦", date(2027, 1, 1), date(2027, 1, 3)),
        DaysOff("off", "劳动节", date(2027, 5, 1), date(2027, 5, 5)),
        DaysOff("work", "国庆节", date(2027, 9, 26), date(2027, 9, 26)),
        DaysOff("off", "国庆节", date(2027, 10, 1), date(2027, 10, 7)),
    ),
    {"zh": "2027.csv", "en": "2027.csv"},
)


def adopt(org, code: str, schedule: Schedule = SHIPPED[2026], years=(2026,)) -> int:
    return done(verbs.enter_schedule, org.viewer("city_song"), org.unit(code), schedule, years)


def entries(org, code: str, year: int = 2026) -> list[tuple[str, date, date]]:
    return [(day.kind, day.starts_on, day.ends_on) for day in queries.calendar_of(org.unit(code), year).days_off]


def test_the_shipped_year_has_33_days_off_and_six_working_weekend_days():
    days = Counter()
    for entry in SHIPPED[2026].days:
        days[entry.kind] += (entry.ends_on - entry.starts_on).days + 1
    assert days == {"off": 33, "work": 6}
    work = [entry.starts_on for entry in SHIPPED[2026].days if entry.kind == "work"]
    assert date(2026, 9, 20) in work and date(2026, 10, 10) in work and all(day.weekday() >= 5 for day in work)
    assert SHIPPED[2026].confidence == "B" and "国务院" in SHIPPED[2026].source["zh"] and SHIPPED.keys() == {2026}


def test_lunar_days_are_hints_and_none_where_the_calendar_holds_them():
    hints = holiday_schedules.lunar_days(COURSES, typical(2026))
    assert [(hint.name, hint.day) for hint in hints] == [
        ("春节", date(2027, 2, 6)),
        ("清明", date(2027, 4, 5)),
        ("端午", date(2027, 6, 9)),
    ]
    assert [hint.name for hint in holiday_schedules.lunar_days(COURSES, typical(2027))] == ["中秋"]
    terms = (TermDates(1, date(2026, 9, 1), date(2027, 7, 1)),)
    off = DaysOff("off", "清明节", date(2027, 4, 3), date(2027, 4, 5))
    entered = Calendar(2026, date(2026, 9, 1), date(2027, 8, 31), terms, (off,))
    assert "清明" not in [hint.name for hint in holiday_schedules.lunar_days(COURSES, entered)]
    assert typical(2026).is_school_day(date(2027, 4, 5)), "a hint is no day off"


def test_the_shipped_days_of_the_school_year_are_entered_once(org):
    assert adopt(org, "LJ") == 3, "National Day was there"
    assert entries(org, "LJ") == sorted(AUTUMN, key=lambda day: day[1]) == entries(org, "SY-2024-2")
    assert adopt(org, "LJ") == 0 and len(entries(org, "LJ")) == 4
    there = queries.calendar_of(org.unit("LJ-SY"), 2026)
    assert there.is_school_day(date(2026, 9, 20)) and there.is_school_day(date(2026, 10, 10))
    assert not there.is_school_day(date(2026, 9, 25)) and entries(org, "LJ", 2025) != entries(org, "LJ")
    assert org.last_audit().action == "calendar.schedule" and ("LJ-SY-2024-2", 2026) in org.marked()


def test_it_is_known_which_calendar_years_are_entered(org):
    assert queries.announced_years(org.unit("LJ-SY"), 2026) == {}
    adopt(org, "LJ-DC")
    row = queries.announced_years(org.unit("SY-2024-2"), 2026)[2026]
    assert row.confidence == "B" and "国务院" in row.source
    assert queries.announced_years(org.unit("LJ-XS1"), 2026) == {}
    done(verbs.tell_announced, org.viewer("city_song"), org.unit("LJ"), 2027, "逐条录入")
    assert queries.announced_years(org.unit("LJ-SY"), 2026).keys() == {2026, 2027}


def test_a_day_against_one_that_is_there_refuses_the_whole_year(org):
    there = queries.calendar_of(org.unit("LJ-DC"), 2026)
    day = date(2026, 9, 26)
    done(verbs.enter_days, org.viewer("city_song"), org.unit("LJ-DC"), there, "off", "校庆", day, day)
    asked = org.viewer("city_song"), org.unit("LJ-DC"), SHIPPED[2026], (2026,)
    said = refusal(verbs.enter_schedule, *asked)
    assert said.code == "days_twice" and said.values["other"] == "校庆"
    assert db.session.query(HolidaySchedule).count() == 0 and len(entries(org, "LJ-DC")) == 2, "nothing half saved"


def test_a_schedule_of_another_year_is_refused(org):
    asked = org.viewer("city_song"), org.unit("LJ"), SHIPPED[2026], (2027,)
    assert refusal(verbs.enter_schedule, *asked).code == "days_none_in_year"


def test_a_file_of_a_calendar_year_goes_into_both_school_years(org):
    assert adopt(org, "LJ", NEXT, (2026, 2027)) == 3, "of next autumn National Day is there already"
    assert ("off", date(2027, 1, 1), date(2027, 1, 3)) in entries(org, "LJ-SY")
    assert ("work", date(2027, 9, 26), date(2027, 9, 26)) in entries(org, "LJ-SY", 2027)


def test_who_keeps_days_of_its_own_is_given_the_new_ones_that_go_with_them(org):
    for code, first in (("LJ-SY", TODAY), ("LJ-DZ", date(2027, 1, 1))):
        there = queries.calendar_of(org.unit(code), 2026)
        done(verbs.enter_days, org.viewer("city_song"), org.unit(code), there, "off", "运动会", first, first)
    there = queries.calendar_of(org.unit("LJ-XS1"), 2026)
    done(verbs.take_days_away, org.viewer("city_song"), org.unit("LJ-XS1"), there, date(2026, 10, 1), "off")
    adopt(org, "LJ", NEXT, (2026, 2027))
    assert ("off", date(2027, 1, 1), date(2027, 1, 3)) in entries(org, "LJ-SY")
    assert ("off", TODAY, TODAY) in entries(org, "LJ-SY"), "its own day stays"
    own = [day for day in entries(org, "LJ-DZ") if day[1] == date(2027, 1, 1)]
    assert own == [("off", date(2027, 1, 1), date(2027, 1, 1))], "its own word wins"
    assert ("off", date(2027, 5, 1), date(2027, 5, 5)) in entries(org, "LJ-DZ")
    assert entries(org, "LJ-XS1") == [], "who has taken all away meant it"


def test_a_new_install_starts_with_what_is_known_of_its_year(org):
    done(verbs.enter_known_days, None, org.unit("YS"), 2026, COURSES)
    assert entries(org, "YS-1") == sorted(AUTUMN, key=lambda day: day[1])
    done(verbs.enter_known_days, None, org.unit("YS"), 2029, COURSES)
    assert db.session.query(Holiday).filter_by(year=2029).count() == 0


@pytest.mark.parametrize("shift", [0, 1])
def test_a_preview_says_of_each_line_what_it_does(org, shift):
    day = date(2026, 10, 1) + timedelta(days=shift)
    lines = [
        (2, DaysOff("off", "国庆节", day, day + timedelta(days=6))),
        (3, DaysOff("off", "春节", date(2026, 2, 15), date(2026, 2, 23))),
        (4, DaysOff("work", "国庆节", date(2026, 9, 20), date(2026, 9, 20))),
    ]
    seen = verbs.look_ahead(org.unit("LJ"), lines, (2026, 2027))
    assert [one.state for one in seen] == ["wrong" if shift else "there", "past", "new"]
    assert (seen[0].refusal is not None) == bool(shift)
