"""1530 reminders: which lessons, which slides, which questions; the same for every class on a day, another tomorrow."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from eduplatform.org.calendar import typical
from eduplatform.teaching import reminder_plan
from eduplatform.teaching.reminder_plan import (
    BEFORE_HOLIDAY,
    Piece,
    choose_lessons,
    holiday_after,
    pieces,
    shape,
    slides_for,
)

D = date(2026, 11, 18)


def heads(*topics: str) -> list[SimpleNamespace]:
    return [SimpleNamespace(lesson_id=n, topic=topic) for n, topic in enumerate(topics, 1)]


SHELF = heads("FIRE", "TRAF", "DROWN", "FIRE", "FOOD", "FRAUD", "TRIP")


def chosen(minutes: int, day: date = D, topics=(), given=(), offered=None) -> list[int]:
    found = choose_lessons(minutes, day, SHELF if offered is None else offered, topics, given)
    assert len({one.topic for one in found}) == len(found), "each topic once"
    return [one.lesson_id for one in found]


@pytest.mark.parametrize(("minutes", "said"), [(1, (1, 1, 0)), (5, (1, 2, 1)), (30, (3, 4, 2))])
def test_each_format_has_its_shape(minutes, said):
    assert shape(minutes) == said


@pytest.mark.parametrize("minutes", [1, 5])
def test_a_short_one_is_about_the_topic_of_the_week(minutes):
    assert chosen(minutes, topics=["FOOD"]) == [5]
    assert chosen(minutes, topics=["NONE", "DROWN", "FOOD"]) == [3], "the first of them that has a lesson"


def test_without_a_topic_it_is_what_the_class_learned_longest_ago():
    assert chosen(5, given=[6, 2, 3]) == [6]
    assert chosen(5, given=[2, 6, 2]) == [2], "by the first time"


def test_of_a_topic_it_takes_the_lesson_the_class_has_learned():
    assert chosen(5, topics=["FIRE"], given=[4]) == [4]


def test_without_either_the_day_decides_and_the_next_day_another():
    week = [chosen(5, D + timedelta(days=n))[0] for n in range(7)]
    assert len(set(week)) > 3
    assert all((one - two) % len(SHELF) in (1, 2) for one, two in zip(week, week[1:], strict=False)), (
        "one after the other"
    )
    assert chosen(5) == chosen(5), "every class of a stage is told the same"


def test_before_holidays_it_is_about_what_happens_then_whatever_the_week_says():
    assert chosen(30, topics=["FOOD"]) == [2, 7, 3]
    assert [SHELF[n - 1].topic for n in chosen(30)] == list(BEFORE_HOLIDAY[:3])
    assert chosen(30, given=[4], offered=SHELF[3:5]) == [4, 5], "as many as there are"
    late = heads("FOOD", "FRAUD", "FIRE", "TRIP")
    assert [late[n - 1].topic for n in chosen(30, offered=late)] == ["TRIP", "FIRE", "FRAUD"]


def test_an_empty_shelf_reminds_of_nothing():
    assert [chosen(minutes, offered=[]) for minutes in (1, 5, 30)] == [[], [], []]


def slide(kind: str = "teach", core: bool = False, body: bool = True) -> dict:
    return {"kind": kind, "core": core, "body": [{"text": "低"}] if body else [], "minutes": 5}


LESSON = {
    "slides": [
        slide("cover"),
        slide(core=True),
        slide(),
        slide("do", core=True),
        slide(core=True),
        slide("recap", core=True),
    ]
}


def test_slides_are_those_of_the_core_that_teach():
    seen = {n for day in range(10) for n in slides_for(LESSON, 5, D + timedelta(days=day))}
    assert seen == {1, 4, 5}
    assert slides_for(LESSON, 30, D) == [1, 4, 5]


def test_a_lesson_without_marks_shows_what_teaches_and_one_that_teaches_nothing_shows_all():
    bare = {"slides": [slide("cover"), slide(), slide("ask"), slide("recap")]}
    assert slides_for(bare, 30, D) == [1, 3]
    mute = {"slides": [slide("cover"), slide(body=False)]}
    assert slides_for(mute, 30, D) == [0, 1]
    marked = {"slides": [slide("cover", core=True), slide()]}
    assert slides_for(marked, 30, D) == [0], "the core, though it teaches nothing"


@pytest.mark.parametrize(("minutes", "count"), [(1, 1), (5, 2), (30, 3)])
def test_so_many_slides_in_their_order_and_another_start_each_day(minutes, count):
    days = [slides_for(LESSON, minutes, D + timedelta(days=n)) for n in range(3)]
    assert all(len(each) == count and each == sorted(each) for each in days)
    assert len({tuple(each) for each in days}) == (1 if minutes == 30 else 3)


def test_thirty_minutes_take_slides_from_the_whole_lesson():
    long = {"slides": [slide(core=True) for _ in range(9)]}
    assert slides_for(long, 30, D) == [0, 2, 4, 6]


def test_screens_are_slides_then_questions_each_with_its_answer():
    turn = D.toordinal()
    found = pieces(5, D, [(7, LESSON, 3)])
    assert [(one.kind, one.lesson_id) for one in found] == [("slide", 7), ("slide", 7), ("ask", 7), ("answer", 7)]
    assert found[2:] == (Piece("ask", 7, turn % 3), Piece("answer", 7, turn % 3))
    assert [one.kind for one in pieces(1, D, [(7, LESSON, 3)])] == ["slide"]


def test_no_more_is_asked_than_there_is():
    assert [one.kind for one in pieces(30, D, [(7, LESSON, 0)])] == ["slide"] * 3
    assert [one.number for one in pieces(30, D, [(7, LESSON, 1)]) if one.kind == "ask"] == [0]
    turn = D.toordinal()
    two = [one.number for one in pieces(30, D, [(7, LESSON, 4)]) if one.kind == "ask"]
    assert two == [turn % 4, (turn + 1) % 4]
    assert pieces(30, D, []) == ()


def test_screens_of_several_lessons_come_one_lesson_after_the_other():
    found = pieces(30, D, [(7, LESSON, 1), (8, LESSON, 0)])
    assert [one.lesson_id for one in found] == [7] * 5 + [8] * 3
    assert [one.number for one in found if one.kind == "slide"] == [1, 4, 5, 1, 4, 5]


CALENDAR = typical(2026)


class Days:
    """A calendar of school days alone: days of rest from the day of the test on, by their distance."""

    def __init__(self, *rest: int):
        self.rest = {D + timedelta(days=n) for n in rest}

    def is_school_day(self, day: date) -> bool:
        return day not in self.rest


@pytest.mark.parametrize(
    ("rest", "begins"),
    [
        ((), None),
        ((1, 2), None),
        ((1, 2, 3), 1),
        ((3, 4, 5, 6), 3),
        ((7, 8, 9), 7),
        ((8, 9, 10), None),
        ((2, 3, 5, 6, 7), 5),
        ((0, 1, 2, 3), None),
    ],
)
def test_three_days_without_school_are_holidays_and_are_told_a_week_before(rest, begins):
    assert holiday_after(Days(*rest), D) == (D + timedelta(days=begins) if begins else None)


def test_a_weekend_is_no_holiday_and_the_winter_is():
    last = max(week.ends_on for week in CALENDAR.weeks if week.ends_on.year == 2026)
    assert holiday_after(CALENDAR, D) is None
    winter = [day for day in (last + timedelta(days=n) for n in range(60)) if holiday_after(CALENDAR, day)]
    assert winter, "some day of January is the last week before the winter holidays"
    assert reminder_plan.holiday_after(CALENDAR, winter[0]) - winter[0] <= reminder_plan.AHEAD
