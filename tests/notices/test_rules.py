"""What is worth a notice on a day: pure rules on a calendar of one school."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from eduplatform.notices import policy, rules
from eduplatform.notices.rules import (
    ClassToday,
    Given,
    KeyDayAhead,
    OpenActivity,
    OpenDeployment,
    Records,
    SchoolDay,
    Shown,
)
from eduplatform.org.calendar import DaysOff, TermDates, typical
from eduplatform.teaching import reminder_plan
from eduplatform.teaching.slots import due_by, slots

CALENDAR = typical(2026)
THURSDAY = date(2026, 11, 19)


def at(day: date, calendar=CALENDAR) -> SchoolDay:
    return SchoolDay(day, calendar, reminder_plan.holiday_after(calendar, day))


def room(day: date, given: int = 0, this_week: bool = False, **more) -> ClassToday:
    """A class that gave `given` lessons, one a week from September on, and perhaps one this week."""
    due = slots(CALENDAR, 100)
    monday = day - timedelta(days=day.weekday())
    lessons = [Given(week.starts_on, week.number, "FIRE") for week in CALENDAR.weeks[:given]]
    if this_week:
        lessons.append(Given(monday, CALENDAR.week_on(day).number, "FIRE"))
    shown, took = more.pop("shown", ()), frozenset(more.pop("took", ()))
    return ClassToday(
        7,
        "三(2)班",
        Records(tuple(lessons), shown, took),
        due_by(due, monday + timedelta(days=7)),
        due_by(due, day),
        **more,
    )


def said(day: date, one: ClassToday) -> list[str]:
    return [wanted.rule for wanted in rules.wanted_of_class(at(day), one)]


def test_a_lesson_is_asked_for_on_thursday_and_not_when_it_was_given():
    assert said(THURSDAY, room(THURSDAY, 10)) == ["lesson_due"]
    assert said(THURSDAY, room(THURSDAY, 10, this_week=True)) == []
    for day in (THURSDAY - timedelta(days=1), THURSDAY + timedelta(days=1)):
        assert "lesson_due" not in said(day, room(day, 10))


def test_a_class_that_is_ahead_is_not_asked_for_this_weeks_lesson():
    assert said(THURSDAY, room(THURSDAY, 14)) == []


def test_before_a_free_thursday_it_is_said_on_wednesday():
    off = DaysOff("off", "运动会", THURSDAY, THURSDAY + timedelta(days=1))
    calendar = type(CALENDAR)(2026, CALENDAR.starts_on, CALENDAR.ends_on, CALENDAR.terms, (off,))
    wednesday = THURSDAY - timedelta(days=1)
    found = rules.wanted_of_class(SchoolDay(wednesday, calendar), room(wednesday, 10))
    assert [one.rule for one in found] == ["lesson_due"]


def test_a_week_cut_short_asks_for_nothing():
    terms = (TermDates(1, date(2026, 11, 18), date(2027, 1, 15)),)
    calendar = type(CALENDAR)(2026, CALENDAR.starts_on, CALENDAR.ends_on, terms, ())
    assert calendar.week_on(date(2026, 11, 20)).school_days == 3
    short = type(CALENDAR)(2026, CALENDAR.starts_on, CALENDAR.ends_on, (TermDates(1, THURSDAY, date(2027, 1, 15)),), ())
    assert not rules.wanted_of_class(SchoolDay(THURSDAY, short), room(THURSDAY, 0))


def test_before_a_holiday_it_is_said_two_school_days_ahead_and_once():
    days = [date(2026, 9, 24) + timedelta(days=n) for n in range(7)]
    spoke = {}
    for day in days:
        if CALENDAR.is_school_day(day):
            for one in rules.wanted_of_class(at(day), room(day, 5)):
                if one.rule == "holiday":
                    spoke.setdefault(one.period, []).append(day)
    assert spoke == {"2026-10-01": [date(2026, 9, 29), date(2026, 9, 30)]}
    told = (Shown(date(2026, 9, 29), 30, "TRIP"),)
    assert "holiday" not in said(date(2026, 9, 30), room(date(2026, 9, 30), 5, shown=told))
    short = (Shown(date(2026, 9, 29), 1, "TRIP"),)
    assert "holiday" in said(date(2026, 9, 30), room(date(2026, 9, 30), 5, shown=short)), "one minute is not the thirty"


def test_a_key_day_is_said_on_wednesday_of_the_week_before_with_its_lesson():
    ahead = KeyDayAhead("TRAF122", "122", "122", ("TRAF",), date(2026, 11, 25), "过马路")
    day = date(2026, 11, 18)
    found = rules.wanted_of_class(at(day), room(day, 11, key_days=(ahead,)))
    assert [(one.rule, one.values["lesson"]) for one in found] == [("key_day", "过马路")]
    taught = ClassToday(7, "", Records((Given(date(2026, 11, 16), 12, "TRAF"),)), 12, 11, (ahead,))
    assert "key_day" not in [one.rule for one in rules.wanted_of_class(at(day), taught)]


def test_an_activity_is_said_in_its_last_days_until_the_class_took_part():
    one = OpenActivity(3, "119", "119", ("FIRE",), date(2026, 11, 2), date(2026, 11, 23))
    early, late = date(2026, 11, 16), date(2026, 11, 18)
    assert "activity" not in said(early, room(early, 0, activities=(one,)))
    assert "activity" in said(late, room(late, 9, activities=(one,)))
    assert "activity" in said(late, room(late, 11, activities=(one,), took=(4,))), "another activity"
    assert "activity" not in said(late, room(late, 9, activities=(one,), took=(3,)))


def test_a_notice_given_before_activities_had_steps_goes_by_topics():
    values = {"topics": ["FIRE"], "since": "2026-11-02", "day": "2026-11-23"}
    assert rules.is_done("activity", values, Records((Given(date(2026, 11, 18), 12, "FIRE"),)))
    assert not rules.is_done("activity", values, Records((Given(date(2026, 11, 24), 13, "FIRE"),)))


def test_far_behind_is_said_once_a_month_on_a_friday():
    friday = date(2026, 11, 20)
    assert said(friday, room(friday, 7)) == ["behind"]
    assert said(friday, room(friday, 8)) == []
    first, later = (rules.wanted_of_class(at(day), room(day, 5)) for day in (friday, friday + timedelta(days=7)))
    assert first[0].period == later[0].period == "2026-11"


def test_the_season_is_told_once_a_month_and_not_after_a_word_about_it():
    friday = date(2027, 5, 7)
    assert "season" in said(friday, room(friday, 27))
    assert "season" not in said(friday, room(friday, 27, shown=(Shown(date(2027, 5, 6), 1, "DROWN"),)))
    assert "season" not in said(date(2027, 3, 5), room(date(2027, 3, 5), 20))


def test_a_group_hears_nothing_about_a_class():
    ahead = KeyDayAhead("FIRE119", "119", "119", ("FIRE",), date(2026, 11, 9))
    for day in (date(2026, 11, 4), date(2026, 11, 5), date(2026, 11, 6), date(2026, 9, 30)):
        for one in rules.wanted_of_group(at(day), 3, (ahead,)):
            assert one.rule in rules.GENERAL and not one.values.get("class") and one.unit_id == 3


def test_a_digest_of_few_classes_names_no_figure():
    friday = at(date(2026, 11, 20))
    assert rules.digest_of_unit(friday, 3, 4, 2).values == {}
    assert rules.digest_of_unit(friday, 3, 12, 9).values == {"classes": 12, "taught": 9}


def test_an_office_is_told_counts_until_every_class_has_done_it():
    friday = date(2026, 11, 20)
    rooms = [room(friday, 7), room(friday, 11)]
    (one,) = rules.wanted_of_office(at(friday), 3, rooms)
    assert (one.rule, one.values["count"]) == ("far_behind", 1)
    assert not rules.office_is_done(one.rule, one.values, {7: Records()})
    assert rules.office_is_done(one.rule, one.values, {7: rooms[1].records})


@pytest.mark.parametrize(
    ("values", "want"),
    [
        ([], (2, 21, 7)),
        ([{"cap": 1}, {"cap": 2}], (1, 21, 7)),
        ([{"from": 19, "to": 8}, {"from": 20, "to": 7}], (2, 19, 8)),
        ([{"cap": 9, "from": 23, "to": 5}], (2, 21, 7)),
    ],
)
def test_a_unit_below_may_only_ask_for_less(values, want):
    joined = policy.joined(values)
    assert (joined.cap, joined.quiet_from, joined.quiet_to) == want


def test_what_anybody_above_switched_off_stays_off():
    joined = policy.joined(
        [{"off": ["season"], "channels": ["email"]}, {"off": ["behind"], "channels": ["email", "webhook"]}]
    )
    assert joined.off == {"season", "behind"} and joined.channels == {"email"}


def test_a_digest_of_classes_says_the_week_the_year_and_what_comes():
    friday = date(2026, 11, 20)
    rooms = [room(friday, 9, this_week=True), ClassToday(8, "三(3)班", rules.NOTHING, 12, 11)]
    found = rules.digest_of_classes(at(friday), rooms, {7: ("防溺水", "Drowning")})
    assert (found.rule, found.subject, found.period, found.unit_id) == ("digest", "week", "2026-11-16", 7)
    first, second = found.values["rooms"]
    assert first == {
        "class": "三(2)班",
        "this_week": 1,
        "given": 10,
        "due": rooms[0].owed,
        "theme": "防溺水",
        "theme_en": "Drowning",
    }
    assert second["due"] == 12 and (second["theme"], second["theme_en"]) == ("", "")


def test_five_classes_are_enough_for_a_figure():
    found = rules.digest_of_unit(at(date(2026, 11, 20)), 3, 5, 2)
    assert (found.rule, found.subject, found.period, found.unit_id) == ("digest", "week", "2026-11-16", 3)
    assert found.values == {"classes": 5, "taught": 2}


def test_an_office_is_told_of_an_activity_and_of_the_classes_that_miss():
    day = date(2026, 11, 18)
    one = OpenActivity(3, "消防月", "Fire month", ("FIRE",), date(2026, 11, 2), date(2026, 11, 23))
    there = replace(room(day, 11, activities=(one,)), records=Records((), took=frozenset({3})))
    (found,) = rules.wanted_of_office(at(day), 5, [room(day, 9, activities=(one,)), there])
    assert (found.rule, found.subject, found.period, found.unit_id) == ("activities", "activity:3", "2026-11-23", 5)
    assert found.values == {
        "activity": 3,
        "title": "消防月",
        "title_en": "Fire month",
        "topics": ["FIRE"],
        "since": "2026-11-02",
        "day": "2026-11-23",
        "classes": [7],
        "count": 1,
    }


def test_a_holiday_is_called_by_its_name():
    off = DaysOff("off", "国庆节", date(2026, 10, 1), date(2026, 10, 8))
    calendar = type(CALENDAR)(2026, CALENDAR.starts_on, CALENDAR.ends_on, CALENDAR.terms, (off,))
    found = [one for day in range(24, 31) for one in rules.wanted_of_group(at(date(2026, 9, day), calendar), 3, ())]
    assert {one.values["name"] for one in found if one.rule == "holiday"} == {"国庆节"}


def test_of_several_key_days_the_first_is_told():
    ahead = [KeyDayAhead(code, code, code, (code,), date(2026, 11, 9)) for code in ("FIRE", "TRAF")]
    told = [
        one.subject
        for day in (2, 3, 4, 5, 6)
        for one in rules.wanted_of_group(at(date(2026, 11, day)), 3, ahead)
        if one.rule == "key_day"
    ]
    assert len(told) == 1


@pytest.mark.parametrize(("took", "done"), [((), False), ((4,), False), ((3, 4), True)])
def test_an_activity_is_done_by_whoever_took_part_in_it(took, done):
    one = OpenActivity(3, "消防月", "Fire month", ("FIRE",), date(2026, 11, 2), date(2026, 11, 23))
    today = date(2026, 11, 18)
    (found,) = rules.wanted_of_office(at(today), 5, [room(today, 9, activities=(one,))])
    records = Records((Given(today, 12, "FIRE"),), took=frozenset(took))
    assert rules.office_is_done("activities", found.values, {7: records}) is done


def test_the_season_says_of_which_class():
    friday = date(2027, 5, 7)
    (found,) = [one for one in rules.wanted_of_class(at(friday), room(friday, 27)) if one.rule == "season"]
    assert found.values == {"class": "三(2)班", "season": "drown", "topics": ["DROWN"], "since": "2027-04-23"}


SENT = OpenDeployment(
    4, "lesson", "加课", "Extra", "临江市教育局", "city", date(2026, 11, 16), date(2026, 11, 27), lesson_id=21
)
SAID_OF_SENT = {
    "deployment": 4,
    "kind": "lesson",
    "title": "加课",
    "title_en": "Extra",
    "by": "临江市教育局",
    "by_kind": "city",
    "lesson": 21,
    "day": "2026-11-27",
}


def test_what_was_sent_down_is_told_the_class_once_while_it_runs_until_that_lesson_was_given():
    """Who sent it, until when, and for which class; another lesson does not do."""
    day = date(2026, 11, 18)
    (found,) = rules.wanted_of_class(at(day), room(day, 11, deployed=(SENT,)))
    assert (found.rule, found.subject, found.period, found.unit_id) == ("deployed", "deployment:4:7", "once", 7)
    assert found.values == SAID_OF_SENT | {"class": "三(2)班"}
    for other in (date(2026, 11, 13), date(2026, 11, 30)):
        assert "deployed" not in said(other, room(other, 11, deployed=(SENT,)))
    given = [Records((Given(day, 12, "FIRE", lesson),)) for lesson in (0, 20, 21)]
    assert [rules.is_done("deployed", found.values, records) for records in given] == [False, False, True]
    assert not rules.is_done("deployed", found.values | {"lesson": 0}, given[0]), "a reminder is no lesson"


def test_a_return_is_told_the_office_once():
    day = date(2026, 11, 18)
    (found,) = rules.wanted_of_office(at(day), 3, [], [SENT])
    assert (found.rule, found.subject, found.period, found.unit_id) == ("returns", "deployment:4", "once", 3)
    assert found.values == SAID_OF_SENT and not rules.office_is_done("returns", found.values, {})


def test_each_class_has_its_own_notice_of_an_activity_and_of_a_key_day():
    """Two classes of one teacher: neither takes the other's place."""
    day = date(2026, 11, 18)
    one = OpenActivity(3, "119", "119", ("FIRE",), date(2026, 11, 2), date(2026, 11, 23))
    ahead = KeyDayAhead("TRAF122", "交通安全日", "Road day", ("TRAF",), date(2026, 11, 25), "过马路", "Crossing")
    found = rules.wanted_of_class(at(day), room(day, 11, activities=(one,), key_days=(ahead,)))
    assert [(one.rule, one.subject, one.period, one.unit_id) for one in found] == [
        ("activity", "activity:3:7", "2026-11-23", 7),
        ("key_day", "class:7", "TRAF122:2026", 7),
    ]
    assert found[1].values == {
        "class": "三(2)班",
        "title": "交通安全日",
        "title_en": "Road day",
        "topics": ["TRAF"],
        "day": "2026-11-25",
        "since": "2026-11-04",
        "lesson": "过马路",
        "lesson_en": "Crossing",
    }


