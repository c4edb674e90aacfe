"""Meaning a lesson for a week."""

import pytest

from eduplatform.curriculum import queries as content
from eduplatform.shared.refusals import Refused
from eduplatform.teaching import assignments, queries


def planned(room):
    return [(row.lesson_id, row.week) for row in queries.assignments(room.unit, 2026)]


def test_a_lesson_is_meant_for_a_week_and_meaning_it_again_moves_it(room):
    for week in (13, 14):
        room.do(assignments.assign_lesson, room.unit, room.lesson, 2026, week)
    assert planned(room) == [(room.lesson.lesson_id, 14)]


def test_it_can_be_taken_back_and_meant_again(room):
    room.do(assignments.assign_lesson, room.unit, room.lesson, 2026, 13)
    for _ in range(2):
        room.do(assignments.withdraw_assignment, room.unit, room.lesson.lesson_id, 2026)
    assert planned(room) == []
    room.do(assignments.assign_lesson, room.unit, room.lesson, 2026, 15)
    assert planned(room) == [(room.lesson.lesson_id, 15)]


def test_weeks_outside_the_calendar_are_refused(room):
    for week in (-1, 99):
        with pytest.raises(Refused):
            room.do(assignments.assign_lesson, room.unit, room.lesson, 2026, week)


def test_a_lesson_of_another_stage_is_refused(room):
    other = next((head for head in content.lessons_of() if head.stage != "P2"), None)
    if other is None:
        pytest.skip("no course of another stage is shipped yet")
    with pytest.raises(Refused):
        room.do(assignments.assign_lesson, room.unit, other, 2026, 13)
