"""Where a class stands at the end of the year: against a year played lesson by lesson, and a table in words."""

from __future__ import annotations

from random import Random

import pytest

from eduplatform.teaching.hours_forecast import STATES, Forecast


def played(counting: int, due: int, given: int, asked: int) -> tuple[int, int]:
    """(lessons still to give, hundredths at the end) of a class that gives every lesson of the plan, one after another."""
    left = 0
    for number in range(1, asked + 1):
        if number > due and number > given:
            left, counting = left + 1, counting + 100
    return left, counting


def test_a_year_played_lesson_by_lesson_ends_where_the_forecast_says():
    random = Random(11)
    for _ in range(1500):
        due = random.randrange(41)
        one = Forecast(
            random.randrange(0, 3000, 25),
            random.randrange(0, 3000, 25),
            due,
            random.randrange(45),
            due + random.randrange(20),
        )
        left, end = played(one.counting, one.due, one.given, one.asked)
        assert (one.left, one.planned) == (left, end)
        more = 0
        while end + more * 100 < one.floor or one.given + left + more < one.asked:
            more += 1
        assert one.extra == more
        assert one.state == ("met" if one.counting >= one.floor else "ahead" if end >= one.floor else "short")
        assert one.state in STATES and one.behind == sum(1 for k in range(one.due) if k >= one.given)


@pytest.mark.parametrize(
    ("words", "one", "left", "behind", "missing", "extra", "state"),
    [
        ("nothing asked, nothing given", Forecast(0, 0, 0, 0, 0), 0, 0, 0, 0, "met"),
        ("the first day of the year", Forecast(0, 400, 0, 0, 38), 38, 0, 0, 0, "ahead"),
        ("one hundredth short of the floor", Forecast(399, 400, 38, 38, 38), 0, 0, 1, 1, "short"),
        ("the floor exactly", Forecast(400, 400, 38, 38, 38), 0, 0, 0, 0, "met"),
        ("two behind, floor met", Forecast(800, 400, 10, 8, 38), 28, 2, 0, 2, "met"),
        ("a lesson ahead at the end", Forecast(3900, 400, 38, 39, 38), 0, 0, 0, 0, "met"),
        ("short lessons: a quarter each", Forecast(250, 400, 10, 10, 11), 1, 0, 50, 1, "short"),
        ("a floor far above the plan", Forecast(0, 2000, 0, 0, 4), 4, 0, 1600, 16, "short"),
        ("behind by more than the floor asks", Forecast(300, 400, 38, 30, 38), 0, 8, 100, 8, "short"),
    ],
)
def test_words(words, one, left, behind, missing, extra, state):
    assert (one.left, one.behind, one.missing, one.extra, one.state) == (left, behind, missing, extra, state), words
