"""Lessons of a class beside each other, from plain rows: the same one, at the same time, more than a day holds; what gives way to what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from eduplatform.teaching import lesson_overlaps as overlaps
from eduplatform.teaching.lesson_overlaps import Held, Problem
from eduplatform.teaching.rules import DAY_FROM, DAY_TO, SAME_DAYS, Rule

D = date(2026, 11, 18)
RULE = Rule(40, 400, 100, day_lessons=3)
EIGHT, NINE, TEN = 8 * 60, 9 * 60, 10 * 60


def on(days: int) -> date:
    return D + timedelta(days=days)


def held(entry: int = 1, begins: int | None = EIGHT, **more) -> Held:
    """A declared lesson of forty minutes on the day."""
    said = {"day": D, "lasts": 40, "minutes": 40, "lesson_id": entry, "topic": "FIRE", "week": 12}
    return Held(entry, begins=begins, **said | more)


def new(begins: int | None = TEN, **more) -> Held:
    return held(0, begins, **{"lesson_id": 99} | more)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({}, True),
        ({"day": on(SAME_DAYS)}, True),
        ({"day": on(-SAME_DAYS)}, True),
        ({"day": on(SAME_DAYS + 1)}, False),
        ({"day": on(-SAME_DAYS - 1)}, False),
        ({"lesson_id": 8}, False),
        ({"lesson_id": 8, "own": True}, True),
        ({"lesson_id": 8, "own": True, "week": 13}, False),
        ({"lesson_id": 8, "own": True, "topic": "DROWN"}, False),
        ({"week": 99, "topic": "X"}, True),
    ],
)
def test_the_same_lesson_is_the_same_within_two_weeks_or_on_the_same_topic_in_the_same_week(other, same):
    one, two = held(lesson_id=7), held(2, **{"lesson_id": 7} | other)
    assert overlaps.same(one, two) is same
    assert overlaps.same(two, one) is same


def test_outside_term_a_topic_says_nothing():
    assert not overlaps.same(held(week=0), held(2, week=0, own=True))


@pytest.mark.parametrize(("days", "same"), [(0, True), (1, False), (-1, False)])
def test_two_lessons_with_own_material_are_the_same_on_one_day_alone(days, same):
    assert overlaps.same(held(lesson_id=7, own=True), held(2, lesson_id=7, own=True, day=on(days))) is same


@pytest.mark.parametrize(
    ("begins", "lasts", "clash"),
    [
        (NINE, 40, False),
        (NINE - 20, 20, False),
        (NINE - 21, 20, False),
        (NINE - 20, 21, True),
        (NINE, 1, True),
        (NINE + 39, 5, True),
        (NINE + 40, 40, False),
        (NINE - 30, 120, True),
        (NINE + 10, 10, True),
        (None, 40, False),
    ],
)
def test_two_lessons_clash_when_a_minute_belongs_to_both(begins, lasts, clash):
    one = held(begins=NINE, lasts=40)
    two = held(2, begins if (begins, lasts) != (NINE, 40) else NINE + 60, lasts=lasts)
    assert overlaps.overlap(one, two) is overlaps.overlap(two, one) is clash


def test_lessons_of_two_days_never_clash():
    assert not overlaps.overlap(held(begins=NINE), held(2, NINE, day=on(1)))


@pytest.mark.parametrize(
    ("lessons", "minutes", "full"),
    [(3, 40, False), (4, 10, True), (3, 41, True), (2, 60, False), (2, 61, True), (0, 0, False)],
)
def test_a_day_holds_so_many_lessons_and_minutes(lessons, minutes, full):
    assert overlaps.full([held(n, minutes=minutes) for n in range(lessons)], RULE) is full


def test_a_lesson_with_room_beside_it_can_be_declared():
    assert overlaps.problem(new(), [held(1, EIGHT), held(2, NINE)], RULE) is None
    assert overlaps.problem(new(), [], RULE) is None


def test_what_is_written_already_is_told_first():
    twin, clash = held(1, EIGHT, lesson_id=99, day=on(3)), held(2, TEN)
    assert overlaps.problem(new(), [clash, twin], RULE) == Problem("already_recorded", twin)
    assert overlaps.problem(new(apart=True), [clash, twin], RULE) == Problem("overlaps", clash)


def test_the_lesson_being_given_is_no_twin_but_takes_its_time():
    running = held(-1, TEN, lesson_id=99, taught=True, open=True)
    assert overlaps.problem(new(), [running], RULE) == Problem("overlaps", running)
    assert overlaps.problem(new(EIGHT), [running], RULE) is None


def test_an_entry_is_not_beside_itself():
    mine = held(5, NINE)
    assert overlaps.problem(replace(mine, minutes=35, lasts=35), [mine], RULE) is None


def test_a_full_day_takes_no_more_and_other_days_do_not_count():
    three = [held(1, EIGHT), held(2, NINE), held(3, 14 * 60)]
    assert overlaps.problem(new(), three, RULE) == Problem("day_full")
    assert overlaps.problem(new(), [*three[:2], replace(three[2], day=on(1))], RULE) is None
    assert overlaps.problem(new(), [*three[:2], replace(three[2], open=True)], RULE) is None, "it is not held yet"


@pytest.mark.parametrize(
    ("begins", "minutes", "room"),
    [
        (EIGHT, 40, True),
        (EIGHT, 80, True),
        (EIGHT, 140, True),
        (EIGHT, 160, False),
        (TEN - 40, 40, True),
        (TEN - 40, 120, True),
    ],
)
def test_a_lesson_put_right_to_more_takes_the_time_before_it_first_and_then_what_follows(begins, minutes, room):
    """It lasted forty minutes by the clock of the system; what it was put right to lies around that, nobody knows how."""
    beside = held(1, TEN, lasts=40)
    found = overlaps.problem(
        held(2, begins, lasts=40, minutes=minutes, taught=True), [beside], replace(RULE, day_lessons=9)
    )
    free = begins - DAY_FROM + (TEN - begins - 40)
    assert (minutes - 40 <= free) is (found is None or found.code != "overlaps"), (free, found)


def test_nor_is_there_room_for_more_than_the_day_has():
    wide = replace(RULE, day_lessons=99)
    whole = held(1, DAY_FROM, lasts=DAY_TO - DAY_FROM - 60, minutes=DAY_TO - DAY_FROM - 60)
    assert overlaps.problem(held(2, DAY_TO - 50, lasts=40, minutes=40), [whole], wide) is None
    crowded = held(2, DAY_TO - 50, lasts=40, minutes=80)
    assert overlaps.problem(crowded, [whole], wide) == Problem("overlaps", whole)


WIDE = replace(RULE, day_lessons=99)


def crowded(lesson: Held, *beside: Held) -> Held | None:
    """The lesson that leaves no room for this one; None where there is some."""
    found = overlaps.problem(lesson, beside, WIDE)
    assert found is None or found.code == "overlaps"
    return found.other if found else None


def more(entry: int, begins: int, minutes: int, **also) -> Held:
    """A lesson seen for forty minutes by the system and put right to more."""
    return held(entry, begins, minutes=minutes, taught=True, **also)


def test_between_two_lessons_there_is_as_much_room_as_lies_between_them():
    before, after = held(1, NINE - 40), held(2, TEN + 40)
    assert crowded(more(3, NINE + 20, 40 + 20 + 40), before, after) is None
    assert crowded(more(3, NINE + 20, 40 + 20 + 41), before, after) == after


def test_what_one_lesson_needs_another_cannot_have():
    first, last = more(1, NINE, 40 + 180), held(3, 12 * 60)
    assert crowded(more(2, TEN, 40 + 80 + 20), first, last) is None, "twenty minutes lie between them"
    assert crowded(more(2, TEN, 40 + 80 + 21), first, last) == last
    assert crowded(more(2, TEN, 40 + 80 + 21), replace(first, day=on(1)), last) is None
    assert crowded(more(2, TEN, 40 + 80 + 20), replace(first, minutes=40 + 180 + 21), last) is not None


def test_what_was_crowded_before_is_not_the_new_ones_fault_and_without_a_time_nothing_is_said():
    tight = [more(1, NINE, 40 + 400), held(2, TEN)]
    assert crowded(held(3, 15 * 60), *tight) is None
    assert crowded(more(3, 15 * 60, 90), *tight) is None
    assert crowded(replace(more(3, NINE, 900), begins=None), held(1, EIGHT)) is None
    assert crowded(more(3, NINE, 41), replace(held(1, EIGHT), begins=None)) is None


def test_a_lesson_late_in_the_evening_may_end_when_it_ended():
    assert crowded(held(1, DAY_TO - 10, lasts=40)) is None
    assert crowded(more(1, DAY_TO - 10, 45), held(2, NINE)) is None, "there is room before it"


def taught(begins: int | None = TEN, **more) -> Held:
    return held(50, begins, **{"lesson_id": 99, "taught": True} | more)


def gone(*others: Held, rule: Rule = RULE, **more) -> list[tuple[int, str]]:
    return [(one.entry, why) for one, why in overlaps.given_way(taught(**more), others, rule)]


def test_declared_lessons_give_way_to_one_taught_and_taught_ones_stand():
    assert gone(held(1, lesson_id=99, day=on(5))) == [(1, "taught")]
    assert gone(held(1, TEN + 10)) == [(1, "overlap")]
    assert gone(held(1, TEN + 10, taught=True), held(2, lesson_id=99, day=on(2), taught=True)) == []
    assert gone(held(1, EIGHT)) == []
    assert gone(taught()) == [], "an entry is not beside itself"


def test_one_declared_as_another_lesson_stays_unless_it_lies_at_the_same_time():
    assert gone(held(1, EIGHT, lesson_id=99, apart=True)) == []
    assert gone(held(1, TEN, lesson_id=99, apart=True)) == [(1, "overlap")]


def test_of_a_full_day_the_newest_declared_ones_give_way_first_and_no_more_than_needed():
    day = [held(1, EIGHT), held(2, NINE), held(3, 14 * 60), held(4, 15 * 60)]
    assert gone(*day) == [(4, "day_full"), (3, "day_full")]
    assert gone(*day, rule=replace(RULE, day_lessons=5)) == []
    assert gone(replace(day[0], taught=True), replace(day[1], taught=True), day[2], replace(day[3], taught=True)) == [
        (3, "day_full")
    ], "more was taught than a day holds: all that was declared goes"


def test_who_gave_way_already_makes_room_for_the_rest():
    day = [held(1, EIGHT), held(2, NINE), held(3, TEN + 5)]
    assert gone(*day) == [(3, "overlap")]
