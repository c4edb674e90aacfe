"""Random schemes and figures against a slow oracle of fractions; bands with gaps and overlaps; every shipped scheme."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eduplatform.assessment import rules, scheme_checks, scheme_data, scheme_rules
from eduplatform.assessment.scheme_rules import Figure, Level, Marks, Part, Scheme, Step, Veto
from eduplatform.shared.refusals import Refused

CODES = tuple(rules.BY_CODE)
FIGURES = st.dictionaries(
    st.sampled_from(CODES),
    st.one_of(
        st.tuples(st.integers(0, 60), st.integers(1, 60)).map(lambda two: Figure(min(two), two[1])),
        st.sampled_from([Figure(0, 0, "nothing_due"), Figure(3, 4, "few"), Figure(0, 0, "kindergarten"), Figure(0, 0)]),
    ),
)


def cuts(top: int, most: int = 4):
    """Bounds from 0 to `top` that cover it."""
    inner = st.lists(st.integers(1, top - 1), max_size=most, unique=True)
    return inner.map(lambda some: [0, *sorted(some), top])


@st.composite
def parts(draw, n: int, points: int) -> Part:
    mode = draw(st.sampled_from(scheme_rules.MODES))
    bounds = draw(cuts(10_000))
    steps = [Step(a, b, draw(st.integers(0, points))) for a, b in zip(bounds, bounds[1:], strict=False)]
    return Part(
        f"p{n}",
        f"项{n}",
        points,
        mode,
        () if mode == "manual" else tuple(draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True))),
        tuple(steps) if mode == "tiers" else (),
        draw(st.integers(1, 10_000)),
        draw(st.integers(1, points)),
        draw(st.sampled_from(scheme_rules.MARKERS)),
        n > 0 and draw(st.booleans()) and draw(st.booleans()),
    )


@st.composite
def schemes(draw) -> Scheme:
    total = draw(st.sampled_from(scheme_checks.TOTALS))
    bounds = draw(cuts(total, 5))
    found = [draw(parts(n, b - a)) for n, (a, b) in enumerate(zip(bounds, bounds[1:], strict=False))]
    lost = sum(part.points for part in found if part.bonus)
    found[0] = replace(found[0], points=found[0].points + lost, steps=found[0].steps)
    edges = draw(cuts(total, 3))
    levels = [Level(f"等{n}", a, b) for n, (a, b) in enumerate(zip(edges, edges[1:], strict=False))]
    return Scheme(total, tuple(found), tuple(levels), (Veto("v", "否决", on=draw(st.booleans()), basis="文件"),))


def oracle(scheme: Scheme, figures: dict[str, Figure], marks: Marks) -> tuple[int | None, str | None]:
    """Total and level, reckoned the slow way: everything a fraction, bounds tried one after the other."""

    def hundredth(exact: Fraction) -> int:
        low = exact.numerator // exact.denominator
        return low + (exact - low >= Fraction(1, 2))

    def share(part: Part) -> tuple[Fraction, Figure] | None:
        found = [figures.get(code) for code in part.indicators]
        usable = [one for one in found if one is not None and one.why == "" and one.under > 0]
        return min(((Fraction(one.over, one.under), one) for one in usable), key=lambda pair: pair[0], default=None)

    def points(part: Part) -> int | None:
        if part.mode == "manual":
            by_bureau = marks.bureau.get(part.code) if part.by in ("both", "bureau") else None
            by_school = marks.own.get(part.code) if part.by in ("both", "self") else None
            given_points = by_bureau if by_bureau is not None else by_school
            return None if given_points is None else min(given_points, part.points)
        seen = share(part)
        if seen is None:
            return None
        rate, figure = seen
        if part.mode == "ratio":
            return hundredth(part.points * rate)
        if part.mode == "full_or_zero":
            return part.points if rate >= Fraction(part.threshold, 10_000) else 0
        if part.mode == "deduct":
            return max(part.points - part.each * (figure.under - figure.over), 0)
        if part.mode == "add":
            return min(part.points, part.each * figure.over)
        for step in part.steps:
            if Fraction(step.low, 10_000) <= rate < Fraction(step.high, 10_000) or rate == 1 and step.high == 10_000:
                return step.points
        raise AssertionError("no step")

    weighted = [(part, points(part)) for part in scheme.parts if not part.bonus]
    extra = sum(points(part) or 0 for part in scheme.parts if part.bonus)
    base = sum(part.points for part, got in weighted if got is not None)
    lowest = min(scheme.levels, key=lambda level: level.low).name
    vetoed = any(veto.on and veto.code in marks.vetoes for veto in scheme.vetoes)
    if not base:
        return None, lowest if vetoed else None
    earned = sum(got for _part, got in weighted if got is not None)
    total = min(hundredth(Fraction(earned * scheme.total, base)) + extra, scheme.total)
    holds = [one.name for one in scheme.levels if one.low <= total < one.high or total == one.high == scheme.total]
    assert len(holds) == 1
    return total, lowest if vetoed else holds[0]


@given(schemes(), FIGURES, st.data())
def test_any_scheme_on_any_figures_equals_the_slow_oracle(scheme, figures, data):
    points = st.dictionaries(st.sampled_from([part.code for part in scheme.parts]), st.integers(0, 3000))
    marks = Marks(data.draw(points), data.draw(points), frozenset(data.draw(st.sets(st.just("v")))))
    assert not scheme_checks.scheme_faults(scheme), scheme_checks.scheme_faults(scheme)
    # two figures with the same share may count otherwise (3 of 4, 6 of 8): the first one does, as in the rules
    score = scheme_rules.scored(scheme, figures, marks)
    expected = oracle(scheme, figures, marks)
    assert (score.total, score.level.name if score.level else None) == expected
    assert score.earned == sum(o.points for o in score.outcomes if o.points is not None and not o.part.bonus)
    assert all((one.points is None) == (one.why in WITHOUT) for one in score.outcomes), "every part says why"
    assert all(type(one.points) in (int, type(None)) for one in score.outcomes) and type(score.earned) is int


WITHOUT = ("waiting", "nothing_due", "few", "kindergarten")


@given(st.lists(st.tuples(st.integers(-5, 30), st.integers(-5, 30)), max_size=6), st.integers(1, 25))
def test_bands_are_refused_exactly_when_some_number_has_not_one_band(bands, top):
    def homes(x: int) -> int:
        return sum(low <= x < high or x == high == top for low, high in bands)

    inside = all(0 <= low < high <= top for low, high in bands)
    whole = bool(bands) and inside and all(homes(x) == 1 for x in range(top + 1))
    assert (scheme_checks.covering(bands, top) == []) is whole


def test_the_real_scheme_with_64_and_below_has_its_gap_named():
    real = [Level("优秀", 9000, 10_000), Level("合格", 6500, 9000), Level("不合格", 0, 6401)]
    found = scheme_checks.level_faults(real, 10_000)
    assert [(one.code, one.values) for one in found] == [("bands_gap", {"low": 6401, "high": 6500})]
    assert not scheme_checks.level_faults([*real[:2], Level("不合格", 0, 6500)], 10_000)
    levels = Scheme(10_000, (), (*real[:2], Level("不合格", 0, 6500)))
    assert [scheme_rules.level_of(levels, n).name for n in (9000, 8999, 6500, 6499, 6450, 0, 10_000)] == [
        "优秀",
        "合格",
        "合格",
        "不合格",
        "不合格",
        "不合格",
        "优秀",
    ]


def test_shipped_schemes_say_what_they_are_and_only_whole_ones_could_be_published():
    found = scheme_data.shipped(Path("courses"))
    assert len(found) == 10
    for one in found.values():
        assert one.name and one.name_en and one.source and one.nature in ("proposal", "document", "reprint", "report")
        assert not any(veto.on for veto in one.scheme.vetoes), "vetoes are off (PC-05)"
        assert not one.complete or not scheme_checks.scheme_faults(one.scheme), one.code
        assert scheme_data.of_body(scheme_data.as_body(one.scheme)) == one.scheme
    split = found["jiangxi_split"].scheme
    assert sum(part.points for part in split.parts if part.by == "bureau") == 2700
    assert found["cangnan_1000"].scheme.total == 100_000


def test_no_indicator_divides_by_nothing_and_one_that_did_would_be_found():
    assert scheme_checks.indicator_faults(rules.INDICATORS) == []
    bad = [replace(rules.INDICATORS[0], under=()), replace(rules.INDICATORS[0], under=("nobody_counts",))]
    assert scheme_checks.indicator_faults(bad) == ["lesson_rate", "lesson_rate"]


@pytest.mark.parametrize("text", ["", "x", "NaN", "Infinity", "1.001", "1e99", "--1", "１２x"])
def test_what_is_no_number_of_two_decimals_is_refused(text):
    with pytest.raises(Refused, match="scheme_number"):
        scheme_data.hundredths(text)


def test_a_share_of_exactly_the_bound_belongs_to_the_upper_step():
    part = Part(
        "a", "a", 200, "tiers", ("lesson_rate",), (Step(0, 9000, 0), Step(9000, 9500, 100), Step(9500, 10_000, 200))
    )
    for over, under, points in ((9, 10, 100), (899, 1000, 0), (19, 20, 200), (949, 1000, 100), (7, 7, 200)):
        got = scheme_rules.outcome(part, {"lesson_rate": Figure(over, under)}, Marks())
        assert got.points == points and got.step.points == points, (over, under)
