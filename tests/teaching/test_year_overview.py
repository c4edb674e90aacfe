"""A year plan as a planner looks at it: what strays, what no lesson serves, weeks without a theme, month by month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from eduplatform.org.calendar import Calendar, DaysOff, TermDates
from eduplatform.teaching.key_days import KeyDay
from eduplatform.teaching.year_layout import PlannedWeek
from eduplatform.teaching.year_overview import topics_of, without_week, year_overview

#: weeks 1 to 6 from 31 August on; the fifth (28 September) has two school days
TERM = TermDates(1, date(2026, 9, 1), date(2026, 10, 18))
NATIONAL = DaysOff("off", "国庆节", date(2026, 9, 30), date(2026, 10, 11))
CALENDAR = Calendar(2026, date(2026, 9, 1), date(2027, 8, 31), (TERM,), (NATIONAL,))
TODAY = date(2026, 9, 16)  # a Wednesday in week 3


def theme(week: int, *topics: str, keys: tuple[str, ...] = (), **more) -> PlannedWeek:
    return PlannedWeek(week, f"主题{week}", f"theme {week}", {"all": list(topics)} if topics else {}, keys, **more)


def key(code: str, first: date, last: date | None = None, stages: tuple[str, ...] = ()) -> KeyDay:
    return KeyDay(code, code, code, ("FIRE",), stages, first, last or first, first, last or first)


def seen(planned, key_days=(), shelf=(("FIRE", "P2"), ("TRAF", "P2")), stages=("P2",), today=TODAY, moved=None):
    return year_overview(CALENDAR, planned, key_days, shelf, stages, today, moved)


def numbers(lines) -> list[int]:
    return [line.week.number for line in lines]


def test_the_calendar_of_these_tests_has_six_weeks_the_fifth_cut_short():
    assert numbers(seen([]).weeks) == [1, 2, 3, 4, 5, 6] and numbers(seen([]).short) == [5]


def test_a_week_without_a_theme_is_wrong_until_it_is_over():
    found = seen([theme(1, "FIRE")])
    assert numbers(found.unplanned) == [2, 3, 4, 5, 6] and found.planned
    assert [line.week.number for line in found.weeks if line.wrong] == [3, 4, 5, 6], "the running week is not over"
    assert not seen([]).planned


@pytest.mark.parametrize(("today", "over"), [(date(2026, 9, 13), [1]), (date(2026, 9, 14), [1, 2])])
def test_a_week_is_over_on_the_monday_after(today, over):
    assert [line.week.number for line in seen([], today=today).weeks if line.over] == over


def test_a_week_is_unserved_where_no_lesson_of_the_stage_has_one_of_its_topics():
    planned = [theme(3, "FOOD", "FIRE"), theme(4, "FOOD"), theme(5, "FOOD"), theme(6)]
    found = seen(planned, stages=("P2", "J"))
    assert [(line.week.number, line.unserved) for line in found.unserved] == [(3, ("J",)), (4, ("P2", "J"))]
    assert found.line(5).unserved == () == found.line(6).unserved, "no lesson is due, or it is about nothing"
    assert seen([theme(1, "FOOD")]).unserved == () and seen([theme(1, "FOOD")]).line(1).unserved == ("P2",)


def test_topics_of_a_stage_are_its_own_before_those_of_all():
    row = PlannedWeek(1, "a", "a", {"all": ["FIRE"], "J": ["DRUG"], "K": []})
    assert [topics_of(row, stage) for stage in ("J", "P2", "K", "")] == [["DRUG"], ["FIRE"], ["FIRE"], ["FIRE"]]
    assert topics_of(PlannedWeek(1, "a", "a", {"J": ["DRUG"]}), "P2") == []


def test_a_theme_away_from_its_key_day_has_strayed():
    fire, traffic = key("fire", date(2026, 9, 23)), key("traf", date(2026, 9, 8))
    found = seen([theme(3, "FIRE", keys=("fire",)), theme(2, "TRAF", keys=("traf",))], [fire, traffic])
    assert numbers(found.strayed) == [3] and found.line(3).strayed == (fire,) and found.line(3).wrong
    assert found.line(2).keys == (traffic,) and found.line(2).strayed == ()
    assert found.days == 2


def test_key_days_of_other_stages_are_not_shown_but_those_of_one_of_several_are():
    juniors = key("drug", date(2026, 9, 23), stages=("J",))
    planned = [theme(4, "FIRE", keys=("drug",))]
    assert seen(planned, [juniors]).days == 0 and seen(planned, [juniors]).line(4).keys == ()
    assert seen(planned, [juniors], stages=("P2", "J")).line(4).keys == (juniors,)


def test_of_several_key_days_of_one_code_the_one_of_this_week_is_shown_else_the_first():
    first, second = key("drill", date(2026, 9, 2)), key("drill", date(2026, 9, 23))
    assert seen([theme(4, "FIRE", keys=("drill",))], [first, second]).line(4).keys == (second,)
    assert seen([theme(1, "FIRE", keys=("drill",))], [first, second]).line(1).keys == (first,)
    assert seen([theme(3, "FIRE", keys=("drill",))], [first, second]).line(3).keys == (first,)
    assert seen([theme(3, "FIRE", keys=("gone",))], [first]).line(3).keys == ()


def test_key_days_beside_a_theme_stand_beside_it_and_are_never_strayed():
    beside = key("pest", date(2026, 9, 24))
    line = seen([replace(theme(4, "FIRE"), beside=("pest",))], [beside]).line(4)
    assert (line.keys, line.beside, line.strayed, line.wrong) == ((), (beside,), (), False)


def test_a_moved_week_says_what_stood_there():
    old = theme(4, "TRAF")
    found = seen([theme(4, "FIRE")], moved={4: old, 6: None})
    assert numbers(found.moved) == [4, 6]
    assert (found.line(4).instead, found.line(6).instead, found.line(3).instead) == (old, None, None)


def test_months_hold_the_weeks_that_begin_in_them_and_how_many_to_look_at():
    found = seen([theme(number, "FIRE") for number in (1, 2, 3, 4)])
    assert [(month.first, numbers(month.weeks), month.wrong) for month in found.months] == [
        (date(2026, 8, 1), [1], 0),
        (date(2026, 9, 1), [2, 3, 4, 5], 1),
        (date(2026, 10, 1), [6], 1),
    ]


def test_a_line_is_found_by_its_number_or_not_at_all():
    found = seen([])
    assert found.line(6).week.starts_on == date(2026, 8, 31) + timedelta(weeks=6)
    assert found.line(7) is None and found.line(None) is None and found.line(0) is None


def test_themes_without_a_week_are_named_once():
    one, same, other = theme(1, "FIRE"), theme(1, "TRAF"), theme(9, "FOOD")
    assert without_week([one, other, same, other], [one]) == (other,)
    assert without_week([one, same], []) == (same,) and without_week([], [one]) == ()
