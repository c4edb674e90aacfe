"""Which text is read on which day: key days and eves first, the week's topics next, no text twice in a term on any calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from eduplatform.curriculum.broadcast import Spoken, shelf_of
from eduplatform.org.calendar import Calendar, DaysOff, TermDates
from eduplatform.teaching import key_days
from eduplatform.teaching.broadcast import NAMED
from eduplatform.teaching.broadcast_days import Ground, days_of_term, silent_topics
from eduplatform.teaching.year_layout import lay

from .test_year_layout import FILE, calendars, shipped

TEXTS = shelf_of(Path(FILE).parent).texts
STAGES = (("P1", "P2", "P3"), ("J",), ("S",), ("K",), ("P1", "P2", "P3", "J"))


def named(calendar: Calendar) -> list[key_days.KeyDay]:
    codes = {entry["code"] for entry in key_days.entries(FILE) if entry["rule"]["type"] in NAMED}
    return [one for one in key_days.for_lessons(FILE, calendar) if one.code in codes]


def ground(calendar: Calendar, stages: tuple[str, ...] = ("P2",)) -> Ground:
    weeks = lay(shipped(), key_days.for_lessons(FILE, calendar), calendar).weeks
    topics = {
        row.week: list(dict.fromkeys(c for s in stages for c in (row.topics.get(s) or row.topics.get("all", []))))
        for row in weeks
    }
    return Ground(calendar, topics, named(calendar), [one for one in TEXTS if one.suits(stages)])


@pytest.mark.parametrize("stages", STAGES)
@settings(max_examples=60)
@given(calendars())
def test_no_text_twice_in_a_term_and_one_for_every_school_day(stages, calendar):
    made = ground(calendar, stages)
    for term in calendar.terms:
        days = [one for week in days_of_term(made, term.n).values() for one in week]
        assert [one.day for one in days] == sorted({one.day for one in days})
        assert all(calendar.is_school_day(one.day) for one in days)
        read = [one.text.id for one in days if one.text]
        assert len(set(read)) == len(read)
        assert len(read) == min(len(days), len(made.texts))


SMALL = Calendar(
    2026,
    date(2026, 9, 1),
    date(2027, 8, 31),
    (TermDates(1, date(2026, 11, 2), date(2026, 11, 27)), TermDates(2, date(2027, 3, 1), date(2027, 3, 5))),
    (
        DaysOff("off", "休息", date(2026, 11, 19), date(2026, 11, 22)),
        DaysOff("work", "补课", date(2026, 11, 28), date(2026, 11, 28)),
    ),
)


def of_day(made: Ground, day: date, term: int = 1):
    return next(one for week in days_of_term(made, term).values() for one in week if one.day == day)


def test_the_key_day_has_its_own_text_on_its_day():
    one = of_day(ground(SMALL), date(2026, 11, 9))
    assert (one.opening, one.key_day.code, one.text.topic) == ("key", "FIRE119", "FIRE")


def test_a_key_day_without_school_is_told_on_the_last_school_day_before():
    shut = Calendar(*list(SMALL.__dict__.values())[:4], (DaysOff("off", "休息", date(2026, 11, 9), date(2026, 11, 9)),))
    one = of_day(ground(shut), date(2026, 11, 6))
    assert (one.opening, one.key_day.code) == ("key_soon", "FIRE119")


def test_the_day_before_holidays_says_what_is_for_holidays():
    one = of_day(ground(SMALL), date(2026, 11, 18))
    assert one.opening == "eve" and one.text.topic in ("TRAF", "TRIP", "DROWN", "FIRE", "FRAUD")
    assert of_day(ground(SMALL), date(2026, 11, 17)).opening == "day"


def test_a_change_of_a_later_week_leaves_what_was_read():
    before = ground(SMALL)
    last = max(week.number for week in SMALL.weeks if week.term == 1)
    after = Ground(SMALL, {**before.topics, last: ["LIFT"]}, before.named, before.texts)
    first, second = days_of_term(before, 1), days_of_term(after, 1)
    in_plan = set(before.topics[1]) | set(before.topics[2])
    for week in (1, 2):
        assert [one.text for one in first[week] if one.text.topic in in_plan] == [
            one.text for one in second[week] if one.text.topic in in_plan
        ]


def test_when_everything_was_read_the_day_says_so_instead_of_repeating():
    two = [Spoken("a-1", "FIRE", "一", ("FIRE-01",)), Spoken("a-2", "FIRE", "二", ("FIRE-01",))]
    made = Ground(SMALL, {1: ["FIRE"]}, [], two)
    read = [one.text for week in days_of_term(made, 1).values() for one in week]
    assert [text.id for text in read if text] == ["a-1", "a-2"] and read.count(None) == len(read) - 2


def test_a_text_for_the_older_is_not_said_where_the_young_listen():
    older = Spoken("a-1", "DRUG", "一", ("DRUG-28",), ("J", "S", "V"))
    assert older.suits(["J"]) and not older.suits(["P3"]) and not older.suits(["P3", "J"])


def test_no_shipped_text_is_on_what_waits_for_a_licensed_reader():
    assert "ABUSE" not in {one.topic for one in TEXTS}
    calendar = Calendar(2026, date(2026, 9, 1), date(2027, 8, 31), (TermDates(1, date(2026, 9, 1), date(2026, 9, 11)),))
    made = Ground(calendar, {1: ["ABUSE"], 2: ["ABUSE", "FIRE"]}, [], [one for one in TEXTS if one.suits(["P2"])])
    weeks = days_of_term(made, 1)
    assert all(one.text for week in weeks.values() for one in week), "a text of another topic is read instead"
    assert weeks[2][0].text.topic == weeks[2][1].text.topic == "FIRE"
    assert [silent_topics(made, n) for n in (1, 2, 3)] == [("ABUSE",), ("ABUSE",), ()]
