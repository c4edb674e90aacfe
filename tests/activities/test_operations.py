"""An activity is set for the classes below a unit, counts from today, and can be taken back once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eduplatform.activities import operations, queries, rules
from eduplatform.activities.models import Activity
from eduplatform.extensions import db
from eduplatform.org.calendar import TermDates
from eduplatform.shared import clock
from tests.org.world import TODAY, TOMORROW, YESTERDAY, done, refusal, refused

WINDOW = TODAY, TODAY + timedelta(days=12)


def put(org, code: str = "LJ-DC", by: str = "district_zhou", **said) -> Activity:
    """An activity; `said` what is said otherwise than usual."""
    return done(operations.set_activity, org.viewer(by), org.unit(code), **_said(said))


def not_set(org, **said) -> str:
    return refused(operations.set_activity, org.viewer("district_zhou"), org.unit("LJ-DC"), **_said(said))


def _said(said: dict) -> dict:
    first, last = WINDOW
    return {"title": "消防宣传月", "topics": ["FIRE"], "stages": [], "starts_on": first, "ends_on": last} | said


def take_back(org, activity: Activity, code: str = "LJ-DC") -> None:
    done(operations.withdraw_campaign, org.viewer("district_zhou"), activity, org.unit(code))


def titles(org, code: str, year: int = 2026) -> list[str]:
    return [activity.title for activity, _unit in queries.of_unit(org.unit(code), year)]


def test_an_activity_is_kept_as_it_was_said_and_stands_on_record(org):
    row = put(org, title=" 消防  宣传月 ", title_en=" Fire month ", topics=["FIRE", "TRAF"], stages=["P2"])
    assert (row.title, row.title_en) == ("消防 宣传月", "Fire month")
    assert (row.topics, row.stages, row.year) == (["FIRE", "TRAF"], ["P2"], 2026)
    assert (row.starts_on, row.ends_on) == WINDOW and row.unit_id == org.unit("LJ-DC").id
    assert (row.set_by, row.set_at, row.withdrawn_at) == (org.people["district_zhou"].user_id, clock.now(), None)
    entry = org.last_audit()
    assert (entry.action, entry.subject) == ("activity.set", f"activity:{row.id}")
    assert entry.actor_id == org.people["district_zhou"].user_id
    assert entry.detail == {"topics": ["FIRE", "TRAF"], "until": WINDOW[1].isoformat()}
    assert entry.school_id == org.unit("LJ-DC").id, "on record where it was set"


def test_a_long_english_title_is_cut(org):
    assert put(org, title_en="x" * 121).title_en == "x" * 120
    assert put(org).title_en == ""


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"title": "  "}, "activity_title"),
        ({"title": "消" * 81}, "activity_title"),
        ({"topics": []}, "activity_topics"),
        ({"starts_on": TOMORROW, "ends_on": TODAY}, "activity_turned"),
        ({"starts_on": YESTERDAY, "ends_on": YESTERDAY}, "activity_over"),
        ({"ends_on": TODAY + timedelta(days=93)}, "activity_long"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(org, said, code):
    org.forget_marks()
    assert not_set(org, **said) == code
    assert db.session.query(Activity).count() == 0 and org.audits("activity.set") == [] and org.marked() == set()


def test_the_refusal_says_how_much_is_allowed(org):
    said = refusal(operations.set_activity, org.viewer("district_zhou"), org.unit("LJ-DC"), **_said({"topics": []}))
    assert said.values == {"days": rules.LONGEST_DAYS, "most": rules.TITLE_LENGTH}


def test_spaces_do_not_make_a_title_too_long(org):
    assert len(put(org, title="消" * 40 + " " * 50 + "防" * 39).title) == 80


def test_the_school_year_is_that_of_its_first_day(org):
    assert put(org, starts_on=date(2027, 8, 31), ends_on=date(2027, 9, 5)).year == 2026
    assert put(org, starts_on=date(2027, 9, 1), ends_on=date(2027, 9, 5)).year == 2027


def test_every_class_below_and_no_other_is_counted_anew(org):
    org.forget_marks()
    put(org)
    assert {code for code, _ in org.marked()} == {
        "LJ-SY-2024-1",
        "LJ-SY-2024-2",
        "LJ-SY-2026-1",
        "LJ-SY-2021-1",
        "LJ-DZ-J2025-3",
    }
    org.forget_marks()
    put(org, "LJ-SY", "officer_safe")
    assert ("LJ-DZ-J2025-3", 2026) not in org.marked() and ("LJ-SY-2024-2", 2026) in org.marked()


def test_taken_back_it_is_owed_no_longer_and_once_is_enough(org, clock):
    row = put(org)
    org.forget_marks()
    take_back(org, row)
    at = row.withdrawn_at
    assert at is not None and org.last_audit().action == "activity.withdraw"
    assert org.last_audit().actor_id == org.people["district_zhou"].user_id
    assert ("LJ-SY-2024-2", 2026) in org.marked()
    clock.shift(60)
    take_back(org, row)
    assert row.withdrawn_at == at and len(org.audits("activity.withdraw")) == 1


def test_a_class_meets_the_activities_of_all_units_above_it(org):
    put(org, "LJ", "city_song", title="市活动", starts_on=TODAY)
    put(org, "LJ-DC", title="区活动", starts_on=TOMORROW)
    put(org, "LJ-SY", "officer_safe", title="校活动", starts_on=TODAY)
    put(org, "LJ-XS", "other_district", title="外区活动")
    put(org, "LJ", "city_song", title="明年的", starts_on=date(2027, 9, 1), ends_on=date(2027, 9, 2))
    assert titles(org, "SY-2024-2") == titles(org, "LJ-SY") == ["区活动", "校活动", "市活动"], "the latest first"
    assert titles(org, "LJ-DZ") == ["区活动", "市活动"] and titles(org, "LJ") == ["市活动"]
    assert titles(org, "LJ", 2027) == ["明年的"] and titles(org, "YS-1") == []
    assert [unit.code for _, unit in queries.of_unit(org.unit("LJ-SY"), 2026)] == ["LJ-DC", "LJ-SY", "LJ"]


def test_one_taken_back_stays_in_the_list(org):
    take_back(org, put(org))
    assert titles(org, "LJ-SY") == ["消防宣传月"]


def test_an_activity_is_found_with_who_set_it(org):
    row = put(org)
    activity, unit = queries.find_activity(row.id)
    assert (activity.id, unit.code) == (row.id, "LJ-DC") and queries.find_activity(999_999) is None


def test_activities_by_number(org):
    one, other = put(org), put(org, title="又一个")
    assert {row.title for row in queries.activities_by_id([one.id, other.id, one.id, 999_999]).values()} == {
        "消防宣传月",
        "又一个",
    }
    assert queries.activities_by_id([]) == {}


@pytest.mark.parametrize(
    ("first", "last", "counted"),
    [
        (TODAY, TODAY, 1),
        (TOMORROW, TOMORROW, 0),
        (YESTERDAY, YESTERDAY, 0),
        (YESTERDAY, TODAY, 1),
        (TODAY, TOMORROW, 1),
        (YESTERDAY, TOMORROW, 1),
    ],
)
def test_an_activity_falls_into_a_term_that_it_touches(org, first, last, counted):
    row, unit = put(org, starts_on=TODAY, ends_on=TODAY), org.unit("LJ-DC")
    assert queries.in_term([(row, unit)], TermDates(1, first, last)) == counted


def test_standing_activities_are_counted_and_without_a_term_there_are_none(org):
    stands, gone, unit = put(org), put(org), org.unit("LJ-DC")
    take_back(org, gone)
    term = TermDates(1, YESTERDAY, TOMORROW)
    assert queries.in_term([(stands, unit), (gone, unit)], term) == 1
    assert queries.in_term([(stands, unit)], None) == 0 == queries.in_term([], term)
