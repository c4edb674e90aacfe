"""Which topics are told to be taught again: the edges of certainty, the level of a class, units of several classes, and the order."""

from __future__ import annotations

from dataclasses import replace
from math import erf, sqrt
from random import Random
from statistics import median

import pytest

from eduplatform.assessment import rules, shrinkage, weak_rules
from eduplatform.assessment.shrinkage import SCALE, Prior, Sums
from eduplatform.assessment.weak_rules import Known, judged, known_of, known_of_many, level_of, shortfall, suggest

PRIOR = Prior(100, 0.80, 0.0001, 0.025, 0.002)


def known(topic: str = "FIRE", pupils: int = 40, value: float = 0.6, **more) -> Known:
    said = {"others": 0.8, "compared": 20, "below_line": 0.0, "below_others": 0.0} | more
    return Known(topic, pupils, value, value, value - 0.1, value + 0.1, **said)


def sums_of(shares: list[float]) -> Sums:
    each = [int(SCALE * one) for one in shares]
    total, n = sum(each), len(each)
    return Sums(1, n, total, sum(one * one for one in each), total * total // n, n * n)


@pytest.mark.parametrize(
    ("line", "others", "season", "reason"),
    [
        (0.0, 0.0, "", None),
        (0.974, 0.974, "", None),
        (0.975, 0.0, "", "low"),
        (0.0, 0.975, "", "behind"),
        (0.99, 0.99, "", "behind"),  # said first: others show that it can be taught
        (0.799, 0.799, "SUMMER", None),
        (0.80, 0.0, "SUMMER", "season"),
        (0.0, 0.80, "SUMMER", "season"),
        (0.975, 0.85, "SUMMER", "low"),  # certain without the season
        (0.85, 0.85, "", None),
    ],
)
def test_how_certain_it_must_be_and_what_is_said(line, others, season, reason):
    found = judged(known(below_line=line, below_others=others), season)
    assert (found.reason if found else None) == reason
    assert found is None or (found.topic, found.season) == ("FIRE", season)


@pytest.mark.parametrize(("pupils", "said"), [(0, False), (9, False), (10, True)])
def test_of_fewer_than_ten_pupils_nothing_is_suggested(pupils, said):
    assert (judged(known(pupils=pupils, below_line=1.0, below_others=1.0), "SUMMER") is not None) is said


@pytest.mark.parametrize(
    ("value", "others", "below"),
    [(0.6, 0.8, 0.2), (0.6, 0.65, 0.1), (0.6, None, 0.1), (0.9, 0.95, 0.05), (0.75, None, -0.05)],
)
def test_how_far_below_is_the_line_or_the_others_whichever_is_further(value, others, below):
    assert shortfall(known(value=value, others=others)) == pytest.approx(below)


def test_three_at_most_the_furthest_first_equals_by_their_code():
    values = {"A": 0.6, "B": 0.5, "C": 0.6, "D": 0.4, "E": 0.6}
    every = [known(topic, value=value, below_others=0.99) for topic, value in values.items()]
    assert [one.topic for one in suggest(reversed(every))] == ["D", "B", "A"]
    assert suggest([]) == [] and [one.topic for one in suggest(every[:1])] == ["A"]


def test_a_season_helps_its_own_topic_only():
    some = [known(topic, below_line=0.9) for topic in ("DROWN", "FIRE")]
    assert [(one.topic, one.reason, one.season) for one in suggest(some, {"DROWN": "SUMMER", "ELEC": "HEAT"})] == [
        ("DROWN", "season", "SUMMER")
    ]


@pytest.mark.parametrize(
    ("off", "level"),
    [
        ([], 0.0),
        ([-0.1] * 4, 0.0),  # four topics say nothing of a class
        ([-0.1] * 5, -0.1),
        ([0.1, 0.0, -0.3, 0.2, -0.2], 0.0),
        ([-0.4, -0.2, -0.1, 0.0, 0.0, 0.1], -0.05),
    ],
)
def test_the_level_of_a_class_is_the_middle_of_its_topics(off, level):
    cells = [(sums_of([0.8 + one] * 20), PRIOR) for one in off]
    assert level_of(cells) == pytest.approx(level, abs=1e-3)
    nothing = [(Sums(), PRIOR), (sums_of([0.1] * 20), None)]
    assert level_of([*cells, *nothing]) == pytest.approx(level, abs=1e-3), "what cannot be compared does not move it"
    assert not off or len(off) < 5 or level == pytest.approx(median(off), abs=1e-3)


def test_a_class_by_itself_is_judged_by_wilson_while_it_is_small_and_by_its_own_scatter_then():
    lot = Random(4)
    for pupils in (10, 29, 30, 60):
        shares = [lot.choice((0.4, 0.6, 0.8)) for _pupil in range(pupils)]
        sums = sums_of(shares)
        found = known_of("FIRE", sums, None)
        assert (found.others, found.compared, found.below_others) == (None, 0, 0)
        assert found.value == found.own == pytest.approx(sums.mean)
        if pupils < 30:
            low, high = rules.wilson(sums.mean * pupils, pupils)
            wide = high - low
        else:
            scatter = sum((one - sums.mean) ** 2 for one in shares) / (pupils - 1)
            wide = 2 * rules.Z95 * sqrt(scatter / pupils)
        assert found.high - found.low == pytest.approx(wide, rel=1e-3), pupils
        error = wide / 2 / rules.Z95
        assert found.below_line == pytest.approx(0.5 * (1 + erf((0.7 - sums.mean) / error / sqrt(2))), abs=1e-3)


def test_pupils_who_all_answer_alike_are_not_known_without_end():
    found = known_of("FIRE", sums_of([0.69] * 40), None)
    assert found.high - found.low == pytest.approx(2 * rules.Z95 * sqrt(shrinkage.LEAST_VARIANCE / 40), rel=1e-3)


def test_a_class_is_behind_only_beyond_what_it_is_behind_in_everything():
    sums = sums_of([0.70] * 40)
    alone, weak_class = known_of("FIRE", sums, PRIOR), known_of("FIRE", sums, PRIOR, -0.1)
    assert alone.value == weak_class.value and alone.below_line == weak_class.below_line
    assert alone.below_others > 0.85 > 0.1 > weak_class.below_others
    made = shrinkage.estimate(40, sums.mean, PRIOR)
    assert alone.below_others == pytest.approx(made.chance_below(0.75))
    assert (alone.others, alone.compared) == (0.80, 100)


def test_a_unit_of_several_classes_has_the_error_of_classes_and_pupils_together():
    sums = sum((sums_of([level] * 20) for level in (0.6, 0.7, 0.8)), Sums())
    found = known_of_many("FIRE", sums, PRIOR)
    error = sqrt(PRIOR.between * 3 * 400 / 60**2 + PRIOR.within / 60)
    assert found.value == found.own == pytest.approx(0.7), "nothing is drawn to the others"
    assert (found.low, found.high) == pytest.approx((0.7 - rules.Z95 * error, 0.7 + rules.Z95 * error), abs=1e-3)
    assert found.below_line == pytest.approx(0.5, abs=1e-2) and found.compared == 100
    uneven = sums_of([0.6] * 55) + sums_of([0.7] * 5)
    wide = known_of_many("FIRE", uneven, PRIOR)
    assert wide.high - wide.low > found.high - found.low, "one large class is hardly more than one class"


def test_a_unit_of_one_class_is_that_class_and_one_without_others_stands_by_itself():
    one, two = sums_of([0.7] * 20), sums_of([0.7] * 20) + sums_of([0.6] * 20)
    assert known_of_many("FIRE", one, PRIOR) == known_of("FIRE", one, PRIOR)
    assert known_of_many("FIRE", two, None) == known_of("FIRE", two, None)
    assert replace(known_of("FIRE", one, None), topic="X") == known_of("X", one, None)
    assert weak_rules.MOST == 3 and weak_rules.SHOW_RANGE_BELOW == rules.RANGE_BELOW
