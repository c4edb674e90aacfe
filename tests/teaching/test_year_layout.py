"""Laying the year: key days in their weeks, the rest in order, on the calendar of a real city and on two hundred made-up ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eduplatform.curriculum.taxonomy import STAGES
from eduplatform.org.calendar import Calendar, DaysOff, TermDates, typical
from eduplatform.teaching import key_days
from eduplatform.teaching.year_layout import PlannedWeek, astray, lay, noted

FILE = Path(__file__).parents[2] / "courses" / "school_year.yaml"
DAY = timedelta(days=1)


def shipped() -> list[PlannedWeek]:
    return [
        PlannedWeek(
            week["w"],
            week["zh"],
            week["en"],
            {"all": week["topics"]} | week.get("by_stage", {}),
            tuple(week.get("key", ())),
            drill=bool(week.get("drill")),
            term=week["term"],
        )
        for week in key_days.school_year(FILE)["weeks"]
    ]


def off(name: str, first: date, last: date) -> DaysOff:
    return DaysOff("off", name, first, last)


#: a city's 2026–27: the State Council's days to the end of 2026 (holidays.yaml), the feasts of 2027 by the almanac (lunar_days)
CITY = Calendar(
    2026,
    date(2026, 9, 1),
    date(2027, 8, 31),
    (TermDates(1, date(2026, 9, 1), date(2027, 1, 22)), TermDates(2, date(2027, 2, 22), date(2027, 7, 2))),
    (
        DaysOff("work", "国庆节调休", date(2026, 9, 20), date(2026, 9, 20)),
        off("中秋节", date(2026, 9, 25), date(2026, 9, 27)),
        off("国庆节", date(2026, 10, 1), date(2026, 10, 7)),
        DaysOff("work", "国庆节调休", date(2026, 10, 10), date(2026, 10, 10)),
        off("元旦", date(2027, 1, 1), date(2027, 1, 3)),
        off("清明节", date(2027, 4, 3), date(2027, 4, 5)),
        off("劳动节", date(2027, 5, 1), date(2027, 5, 5)),
        off("端午节", date(2027, 6, 9), date(2027, 6, 9)),
    ),
)

#: checked by hand against a wall calendar: key day, its date, Monday of the week that teaches it, a topic of it
BY_HAND = [
    ("FIRST_CLASS", date(2026, 9, 1), date(2026, 8, 31), "TRAF"),
    ("TERM_DRILL", date(2026, 9, 1), date(2026, 8, 31), "FIRE"),
    ("DEFENSE_DAY", date(2026, 9, 19), date(2026, 9, 14), "NATSEC"),  # the week of 18 September
    ("NATIONAL_PRE", date(2026, 9, 30), date(2026, 9, 28), "TRIP"),
    ("MENTAL_DAY", date(2026, 10, 10), date(2026, 10, 5), "MENTAL"),  # a Saturday with school
    ("DISASTER_INT", date(2026, 10, 13), date(2026, 10, 12), "QUAKE"),
    ("FIRE119", date(2026, 11, 9), date(2026, 11, 9), "FIRE"),
    ("TRAF122", date(2026, 12, 2), date(2026, 11, 30), "TRAF"),
    ("CONST124", date(2026, 12, 4), date(2026, 11, 30), "LAW"),
    ("WINTER_PRE", date(2027, 1, 22), date(2027, 1, 18), "TRIP"),
    ("SPRING_FIRST", date(2027, 2, 22), date(2027, 2, 22), "MENTAL"),
    ("SAFETY_DAY", date(2027, 3, 29), date(2027, 3, 29), "CROWD"),
    ("QINGMING_PRE", date(2027, 4, 2), date(2027, 3, 29), "FIRE"),
    ("NATSEC415", date(2027, 4, 15), date(2027, 4, 12), "NATSEC"),
    ("MAY_PRE", date(2027, 4, 30), date(2027, 4, 26), "DROWN"),
    ("DIZZ512", date(2027, 5, 12), date(2027, 5, 10), "QUAKE"),
    ("DRUG626", date(2027, 6, 26), date(2027, 6, 21), "DRUG"),
    ("DROWN_SEASON", date(2027, 7, 2), date(2027, 6, 28), "DROWN"),
]


def planned(calendar: Calendar) -> tuple[PlannedWeek, ...]:
    days = key_days.for_lessons(FILE, calendar)
    return noted(lay(shipped(), days, calendar).weeks, days, calendar)


@pytest.mark.parametrize(("code", "day", "monday", "topic"), BY_HAND)
def test_the_key_days_of_2026_stand_in_their_weeks(code, day, monday, topic):
    (found,) = [each for each in key_days.for_lessons(FILE, CITY) if each.code == code]
    assert found.first == day
    mondays = {week.number: week.starts_on for week in CITY.weeks}
    held = [week for week in planned(CITY) if code in (*week.keys, *week.beside) and mondays[week.week] == monday]
    assert held and topic in held[0].topics["all"]


def test_no_week_of_the_city_is_without_a_theme_and_each_topic_is_taught():
    weeks = planned(CITY)
    assert [week.week for week in weeks] == [week.number for week in CITY.weeks]
    taught = {topic for week in weeks for codes in week.topics.values() for topic in codes}
    assert {topic for theme in shipped() for topic in theme.topics["all"]} <= taught
    short = {week.number for week in CITY.weeks if not week.counts}
    assert {week.week for week in weeks if week.kind == "review" and not week.beside} >= short


def test_themes_without_a_key_day_keep_their_order():
    order = {theme.title: theme.week for theme in shipped()}
    for term in (1, 2):
        free = [
            order[week.title] for week in planned(CITY) if not week.keys and week.term == term and week.title in order
        ]
        assert free == sorted(free)


def test_a_day_without_a_theme_of_its_own_comes_beside_one_for_its_stages_only():
    days = {week.week: week for week in planned(CITY)}
    (week,) = [week for week in days.values() if "AIDS_DAY" in week.beside]
    assert "DRUG" in week.topics["J"] and "DRUG" not in week.topics["all"]
    (law,) = [week for week in days.values() if "CONST124" in week.beside]
    assert "LAW" not in law.topics["K"], "kindergartens do something else that week"


def test_a_theme_moved_away_from_its_day_is_told():
    days = key_days.for_lessons(FILE, CITY)
    weeks = list(lay(shipped(), days, CITY).weeks)
    assert astray(weeks, days, CITY) == []
    fire = next(week for week in weeks if "FIRE119" in week.keys)
    moved = [replace(week, week=fire.week + 3) if week is fire else week for week in weeks]
    assert [week.title for week in astray(moved, days, CITY)] == [fire.title]
    assert [week for week in noted(moved, days, CITY) if "FIRE119" in week.beside and week.week == fire.week] == []
    rest = [week for week in moved if week.week != fire.week or week.keys]
    assert any("FIRE119" in week.beside for week in noted([*rest, replace(weeks[0], week=fire.week)], days, CITY))


@st.composite
def calendars(draw) -> Calendar:
    """A calendar as somebody might enter it: terms of any length, holidays and working weekends anywhere."""
    year = draw(st.integers(2024, 2034))
    first = date(year, 8, 20) + draw(st.integers(0, 35)) * DAY
    first_end = date(year, 12, 20) + draw(st.integers(0, 45)) * DAY
    second = max(date(year + 1, 2, 5) + draw(st.integers(0, 40)) * DAY, first_end + 8 * DAY)  # a week lies in one term
    second_end = date(year + 1, 6, 5) + draw(st.integers(0, 55)) * DAY
    free = []
    for _ in range(draw(st.integers(0, 8))):
        start = first + draw(st.integers(0, 330)) * DAY
        free.append(off("放假", start, start + draw(st.integers(0, 20)) * DAY))
    for _ in range(draw(st.integers(0, 4))):
        start = first + draw(st.integers(0, 330)) * DAY
        free.append(DaysOff("work", "调休", start, start))
    terms = (TermDates(1, first, first_end), TermDates(2, second, second_end))
    return Calendar(year, date(year, 9, 1), date(year + 1, 8, 31), terms, tuple(free))


@settings(max_examples=200)
@given(calendars())
def test_on_any_calendar_each_key_day_is_in_its_week_or_the_last_before(calendar):
    weeks = planned(calendar)
    by_number = {week.number: week for week in calendar.weeks}
    assert [week.week for week in weeks] == list(by_number), "each teaching week has a theme, no holiday has one"
    for day in key_days.for_lessons(FILE, calendar):
        held = [by_number[week.week] for week in weeks if day.code in (*week.keys, *week.beside)]
        touched = [week for week in held if week.starts_on <= day.last and week.ends_on >= day.first]
        none_touches = not any(week.starts_on <= day.last and week.ends_on >= day.first for week in calendar.weeks)
        before = [week for week in calendar.weeks if week.ends_on < day.first]
        assert touched or (none_touches and (not before or before[-1] in held)), day
    for code, term in (("FIRST_CLASS", 1), ("SPRING_FIRST", 2)):
        opening = next((week for week in calendar.weeks if week.term == term), None)
        if opening:
            (first,) = [week for week in weeks if week.week == opening.number]
            assert code in (*first.keys, *first.beside), "the first lessons of a term in its first week"


@settings(max_examples=60)
@given(calendars())
def test_every_stage_hears_of_its_key_days(calendar):
    weeks, themes = planned(calendar), shipped()
    for day in key_days.for_lessons(FILE, calendar):
        own = next((theme for theme in themes if day.code in theme.keys), None)
        for stage in STAGES:
            if not day.for_stage(stage) or (own and stage in own.topics) or "DRILL" in day.code:
                continue  # the theme of the day is about something else for this stage; a drill is no lesson
            held = [week for week in weeks if day.code in week.beside]
            assert any(day.code in week.keys for week in weeks) or any(
                set(day.topics) & set(week.topics.get(stage) or week.topics.get("all") or ()) for week in held
            ), (
                day,
                stage,
            )


def test_more_weeks_than_themes_leave_weeks_for_review_spread_over_the_term():
    long = Calendar(
        2026,
        date(2026, 9, 1),
        date(2027, 8, 31),
        (TermDates(1, date(2026, 8, 24), date(2027, 1, 29)), TermDates(2, date(2027, 2, 15), date(2027, 7, 16))),
    )
    reviews = [week for week in planned(long) if week.kind == "review"]
    assert 3 <= len(reviews) <= 8
    assert (
        max(week.week for week in reviews if week.term == 1) - min(week.week for week in reviews if week.term == 1) >= 4
    )


def test_fewer_weeks_than_themes_leave_out_what_other_weeks_teach():
    usual = typical(2026)
    short = replace(usual, terms=(replace(usual.terms[0], ends_on=date(2026, 12, 18)), usual.terms[1]))
    layout = lay(shipped(), key_days.for_lessons(FILE, short), short)
    assert layout.left_out and not any(theme.keys for theme in layout.left_out)
    kept = {topic for week in layout.weeks for topic in week.topics.get("all", ())}
    for theme in layout.left_out:
        assert set(theme.topics["all"]) <= kept or theme.drill is False
