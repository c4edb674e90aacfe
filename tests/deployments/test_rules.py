"""What may be sent down the tree: days, words, the week of a lesson, and the cap of activities against a count school by school."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from eduplatform.deployments import rules
from eduplatform.deployments.rules import Campaign, Load, Wish, fault_of_days, fault_of_words, load_of_schools, week_for
from eduplatform.org.calendar import Calendar, DaysOff, TermDates, Week, typical

TODAY = date(2026, 11, 18)
CALENDAR = typical(2026)


@pytest.mark.parametrize(
    ("first", "last", "fault"),
    [
        (None, TODAY, "deployment_days"),
        (TODAY, None, "deployment_days"),
        (TODAY, TODAY, None),  # one day is enough
        (TODAY, TODAY - timedelta(days=1), "deployment_turned"),
        (TODAY - timedelta(days=9), TODAY, None),  # begun already, not over
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), "deployment_over"),
        (date(2026, 9, 1), date(2027, 8, 31), None),
        (date(2026, 8, 31), TODAY, "deployment_year"),
        (TODAY, date(2027, 9, 1), "deployment_year"),
        (date(2025, 12, 1), date(2025, 11, 1), "deployment_turned"),  # said first: what is wrong with the form itself
    ],
)
def test_the_days_of_a_deployment(first, last, fault):
    assert fault_of_days(first, last, CALENDAR, TODAY) == fault


REMINDER, RETURN = Wish("reminder", words="小心台阶"), Wish("return", words="几台？", minutes=5)


@pytest.mark.parametrize(
    ("wish", "fault"),
    [
        (REMINDER, None),
        (replace(REMINDER, words=""), "deployment_words"),
        (replace(REMINDER, words="字" * 60), None),
        (replace(REMINDER, words="字" * 61), "deployment_words"),
        (replace(REMINDER, minutes=0, answer="photo"), None),  # nobody asks a reminder for these
        (RETURN, None),
        (replace(RETURN, answer="text"), None),
        (replace(RETURN, words="字" * 80), None),
        (replace(RETURN, words="字" * 81), "deployment_question"),
        (replace(RETURN, words=""), "deployment_question"),
        (replace(RETURN, answer="photo"), "odd_choice"),
        (replace(RETURN, minutes=None), "deployment_minutes"),
        (replace(RETURN, minutes=0), "deployment_minutes"),
        (replace(RETURN, minutes=1), None),
        (replace(RETURN, minutes=120), None),
        (replace(RETURN, minutes=121), "deployment_minutes"),
        (replace(RETURN, minutes=-5), "deployment_minutes"),
    ],
)
def test_the_words_of_a_reminder_and_of_a_return(wish, fault):
    assert fault_of_words(wish) == fault


def week(number: int, monday: date, days: int = 5) -> Week:
    return Week(number, 1, monday, monday + timedelta(days=6), days)


MONDAY = date(2026, 11, 23)
WEEKS = [week(12, MONDAY - timedelta(days=7)), week(13, MONDAY, 2), week(14, MONDAY + timedelta(days=7))]


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (0, 4, 13),  # a short week where there is no other
        (0, 7, 14),  # the first that has a lesson
        (6, 6, 13),  # its Sunday
        (7, 7, 14),
        (-1, 20, 12),
        (-7, -7, 12),
        (14, 30, None),
        (-20, -8, None),
    ],
)
def test_a_lesson_goes_into_the_first_week_of_its_days_that_has_one(first, last, number):
    found = week_for(WEEKS, MONDAY + timedelta(days=first), MONDAY + timedelta(days=last))
    assert (found.number if found else None) == number


def test_a_school_with_other_holidays_gets_another_week():
    off = DaysOff("off", "停课", MONDAY, MONDAY + timedelta(days=4))
    own = Calendar(2026, CALENDAR.starts_on, CALENDAR.ends_on, CALENDAR.terms, (off,))
    days = (MONDAY, MONDAY + timedelta(days=11))
    assert week_for(CALENDAR.weeks, *days).starts_on == MONDAY
    assert week_for(own.weeks, *days).starts_on == MONDAY + timedelta(days=7)
    assert week_for(own.weeks, MONDAY, MONDAY + timedelta(days=4)) is None


def campaign(number: int, path: str = "/1/", first: date = TODAY, days: int = 10) -> Campaign:
    return Campaign(number, path, first, first + timedelta(days=days))


def test_a_school_meets_what_was_set_at_it_and_above_it_and_not_beside_it():
    above, own, beside = campaign(1, "/1/"), campaign(2, "/1/10/"), campaign(3, "/1/100/")
    assert load_of_schools(["/1/10/"], [above, own, beside], above, CALENDAR) == Load(2, 2, 0)
    assert load_of_schools(["/1/10/", "/1/100/"], [above, own, beside], above, CALENDAR) == Load(2, 2, 0)
    assert load_of_schools([], [above], above, CALENDAR) == Load(0, 0, 0), "no school, no load"


def test_six_are_the_most_and_the_seventh_is_too_many_in_the_schools_that_meet_it():
    six = [campaign(n) for n in range(6)]
    assert load_of_schools(["/1/2/"], six, six[0], CALENDAR) == Load(6, 6, 0)
    more = [*six, campaign(9, "/1/2/")]
    assert load_of_schools(["/1/2/", "/1/3/", "/1/2/4/"], more, six[0], CALENDAR) == Load(7, 7, 2)


def test_the_one_that_is_sent_counts_once_though_it_stands_already():
    this = campaign(1)
    for known in ([], [this], [this, this]):
        assert load_of_schools(["/1/2/"], known, this, CALENDAR) == Load(1, 1, 0)


def test_another_term_does_not_fill_this_one_and_what_reaches_into_both_counts_in_both():
    spring, both = date(2027, 3, 1), campaign(8, first=date(2027, 1, 10), days=60)
    autumn = [campaign(n) for n in range(6)]
    later = [campaign(10 + n, first=spring) for n in range(6)]
    assert load_of_schools(["/1/2/"], autumn + later, autumn[0], CALENDAR) == Load(6, 12, 0)
    assert load_of_schools(["/1/2/"], autumn + later, both, CALENDAR) == Load(7, 13, 1)


def test_what_lies_in_the_holidays_only_is_counted_over_the_year():
    summer = campaign(1, first=date(2027, 7, 20))
    some = [campaign(n, first=date(2026, 9 + n, 1)) for n in range(2, 4)]
    assert load_of_schools(["/1/2/"], some, summer, CALENDAR) == Load(3, 3, 0)


@pytest.mark.parametrize("seed", range(40))
def test_the_load_equals_a_count_school_by_school_day_by_day(seed):
    lot = Random(f"load:{seed}")
    paths = [f"/1/{d}/{d}{s}/" for d in (2, 3) for s in range(lot.randint(0, 3))]
    places = ["/1/", "/1/2/", "/1/3/", *paths]
    known = [
        campaign(n, lot.choice(places), date(2026, 9, 1) + timedelta(days=lot.randint(0, 320)), lot.randint(0, 40))
        for n in range(lot.randint(1, 24))
    ]
    this, terms = lot.choice(known), CALENDAR.terms
    days = {
        one.activity_id: {one.starts_on + timedelta(days=n) for n in range((one.ends_on - one.starts_on).days + 1)}
        for one in known
    }

    def of_term(term: TermDates) -> set[date]:
        return {term.starts_on + timedelta(days=n) for n in range((term.ends_on - term.starts_on).days + 1)}

    met = [of_term(term) for term in terms if of_term(term) & days[this.activity_id]]
    fullest, over, year = 0, 0, 0
    for path in paths:
        mine = [days[one.activity_id] for one in known if path.startswith(one.path)]
        here = max((sum(bool(each & term) for each in mine) for term in met), default=len(mine))
        fullest, over, year = max(fullest, here), over + (here > 6), max(year, len(mine))
    assert load_of_schools(paths, known, this, CALENDAR) == Load(fullest, year, over)


def test_the_caps_are_those_of_the_rules_of_the_field():
    """PC-06: six activities a term, ten items a year. Whoever changes one changes it knowingly."""
    assert (rules.MOST_A_TERM, rules.MOST_ITEMS, rules.READING, rules.MOST_TARGETS) == (6, 10, 1, 200)
