"""Which months, terms and states can be handed in on a day, and which columns they have: days at every edge of a school year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eduplatform.assessment import filing_rules
from eduplatform.assessment.filing_rules import Period, columns_of, is_taught, month_before, periods_on_offer
from eduplatform.org.calendar import Calendar, DaysOff, TermDates, typical
from eduplatform.shared.clock import school_year_of


def offered(today: date, *years: int) -> list[str]:
    return [one.code for one in periods_on_offer([typical(year) for year in years or (school_year_of(today),)], today)]


@pytest.mark.parametrize(
    ("day", "first", "last", "year", "due"),
    [
        (date(2026, 10, 1), date(2026, 9, 1), date(2026, 9, 30), 2026, date(2026, 10, 15)),
        (date(2026, 10, 31), date(2026, 9, 1), date(2026, 9, 30), 2026, date(2026, 10, 15)),
        (date(2027, 1, 20), date(2026, 12, 1), date(2026, 12, 31), 2026, date(2027, 1, 15)),
        (date(2027, 3, 31), date(2027, 2, 1), date(2027, 2, 28), 2026, date(2027, 3, 15)),
        (date(2028, 3, 1), date(2028, 2, 1), date(2028, 2, 29), 2027, date(2028, 3, 15)),
        (date(2026, 9, 30), date(2026, 8, 1), date(2026, 8, 31), 2025, date(2026, 9, 15)),  # of the year before
    ],
)
def test_the_month_before_a_day_with_the_day_it_is_due(day, first, last, year, due):
    found = month_before(day)
    assert found == Period("month", year, first, last) and found.due_on == due
    assert found.code == f"month-{first:%Y-%m}"


def test_a_state_and_a_term_are_due_on_no_day_and_have_a_code_of_their_own():
    state = Period("state", 2026, date(2026, 9, 1), date(2026, 11, 18))
    term = Period("term", 2026, date(2026, 9, 1), date(2027, 1, 18), 1)
    assert (state.due_on, state.code) == (None, "state") and (term.due_on, term.code) == (None, "term-2026-1")


@pytest.mark.parametrize(
    ("today", "codes"),
    [
        (date(2026, 9, 1), ["state", "term-2026-1"]),  # no month is over, no lesson was asked for in August
        (date(2026, 9, 30), ["state", "term-2026-1"]),
        (date(2026, 10, 1), ["state", "month-2026-09", "term-2026-1"]),
        (date(2026, 11, 18), ["state", "month-2026-10", "month-2026-09", "term-2026-1"]),
        (
            date(2027, 2, 21),
            ["state", *(f"month-{m}" for m in ("2027-01", "2026-12", "2026-11", "2026-10", "2026-09")), "term-2026-1"],
        ),
        (
            date(2027, 3, 1),  # February has its first teaching week from the 22nd
            [
                "state",
                *(f"month-{m}" for m in ("2027-02", "2027-01", "2026-12", "2026-11", "2026-10", "2026-09")),
                "term-2026-2",
                "term-2026-1",
            ],
        ),
    ],
)
def test_what_is_on_offer_the_last_month_first_the_last_term_first(today, codes):
    assert offered(today) == codes


def test_in_the_summer_nothing_is_on_offer_for_months_without_a_lesson():
    found = offered(date(2027, 8, 31))
    assert "month-2027-07" in found and "month-2027-08" not in found, "typical terms end on 11 July"
    assert offered(date(2027, 9, 10), 2027, 2026)[:2] == ["state", "month-2027-07"], "of the year that has just ended"


def test_a_term_that_runs_is_told_up_to_today_and_one_that_is_over_whole():
    first, second = sorted(
        (one for one in periods_on_offer([typical(2026)], date(2027, 3, 10)) if one.kind == "term"),
        key=lambda one: one.term,
    )
    assert (first.from_on, first.until_on) == (date(2026, 9, 1), date(2027, 1, 18))
    assert (second.from_on, second.until_on) == (date(2027, 2, 22), date(2027, 3, 10))
    state = periods_on_offer([typical(2026)], date(2027, 3, 10))[0]
    assert (state.year, state.from_on, state.until_on) == (2026, date(2026, 9, 1), date(2027, 3, 10))


def slowly(calendar: Calendar, first: date, last: date) -> bool:
    """Day by day: whether some day of the period lies in a week with three days of school or more."""
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        monday = day - timedelta(days=day.weekday())
        if sum(calendar.is_school_day(monday + timedelta(days=k)) for k in range(7)) >= 3:
            return True
    return False


@pytest.mark.parametrize("off", [(), (DaysOff("off", "停课", date(2026, 10, 26), date(2026, 12, 6)),)])
def test_whether_a_lesson_is_asked_for_in_a_month_equals_a_look_at_every_day(off):
    calendar = Calendar(2026, date(2026, 9, 1), date(2027, 8, 31), typical(2026).terms, off)
    day, said = date(2026, 10, 1), []
    while day <= date(2027, 9, 1):
        month = month_before(day)
        assert is_taught(calendar, month) is slowly(calendar, month.from_on, month.until_on), month
        said.append(is_taught(calendar, month))
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    assert said.count(False) == (2 if off else 1), "August always; November where the school was closed all month"


def test_a_week_of_two_days_asks_for_nothing_even_if_it_is_the_only_one_of_the_month():
    terms = (TermDates(1, date(2026, 9, 1), date(2026, 10, 2)),)
    short = Calendar(
        2026, date(2026, 9, 1), date(2027, 8, 31), terms, (DaysOff("off", "", date(2026, 9, 30), date(2026, 10, 2)),)
    )
    october = Period("month", 2026, date(2026, 10, 1), date(2026, 10, 31))
    assert not is_taught(short, october)


@pytest.mark.parametrize(
    ("today", "years"),
    [
        (date(2026, 8, 31), [2025]),
        (date(2026, 9, 1), [2026, 2025]),
        (date(2026, 9, 30), [2026, 2025]),
        (date(2026, 10, 1), [2026]),
        (date(2027, 1, 1), [2026]),
    ],
)
def test_in_september_the_year_that_has_just_ended_can_still_be_made(today, years):
    assert filing_rules.years_on_offer(today) == years


def test_columns_a_state_has_no_period_beside_the_year_and_a_kindergarten_no_quiz():
    month, state = month_before(date(2026, 11, 1)), Period("state", 2026, date(2026, 9, 1), date(2026, 11, 18))
    everything = [one.key for one in columns_of(month, False)]
    assert everything == [one.key for one in filing_rules.COLUMNS] and len(set(everything)) == len(everything)
    assert everything[:4] == ["in.slots_due", "in.lessons", "in.hours", "in.hours_declared"]
    assert [one.key for one in columns_of(state, False)] == everything[4:]
    small = [one.key for one in columns_of(month, True)]
    assert set(everything) - set(small) == {"quiz_rate", "pass_rate"} and "skill_rate" in small
    assert "in.classes_met" not in everything, "a result of a year is never told of a month"
    assert [filing_rules.BY_KEY[key].code for key in everything[:4]] == list(filing_rules.IN_PERIOD)
