"""Who is listed as behind, in which order, and what is said of the reason: tables of cases, and a slow choice over random units."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from eduplatform.assessment import behind_rules, rules
from eduplatform.assessment.behind_rules import Choice, Glance, furthest_behind, is_behind, ranks, weeks_owed


def counts(**values: int) -> dict[str, int]:
    return dict.fromkeys(behind_rules.COUNTED, 0) | values


def unit(number: int, owed: int = 0, classes: int = 1, stages: str = "", name: str = "") -> Glance:
    path = f"/1/{number}/"
    found = counts(classes=classes, slots_due=owed)
    return Glance(number, f"C{number}", name or f"单位{number}", "school", path, stages, found)


@pytest.mark.parametrize(
    ("due", "done", "classes", "owed", "weeks"),
    [
        (0, 0, 0, 0, 0.0),  # a unit without a class
        (5, 0, 0, 5, 0.0),  # its classes were closed: nobody can make it up
        (5, 5, 1, 0, 0.0),
        (5, 7, 1, 0, 0.0),  # ahead is not "minus two behind"
        (5, 3, 1, 2, 2.0),
        (10, 3, 2, 7, 3.5),
        (10, 3, -1, 7, 0.0),
    ],
)
def test_weeks_owed_are_lessons_owed_of_a_mean_class(due, done, classes, owed, weeks):
    found = counts(slots_due=due, slots_done=done, classes=classes)
    assert behind_rules.lessons_owed(found) == owed
    assert weeks_owed(found) == weeks == Glance(1, "", "", "school", "/", "", found).weeks
    assert is_behind(found) is (weeks >= 1)


def test_so_many_weeks_are_counted_in_whole_lessons_not_in_shares_that_rounding_makes():
    for classes in range(1, 40):
        for weeks in behind_rules.WEEKS:
            just = counts(slots_due=weeks * classes, classes=classes)
            short = counts(slots_due=weeks * classes - 1, classes=classes)
            assert is_behind(just, weeks) and not is_behind(short, weeks), (classes, weeks)


@pytest.mark.parametrize(
    ("given", "weak", "said"),
    [
        ({}, True, ["no_lessons"]),  # nothing given: no other reason is told
        ({"lessons": -1}, True, ["no_lessons"]),  # more was taken back than stands
        ({"lessons": 4}, False, ["few_lessons"]),
        ({"lessons": 4, "hours": 400, "hours_declared": 200}, False, ["declared_only"]),
        ({"lessons": 4, "hours": 400, "hours_declared": 199}, False, ["few_lessons"]),
        ({"lessons": 4, "hours": 0, "hours_declared": 0}, False, ["few_lessons"]),
        ({"lessons": 4, "quiz_unasked": 2}, False, ["untested"]),
        ({"lessons": 5, "quiz_unasked": 2}, False, ["few_lessons"]),
        ({"lessons": 4}, True, ["weak_topic"]),
        (
            {"lessons": 2, "hours": 200, "hours_declared": 200, "quiz_unasked": 1},
            True,
            ["declared_only", "untested", "weak_topic"],
        ),
    ],
)
def test_the_reasons_are_those_of_the_records_the_first_thing_to_mend_first(given, weak, said):
    assert behind_rules.reasons(counts(**given), weak) == said


def test_five_at_most_are_named_those_that_owe_most_first_equals_in_the_order_of_the_list():
    listed = [unit(1, 2), unit(2, 9), unit(3), unit(4, 2), unit(5, 3), unit(6, 2), unit(7, 2)]
    assert [one.unit_id for one in furthest_behind(listed)] == [2, 5, 1, 4, 6]
    assert [one.unit_id for one in furthest_behind(listed, 2)] == [2, 5]
    assert behind_rules.how_many_behind(listed) == 6
    assert furthest_behind([]) == [] and behind_rules.how_many_behind([]) == 0


@pytest.mark.parametrize(
    ("listed", "of", "ranking"),
    [(5, 5, False), (6, 6, True), (6, 12, False), (6, 11, True), (0, 0, False), (50, 100, False), (51, 100, True)],
)
def test_a_list_by_what_is_owed_is_a_ranking_beyond_five_and_half_of_the_units(listed, of, ranking):
    assert ranks(listed, of) is ranking


def slowly(asked: Choice, listed: list[Glance]) -> list[int]:
    """The places that hold, sorted by insertion."""
    places = []
    for place, one in enumerate(listed):
        owed = max(0, one.counts["slots_due"] - one.counts["slots_done"])
        late = one.counts["classes"] > 0 and Fraction(owed, max(1, one.counts["classes"])) >= asked.behind
        stage = not asked.stage or not one.stages or asked.stage in one.stages.split(",")
        if (late or not asked.behind) and stage and (not asked.topic or one.unit_id in asked.weak):
            places.append(place)
    few = len(places) <= 5 or 2 * len(places) <= len(listed)
    by_owed = asked.sort == "owed" and asked.behind > 0 and few
    ordered: list[int] = []
    for place in places:
        at = len(ordered)
        while at and (
            (asked.sort == "name" and listed[place].name < listed[ordered[at - 1]].name)
            or (by_owed and weeks_owed(listed[place].counts) > weeks_owed(listed[ordered[at - 1]].counts))
        ):
            at -= 1
        ordered.insert(at, place)
    return ordered


@pytest.mark.parametrize("seed", range(40))
def test_any_choice_of_units_equals_a_slow_one(seed):
    lot = Random(f"behind:{seed}")
    listed = [
        unit(n, lot.choice((0, 0, 1, 2, 3, 8, 16)), lot.choice((0, 1, 1, 2, 3)), lot.choice(("", "P1,P2", "J", "K")))
        for n in range(lot.randint(0, 16))
    ]
    lot.shuffle(listed)
    asked = Choice(
        lot.choice((0, *behind_rules.WEEKS)),
        lot.choice(("", "P1", "P", "J")),
        lot.choice(("", "", "FIRE")),
        lot.choice(behind_rules.SORTS),
        frozenset(lot.sample(range(16), 6)),
    )
    assert asked.chosen(listed) == slowly(asked, listed)


def test_a_choice_that_says_nothing_lists_everything_and_says_so():
    listed = [unit(3, 5), unit(1), unit(2, 1)]
    assert behind_rules.EVERYTHING.chosen(listed) == [0, 1, 2] and not behind_rules.EVERYTHING.narrows
    for asked in (Choice(behind=1), Choice(stage="P1"), Choice(topic="FIRE"), Choice(sort="name")):
        assert asked.narrows, asked


def test_a_stage_is_a_whole_word_of_the_stages_of_a_unit():
    listed = [unit(1, stages="P1,P2"), unit(2, stages="P"), unit(3, stages=""), unit(4, stages="J")]
    assert Choice(stage="P").chosen(listed) == [1, 2], "P1 is not P; a unit without stages teaches all of them"


def test_only_the_counters_of_this_page_are_carried_along():
    everything = counts(lessons=3) | {"quiz_passed": 17}
    assert behind_rules.at_a_glance(everything) == counts(lessons=3)


def test_the_weakest_topic_is_the_lowest_of_those_that_are_weak_for_sure():
    def share(topic: str, right: int, sheets: int) -> rules.TopicShare:
        return rules.topic_share(topic, 10 * sheets, 10 * sheets * right, sheets, True)

    shares = [share("TRAF", 50, 40), share("FIRE", 40, 40), share("DROWN", 5, 3), share("ELEC", 95, 90)]
    assert behind_rules.weakest(shares).topic == "FIRE", "three sheets say too little of drowning"
    assert behind_rules.weakest([share("ELEC", 95, 90)]) is None and behind_rules.weakest([]) is None
    assert behind_rules.weakest([share("TRAF", 50, 40), share("FIRE", 50, 40)]).topic == "FIRE", "equals by their code"
