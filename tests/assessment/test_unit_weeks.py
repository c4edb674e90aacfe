"""The squares of a unit's weeks: what was given in a week stands beside what that week asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from eduplatform.assessment import counters, queries, suppression
from eduplatform.assessment.queries import _weeks
from eduplatform.org.calendar import typical
from eduplatform.teaching import slots

YEAR = typical(2026)
CLASSES, TODAY = 4, date(2026, 11, 18)


def rows(lessons: Mapping[date, int]) -> dict[date, counters.Row]:
    """Daily counters of a unit of four classes: the lessons due by the calendar, and those given."""
    due = {slot.day: CLASSES for slot in slots.slots(YEAR, slots.SLOT)}
    return {
        day: counters.counter_row({"slots_due": due.get(day, 0), "lessons": lessons.get(day, 0)})
        for day in due.keys() | lessons.keys()
    }


def test_a_week_is_full_when_all_classes_had_their_lesson_in_it():
    given = {week.starts_on + timedelta(days=2): CLASSES for week in YEAR.weeks if week.number in (2, 3)}
    states = {line.week.number: line.state for line in _weeks(YEAR, rows(given), TODAY)}
    assert [states[n] for n in (1, 2, 3, 4)] == ["missed", "taught", "taught", "missed"]


def test_some_classes_make_it_partly():
    week = YEAR.weeks[3]
    lines = _weeks(YEAR, rows({week.starts_on: 1}), TODAY)
    assert (lines[3].state, lines[3].due, lines[3].lessons) == ("partly", CLASSES, 1)


def test_a_week_that_asks_for_no_lesson_is_not_missed_though_the_week_before_falls_due_in_it():
    short = next(week for week in YEAR.weeks if not week.counts and week.ends_on < TODAY)
    assert next(line for line in _weeks(YEAR, rows({}), TODAY) if line.week == short).state == "holiday"


WEEK = next(week for week in YEAR.weeks if week.number == 5)
BEFORE, FRIDAY, AFTER = (
    WEEK.starts_on - timedelta(days=1),
    WEEK.starts_on + timedelta(days=4),
    WEEK.ends_on + timedelta(days=1),
)


@pytest.mark.parametrize(
    ("day", "due", "given", "there", "state"),
    [
        (BEFORE, 20, 20, True, "future"),
        (WEEK.starts_on, 20, 0, True, "now"),
        (FRIDAY, 20, 18, True, "now"),
        (FRIDAY, 20, 19, True, "taught"),
        (WEEK.ends_on, 20, 18, True, "now"),
        (AFTER, 20, 19, True, "taught"),
        (AFTER, 20, 18, True, "partly"),
        (AFTER, 20, 1, True, "partly"),
        (AFTER, 20, 0, True, "missed"),
        (AFTER, 20, 0, False, "missed"),
        (AFTER, 1, 1, True, "taught"),
        (AFTER, 0, 0, True, "holiday"),
        (AFTER, 0, 0, False, "before"),
        (AFTER, 0, 2, False, "taught"),
    ],
)
def test_the_square_of_a_week_says_how_much_of_it_was_given(day, due, given, there, state):
    assert queries._state(WEEK, day, due, given, there) == state


def test_a_week_before_the_first_class_is_no_holiday_but_a_holiday_stays_one():
    holiday = next(week for week in YEAR.weeks if not week.counts)
    assert queries._state(holiday, holiday.ends_on, 0, 0, there=False) == "holiday"
    first = {WEEK.starts_on: counters.counter_row({"classes": 1})}
    states = {line.week.number: line.state for line in _weeks(YEAR, first, TODAY) if line.week.counts}
    assert [states[n] for n in (3, 4, 5)] == ["before", "before", "holiday"]


@pytest.mark.parametrize(("day", "given"), [(WEEK.starts_on, 1), (WEEK.ends_on, 1), (BEFORE, 0), (AFTER, 0)])
def test_a_lesson_counts_in_the_week_of_its_day(day, given):
    (line,) = [line for line in _weeks(YEAR, rows({day: 1}), TODAY) if line.week.number == 5]
    assert (line.lessons, line.due) == (given, CLASSES)


def test_what_is_given_after_the_day_of_the_report_is_not_known_yet():
    lines = {line.week.number: line for line in _weeks(YEAR, rows({FRIDAY: 2}), WEEK.starts_on)}
    assert (lines[5].lessons, lines[5].state, lines[6].state) == (0, "now", "future")


def test_the_year_of_a_unit_begins_with_its_first_class():
    row = counters.counter_row
    assert queries.begins(YEAR, {FRIDAY: row({"classes": 2}), BEFORE: row({"classes": 1})}) == BEFORE
    gone = {BEFORE: row({"classes": -1}), FRIDAY: row({"lessons": 3})}
    assert queries.begins(YEAR, gone) == YEAR.ends_on + timedelta(days=1) == queries.begins(YEAR, {})


@pytest.mark.parametrize(
    ("total", "pages"),
    [(0, 1), (1, 1), (25, 1), (26, 1), (27, 2), (51, 2), (52, 3), (1000, 40), (1001, 40), (1002, 41)],
)
def test_a_page_holds_twenty_five_and_the_last_one_more_rather_than_one_alone(total, pages):
    assert queries.page_count(total) == pages


def small(pupils: int) -> dict[str, int]:
    said = {"lessons": 1, "roll": pupils, "classes": 1, "quiz_due": pupils, "quiz_taken": pupils}
    return counters.named(counters.counter_row(said))


def test_what_a_sheet_of_all_hides_is_what_its_pages_hide():
    every = [small(30 + n) for n in range(60)]
    every[3], every[59] = small(2), small(3)
    found = queries.hidden_of(every, [False] * 60)
    hidden = {n for n, codes in enumerate(found.codes) if "pass_rate" in codes}
    assert hidden == {3, 0, 59, 50}, "the smallest of the same page goes with it, not the smallest of all"
    assert found.bare == frozenset()


def test_a_page_that_can_cover_nothing_hides_the_total():
    every = [small(2), *(small(30) for _ in range(40))]
    assert "pass_rate" in queries.hidden_of(every, [False, *[True] * 40]).bare
    assert queries.hidden_of([], []) == suppression.Covered([], frozenset())
