"""A figure now and then: Newcombe's interval against its formula, where it is told, what is hidden of a part of a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import sqrt
from random import Random

import pytest

from eduplatform.assessment import counters, rules, trend_rules
from eduplatform.assessment.trend_rules import Difference, a_year_before, compared, difference


def counts(**values: int) -> dict[str, int]:
    return counters.named(counters.counter_row(values))


def newcombe(a: int, m: int, b: int, n: int) -> tuple[float, float]:
    """Newcombe 1998, method 10, written from the paper: bounds of a/m − b/n from the two score intervals."""

    def score(over: int, under: int) -> tuple[float, float]:
        z, share = 1.959964, over / under
        root = z * sqrt(z * z + 4 * under * share * (1 - share))
        return (2 * over + z * z - root) / (2 * (under + z * z)), (2 * over + z * z + root) / (2 * (under + z * z))

    (low_a, high_a), (low_b, high_b) = score(a, m), score(b, n)
    apart = a / m - b / n
    return (
        apart - sqrt((a / m - low_a) ** 2 + (high_b - b / n) ** 2),
        apart + sqrt((high_a - a / m) ** 2 + (b / n - low_b) ** 2),
    )


def test_the_interval_is_newcombes_over_random_shares():
    lot = Random(19)
    for _turn in range(400):
        m, n = lot.randint(1, 29), lot.randint(1, 400)
        a, b = lot.randint(0, m), lot.randint(0, n)
        found = difference(rules.rate(a, m), rules.rate(b, n))
        low, high = newcombe(a, m, b, n)
        assert found.value == pytest.approx(a / m - b / n)
        assert (found.low, found.high) == pytest.approx((max(-1, low), min(1, high)), abs=1e-9), (a, m, b, n)
        assert found.unclear is (found.low <= 0 <= found.high)


@pytest.mark.parametrize(
    ("now", "then", "told"),
    [
        ((300, 400), (200, 400), False),
        ((29, 30), (20, 30), False),  # thirty are many
        ((28, 29), (20, 30), True),
        ((29, 30), (20, 29), True),
        ((4, 5), (400, 500), True),
    ],
)
def test_the_interval_is_told_where_either_figure_stands_on_fewer_than_thirty(now, then, told):
    found = difference(rules.rate(*now), rules.rate(*then))
    assert (found.low is not None, found.high is not None) == (told, told)
    assert told or not found.unclear


def test_few_pupils_behind_many_sheets_tell_their_interval_too():
    many = rules.rate(300, 400)
    for now, then in ((replace(many, few=True), many), (many, replace(many, few=True))):
        assert difference(now, then).unclear and difference(now, then).value == 0
    assert difference(many, many) == Difference(0.0)


def test_no_difference_where_one_of_the_two_is_hidden_or_there_is_none():
    some, hidden, nothing = rules.rate(3, 4), rules.Rate(None, None, hidden=True), rules.rate(0, 0)
    assert [difference(*two) for two in ((some, hidden), (hidden, some), (some, nothing), (nothing, some))] == [
        None
    ] * 4


def test_an_interval_never_leaves_what_a_difference_can_be():
    up, down = difference(rules.rate(1, 1), rules.rate(0, 1)), difference(rules.rate(0, 1), rules.rate(1, 1))
    assert (up.value, up.high) == (1.0, 1.0) and (down.value, down.low) == (-1.0, -1.0)
    assert up.low == pytest.approx(-down.high)


def test_the_main_figures_stand_side_by_side_but_those_left_out():
    now, then = (rules.rates(counts(slots_due=4, slots_done=n), True) for n in (3, 2))
    found = compared(now, then)
    assert [one.code for one in found] == list(trend_rules.MAIN)
    assert (found[0].now, found[0].then) == (now["lesson_rate"], then["lesson_rate"])
    assert found[0].apart.value == pytest.approx(0.25) and found[1].apart is None
    part = [one.code for one in compared(now, then, trend_rules.OF_A_YEAR)]
    assert part == [code for code in trend_rules.MAIN if code != "hours_met"], "a term is no year"


FULL = {"lessons": 1, "classes": 1, "quiz_due": 30, "quiz_taken": 30, "skill_due": 30, "roll": 30}


@pytest.mark.parametrize(
    ("part", "rest", "wholes", "hidden"),
    [
        (FULL, FULL, (), set()),
        (FULL | {"quiz_taken": 9}, FULL, (), {"pass_rate", "excellent_rate"}),
        (FULL, FULL | {"quiz_taken": 9}, (), {"pass_rate", "excellent_rate"}),  # else it is the year less the term
        (FULL, FULL | {"roll": 9}, (), {"quiz_rate", "pass_rate", "excellent_rate", "skill_rate"}),
        (FULL, FULL, (frozenset({"skill_rate"}), frozenset({"quiz_rate"})), {"skill_rate", "quiz_rate"}),
        (FULL, {}, (), set()),  # nothing is left of the year: the part is the whole, which is shown
    ],
)
def test_of_a_part_is_hidden_what_is_hidden_of_it_of_the_rest_or_of_a_whole(part, rest, wholes, hidden):
    assert trend_rules.hidden_of_part(counts(**part), counts(**rest), *wholes) == hidden


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2028, 2, 29), date(2027, 2, 28)),
        (date(2028, 2, 28), date(2027, 2, 28)),
        (date(2028, 3, 29), date(2027, 3, 29)),
        (date(2027, 1, 29), date(2026, 1, 29)),
        (date(2026, 12, 31), date(2025, 12, 31)),
    ],
)
def test_the_same_day_a_year_before(day, before):
    assert a_year_before(day) == before
