"""How fast guesses are looked at."""

from __future__ import annotations

from datetime import timedelta

from eduplatform.accounts.guess_rules import MOST, Address, held_back, lane, suspicious, wait_after


def test_five_guesses_are_free_then_the_wait_doubles_up_to_a_quarter_of_an_hour():
    waits = [wait_after(n).total_seconds() for n in range(13)]
    assert waits == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]
    assert wait_after(10_000) == timedelta(minutes=15)


def test_no_account_is_guessed_at_more_than_a_hundred_times_in_a_row():
    assert sum(MOST.values()) <= 100


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
    assert not held_back("other", Address(failing=500, tried=500, just_failed=5, been_here=False))
