"""Dated rules: what holds at a unit on a day, against a count by hand; never laxer than above; nothing of the past changes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eduplatform.curriculum.taxonomy import STAGES, load_taxonomy
from eduplatform.shared.refusals import Refused
from eduplatform.teaching import dated_rules, rule_files, rules
from eduplatform.teaching.dated_rules import HOURS, DatedRule
from eduplatform.teaching.rule_book import RuleBook
from eduplatform.teaching.rule_operations import _check_shape

FIRST = date(2026, 9, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(30)]
ABOUT = [(HOURS, "", "year"), ("drills", "", "month"), ("topic_hours", "DRUG", "year")]

spans = st.tuples(st.integers(0, 29), st.none() | st.integers(0, 29)).map(
    lambda two: (DAYS[two[0]], None if two[1] is None else DAYS[max(two)])
)
grades = st.none() | st.tuples(st.integers(1, 12), st.integers(1, 12)).map(lambda two: (min(two), max(two)))


@st.composite
def one_rule(draw, unit: int) -> DatedRule:
    measure, topic, period = draw(st.sampled_from(ABOUT))
    first, last = draw(spans)
    return DatedRule(
        measure,
        period,
        draw(st.integers(1, 12)) * 100,
        unit,
        frozenset(draw(st.sets(st.sampled_from(STAGES), max_size=3))),
        None if measure == HOURS else draw(grades),
        topic,
        first,
        last,
    )


@st.composite
def trees(draw) -> tuple[dict[int, int], dict[int, list[DatedRule]]]:
    """(unit above by unit, rules of each unit as add_rule() lets them in, in the order they were asked for)."""
    above = {n: draw(st.integers(1, n - 1)) for n in range(2, draw(st.integers(2, 6)) + 1)}
    units = [1, *above]
    let_in: dict[int, list[DatedRule]] = {unit: [] for unit in (0, *units)}
    for _ in range(draw(st.integers(0, 14))):
        unit = draw(st.sampled_from(units))
        wanted = draw(one_rule(unit))
        over = [rule for one in line_of(above, unit)[:-1] for rule in let_in[one]]
        free = not dated_rules.standing_over(over, wanted) and not dated_rules.in_the_way(let_in[unit], wanted)
        if free and wanted.people:
            let_in[unit].append(wanted)
    return above, let_in


def line_of(above: dict[int, int], unit: int) -> list[int]:
    line = [unit]
    while line[-1] in above:
        line.append(above[line[-1]])
    return [0, *reversed(line)]


def by_hand(rules_of, line, about, day, stage, grade) -> int:
    """Every rule looked at one by one, with nothing of the product but its fields."""
    best = 0
    for unit in line:
        for one in rules_of[unit]:
            if (one.measure, one.topic, one.period) != about or day < one.from_on:
                continue
            if one.to_on is not None and day > one.to_on:
                continue
            if one.stages and stage not in one.stages:
                continue
            if one.grades and not one.grades[0] <= grade <= one.grades[1]:
                continue
            best = max(best, one.least)
    return best


@settings(max_examples=200, deadline=None)
@given(trees(), st.sampled_from(DAYS), st.sampled_from(dated_rules.GRADES))
def test_what_holds_is_what_a_count_by_hand_says_and_never_laxer_than_above(tree, day, pair):
    above, let_in = tree
    stage, grade = pair
    for unit in (1, *above):
        line = line_of(above, unit)
        lines = [rule for one in line for rule in let_in[one]]
        for about in ABOUT:
            found = dated_rules.asked_of(lines, about, day, stage, grade)
            assert (found.least if found else 0) == by_hand(let_in, line, about, day, stage, grade)
            over = by_hand(let_in, line[:-1], about, day, stage, grade)
            assert (found.least if found else 0) >= over


@settings(max_examples=200, deadline=None)
@given(trees())
def test_no_own_rule_is_laxer_than_one_above_it_was_let_in_under_and_no_two_of_a_unit_meet(tree):
    above, let_in = tree
    for unit in (1, *above):
        own = let_in[unit]
        for n, one in enumerate(own):
            for other in own[:n]:
                for day in DAYS:
                    both = one.holds_on(day) and other.holds_on(day) and one.about == other.about
                    assert not both or not one.people & other.people


@settings(max_examples=100, deadline=None)
@given(trees(), st.integers(1, 28))
def test_ending_a_rule_and_beginning_another_leaves_every_day_before_as_it_was(tree, now):
    above, let_in = tree
    today = DAYS[now]
    changed = {
        unit: [
            replace(rule, to_on=today) if rule.holds_on(today) and rule.from_on < today else rule
            for rule in own
            if rule.from_on < today
        ]
        + [DatedRule(HOURS, "year", 1200, unit, from_on=today + timedelta(days=1))]
        for unit, own in let_in.items()
    }
    for unit in (1, *above):
        line = line_of(above, unit)
        for day in DAYS[: now + 1]:
            was, now_is = (
                [(rule.about, rule.least, rule.stages) for one in line for rule in book[one] if rule.holds_on(day)]
                for book in ({u: [r for r in own if r.from_on < today] for u, own in let_in.items()}, changed)
            )
            assert was == now_is


def test_hours_of_a_class_are_those_of_its_strictest_rules_and_change_on_their_days():
    lines = (
        DatedRule(HOURS, "year", 400),
        DatedRule(HOURS, "week", 100),
        DatedRule(HOURS, "year", 800, 5, frozenset({"J"}), from_on=date(2026, 11, 1), to_on=date(2026, 12, 31)),
    )
    book = RuleBook((5,), lines)
    assert [book.rule_on("J", day).floor for day in (date(2026, 10, 31), date(2026, 11, 1), date(2027, 1, 1))] == [
        400,
        800,
        400,
    ]
    assert book.rule_on("P2", date(2026, 11, 1)) == rules.with_least(rules.usual("P2"), (400, 100))
    changes = book.days_of_change("J")
    assert changes[-2:] == [date(2026, 11, 1), date(2027, 1, 1)] and book.above(5).rule_on("J", DAYS[-1]).floor == 400


#: What has been shipped and is in force: to change one, close it with `to` and begin another in its file, and add that here.
SHIPPED = {
    "class-hours-year": ("class_hours", "year", 400, ("S0-015",)),
    "class-hours-week": ("class_hours", "week", 100, ("S3-114", "S1-019")),
    "drug-hours": ("topic_hours", "year", 200, ("DRUG-05",)),
    "topics-year": ("topics", "year", 1000, ("S0-017",)),
    "drills-year": ("drills", "year", 900, ("S0-070",)),
    "drills-month": ("drills", "month", 100, ("S0-070", "S1-025")),
    "drills-year-kindergarten": ("drills", "year", 300, ("S0-071",)),
    "drills-quarter-kindergarten": ("drills", "quarter", 100, ("S0-071", "S1-026")),
    "drill-first-week": ("drills", "first_week", 100, ("S3-118",)),
    "lectures-term": ("lectures", "term", 200, ("S1-021",)),
    "bullying-activity-year": ("activities", "year", 100, ("S0-056",)),
    "holiday-reminder": ("holiday_reminders", "holiday", 100, ("S3-105",)),
    "staff-training-term": ("staff_training", "term", 100, ("S1-023",)),
    "staff-fire-training-year": ("staff_training", "year", 100, ("S0-036",)),
    "officer-training-term": ("officer_training", "term", 100, ("S3-116",)),
    "officer-training-year": ("officer_training", "year", 100, ("S0-025",)),
    "parents-meetings": ("parents_meetings", "meeting", 10000, ("S1-020",)),
}


def test_what_is_shipped_stays_as_it_was_shipped():
    found = {
        one.rule.code: (one.rule.measure, one.rule.period, one.rule.least, one.rule.sources)
        for one in rule_files.shipped_rules(rule_files.PRODUCT)
    }
    assert found == SHIPPED
    drugs = next(one.rule for one in rule_files.shipped_rules(rule_files.PRODUCT) if one.rule.code == "drug-hours")
    assert sorted(drugs.people) == [("J", 7), ("J", 8), ("J", 9), ("P3", 5), ("P3", 6), ("S", 10), ("S", 11)]
    assert {one.rule.code for one in rule_files.shipped_rules(rule_files.PRODUCT) if one.holds} == {
        "class-hours-year",
        "class-hours-week",
        "drug-hours",
    }


def test_the_shipped_files_are_sound_and_every_rule_could_be_entered_by_a_unit():
    topics = frozenset(load_taxonomy(rule_files.PRODUCT.parent / "taxonomy.yaml").topics)
    assert rule_files.check_rules(rule_files.PRODUCT, topics) == []
    for one in rule_files.shipped_rules(rule_files.PRODUCT):
        _check_shape(one.rule)


GOOD = """documents:
- {key: S0, zh: 甲, en: A}
rules:
- {code: a, measure: drills, period: year, least: 9, holds: everywhere, sources: [{id: S0-1, quote: 九次}]}
"""


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("measure: drills", "measure: drill", "measure"),
        ("period: year", "period: week", "period"),
        ("least: 9", "least: 0", "least"),
        ("least: 9", "least: '9'", "least"),
        ("least: 9", "least: 9, topic: FIRE", "topic"),
        ("least: 9", "least: 9, stages: [X]", "stages"),
        ("least: 9", "least: 9, grades: [9, 7]", "grades"),
        ("least: 9", "least: 9, stages: [K], grades: [7, 9]", "共同"),
        ("least: 9", "least: 9, from: 2026-09-01, to: 2026-08-31", "早于"),
        ("least: 9", "least: 9, colour: red", "colour"),
        ("holds: everywhere", "holds: here", "holds"),
        ("S0-1", "S9-1", "documents"),
        ("code: a, ", "", "code"),
        ("rules:", "rule:", "rules"),
    ],
)
def test_a_broken_file_is_told_with_its_line(tmp_path, was, now, said):
    file = tmp_path / "a.yaml"
    file.write_text(GOOD, encoding="utf-8")
    assert rule_files.check_rules(tmp_path, frozenset({"FIRE"})) == []
    file.write_text(GOOD.replace(was, now), encoding="utf-8")
    wrong = rule_files.check_rules(tmp_path, frozenset({"FIRE"}))
    assert wrong and any(said in one.reason for one in wrong) and all(one.line in (1, 4) for one in wrong)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"period": "holiday"}, "rule_no_such"),
        ({"measure": "x"}, "rule_no_such"),
        ({"topic": "FIRE"}, "rule_topic"),
        ({"measure": "topic_hours"}, "rule_topic"),
        ({"least": 0}, "rule_least_odd"),
        ({"period": "week", "least": 600}, "rule_least_odd"),
        ({"grades": (5, 6)}, "rule_nobody"),
        ({"measure": "drills", "stages": frozenset({"K"}), "grades": (5, 6)}, "rule_nobody"),
    ],
)
def test_a_rule_without_sense_is_refused(values, code):
    with pytest.raises(Refused) as refused:
        _check_shape(replace(DatedRule(HOURS, "year", 400), **values))
    assert refused.value.code == code
