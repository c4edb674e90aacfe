"""How fast guesses are looked at."""

from __future__ import annotations

from datetime import timedelta

import pytest

from eduplatform.accounts import guess_rules
from eduplatform.accounts.guess_rules import MOST, Address, fast, held_back, lane, strange, suspicious, wait_after


def test_five_guesses_are_free_then_the_wait_doubles_up_to_a_quarter_of_an_hour():
    waits = [wait_after(n).total_seconds() for n in range(13)]
    assert waits == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]
    assert wait_after(10_000) == timedelta(minutes=15)


def test_an_account_is_closed_only_by_guesses_in_its_owners_own_browser():
    assert MOST == {"device": 25}


def test_after_fifty_guesses_from_new_places_a_fresh_address_has_one():
    assert (
        fast("other", Address(0, 0, 0, False, guessed=49)) == 5
        and fast("other", Address(0, 0, 0, False, guessed=50)) == 1
    )
    assert fast("place", Address(0, 0, 0, True, guessed=500)) == 5
    assert [wait_after(n, 1).total_seconds() for n in range(4)] == [0, 30, 60, 120]


def test_an_address_that_brings_only_failures_is_strange_soon_and_a_first_lesson_is_not():
    assert strange(Address(9, 9, 9, False, 9, 9, known=False))
    assert not strange(Address(9, 20, 9, False, 9, 20, known=False))
    assert not strange(Address(9, 9, 9, False, 9, 9, known=True))


def test_an_attack_that_takes_its_time_is_suspicious_by_the_hour():
    slow = Address(failing=20, tried=20, just_failed=1, been_here=False, failing_hour=51, tried_hour=60)
    assert suspicious(slow) and held_back("other", slow) and not held_back("place", slow)


def test_known_browsers_and_places_have_lanes_of_their_own():
    new, known = Address(0, 0, 0, False), Address(0, 0, 0, True)
    assert [lane(False, new), lane(False, known), lane(True, new)] == ["other", "place", "device"]


def test_a_school_with_typos_is_not_suspicious_and_a_spray_is():
    assert not suspicious(Address(failing=90, tried=900, just_failed=40, been_here=False))
    assert not suspicious(Address(failing=30, tried=30, just_failed=30, been_here=False))
    assert suspicious(Address(failing=31, tried=40, just_failed=31, been_here=False))


def test_only_strangers_at_a_suspicious_address_wait():
    attack = Address(failing=500, tried=500, just_failed=30, been_here=False)
    assert held_back("other", attack)
    assert not held_back("place", attack) and not held_back("device", attack)
    assert not held_back("other", Address(failing=500, tried=500, just_failed=1, been_here=False))


def test_an_address_nobody_got_in_from_has_twelve_wrong_guesses_then_an_hour_doubling_to_a_day():
    hours = [guess_rules.UNKNOWN.after(n).total_seconds() / 3600 for n in range(11, 19)]
    assert hours == [0, 1, 2, 4, 8, 16, 24, 24]


def test_the_doubling_stops_before_numbers_grow_without_end():
    patient = guess_rules.Waits(fast=0, first=timedelta(seconds=1), longest=timedelta(days=1))
    assert [patient.after(n).total_seconds() for n in (0, 9, 10, 11, 10_000)] == [1, 512, 1024, 1024, 1024]


def test_windows_are_five_minutes_an_hour_and_a_minute_and_places_are_known_for_a_month():
    found = [guess_rules.WINDOW, guess_rules.LONG_WINDOW, guess_rules.SLOW_WINDOW, guess_rules.KEPT]
    assert found == [timedelta(minutes=5), timedelta(hours=1), timedelta(minutes=1), timedelta(days=30)]


def test_of_an_address_nothing_is_assumed():
    fresh = Address(1, 2, 3, True)
    assert (fresh.failing, fresh.tried, fresh.just_failed, fresh.been_here) == (1, 2, 3, True)
    assert (fresh.failing_hour, fresh.tried_hour, fresh.guessed) == (0, 0, 0)


@pytest.mark.parametrize(
    ("failing", "tried", "failing_hour", "tried_hour", "said"),
    [
        (30, 40, 0, 0, False),
        (31, 61, 0, 0, True),
        (31, 62, 0, 0, False),  # half of them got in
        (0, 0, 50, 60, False),
        (0, 0, 51, 101, True),
        (0, 0, 51, 102, False),
    ],
)
def test_suspicion_begins_where_more_than_half_of_many_fail(failing, tried, failing_hour, tried_hour, said):
    assert suspicious(Address(failing, tried, 0, False, failing_hour, tried_hour)) is said


@pytest.mark.parametrize(("failing", "tried", "said"), [(8, 8, False), (9, 11, True), (9, 12, False), (12, 16, False)])
def test_an_address_is_strange_from_nine_failures_in_an_hour_that_are_three_of_four(failing, tried, said):
    assert strange(Address(0, 0, 0, False, failing, tried, known=False)) is said


@pytest.mark.parametrize(("just_failed", "hour", "held"), [(1, 50, False), (2, 50, True), (1, 51, True), (3, 0, True)])
def test_two_wrong_guesses_a_minute_and_fifty_an_hour_are_still_looked_at(just_failed, hour, held):
    assert held_back("other", Address(500, 500, just_failed, False, hour, hour)) is held
