"""Class hours: minutes become hours, rules of units are joined."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eduplatform.teaching import rules
from eduplatform.teaching.rules import Counted, Rule, hours_counted

PRIMARY, JUNIOR = Rule(40, 400, 100), Rule(45, 400, 100)


@pytest.mark.parametrize(
    ("minutes", "hours"),
    [
        (0, 0),
        (9, 0),
        (10, 25),
        (15, 25),
        (16, 50),
        (26, 75),
        (35, 75),
        (36, 100),
        (40, 100),
        (45, 100),
        (46, 125),
        (76, 200),
        (80, 200),
    ],
)
def test_minutes_of_primary_lessons_round_down_to_quarters_with_a_tenth_for_the_roll_call(minutes, hours):
    assert hours_counted(minutes, PRIMARY).hours == hours


@pytest.mark.parametrize(("minutes", "hours"), [(10, 25), (40, 75), (41, 100), (45, 100), (90, 200)])
def test_an_hour_is_longer_in_secondary_school(minutes, hours):
    assert hours_counted(minutes, JUNIOR).hours == hours


def test_a_session_under_ten_minutes_counts_nothing_and_says_why():
    assert hours_counted(9, PRIMARY) == Counted(0, "too_short")


def test_no_session_earns_more_than_two_hours():
    assert hours_counted(600, PRIMARY) == Counted(200, "capped")


@given(st.integers(0, 1000), st.integers(20, 60))
def test_hours_come_in_quarters_and_never_exceed_minutes_and_the_tenth(minutes, per_hour):
    hours = hours_counted(minutes, Rule(per_hour, 400, 100)).hours
    assert hours % 25 == 0 and 0 <= hours <= 200
    assert hours * per_hour <= (minutes + per_hour // 10) * 100


@given(st.integers(0, 300), st.integers(20, 60))
def test_a_longer_session_never_earns_less(minutes, per_hour):
    rule = Rule(per_hour, 400, 100)
    assert hours_counted(minutes, rule).hours <= hours_counted(minutes + 1, rule).hours


def test_a_lower_unit_may_be_stricter():
    joined = rules.joined_rule([Rule(40, 400, 100, "city"), Rule(40, 800, 100, "school")])
    assert joined == Rule(40, 800, 100, "school")


def test_a_lower_unit_is_never_laxer():
    assert rules.joined_rule([Rule(40, 400, 100, "city"), Rule(35, 200, 50, "school")]) == Rule(40, 400, 100, "city")


@given(
    st.lists(st.builds(Rule, st.integers(20, 60), st.integers(0, 4000), st.integers(0, 300)), min_size=1, max_size=5)
)
def test_the_joined_rule_is_at_least_as_strict_as_every_unit_above(above):
    joined = rules.joined_rule(above)
    assert all(joined.minutes >= r.minutes and joined.floor >= r.floor and joined.weekly >= r.weekly for r in above)


def test_without_rules_of_units_hours_are_counted_as_usual():
    assert rules.joined_rule([]) is None
    assert [rules.usual(stage).minutes for stage in ("K", "P1", "P3", "J", "V")] == [30, 40, 40, 45, 45]


def test_lessons_can_be_declared_for_fourteen_days():
    today = date(2026, 11, 18)
    assert rules.may_declare(today, today) and rules.may_declare(today - timedelta(days=14), today)
    assert not rules.may_declare(today - timedelta(days=15), today)
    assert not rules.may_declare(today + timedelta(days=1), today)


def test_the_carriers_of_the_requirements_are_all_there():
    assert {"morality_law", "subject", "practice", "class_activity", "pe_health"} <= set(rules.CARRIERS)
    assert all(len(code) <= 20 for code in rules.CARRIERS)


def test_the_words_that_stand_in_rows_of_lessons_stay():
    """Rows of years past hold them; a word gone from here could no longer be asked for."""
    assert rules.QUIZ_MODES == ("none", "hands", "devices", "cards", "paced", "paper")
    assert rules.JOINED == ("devices", "paced") and rules.GRADES == ("A", "B", "C", "D")
    assert rules.CARRIERS[5:] == ("local", "other")


def test_a_lesson_can_be_cut_to_its_core_and_to_two_reminders():
    assert rules.LENGTHS == (15, 5, 1)


@pytest.mark.parametrize(
    ("stage", "minutes", "lessons"),
    [("K", 30, 3), ("P1", 40, 6), ("P2", 40, 6), ("P3", 40, 6), ("J", 45, 8), ("S", 45, 8)],
)
def test_how_hours_are_counted_by_stage_and_what_a_day_holds(stage, minutes, lessons):
    rule = rules.usual(stage)
    assert (rule.minutes, rule.floor, rule.weekly, rule.day_lessons) == (minutes, 0, 0, lessons)
    assert rule.day_minutes == minutes * lessons and not rule.evidenced


def test_a_rule_as_entered_says_the_rest_as_usual_at_the_stage():
    assert rules.entered("P2", 35, "city", None, True) == Rule(35, 0, 0, "city", 6, True)
    assert rules.entered("P2", 35, "city", 4, False) == Rule(35, 0, 0, "city", 4, False)


def test_what_is_asked_for_is_added_to_how_it_is_counted():
    assert rules.with_least(rules.entered("P2", 35, "city", 4, True), (800, 200)) == Rule(35, 800, 200, "city", 4, True)


def test_a_double_lesson_is_counted_whole_and_what_is_longer_is_capped():
    assert hours_counted(80, PRIMARY) == Counted(200)
    assert hours_counted(90, PRIMARY) == Counted(200, "capped")
    assert hours_counted(36, Rule(35, 400, 100)).hours == 100


@pytest.mark.parametrize(("above", "below"), [(True, False), (False, True)])
def test_evidence_asked_for_anywhere_is_asked_for_below(above, below):
    joined = rules.joined_rule([Rule(40, 400, 100, evidenced=above), Rule(40, 400, 100, evidenced=below)])
    assert joined.evidenced
