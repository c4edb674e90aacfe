"""Whose days a lesson and an activity belong to: by the day of giving, corrections taken off, from plain rows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eduplatform.assessment import counters, terms
from eduplatform.assessment.terms import Given
from eduplatform.assessment.year_events import Ask, Campaign

D = date(2026, 11, 2)


def on(days: int) -> date:
    return D + timedelta(days=days)


def given(day: int, lesson: int = 7, topic: str = "FIRE", lessons: int = 1, **more: int) -> Given:
    said = {"hours": 100, "hours_declared": 0, "roll": 40, "present": 38} | more
    return Given(lesson, topic, on(day), lessons, **said)


def asked(**more) -> Campaign:
    said = {"asks": (Ask("FIRE", on(0), on(10)),), "starts_on": on(0), "ends_on": on(10), "set_on": on(-5)}
    return Campaign(**said | more)


def took(ledger, campaign=None, day: int = 20, there=lambda _day: True):
    return terms.activities(ledger, [campaign or asked()], on(day), there)


@pytest.mark.parametrize(
    ("ledger", "first"),
    [
        ([], {}),
        ([given(3)], {7: on(3)}),
        ([given(5), given(3), given(4)], {7: on(3)}),
        ([given(3, lessons=0), given(5)], {7: on(5)}),
        ([given(3, lessons=-1)], {}),
        ([given(3), given(1, lesson=8)], {7: on(3), 8: on(1)}),
    ],
)
def test_a_lesson_belongs_to_the_first_day_it_stands_on(ledger, first):
    assert terms.first_given(ledger) == first


@pytest.mark.parametrize(
    ("day", "found"), [(-1, []), (0, [(on(0), True)]), (10, [(on(10), True)]), (11, [(on(10), False)])]
)
def test_a_lesson_takes_part_inside_the_window_and_on_both_its_edges(day, found):
    assert took([given(day)]) == (found or [(on(10), False)])


def test_an_activity_belongs_to_the_first_lesson_that_took_part():
    assert took([given(9), given(4), given(2, topic="DROWN"), given(1, lessons=0)]) == [(on(4), True)]


@pytest.mark.parametrize(("day", "found"), [(9, []), (10, [(on(10), False)])])
def test_an_activity_is_missed_from_the_evening_its_window_ends(day, found):
    assert took([], day=day) == found


def test_one_that_was_set_after_its_window_is_missed_on_the_day_it_was_set():
    assert took([], asked(set_on=on(15))) == [(on(15), False)]
    assert took([], asked(set_on=on(15)), day=14) == [], "it was not in force yet"


def test_a_class_that_was_not_there_when_the_window_ended_missed_nothing_but_what_it_did_counts():
    gone = {"there": lambda day: day < on(10)}
    assert took([], **gone) == []
    assert took([given(4)], **gone) == [(on(4), True)]


@pytest.mark.parametrize(("withdrawn", "day", "counts"), [(5, 4, True), (5, 5, False), (None, 99, True)])
def test_one_taken_back_asks_nothing_from_that_day_on(withdrawn, day, counts):
    campaign = asked(withdrawn_on=on(withdrawn) if withdrawn else None)
    assert bool(took([given(1)], campaign, day)) is counts


def test_each_activity_stands_for_itself():
    both = [asked(), asked(asks=tuple(Ask(topic, on(0), on(10)) for topic in ("DROWN", "TRAF")))]
    assert terms.activities([given(3), given(2, topic="TRAF")], both, on(20), lambda _day: True) == [
        (on(3), True),
        (on(2), True),
    ]


def test_sums_are_taken_by_name_and_are_nought_for_nothing():
    assert terms.sums([given(1), given(2, hours=50)], ["hours", "roll"]) == {"hours": 150, "roll": 80}
    assert terms.sums(iter([given(1)]), ["hours", "lessons"]) == {"hours": 100, "lessons": 1}
    assert terms.sums([], ["hours"]) == {"hours": 0}


def test_rows_of_counters_add_subtract_and_have_names():
    one, two = counters.counter_row({"lessons": 3, "roll": 5}), counters.counter_row({"lessons": 1})
    assert counters.named(counters.minus(one, two)) == dict.fromkeys(counters.NAMES, 0) | {"lessons": 2, "roll": 5}
    assert counters.total_of_rows([one, two, two]) == counters.counter_row({"lessons": 5, "roll": 5})
    assert counters.total_of_rows([]) == counters.ZERO == counters.counter_row({"no such counter": 9})
    assert one[counters.PLACE["roll"]] == 5 and len(one) == len(counters.NAMES)
