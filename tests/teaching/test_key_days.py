"""Key days of the school year as suggestions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from eduplatform.activities import rules
from eduplatform.org.calendar import typical
from eduplatform.teaching.key_days import suggestions

FILE = Path(__file__).parents[2] / "courses" / "school_year.yaml"


def by_code(today: date):
    return {one.code: one for one in suggestions(FILE, typical(2026), today)}


def test_key_days_fall_into_their_weeks():
    found = by_code(date(2026, 9, 1))
    assert (found["FIRE119"].starts_on, found["FIRE119"].ends_on) == (date(2026, 11, 9), date(2026, 11, 15))
    assert found["SAFETY_DAY"].starts_on == date(2027, 3, 29)
    assert found["FIRST_AID_DAY"].ends_on == date(2026, 9, 13)  # the second Saturday of September
    assert (found["SAFEMONTH6"].starts_on, found["SAFEMONTH6"].ends_on) == (date(2027, 6, 1), date(2027, 6, 30))
    assert found["SPRING_FIRST"].starts_on == date(2027, 2, 22)
    assert found["AIDS_DAY"].stages == ("J", "S", "V")


def test_days_that_are_over_are_not_offered_and_the_next_comes_first():
    found = suggestions(FILE, typical(2026), date(2026, 11, 18))
    assert found == sorted(found, key=lambda one: (one.starts_on, one.code)) and all(
        one.ends_on >= date(2026, 11, 18) for one in found
    )


def test_an_activity_needs_a_title_topics_and_a_window_that_is_not_over():
    today = date(2026, 11, 18)
    assert rules.fault("119", ["FIRE"], today, today, today) is None
    assert rules.fault(" ", ["FIRE"], today, today, today) == "activity_title"
    assert rules.fault("119", [], today, today, today) == "activity_topics"
    assert rules.fault("119", ["FIRE"], today, date(2026, 11, 17), today) == "activity_turned"
    assert rules.fault("119", ["FIRE"], date(2026, 11, 1), date(2026, 11, 17), today) == "activity_over"
    assert rules.fault("119", ["FIRE"], today, date(2027, 3, 1), today) == "activity_long"
    assert not rules.too_many(5) and rules.too_many(6)


def test_the_edges_of_what_an_activity_may_be():
    today = date(2026, 11, 18)
    assert rules.fault("消" * 80, ["FIRE"], today, today, today) is None
    assert rules.fault("消" * 81, ["FIRE"], today, today, today) == "activity_title"
    assert rules.fault("119", ["FIRE"], today, date(2027, 2, 18), today) is None, "ninety-two days"
    assert rules.fault("119", ["FIRE"], today, date(2027, 2, 19), today) == "activity_long"
    assert rules.fault("119", ["FIRE"], date(2026, 11, 1), today, today) is None, "its last day is not over"
