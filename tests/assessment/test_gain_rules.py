"""Gain and forgetting: against a slow reckoning from every pair, and how often the interval holds what is true."""

from __future__ import annotations

from fractions import Fraction
from math import exp, sqrt
from random import Random

import pytest

from eduplatform.assessment import gain_rules
from eduplatform.assessment.gain_rules import Sums, change_of, of_session

Pair = tuple[int, int]


def sums_of(pairs: list[Pair]) -> Sums:
    return of_session(
        len(pairs), sum(was for was, _b in pairs), sum(b for _w, b in pairs), sum((b - w) ** 2 for w, b in pairs)
    )


def added(sessions: list[list[Pair]]) -> Sums:
    found = Sums()
    for pairs in sessions:
        found += sums_of(pairs)
    return found


def slowly(sessions: list[list[Pair]]) -> tuple[float, float, float] | None:
    """Difference, low and high, pupil by pupil and session by session, with exact fractions."""
    counted = [pairs for pairs in sessions if len(pairs) >= 10]
    each = [Fraction(became - was) for pairs in counted for was, became in pairs]
    if not each:
        return None
    n, mean = len(each), sum(each) / len(each)
    imagined = [*each, Fraction(100), Fraction(-100)]
    middle = sum(imagined) / len(imagined)
    variance = sum((one - middle) ** 2 for one in imagined) / len(imagined)
    half = 1.959963984540054 * sqrt(variance / len(imagined))
    low, high = float(middle) - half, float(middle) + half
    k = len(counted)
    if k >= 5:
        scatter = sum((sum(Fraction(b - w) - mean for w, b in pairs)) ** 2 for pairs in counted)
        wide = gain_rules.student95(k - 1) * sqrt(scatter * Fraction(k, k - 1)) / n
        low, high = min(low, float(mean) - wide), max(high, float(mean) + wide)
    return float(mean), max(low, -100.0), min(high, 100.0)


def test_it_equals_a_slow_reckoning_over_random_lessons():
    lot = Random(11)
    for _turn in range(300):
        sessions = [
            [(lot.choice((0, 50, 100)), lot.choice((0, 50, 100))) for _ in range(lot.choice((0, 3, 9, 10, 24, 50)))]
            for _ in range(lot.randrange(9))
        ]
        found, expected = change_of(added(sessions)), slowly(sessions)
        assert (found is None) == (expected is None)
        if found and expected:
            assert (found.apart, found.low, found.high) == pytest.approx(expected, abs=1e-6)
            assert found.low <= found.apart <= found.high


def test_fewer_than_ten_are_counted_nowhere_so_nothing_can_be_taken_off_a_total():
    ten, nine = [(0, 100)] * 10, [(100, 0)] * 9
    assert change_of(sums_of(nine)) is None
    assert change_of(added([ten, nine])) == change_of(sums_of(ten))


def test_ten_who_all_gained_everything_are_not_certain():
    found = change_of(sums_of([(0, 100)] * 10))
    assert found and found.apart == 100 and found.low < 70 and found.high == 100
    same = change_of(sums_of([(100, 100)] * 10))
    assert same and same.apart == 0 and same.low < -20 and same.high > 20


@pytest.mark.parametrize(("freedom", "right"), [(4, 2.776), (5, 2.571), (9, 2.262), (19, 2.093), (120, 1.980)])
def test_the_point_of_students_t_is_that_of_the_tables(freedom, right):
    assert gain_rules.student95(freedom) == pytest.approx(right, abs=0.011)


def lesson(lot: Random, pupils: int, gain: float) -> list[Pair]:
    """Pupils of differing ability on two parallel questions; what a pupil knows is the same before and after but for the gain."""

    def right(strength: float) -> int:
        return 100 if lot.random() < 1 / (1 + exp(-strength)) else 0

    abilities = [lot.gauss(0, 1) for _ in range(pupils)]
    return [(right(one), right(one + gain)) for one in abilities]


def truth(gain: float) -> float:
    """Mean difference in percentage points, by the midpoint rule over abilities."""
    points = [-5 + (n + 0.5) / 50 for n in range(500)]
    weights = [exp(-one * one / 2) for one in points]
    lifted = [1 / (1 + exp(-one - gain)) - 1 / (1 + exp(-one)) for one in points]
    return 100 * sum(w * one for w, one in zip(weights, lifted, strict=True)) / sum(weights)


def test_of_a_class_the_interval_holds_the_truth_in_93_to_97_of_100():
    lot, gain = Random(3), 0.9
    real, runs = truth(gain), 1500
    held = sum(
        found.low <= real <= found.high
        for found in (change_of(sums_of(lesson(lot, 40, gain))) for _ in range(runs))
        if found
    )
    assert 0.93 <= held / runs <= 0.97


def test_of_a_school_whose_lessons_differ_it_holds_too():
    lot, runs, held, narrow = Random(5), 300, 0, 0
    real = sum(truth(n / 20) for n in range(-20, 57)) / 77  # gains spread evenly from −1 to 2.8
    for _ in range(runs):
        sums = added([lesson(lot, 20, lot.randrange(-20, 57) / 20) for _ in range(12)])
        found = change_of(sums)
        assert found
        held += found.low <= real <= found.high
        low, high = gain_rules._by_pupils(sums.pairs, sums.became - sums.was, sums.squares)
        narrow += low <= real <= high
    assert 0.92 <= held / runs <= 0.985
    assert narrow < held  # by pupils alone it would promise too much
