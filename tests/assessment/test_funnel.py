"""The funnel of units against an analysis of variance done slowly, and what a list hides, against every way to choose."""

from __future__ import annotations

from math import sqrt
from random import Random
from statistics import mean

import pytest

from eduplatform.assessment import funnel, rules
from eduplatform.assessment.funnel import Funnel, hidden_units
from eduplatform.assessment.shrinkage import SCALE, Sums

Classes = list[list[int]]  #: of a unit: of each class the shares of its pupils


def sums_of(shares: list[int]) -> Sums:
    total, n = sum(shares), len(shares)
    return Sums(1, n, total, sum(one * one for one in shares), total * total // n, n * n)


def unit_of(classes: Classes) -> Sums:
    return sum((sums_of(one) for one in classes), Sums())


def slowly(units: list[Classes]) -> tuple[float, float] | None:
    """Mean, and variance of a unit's mean times its pupils: pupils within classes, classes within units."""
    every = [shares for classes in units for shares in classes]
    pupils = [one / SCALE for shares in every for one in shares]
    if len(units) < 3 or len(pupils) <= len(every):
        return None
    squares = sum((one / SCALE - mean(shares) / SCALE) ** 2 for shares in every for one in shares)
    within = max(squares / (len(pupils) - len(every)), 0.0)
    degrees = len(every) - len(units)
    of_classes = 0.0
    if degrees > 0:
        scatter, each = 0.0, float(len(pupils))
        for classes in units:
            own = [one for shares in classes for one in shares]
            scatter += sum(len(shares) * ((mean(shares) - mean(own)) / SCALE) ** 2 for shares in classes)
            each -= sum(len(shares) ** 2 for shares in classes) / len(own)
        of_classes = max((scatter / degrees - within) / (each / degrees), 0.0) if each > 0 else 0.0
    sizes = sum(len(shares) ** 2 for shares in every)
    return mean(pupils), within + of_classes * sizes / len(pupils)


@pytest.mark.parametrize("seed", range(30))
def test_the_funnel_equals_an_analysis_of_variance_over_random_units(seed):
    lot = Random(f"funnel:{seed}")
    units = [
        [
            [int(SCALE * min(max(lot.gauss(level, 0.2), 0), 1)) for _pupil in range(lot.randint(1, 30))]
            for level in [lot.uniform(0.4, 0.9) for _class in range(lot.randint(1, 4))]
        ]
        for _unit in range(lot.randint(1, 7))
    ]
    found, expected = funnel.funnel_of(map(unit_of, units)), slowly(units)
    assert (found is None) == (expected is None)
    if found and expected:
        assert (found.middle, found.spread) == pytest.approx(expected, rel=1e-3, abs=1e-5)


def test_units_nobody_answered_in_neither_count_nor_make_three():
    some = [unit_of([[6000, 8000, 7000]]), unit_of([[9000, 5000]])]
    assert funnel.funnel_of([*some, Sums(), Sums()]) is None
    three = [*some, unit_of([[4000, 4500]])]
    assert funnel.funnel_of([*three, Sums()]) == funnel.funnel_of(three) is not None


def test_classes_of_one_pupil_each_say_nothing_of_how_pupils_scatter():
    assert funnel.funnel_of([unit_of([[5000]]), unit_of([[7000]]), unit_of([[9000]])]) is None


def test_where_each_unit_is_one_class_only_pupils_scatter():
    units = [[[6000, 8000]], [[1000, 3000]], [[9000, 9000]]]
    found = funnel.funnel_of(map(unit_of, units))
    assert found.spread == pytest.approx((0.02 + 0.02 + 0) / 3), "units far apart do not widen the funnel"


def test_the_limits_narrow_with_the_root_of_the_pupils_and_stay_within_0_and_1():
    shape = Funnel(0.8, 0.04)
    assert shape.limits(25) == pytest.approx((0.8 - rules.Z95 * 0.04, 0.8 + rules.Z95 * 0.04))
    half, quarter = (shape.limits(n)[1] - 0.8 for n in (100, 400))
    assert half == pytest.approx(2 * quarter)
    assert shape.limits(1)[1] == 1.0 and Funnel(0.1, 0.09).limits(4)[0] == 0.0
    assert shape.limits(25)[0] == pytest.approx(0.8 - rules.Z95 * sqrt(0.04 / 25))


@pytest.mark.parametrize(("share", "side"), [(0.70, -1), (0.73, 0), (0.80, 0), (0.87, 0), (0.90, 1)])
def test_a_unit_is_outside_below_or_above_and_on_the_limit_within(share, side):
    shape = Funnel(0.8, 0.04)
    assert shape.outside(Sums(1, 25, int(25 * share * SCALE))) == side
    edge = Funnel(0.5, 0.0)  # nobody scatters: the limits are the middle
    assert [edge.outside(Sums(1, 10, int(10 * one * SCALE))) for one in (0.4, 0.5, 0.6)] == [-1, 0, 1]


@pytest.mark.parametrize("seed", range(60))
def test_what_is_left_out_of_a_list_is_never_one_unit_nor_fewer_than_the_least(seed):
    lot = Random(f"hidden:{seed}")
    pupils = {n: lot.choice((0, 1, 4, 9, 10, 11, 30)) for n in range(lot.randint(0, 7))}
    inside = {n: True for n in pupils if lot.random() < 0.15}
    found = hidden_units(pupils, inside, 10)
    small = {n for n, size in pupils.items() if 0 < size < 10 and not inside.get(n)}
    assert small <= found and not found & set(inside), "the viewer's own school is always shown"
    assert all(pupils[n] for n in found), "nobody stands behind a 0"
    assert bool(found) is bool(small), "nothing is hidden without a reason"
    others = [n for n, size in pupils.items() if size >= 10 and not inside.get(n) and n not in found]
    enough = len(found) >= 2 and sum(pupils[n] for n in found) >= 10
    assert not found or enough or not others, "more are hidden until they cover each other, or none is left"
    more = sorted(pupils[n] for n in found - small)
    assert not more or max(more) <= min([pupils[n] for n in others], default=10**6), (
        "the smallest of the others go first"
    )
