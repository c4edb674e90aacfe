"""Adopting, moving and carrying over a year plan; on a calendar of its own a school keeps its key days."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from eduplatform.extensions import db
from eduplatform.org.models import Term, Unit
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from eduplatform.shared.refusals import Refused
from eduplatform.teaching import plan, plan_operations
from eduplatform.teaching.models import PlanWeek

from ..people import unit


@pytest.fixture
def city(room) -> Unit:
    """The city, which has adopted the recommended plan."""
    with write():
        plan_operations.adopt(None, unit("LJ"), 2026, plan.shipped())
    ttl_cache.drop()
    return unit("LJ")


def of(place: Unit) -> dict[int, plan.PlannedWeek]:
    return {week.week: week for week in plan.planned_weeks(place, 2026)}


def week_of(place: Unit, code: str) -> int:
    """The week of a key day's own theme at a unit."""
    return next(number for number, week in of(place).items() if code in week.keys)


def own_term(code: str, first: date, last: date) -> None:
    second = (date(2027, 3, 1), date(2027, 7, 9))
    with write():
        for n, (starts_on, ends_on) in enumerate(((first, last), second), start=1):
            db.session.add(Term(unit_id=unit(code).id, year=2026, n=n, starts_on=starts_on, ends_on=ends_on))
    ttl_cache.drop()


def test_below_the_city_the_plan_is_the_citys(city):
    assert of(city) == of(unit("LJ-SY")) == of(unit("LJ-SY-2024-2"))
    assert week_of(city, "FIRE119") == 11


def test_a_school_with_other_weeks_has_the_fire_day_in_the_week_of_the_ninth_of_november(city, room):
    own_term("LJ-SY", date(2026, 8, 24), date(2027, 1, 15))
    school = unit("LJ-SY")
    assert week_of(school, "FIRE119") == 12 and week_of(city, "FIRE119") == 11
    assert plan.themes(room.unit, 2026, "P2")[12].topics[0] == "FIRE"
    assert of(unit("LJ-XS1")) == of(city), "the neighbour keeps the city's weeks"


def test_a_school_that_changes_its_calendar_after_planning_keeps_its_order(city):
    school = unit("LJ-SY")
    with write():
        plan_operations.set_week_theme(None, school, 2026, 9, "宿舍与用电", ["ELEC"])
    ttl_cache.drop()
    own_term("LJ-SY", date(2026, 8, 17), date(2027, 1, 15))
    mine = of(school)
    assert week_of(school, "FIRE119") == 13
    assert [week.title for week in mine.values()].count("宿舍与用电") == 1
    with write():
        plan_operations.swap_weeks(None, school, 2026, 4, 5)
    ttl_cache.drop()
    assert of(school)[4].title == mine[5].title and of(school)[5].title == mine[4].title
    assert week_of(school, "FIRE119") == 13, "what was laid anew is now the school's own"


def test_weeks_change_places_with_their_key_days(city):
    with write():
        plan_operations.swap_weeks(None, city, 2026, 11, 12)
    ttl_cache.drop()
    assert week_of(city, "FIRE119") == 12
    assert "FIRE119" in of(city)[11].beside, "the day itself does not move"


def test_a_class_moves_two_weeks_and_still_hears_of_changes_above(city):
    mine, other = unit("LJ-SY-2024-2"), unit("LJ-DZ-J2025-3")
    before = of(city)
    with write():
        plan_operations.swap_weeks(None, mine, 2026, 8, 9)
    ttl_cache.drop()
    assert (of(mine)[8].title, of(mine)[9].title) == (before[9].title, before[8].title)
    assert of(other)[8].title == before[8].title
    with write():
        plan_operations.set_week_theme(None, city, 2026, 20, "冬天的冰面", ["DROWN"])
    ttl_cache.drop()
    assert of(mine)[20].title == "冬天的冰面"
    rows = db.session.scalar(select(func.count()).where(PlanWeek.unit_id == mine.id))
    assert rows == 2
    with write():
        plan_operations.swap_weeks(None, mine, 2026, 9, 8)
    ttl_cache.drop()
    assert of(mine)[8].title == before[8].title
    assert plan.moved_weeks(mine, 2026) == set(), "moved back, the two weeks are the city's again"
    with write():
        plan_operations.set_week_theme(None, city, 2026, 8, "吃得安全", ["FOOD"])
    ttl_cache.drop()
    assert of(mine)[8].title == "吃得安全"


@pytest.mark.parametrize(
    ("one", "other", "code"), [(8, 8, "plan_same_week"), (8, 99, "plan_no_week"), (0, 8, "plan_no_week")]
)
def test_weeks_that_cannot_change_places(city, one, other, code):
    with pytest.raises(Refused) as refusal, write():
        plan_operations.swap_weeks(None, city, 2026, one, other)
    assert refusal.value.code == code


