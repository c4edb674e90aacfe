"""Rates with their uncertainty, what is too small to show, what is weak."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eduplatform.assessment import counters, rules


def counts(**values: int) -> dict[str, int]:
    return counters.named(counters.counter_row(values))


def test_the_interval_is_wilsons():
    low, high = rules.wilson(8, 10)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)  # Newcombe 1998, method 3


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_rate_lies_in_its_interval_and_the_interval_in_0_to_1(over, under):
    over = min(over, under)
    rate = rules.rate(over, under)
    assert 0 <= rate.low <= rate.value <= rate.high <= 1


def test_the_fewer_the_wider():
    wide, narrow = rules.rate(4, 5), rules.rate(400, 500)
    assert wide.high - wide.low > 5 * (narrow.high - narrow.low)


def test_nothing_due_is_no_rate():
    assert rules.rate(0, 0).value is None


@pytest.mark.parametrize(("roll", "classes", "hidden"), [(9, 1, True), (10, 1, False), (5, 2, False)])
def test_results_of_fewer_than_ten_pupils_are_hidden_from_outside_the_school(roll, classes, hidden):
    line = counts(
        lessons=3,
        roll=3 * roll,
        quiz_due=3 * roll,
        quiz_taken=3 * roll,
        skill_due=3 * roll,
        classes=classes,
        slots_due=3,
        slots_done=3,
    )
    outside, inside = rules.rates(line, inside=False), rules.rates(line, inside=True)
    assert all(outside[code].hidden is hidden for code in ("quiz_rate", "pass_rate", "excellent_rate", "skill_rate"))
    assert not outside["lesson_rate"].hidden and not any(rate.hidden for rate in inside.values())
    assert (outside["quiz_rate"].over is None) is hidden


def test_every_indicator_of_the_bureaus_is_there():
    assert {indicator.group for indicator in rules.INDICATORS} == set(rules.GROUPS)
    line = counts(quiz_due=40, quiz_taken=20, quiz_group=10, quiz_passed=15, lessons=1, roll=40)
    found = rules.rates(line, inside=False)
    assert found["quiz_rate"].value == 0.75 and found["pass_rate"].value == 0.75


def topic(right: int, sheets: int, inside: bool = True) -> rules.TopicShare:
    """`right` per cent of the marks of `sheets` sheets of ten questions."""
    return rules.topic_share("FIRE", 10 * sheets, 10 * sheets * right, sheets, inside)


def test_a_topic_is_weak_only_beyond_doubt():
    assert topic(50, 40).weak and not topic(65, 40).weak and topic(65, 400).weak and not topic(75, 4000).weak
    assert not topic(20, 19).weak, "nineteen sheets are too few"


def test_a_topic_answered_by_fewer_than_ten_is_hidden_from_outside():
    assert topic(50, 9, inside=False).share.hidden and not topic(50, 9).share.hidden


@pytest.mark.parametrize(
    ("code", "given", "value", "of", "personal"),
    [
        ("lesson_rate", {"slots_done": 3, "slots_due": 4}, 0.75, "lesson", False),
        ("hours_met", {"classes_met": 1, "classes": 2}, 0.5, "class", False),
        ("evidenced_met", {"classes_evidenced": 1, "classes": 4}, 0.25, "class", False),
        ("present_rate", {"present": 38, "roll": 40}, 0.95, "pupil", False),
        ("quiz_rate", {"quiz_taken": 20, "quiz_group": 10, "quiz_due": 40}, 0.75, "pupil", True),
        ("pass_rate", {"quiz_passed": 9, "quiz_taken": 10}, 0.9, "pupil", True),
        ("excellent_rate", {"quiz_excellent": 4, "quiz_taken": 10}, 0.4, "pupil", True),
        ("skill_rate", {"skill_done": 10, "skill_group": 5, "skill_due": 20}, 0.75, "pupil", True),
        ("activity_rate", {"activity_done": 1, "activity_due": 2}, 0.5, "class", False),
    ],
)
def test_what_each_rate_divides_and_of_whom(code, given, value, of, personal):
    indicator = rules.BY_CODE[code]
    assert rules.rates(counts(**given), inside=True)[code].value == value
    assert (indicator.of, indicator.personal, indicator in rules.PERSONAL) == (of, personal, personal)


def test_where_nothing_is_due_the_two_numbers_are_still_told():
    assert rules.rate(2, 0) == rules.Rate(2, 0, None, None, None, False)
    assert rules.rate(2, -1).value is None and rules.rate(0, 1).value == 0
    full = rules.rate(3, 4)
    assert (full.over, full.under, full.value, full.hidden) == (3, 4, 0.75, False)


@pytest.mark.parametrize(
    ("given", "behind"),
    [
        ({}, None),
        ({"lessons": 3, "roll": 120, "classes": 1}, 40),
        ({"lessons": 3, "roll": 120, "classes": 2}, 80),
        ({"lessons": 3, "roll": 120}, 40),
    ],
)
def test_pupils_behind_a_line_are_the_mean_roll_times_its_classes(given, behind):
    assert rules.pupils_behind(counts(**given)) == behind


@pytest.mark.parametrize(
    ("given", "group", "said"),
    [
        ({"quiz_unasked": 1}, "quiz", True),
        ({"quiz_unasked": 1, "quiz_due": 1}, "quiz", False),
        ({}, "quiz", False),
        ({"skill_unasked": 2}, "skill", True),
        ({"skill_unasked": 2}, "quiz", False),
    ],
)
def test_a_group_that_was_never_tested_has_no_rate(given, group, said):
    assert rules.untested(counts(**given), group) is said


def test_hours_with_evidence_are_all_but_the_declared_ones():
    assert rules.evidenced(counts(hours=300, hours_declared=100)) == 200


def test_a_topic_says_how_many_answered_and_how_sure_that_is():
    share = topic(50, 40)
    assert (share.topic, share.answered, share.sheets, share.share.under, share.share.value) == (
        "FIRE",
        400,
        40,
        40000,
        0.5,
    )
    assert (round(share.share.low, 4), round(share.share.high, 4)) == tuple(round(x, 4) for x in rules.wilson(20, 40))
    hidden = topic(50, 9, inside=False)
    assert (hidden.answered, hidden.sheets, hidden.weak) == (0, 0, False) and hidden.share.over is None
    assert not topic(50, 10, inside=False).share.hidden
    nothing = rules.topic_share("FIRE", 0, 0, 3, True)
    assert (nothing.answered, nothing.sheets, nothing.share.value, nothing.weak) == (0, 3, None, False)
    assert topic(20, 20).weak, "twenty sheets are enough"


@pytest.mark.parametrize(("sheets", "hidden"), [(0, False), (1, True), (9, True), (10, False)])
def test_the_sheets_of_one_to_nine_pupils_are_hidden_from_outside(sheets, hidden):
    assert rules.topic_share("FIRE", 10, 500, sheets, inside=False).share.hidden == hidden
    assert not rules.topic_share("FIRE", 10, 500, sheets, inside=True).share.hidden


def test_a_rate_of_which_nothing_counts_yet_hides_nothing_where_enough_stand_behind():
    indicator = next(one for one in rules.PERSONAL if one.under != (f"{one.group}_due",))
    line = counts(lessons=1, roll=40, classes=1, **{f"{indicator.group}_due": 40})
    assert sum(line[name] for name in indicator.under) == 0
    assert not rules.too_few(line, indicator)


@pytest.mark.parametrize(
    ("codes", "since", "who", "evidence", "without"),
    [
        ("lesson_rate", "week", "class", "ABC", ()),
        ("hours_met", "year", "class", "ABC", ()),
        ("evidenced_met", "year", "class", "AB", ()),
        ("present_rate", "lesson", "roll", "ABC", ()),
        ("quiz_rate", "asked", "roll", "AB", ("K",)),
        ("pass_rate excellent_rate", "sheet", "named", "AB", ("K",)),
        ("skill_rate", "asked", "roll", "AB", ()),
        ("activity_rate", "window", "class", "ABC", ()),
    ],
)
def test_each_rate_says_from_when_of_whom_by_what_evidence_and_where_there_is_none(
    codes, since, who, evidence, without
):
    for indicator in map(rules.BY_CODE.get, codes.split()):
        assert (indicator.since, indicator.who, indicator.without) == (since, who, without)
        assert "".join(indicator.evidence) == evidence


def test_a_rate_is_said_in_per_cent_and_where_few_stand_behind_it_with_its_bounds():
    assert rules.rate(0, 400).said == "0.0%" and rules.rate(26, 30).said == "86.7%"
    few = rules.rates(counts(quiz_due=29, quiz_taken=15), inside=True)["quiz_rate"]
    many = rules.rates(counts(quiz_due=30, quiz_taken=15), inside=True)["quiz_rate"]
    assert (few.said, many.said) == ("51.7% (34–69%)", "50.0%")
    assert rules.rates(counts(quiz_due=20), inside=True)["quiz_rate"].said == "0.0% (0–16%)"