@pytest.mark.parametrize(("given", "done"), [(9, False), (10, True), (11, True)])
def test_a_lesson_that_was_due_is_done_by_as_many_as_were_owed(given, done):
    records = Records(tuple(Given(date(2026, 9, 7), 2, "FIRE") for _ in range(given)))
    assert rules.is_done("lesson_due", {"since": "2026-11-16", "owed": 10}, records) is done


def test_a_notice_about_classes_from_before_each_had_its_own_number_is_over():
    assert rules.office_is_done("far_behind", {"classes": [7, 8], "due": 11, "count": 2}, {})
    assert not rules.office_is_done("far_behind", {"classes": [7], "dues": {"7": 3}}, {})


def test_water_is_spoken_of_from_april_to_july_and_in_september_and_heating_in_december():
    told = {}
    for n in range(365):
        day = date(2026, 9, 1) + timedelta(days=n)
        for one in rules.wanted_of_group(at(day), 3, ()):
            if one.rule == "season":
                told.setdefault(one.values["season"], []).append(one.period)
                assert (
                    one.values["topics"]
                    == {"drown": ["DROWN"], "winter": ["GAS", "FIRE", "ELEC"]}[one.values["season"]]
                )
    assert {code: list(dict.fromkeys(months)) for code, months in told.items()} == {
        "drown": ["2026-09", "2027-04", "2027-05", "2027-06", "2027-07"],
        "winter": ["2026-12"],
    }


def test_every_notice_can_be_switched_off():
    """What a settings page or a person's choice may name; a word that is not among them is dropped without a sound."""
    class_ = ("holiday", "deployed", "activity", "key_day", "lesson_due", "behind", "season")
    office, contest = ("returns", "activities", "far_behind"), ("appeals", "appeal_answered")
    assert (*class_, *office, *contest, "digest") == rules.ALL_RULES
    assert policy.joined([{"off": [*rules.ALL_RULES, "rumour"]}]).off == set(rules.ALL_RULES)
