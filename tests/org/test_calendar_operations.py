"""Terms, days off and settings are dated data that go down the tree; what a unit enters is its own from then on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eduplatform.extensions import db
from eduplatform.org import calendar_operations as verbs
from eduplatform.org import queries
from eduplatform.org.calendar import Calendar, TermDates
from eduplatform.org.calendar_operations import Dates
from eduplatform.org.models import SchoolYear, Term, UnitSetting

from .world import TODAY, TOMORROW, YESTERDAY, change, done, refusal, refused

DAYS = (date(2026, 9, 7), date(2027, 1, 22), date(2027, 2, 22), date(2027, 7, 2))
TYPICAL_HOLIDAY = date(2026, 10, 2)
SATURDAY = date(2026, 11, 21)


def dates(*days: date) -> Dates:
    return Dates(TermDates(1, *days[:2]), TermDates(2, *days[2:]))


def terms(org, code: str, year: int = 2026) -> list[tuple[date, date]]:
    return [(term.starts_on, term.ends_on) for term in calendar(org, code, year).terms]


def calendar(org, code: str, year: int = 2026) -> Calendar:
    return queries.calendar_of(org.unit(code), year)


def enter(org, code: str, *days: date, year: int = 2026) -> None:
    done(verbs.enter_terms, org.viewer("city_song"), org.unit(code), year, dates(*days))


def enter_days(org, code: str, kind: str, first: date, last: date) -> None:
    there = calendar(org, code)
    done(verbs.enter_days, org.viewer("city_song"), org.unit(code), there, kind, "运动会", first, last)


def test_days_outside_the_year_are_told_its_ends(org):
    there, day = calendar(org, "LJ-DC"), date(2027, 9, 1)
    asked = org.viewer("city_song"), org.unit("LJ-DC"), there, "off", "运动会", day, day
    assert refusal(verbs.enter_days, *asked).values == {"first": there.starts_on, "last": there.ends_on}


def days_refused(org, code: str, first: date, last: date) -> str:
    there = calendar(org, code)
    return refused(verbs.enter_days, org.viewer("city_song"), org.unit(code), there, "off", "运动会", first, last)


def take_away(org, code: str, day: date, kind: str = "off") -> None:
    done(verbs.take_days_away, org.viewer("city_song"), org.unit(code), calendar(org, code), day, kind)


def own(org, code: str) -> list[tuple[str, date]]:
    return [(day.kind, day.starts_on) for day in verbs.own_days(org.unit(code), 2026)]


def test_terms_go_down_to_the_classes_and_not_sideways(org):
    org.forget_marks()
    enter(org, "LJ-DC", *DAYS)
    for code in ("LJ-DC", "LJ-SY", "SY-2024-2", "LJ-DZ"):
        assert terms(org, code) == [DAYS[:2], DAYS[2:]], code
    assert terms(org, "LJ-XS1")[0][0] == terms(org, "LJ")[0][0] == date(2026, 9, 1)
    assert terms(org, "LJ-SY", 2027)[0][0] == date(2027, 9, 1), "of the one year alone"
    marked = {code for code, year in org.marked() if year == 2026}
    assert marked == {"LJ-SY-2024-1", "LJ-SY-2024-2", "LJ-SY-2026-1", "LJ-SY-2021-1", "LJ-DZ-J2025-3"}
    entry = org.last_audit()
    assert (entry.action, entry.detail, entry.school_id) == ("calendar.terms", {"year": 2026}, org.unit("LJ-DC").id)


def test_the_first_and_last_day_are_those_of_the_year(org):
    days = {"starts_on": date(2027, 8, 20), "ends_on": date(2028, 8, 19)}
    change(SchoolYear(unit_id=org.unit("LJ").id, year=2027, **days))
    assert calendar(org, "LJ-SY").starts_on == date(2026, 9, 1)
    assert calendar(org, "LJ-SY", 2027).starts_on == days["starts_on"]


def test_the_nearest_unit_counts(org):
    enter(org, "LJ-DC", *DAYS)
    later = tuple(day + timedelta(days=1) for day in DAYS)
    enter(org, "LJ-SY", *later)
    assert terms(org, "SY-2024-2")[0][0] == later[0] and terms(org, "LJ-DZ")[0][0] == DAYS[0]


def test_entered_again_the_old_terms_go(org):
    enter(org, "LJ-DC", *DAYS)
    enter(org, "LJ-DC", DAYS[0] + timedelta(days=1), *DAYS[1:])
    assert db.session.query(Term).count() == 2 and db.session.query(SchoolYear).count() == 1
    assert terms(org, "LJ-SY")[0][0] == date(2026, 9, 8)


@pytest.mark.parametrize("places", [(1, 0, 2, 3), (0, 2, 1, 3), (0, 1, 3, 2), (0, 0, 2, 3), (0, 1, 1, 3)])
def test_terms_follow_one_another(org, places):
    wrong = dates(*(DAYS[place] for place in places))
    assert refused(verbs.enter_terms, org.viewer("city_song"), org.unit("LJ-DC"), 2026, wrong) == "dates_order"


@pytest.mark.parametrize(
    ("first", "last", "inside"),
    [
        (date(2026, 8, 15), date(2027, 8, 14), True),
        (date(2026, 8, 14), date(2027, 7, 2), False),
        (date(2026, 9, 7), date(2027, 8, 15), False),
    ],
)
def test_terms_lie_in_their_school_year(org, first, last, inside):
    asked = org.viewer("city_song"), org.unit("LJ-DC"), 2026, dates(first, DAYS[1], DAYS[2], last)
    if inside:
        done(verbs.enter_terms, *asked)
        assert terms(org, "LJ-DC") == [(first, DAYS[1]), (DAYS[2], last)]
    else:
        said = refusal(verbs.enter_terms, *asked)
        assert said.code == "dates_outside"
        assert said.values == {"first": date(2026, 8, 15), "last": date(2027, 8, 14)}


def test_the_first_own_day_takes_the_inherited_ones_along(org):
    enter_days(org, "LJ-DC", "off", TOMORROW, TOMORROW + timedelta(days=1))
    there = calendar(org, "LJ-SY")
    assert not there.is_school_day(TOMORROW) and not there.is_school_day(TYPICAL_HOLIDAY)
    assert own(org, "LJ-DC") == [("off", date(2026, 10, 1)), ("off", TOMORROW)]
    enter_days(org, "LJ-DC", "work", TOMORROW + timedelta(days=2), TOMORROW + timedelta(days=2))
    assert len(own(org, "LJ-DC")) == 3, "and takes them along once"
    assert calendar(org, "LJ-SY").is_school_day(date(2026, 11, 21)) and calendar(org, "LJ-XS1").is_school_day(TOMORROW)
    assert org.last_audit().action == "calendar.days" and ("LJ-SY-2024-2", 2026) in org.marked()


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (TODAY, YESTERDAY, "dates_order"),
        (TODAY, TODAY + timedelta(days=61), "days_long"),
        (date(2026, 8, 31), date(2026, 9, 1), "dates_outside"),
        (date(2027, 9, 1), date(2027, 9, 1), "dates_outside"),
    ],
)
def test_days_off_are_refused(org, first, last, said):
    assert days_refused(org, "LJ-DC", first, last) == said
    assert own(org, "LJ-DC") == []


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (TODAY, TODAY),
        (TODAY, TODAY + timedelta(days=60)),
        (date(2026, 9, 1), date(2026, 9, 1)),
        (date(2027, 8, 31),) * 2,
    ],
)
def test_days_off_to_the_edge(org, first, last):
    enter_days(org, "LJ-DC", "off", first, last)
    assert ("off", first) in own(org, "LJ-DC")


@pytest.mark.parametrize(
    ("kind", "first", "last", "said"),
    [
        ("off", date(2026, 10, 1), date(2026, 10, 7), "days_twice"),  # the same entry once more
        ("off", date(2026, 10, 7), date(2026, 10, 9), "days_twice"),  # one day of it
        ("work", date(2026, 10, 3), date(2026, 10, 3), "days_off_and_on"),  # a Saturday within National Day
        ("work", TODAY, TODAY, "work_on_weekday"),
        ("work", SATURDAY, SATURDAY + timedelta(days=2), "work_on_weekday"),  # Saturday to Monday
        ("off", date(2027, 8, 31), date(2027, 9, 1), "dates_outside"),
    ],
)
def test_doubles_and_contradictions_are_refused(org, kind, first, last, said):
    there = calendar(org, "LJ-DC")
    asked = org.viewer("city_song"), org.unit("LJ-DC"), there, kind, "运动会", first, last
    assert refused(verbs.enter_days, *asked) == said
    assert own(org, "LJ-DC") == [], "nothing half saved"


def test_a_working_day_cannot_be_taken_off_again_beside_it(org):
    enter_days(org, "LJ-DC", "work", SATURDAY, SATURDAY)
    there = calendar(org, "LJ-DC")
    asked = org.viewer("city_song"), org.unit("LJ-DC"), there, "off", "秋游", SATURDAY - timedelta(days=1), SATURDAY
    said = refusal(verbs.enter_days, *asked)
    assert said.code == "days_off_and_on" and said.values["other"] == "运动会" and said.values["first"] == SATURDAY
    assert len(own(org, "LJ-DC")) == 2


def test_an_inherited_day_is_taken_away_below_only(org):
    take_away(org, "LJ-SY", date(2026, 10, 1))
    assert calendar(org, "LJ-SY").is_school_day(TYPICAL_HOLIDAY), "the last day off is away too, not inherited again"
    assert org.last_audit().action == "calendar.days" and org.last_audit().detail == {"year": 2026}
    assert calendar(org, "LJ-SY").days_off == () and not calendar(org, "LJ-DZ").is_school_day(TYPICAL_HOLIDAY)


def test_who_has_taken_all_days_away_begins_with_none_of_them(org):
    take_away(org, "LJ-SY", date(2026, 10, 1))
    enter_days(org, "LJ-SY", "off", TODAY, TODAY)
    assert [day.starts_on for day in calendar(org, "LJ-SY").days_off] == [TODAY]
    take_away(org, "LJ-SY", TODAY)
    assert calendar(org, "LJ-SY").days_off == ()


def test_the_rest_of_the_days_stays(org):
    for day in (TODAY, TOMORROW):
        enter_days(org, "LJ-DC", "off", day, day)
    enter_days(org, "LJ-DC", "work", SATURDAY, SATURDAY)
    take_away(org, "LJ-SY", TODAY)
    assert own(org, "LJ-SY") == [("off", date(2026, 10, 1)), ("off", TOMORROW), ("work", SATURDAY)]
    assert len(own(org, "LJ-DC")) == 4, "above nothing is touched"
    take_away(org, "LJ-SY", SATURDAY, "work")
    assert own(org, "LJ-SY") == [("off", date(2026, 10, 1)), ("off", TOMORROW)]


def test_days_of_another_year_are_not_touched(org):
    enter_days(org, "LJ-DC", "off", TODAY, TODAY)
    assert verbs.own_days(org.unit("LJ-DC"), 2027) == [] == verbs.own_days(org.unit("LJ-SY"), 2026)


def setting(org, code: str, day: date = TODAY):
    return queries.setting_of(org.unit(code), "home_duty", day, "none")


def choose(org, code: str, value) -> None:
    done(verbs.choose_setting, org.viewer("city_song"), org.unit(code), "home_duty", value, "临教〔2026〕1号")


def test_a_choice_counts_from_today_for_the_unit_and_all_below(org):
    choose(org, "LJ-DC", True)
    assert setting(org, "SY-2024-2") is True and setting(org, "LJ-XS1") == "none" == setting(org, "LJ-SY", YESTERDAY)
    row = db.session.query(UnitSetting).one()
    assert (row.from_on, row.basis, row.set_by) == (TODAY, "临教〔2026〕1号", org.people["city_song"].user_id)
    assert org.last_audit().action == "setting.choose" and org.last_audit().detail == {
        "name": "home_duty",
        "value": True,
    }


def test_chosen_twice_a_day_the_last_word_counts_and_is_one_row(org):
    choose(org, "LJ-DC", True)
    choose(org, "LJ-DC", False)
    assert setting(org, "LJ-SY") is False and db.session.query(UnitSetting).count() == 1


def test_the_nearest_unit_wins_and_of_one_unit_the_latest(org):
    choose(org, "LJ", "city")
    unit = org.unit("LJ-DC")
    change(UnitSetting(unit_id=unit.id, name="home_duty", value="before", from_on=YESTERDAY))
    change(UnitSetting(unit_id=unit.id, name="home_duty", value="later", from_on=TOMORROW))
    change(UnitSetting(unit_id=unit.id, name="another", value="x", from_on=TODAY))
    assert setting(org, "LJ-SY") == "before" and setting(org, "LJ-XS1") == "city"
    assert setting(org, "LJ-SY", TOMORROW) == "later"
