"""The squares of a unit's weeks: what was given in a week stands beside what that week asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from eduplatform.assessment import counters
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
