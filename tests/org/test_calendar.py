"""School days and teaching weeks of a calendar: holidays, working weekends, short weeks, the days between terms."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eduplatform.org.calendar import Calendar, DaysOff, TermDates, Week, typical

TERMS = (
    TermDates(1, date(2026, 9, 2), date(2026, 9, 29)),
    TermDates(2, date(2027, 3, 1), date(2027, 3, 14)),
)


def calendar(*days_off: DaysOff, terms: tuple[TermDates, ...] = TERMS) -> Calendar:
    return Calendar(2026, date(2026, 9, 1), date(2027, 8, 31), terms, days_off)


def off(first: date, last: date, name: str = "运动会") -> DaysOff:
    return DaysOff("off", name, first, last)


def work(day: date) -> DaysOff:
    return DaysOff("work", "补课", day, day)


@pytest.mark.parametrize(
    ("day", "school"),
    [
        (date(2026, 9, 1), False),  # a Tuesday, the day before the term
        (date(2026, 9, 2), True),
        (date(2026, 9, 4), True),
        (date(2026, 9, 5), False),  # Saturday
        (date(2026, 9, 6), False),
        (date(2026, 9, 7), True),
        (date(2026, 9, 29), True),
        (date(2026, 9, 30), False),
        (date(2027, 2, 26), False),  # between the terms
        (date(2027, 3, 1), True),
        (date(2027, 3, 12), True),
        (date(2027, 3, 15), False),
    ],
)
def test_there_is_school_on_working_days_of_a_term(day, school):
    assert calendar().is_school_day(day) == school


def test_days_off_take_school_away_from_the_first_to_the_last():
    first, last = date(2026, 9, 10), date(2026, 9, 11)
    there = calendar(off(first, last))
    assert [there.is_school_day(date(2026, 9, day)) for day in (9, 10, 11, 14)] == [True, False, False, True]
    assert [there.day_off_name(date(2026, 9, day)) for day in (9, 10, 11, 12)] == ["", "运动会", "运动会", ""]


def test_a_working_weekend_gives_school_also_within_days_off():
    saturday = date(2026, 9, 12)
    assert calendar(work(saturday)).is_school_day(saturday)
    assert not calendar(work(saturday)).is_school_day(saturday + timedelta(days=1))
    assert calendar(off(date(2026, 9, 7), date(2026, 9, 20)), work(saturday)).is_school_day(saturday)
    assert not calendar(work(date(2026, 8, 30))).is_school_day(date(2026, 8, 30)), "outside the terms there is none"
    assert calendar(work(saturday)).day_off_name(saturday) == ""


def test_of_several_names_of_a_day_the_first_counts():
    day = date(2026, 9, 10)
    assert calendar(off(day, day, "教师节"), off(day, day, "校庆")).day_off_name(day) == "教师节"


def test_weeks_run_from_monday_to_sunday_and_count_through_the_terms():
    weeks = calendar().weeks
    assert weeks[0] == Week(1, 1, date(2026, 8, 31), date(2026, 9, 6), 3), "the term begins on a Wednesday"
    assert weeks[1] == Week(2, 1, date(2026, 9, 7), date(2026, 9, 13), 5)
    assert weeks[4] == Week(5, 1, date(2026, 9, 28), date(2026, 10, 4), 2)
    assert weeks[5] == Week(6, 2, date(2027, 3, 1), date(2027, 3, 7), 5)
    assert [week.number for week in weeks] == [1, 2, 3, 4, 5, 6, 7]


def test_a_week_of_three_school_days_asks_for_a_lesson_and_one_of_two_does_not():
    weeks = calendar().weeks
    assert [week.counts for week in weeks] == [True, True, True, True, False, True, True]


def test_a_week_without_a_school_day_has_no_number():
    there = calendar(off(date(2026, 9, 14), date(2026, 9, 20)))
    assert [week.starts_on for week in there.weeks][1:3] == [date(2026, 9, 7), date(2026, 9, 21)]
    assert there.weeks[2].number == 3
    assert there.week_on(date(2026, 9, 16)) is None
    assert there.week_near(date(2026, 9, 16)).number == 3, "the next one"


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2026, 8, 30), None),
        (date(2026, 8, 31), 1),
        (date(2026, 9, 6), 1),
        (date(2026, 9, 7), 2),
        (date(2026, 10, 4), 5),
        (date(2026, 10, 5), None),
        (date(2027, 3, 14), 7),
        (date(2027, 3, 15), None),
    ],
)
def test_the_week_of_a_day(day, number):
    week = calendar().week_on(day)
    assert (week.number if week else None) == number


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2026, 7, 1), 1),
        (date(2026, 9, 6), 1),
        (date(2026, 9, 7), 2),
        (date(2026, 12, 1), 6),
        (date(2027, 3, 14), 7),
        (date(2027, 8, 1), 7),
    ],
)
def test_in_holidays_the_next_week_is_near_and_after_the_last_one_that(day, number):
    assert calendar().week_near(day).number == number


def test_a_year_without_terms_has_no_weeks():
    empty = calendar(terms=())
    assert empty.weeks == () and empty.week_on(date(2026, 9, 7)) is None and empty.week_near(date(2026, 9, 7)) is None


def test_school_days_are_counted_with_both_ends():
    there = calendar(off(date(2026, 9, 10), date(2026, 9, 10)))
    assert there.school_days_between(date(2026, 9, 7), date(2026, 9, 7)) == 1
    assert there.school_days_between(date(2026, 9, 7), date(2026, 9, 14)) == 5
    assert there.school_days_between(date(2026, 9, 12), date(2026, 9, 13)) == 0
    assert there.school_days_between(date(2026, 9, 8), date(2026, 9, 7)) == 0


def test_the_calendar_of_who_has_entered_none():
    usual = typical(2026)
    assert (usual.year, usual.starts_on, usual.ends_on) == (2026, date(2026, 9, 1), date(2027, 8, 31))
    assert [(term.n, term.starts_on, term.ends_on) for term in usual.terms] == [
        (1, date(2026, 9, 1), date(2027, 1, 18)),
        (2, date(2027, 2, 22), date(2027, 7, 11)),
    ]
    assert not usual.is_school_day(date(2026, 10, 7)) and usual.is_school_day(date(2026, 10, 8))
    assert usual.day_off_name(date(2026, 10, 1)) == "国庆节" and usual.is_school_day(date(2026, 9, 30))
    assert 39 <= len(usual.weeks) <= 41


def test_a_week_in_which_one_term_ends_and_the_next_begins_is_one_week():
    terms = (TermDates(1, date(2027, 9, 1), date(2028, 2, 1)), TermDates(2, date(2028, 2, 3), date(2028, 7, 7)))
    weeks = Calendar(2027, date(2027, 9, 1), date(2028, 8, 31), terms).weeks
    mondays = [week.starts_on for week in weeks]
    assert len(set(mondays)) == len(mondays) and [week.number for week in weeks] == list(range(1, len(weeks) + 1))
    assert next(week.starts_on for week in weeks if week.term == 2) == date(2028, 2, 7)
