"""The cheapest catch-up against all the ways there are; what the plan still holds. (What `slots.outlook` said of weeks stands here now.)"""

from datetime import date, timedelta
from itertools import combinations
from random import Random
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eduplatform.org.calendar import Calendar, DaysOff, TermDates, typical
from eduplatform.teaching import catch_up, slots
from eduplatform.teaching.hours_forecast import Forecast

YEAR = typical(2026)
DAY = timedelta(days=1)


def head(number, topic):
    return SimpleNamespace(lesson_id=number, topic=topic)


def arranged(forecast, day, heads=(), taken=(), key_weeks=(), calendar=YEAR):
    free = catch_up.free_weeks(slots.asking(calendar), day, taken, key_weeks)
    return catch_up.arrange(forecast.extra, len(taken), free, heads)


def test_two_lessons_behind_are_caught_up_in_the_next_two_weeks():
    found = arranged(Forecast(800, 400, 10, 8, 38), date(2026, 11, 18))
    assert [extra.week.number for extra in found.extras] == [13, 14] and found.uncatchable == 0


def test_at_the_end_of_the_year_what_cannot_be_caught_up_is_said():
    last = YEAR.weeks[-1]
    found = arranged(Forecast(300, 400, 38, 3, 39), last.ends_on)
    assert [extra.week.number for extra in found.extras] == [last.number] and found.uncatchable == 34


def test_the_floor_asks_for_more_than_the_weekly_lessons():
    few = Forecast(50, 800, 2, 2, 4)  # a rule of a lesson every tenth week, and a floor of eight
    assert (few.left, few.planned, few.missing, few.extra, few.state) == (2, 250, 550, 6, "short")
    assert Forecast(800, 800, 2, 2, 4).state == "met" and Forecast(600, 800, 2, 2, 4).state == "ahead"


def test_what_was_given_ahead_of_its_time_the_plan_does_not_hold_again():
    assert Forecast(500, 400, 3, 5, 20).left == 15 and Forecast(500, 400, 5, 3, 20).left == 15


@given(st.integers(0, 5000), st.integers(0, 4000), st.integers(0, 40), st.integers(0, 60), st.integers(0, 40))
def test_no_smaller_number_of_extra_lessons_would_do(counting, floor, due, given_lessons, more):
    one = Forecast(counting, floor, due, given_lessons, due + more)

    def enough(extra):
        reached = one.planned + 100 * extra >= one.floor
        return reached and one.given + one.left + extra >= one.asked

    assert enough(one.extra) and not any(enough(fewer) for fewer in range(one.extra))


def some_calendar(random):
    first, second = date(2026, 9, 1) + random.randint(-3, 6) * DAY, date(2027, 2, 1) + random.randint(0, 40) * DAY
    terms = (
        TermDates(1, first, first + random.randint(20, 50) * DAY),
        TermDates(2, second, second + random.randint(10, 40) * DAY),
    )
    offs = [first + random.randint(0, 200) * DAY for _ in range(random.randint(0, 6))]
    days = tuple(DaysOff(random.choice(("off", "work")), "x", day, day + random.randint(0, 6) * DAY) for day in offs)
    return Calendar(2026, date(2026, 9, 1), date(2027, 8, 31), terms, days)


@pytest.mark.parametrize("seed", range(100))
def test_of_all_choices_of_weeks_the_cheapest_is_taken(seed):
    """Brute force: of every set of weeks of the size that can be had, the fewest key days, then the earliest."""
    random = Random(seed)
    calendar = some_calendar(random)
    day = calendar.terms[0].starts_on + random.randint(-5, 230) * DAY
    numbers = [week.number for week in calendar.weeks]
    key_weeks, taken = ({n for n in numbers if random.random() < share} for share in (0.3, 0.1))
    wanted = random.randint(0, 5)
    ahead = [w for w in slots.asking(calendar) if w.ends_on >= day]
    open_weeks = [w for w in ([w for w in ahead if w.starts_on > day] or ahead) if w.number not in taken]
    found = catch_up.arrange(wanted, 0, catch_up.free_weeks(slots.asking(calendar), day, taken, key_weeks), ())
    size = min(wanted, len(open_weeks))
    best = min(
        combinations([w.number for w in open_weeks], size),
        key=lambda weeks: (sum(n in key_weeks for n in weeks), [n for n in weeks if n not in key_weeks], weeks),
    )
    assert tuple(extra.week.number for extra in found.extras) == best
    assert found.uncatchable == wanted - size


def test_topics_not_given_come_first_and_those_of_the_plan_after_them():
    heads = [head(1, "FIRE"), head(2, "FIRE"), head(3, "DROWN"), head(4, "TRAFFIC"), head(5, "GAS"), head(6, "GAS")]
    found = catch_up.new_first(heads, given={1}, meant={4}, coming={"DROWN"})
    assert [one.lesson_id for one in found] == [5, 3, 6, 2]


def test_where_the_shelf_is_empty_the_week_is_planned_without_a_lesson():
    found = arranged(Forecast(800, 400, 10, 8, 38), date(2026, 11, 18), [head(1, "FIRE")])
    assert [extra.lesson and extra.lesson.lesson_id for extra in found.extras] == [1, None] and found.bare == 1


def test_what_is_arranged_already_is_not_arranged_again():
    found = arranged(Forecast(800, 400, 10, 8, 38), date(2026, 11, 18), [], taken=[13])
    assert [extra.week.number for extra in found.extras] == [14] and found.arranged == 1
