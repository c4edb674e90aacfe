"""Every fault of a scheme by itself: its code, its place and its numbers; and that a whole scheme has none."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from eduplatform.assessment import rules, scheme_checks
from eduplatform.assessment.scheme_checks import covering, part_faults, scheme_faults
from eduplatform.assessment.scheme_rules import Level, Part, Scheme, Step, Veto

STEPS = (Step(0, 6000, 0), Step(6000, 10_000, 3000))
RATIO = Part("a", "授课", 7000, "ratio", ("lesson_rate",))
TIERS = Part("b", "合格", 3000, "tiers", ("pass_rate",), STEPS)
LEVELS = (Level("好", 6000, 10_000), Level("差", 0, 6000))
WHOLE = Scheme(10_000, (RATIO, TIERS), LEVELS)


def said(found) -> list[tuple[str, int]]:
    return [(one.code, one.part) for one in found]


def test_a_whole_scheme_has_no_fault():
    assert scheme_faults(WHOLE) == []
    assert scheme_faults(Scheme(100_000, (replace(RATIO, points=100_000),), (Level("全", 0, 100_000),))) == []


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({"total": 20_000}, ["scheme_total", "scheme_weights", "bands_gap"]),
        ({"parts": ()}, ["scheme_empty"]),
        ({"parts": (replace(RATIO, points=10_000, bonus=True),)}, ["scheme_empty"]),
        ({"parts": (RATIO,)}, ["scheme_weights"]),
        ({"parts": (RATIO, TIERS, replace(RATIO, code="x", points=500, bonus=True))}, []),
        ({"levels": ()}, ["bands_gap"]),
        ({"levels": (LEVELS[0], replace(LEVELS[1], name="好"))}, ["scheme_level_names"]),
        ({"levels": (LEVELS[0], replace(LEVELS[1], name=" 好 "))}, ["scheme_level_names"]),
        ({"levels": (LEVELS[0], replace(LEVELS[1], name="  "))}, ["scheme_level_names"]),
        ({"vetoes": (Veto("v", "否决"),)}, []),  # off: it needs no document
        ({"vetoes": (Veto("v", "否决", on=True, basis=" "),)}, ["scheme_veto_basis"]),
        ({"vetoes": (Veto("v", "否决", on=True, basis="某号文"),)}, []),
    ],
)
def test_each_fault_of_the_scheme_itself_has_its_code(change, faults):
    assert said(scheme_faults(replace(WHOLE, **change))) == [(code, 0) for code in faults]


def test_faults_come_in_the_order_of_the_page_each_with_the_number_of_its_part():
    odd = replace(TIERS, code="a", indicators=("nobody_knows",), steps=(Step(0, 9000, 4000),))
    wrong = replace(WHOLE, parts=(RATIO, odd), levels=(), vetoes=(Veto("v", "否决", on=True),))
    assert said(scheme_faults(wrong)) == [
        ("scheme_code_twice", 1),
        ("scheme_code_twice", 2),
        ("scheme_unknown_indicator", 2),
        ("bands_gap_share", 2),
        ("scheme_step_points", 2),
        ("bands_gap", 0),
        ("scheme_veto_basis", 0),
    ]


def test_the_weights_are_told_with_their_sum_and_the_total():
    [fault] = scheme_faults(replace(WHOLE, parts=(RATIO, replace(TIERS, points=3001))))
    assert fault.values == {"sum": 10_001, "total": 10_000}


@pytest.mark.parametrize(("parts", "codes"), [(40, []), (41, ["scheme_parts"])])
def test_forty_parts_at_most_bonus_parts_among_them(parts, codes):
    more = tuple(replace(RATIO, code=f"x{n}", points=100, bonus=True) for n in range(parts - 2))
    assert [one.code for one in scheme_faults(replace(WHOLE, parts=(RATIO, TIERS, *more)))] == codes


@pytest.mark.parametrize(
    ("part", "codes"),
    [
        (replace(RATIO, name="  "), ["scheme_part"]),
        (replace(RATIO, points=0), ["scheme_part"]),
        (replace(RATIO, points=100_000), []),
        (replace(RATIO, points=100_001), ["scheme_part"]),
        (replace(RATIO, mode="guess"), ["scheme_part"]),
        (Part("m", "材料", 500, "manual", by="self"), []),
        (Part("m", "材料", 500, "manual", by="both"), []),
        (Part("m", "材料", 500, "manual", by="pupils"), ["scheme_part"]),
        (replace(RATIO, by="pupils"), []),  # nobody marks it: who would does not matter
        (replace(RATIO, indicators=()), ["scheme_no_indicator"]),
        (replace(RATIO, indicators=("lesson_rate", "x", "y")), ["scheme_unknown_indicator"] * 2),
        (replace(TIERS, steps=()), ["bands_gap_share"]),
        (replace(TIERS, steps=(Step(0, 6000, 0), Step(5000, 10_000, 1))), ["bands_overlap_share"]),
        (replace(TIERS, steps=(Step(0, 10_000, 0), Step(5, 5, 1))), ["bands_empty_share"]),
        (replace(TIERS, steps=(Step(0, 10_001, 0),)), ["bands_outside_share"]),
        (replace(TIERS, steps=(Step(0, 10_000, 3001),)), ["scheme_step_points"]),
        (replace(TIERS, steps=(Step(0, 10_000, -1),)), ["scheme_step_points"]),
        (replace(TIERS, steps=(Step(0, 10_000, 3000),)), []),
        (replace(RATIO, steps=(Step(5, 1, -1),)), []),  # steps of a part that has none are not looked at
        (replace(RATIO, mode="deduct", each=0), ["scheme_each"]),
        (replace(RATIO, mode="add", each=7001), ["scheme_each"]),
        (replace(RATIO, mode="add", each=7000), []),
        (replace(RATIO, mode="deduct", each=1), []),
        (replace(RATIO, mode="full_or_zero", threshold=0), ["scheme_threshold"]),
        (replace(RATIO, mode="full_or_zero", threshold=1), []),
        (replace(RATIO, mode="full_or_zero", threshold=10_000), []),
        (replace(RATIO, mode="full_or_zero", threshold=10_001), ["scheme_threshold"]),
    ],
)
def test_each_fault_of_a_part_has_its_code(part, codes):
    found = part_faults(part)
    assert [one.code for one in found] == codes
    assert all(one.values["part"] == part.name for one in found if one.code.startswith("scheme_no"))


def test_an_indicator_that_divides_by_nothing_is_no_base_for_points(monkeypatch):
    monkeypatch.setitem(rules.BY_CODE, "lesson_rate", replace(rules.INDICATORS[0], under=()))
    assert [one.code for one in part_faults(RATIO)] == ["scheme_by_nothing"]
    one = rules.INDICATORS[0]
    odd = [replace(one, over=()), replace(one, over=("nobody",)), one]
    assert scheme_checks.indicator_faults(odd) == ["lesson_rate"] * 2


@pytest.mark.parametrize(
    ("bands", "faults"),
    [
        ([], [("gap", 0, 10)]),
        ([(0, 10)], []),
        ([(5, 10), (0, 5)], []),
        ([(1, 10)], [("gap", 0, 1)]),
        ([(0, 9)], [("gap", 9, 10)]),
        ([(0, 4), (5, 10)], [("gap", 4, 5)]),
        ([(0, 6), (5, 10)], [("overlap", 5, 6)]),
        ([(0, 10), (2, 4)], [("overlap", 2, 4)]),
        ([(0, 10), (0, 10)], [("overlap", 0, 10)]),
        ([(0, 3), (2, 3), (4, 10)], [("overlap", 2, 3), ("gap", 3, 4)]),
        ([(0, 5), (5, 5), (5, 10)], [("empty", 5, 5)]),
        ([(5, 0), (-1, 11)], [("empty", 5, 0), ("outside", -1, 11)]),
    ],
)
def test_where_bands_do_not_cover_is_told_from_and_to(bands, faults):
    assert covering(bands, 10) == faults


@pytest.mark.parametrize("seed", range(30))
def test_gaps_and_overlaps_are_those_of_every_single_number(seed):
    lot = Random(f"bands:{seed}")
    bands = [tuple(sorted(lot.sample(range(21), 2))) for _band in range(lot.randint(1, 5))]
    homes = [sum(low <= x < high for low, high in bands) for x in range(20)]
    found = covering(bands, 20)
    none = {x for what, low, high in found if what == "gap" for x in range(low, high)}
    many = {x for what, low, high in found if what == "overlap" for x in range(low, high)}
    assert none == {x for x, n in enumerate(homes) if n == 0}
    assert many == {x for x, n in enumerate(homes) if n > 1}
    assert {what for what, _low, _high in found} <= {"gap", "overlap"}