def test_next_year_gets_this_years_plan_with_its_changes_on_its_own_days(city):
    with write():
        plan_operations.set_week_theme(None, city, 2026, 9, "宿舍与用电", ["ELEC"])
    ttl_cache.drop()
    with write():
        plan_operations.carry_over(None, city, 2027)
    ttl_cache.drop()
    weeks = {week.week: week for week in plan.planned_weeks(city, 2027)}
    mondays = {row.week: row.starts_on for row in plan_operations.own_weeks(city, 2027)}
    fire = next(number for number, week in weeks.items() if "FIRE119" in week.keys)
    assert mondays[fire] == date(2027, 11, 8)  # 9 November 2027 is a Tuesday
    assert "宿舍与用电" in {week.title for week in weeks.values()}
    assert of(city)[9].title == "宿舍与用电", "this year stays as it was"


def test_without_a_plan_there_is_nothing_to_carry_over(city):
    with pytest.raises(Refused) as refusal, write():
        plan_operations.carry_over(None, city, 2030)
    assert refusal.value.code == "plan_none"


def test_weeks_moved_and_moved_back_are_as_before(city):
    before = of(city)
    for one, other in [(2, 11), (11, 2), (13, 14), (14, 13)]:
        with write():
            plan_operations.swap_weeks(None, city, 2026, one, other)
        ttl_cache.drop()
    assert of(city) == before


def test_a_theme_does_not_take_along_what_falls_into_its_week_besides(city):
    at = next(number for number, week in of(city).items() if "FIRST_AID_DAY" in week.beside)
    with write():
        plan_operations.swap_weeks(None, city, 2026, at, 8)
    ttl_cache.drop()
    assert "FIRSTAID" not in of(city)[8].topics["all"], "the day of first aid stays in its week"
    assert "FIRSTAID" in of(city)[at].topics["all"]


def test_what_a_class_moves_leaves_the_days_where_they_are(city):
    mine = unit("LJ-SY-2024-2")
    with write():
        plan_operations.swap_weeks(None, mine, 2026, 11, 12)
    ttl_cache.drop()
    assert "FIRE119" in of(mine)[11].beside and "FIRE119" in of(mine)[12].keys
    assert "FIRE" in of(mine)[11].topics["all"]


def test_a_class_goes_back_to_the_plan_of_its_school(city):
    mine = unit("LJ-SY-2024-2")
    with write():
        plan_operations.swap_weeks(None, mine, 2026, 8, 9)
    ttl_cache.drop()
    assert plan.moved_weeks(mine, 2026) == {8, 9} and plan.moved_weeks(city, 2026) == set()
    assert plan.inherited_weeks(mine, 2026) == plan.in_force(city, 2026).themes
    with write():
        plan_operations.drop_own(None, mine, 2026)
    ttl_cache.drop()
    assert of(mine) == of(city) and plan.moved_weeks(mine, 2026) == set()


def test_a_plan_from_before_weeks_knew_their_mondays_is_taken_as_it_is(room):
    """Also where a class moves two of its weeks."""
    with write():
        for number, title in enumerate(("消防", "交通", "防溺水"), 1):
            db.session.add(PlanWeek(unit_id=unit("LJ").id, year=2026, week=number, title=title, topics={"all": []}))
    ttl_cache.drop()
    mine = unit("LJ-SY-2024-2")
    with write():
        plan_operations.swap_weeks(None, mine, 2026, 1, 2)
    ttl_cache.drop()
    assert [week.title for week in of(mine).values()] == ["交通", "消防", "防溺水"]
    assert [week.title for week in of(unit("LJ-SY")).values()] == ["消防", "交通", "防溺水"]
    assert not any(week.beside for week in of(mine).values())


def test_a_week_more_at_the_end_of_the_year_is_planned_too_before_a_theme_changes(city):
    own_term("LJ-SY", date(2026, 9, 1), date(2027, 1, 15))
    school = unit("LJ-SY")
    with write():
        plan_operations.swap_weeks(None, school, 2026, 4, 5)
    before = len(plan_operations.own_weeks(school, 2026))
    with write():
        second = db.session.scalars(select(Term).where(Term.unit_id == school.id, Term.n == 2)).one()
        second.ends_on = date(2027, 7, 16)
    ttl_cache.drop()
    with write():
        plan_operations.set_week_theme(None, school, 2026, 4, "宿舍与用电", ["ELEC"])
    ttl_cache.drop()
    rows = plan_operations.own_weeks(school, 2026)
    assert len(rows) == before + 1 and all(row.starts_on for row in rows)
    assert of(school)[4].title == "宿舍与用电"
