"""Key days by rule: a day of the year, the nth or last weekday of a month, a span, the beginning of a term, a date of its own."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
import yaml

from eduplatform.org.calendar import Calendar, TermDates, typical
from eduplatform.teaching.key_days import KeyDay, suggestions

FIRST = date(2026, 9, 1)


@pytest.fixture
def days(tmp_path: Path):
    """days(rule, …) → the suggestions of a file with one key day of this rule."""

    def made(rule: dict, calendar: Calendar | None = None, today: date = FIRST, **more) -> list[KeyDay]:
        file = tmp_path / "school_year.yaml"
        entry = {"code": "DAY", "zh": "某日(说明)", "rule": rule} | more
        file.write_text(yaml.safe_dump({"key_days": [entry]}, allow_unicode=True), encoding="utf-8")
        return suggestions(file, calendar or typical(2026), today)

    return made


def span(found: list[KeyDay]) -> tuple[date, date] | None:
    return (found[0].starts_on, found[0].ends_on) if found else None


@pytest.mark.parametrize(
    ("month", "day", "monday"),
    [
        (9, 1, date(2026, 8, 31)),
        (12, 31, date(2026, 12, 28)),
        (1, 1, date(2026, 12, 28)),
        (8, 31, date(2027, 8, 30)),
        (11, 9, date(2026, 11, 9)),  # a Monday
        (11, 15, date(2026, 11, 9)),  # a Sunday
    ],
)
def test_a_day_of_the_year_is_its_week(days, month, day, monday):
    first, last = span(days({"type": "fixed", "month": month, "day": day}))
    assert first == monday and (last - first).days == 6


@pytest.mark.parametrize(
    ("month", "weekday", "n", "day"),
    [
        (9, 6, 2, date(2026, 9, 12)),
        (9, 2, 1, date(2026, 9, 1)),  # the month begins on it
        (9, 1, 1, date(2026, 9, 7)),  # and on the day after this one
        (5, 7, 2, date(2027, 5, 9)),
        (3, 1, 1, date(2027, 3, 1)),
        (3, 7, 4, date(2027, 3, 28)),
    ],
)
def test_the_nth_weekday_of_a_month(days, month, weekday, n, day):
    first, last = span(days({"type": "nth_weekday", "month": month, "weekday": weekday, "n": n}))
    assert first <= day <= last and day.isoweekday() == weekday


@pytest.mark.parametrize(
    ("month", "weekday", "day"),
    [
        (3, 1, date(2027, 3, 29)),
        (2, 7, date(2027, 2, 28)),
        (12, 4, date(2026, 12, 31)),
        (9, 4, date(2026, 9, 24)),
    ],
)
def test_the_last_weekday_of_a_month(days, month, weekday, day):
    first, last = span(days({"type": "last_weekday", "month": month, "weekday": weekday}))
    assert first <= day <= last and day.isoweekday() == weekday


def test_a_span_is_taken_as_it_stands_also_over_the_new_year(days):
    assert span(days({"type": "range", "start": "06-01", "end": "06-30"})) == (date(2027, 6, 1), date(2027, 6, 30))
    assert span(days({"type": "range", "start": "12-20", "end": "01-10"})) == (date(2026, 12, 20), date(2027, 1, 10))
    assert days({"type": "range", "start": "06-01"}) == [] == days({"type": "range", "end": "06-01"})


def test_the_beginning_of_a_term(days):
    terms = (TermDates(1, date(2026, 9, 2), date(2027, 1, 15)), TermDates(2, date(2027, 3, 1), date(2027, 7, 1)))
    both = Calendar(2026, FIRST, date(2027, 8, 31), terms)
    assert span(days({"type": "term", "at": "term_start"}, both)) == (date(2026, 9, 2), date(2026, 9, 8))
    second = {"type": "term", "at": "term2_start", "within_days": 14}
    assert span(days(second, both)) == (date(2027, 3, 1), date(2027, 3, 14))
    one = Calendar(2026, FIRST, date(2027, 8, 31), terms[:1])
    assert days(second, one) == [] == days({"type": "term", "at": "holidays"}, both) == days({"type": "term"}, both)


def test_a_date_of_its_own_goes_before_the_rule_in_its_school_year_only(days):
    rule = {"type": "fixed", "month": 11, "day": 9}
    assert span(days(rule, dates={2026: "2026-10-21"}))[0] == date(2026, 10, 19)
    assert span(days(rule, dates={2027: date(2027, 3, 30)}))[0] == date(2027, 3, 29)
    assert span(days(rule, dates={2026: "2026-09-01"}))[0] == date(2026, 8, 31), "the first day of the year"
    assert span(days(rule, dates={2027: "2027-08-31"}))[0] == date(2027, 8, 30), "and the last"
    assert span(days(rule, dates={2026: "2026-08-31"}))[0] == date(2026, 11, 9), "of the school year before"
    assert span(days(rule, dates={2026: "2026-03-30", 2027: "2027-03-31"}))[0] == date(2027, 3, 29)
    assert span(days(rule, dates={2025: "2025-10-21"}))[0] == date(2026, 11, 9)


def test_a_rule_nobody_knows_suggests_nothing(days):
    assert days({"type": "lunar", "month": 1, "day": 15}) == []


def test_what_is_said_of_a_key_day(days):
    (one,) = days({"type": "fixed", "month": 11, "day": 9}, en="Fire day", topics=["FIRE"], stages=["P1", "J"])
    assert (one.code, one.title, one.title_en) == ("DAY", "某日", "Fire day")
    assert (one.topics, one.stages) == (("FIRE",), ("P1", "J"))
    (bare,) = days({"type": "fixed", "month": 11, "day": 9}, zh="长" * 90)
    assert (bare.title, bare.title_en, bare.topics, bare.stages) == ("长" * 80, "", (), ())


@pytest.mark.parametrize(("today", "offered"), [(date(2026, 11, 15), 1), (date(2026, 11, 16), 0)])
def test_a_key_day_is_offered_to_the_end_of_its_week(days, today, offered):
    assert len(days({"type": "fixed", "month": 11, "day": 9}, today=today)) == offered


def test_days_of_one_week_come_by_their_code(tmp_path):
    file = tmp_path / "school_year.yaml"
    rule = {"type": "fixed", "month": 11, "day": 9}
    entries = [{"code": code, "zh": code, "rule": rule} for code in ("B", "A")]
    entries.append({"code": "Z", "zh": "Z", "rule": rule | {"month": 10}})
    file.write_text(yaml.safe_dump({"key_days": entries}), encoding="utf-8")
    assert [one.code for one in suggestions(file, typical(2026), FIRST)] == ["Z", "A", "B"]
    file.write_text(yaml.safe_dump({"weeks": []}), encoding="utf-8")
    os.utime(file, (1, 1))
    assert suggestions(file, typical(2026), FIRST) == [], "the file is read again when it has changed"
