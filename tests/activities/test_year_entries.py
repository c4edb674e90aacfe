"""The year as whole days for a calendar program: what is in it, in which order and under which words; and ready-made activities."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from eduplatform.activities import operations, ready
from eduplatform.activities.year_entries import year_entries
from eduplatform.org.queries import calendar_at
from eduplatform.shared.refusals import NotFound
from eduplatform.teaching import key_days, plan, plan_operations
from tests.activities.world import FIRST, LAST, PLEDGE, day, drafted, published
from tests.org.world import TODAY, done

COURSES = Path(__file__).parents[2] / "courses"


def words(code: str, **values) -> str:
    """The words of pages, as plain as can be."""
    return " ".join([code, *map(str, values.values())])


def entries(org, code: str = "LJ-SY-2024-2", stage: str = "P2", english: bool = False, year: int = 2026):
    return year_entries(org.unit(code), stage, year, words, english)


def titles(found, category: str) -> list[str]:
    return [one.title for one in found if one.category == category]


def adopt(org) -> None:
    done(plan_operations.adopt, org.viewer("city_song"), org.unit("LJ"), 2026, plan.shipped())


def test_without_a_plan_there_are_terms_days_off_and_key_days_in_order(org):
    found, year = entries(org), calendar_at(org.unit("SY-2024-2").path, 2026)
    assert titles(found, "terms") == ["term_starts 1", "term_ends 1", "term_starts 2", "term_ends 2"]
    assert [one.first for one in found if one.category == "terms"] == [
        each for term in year.terms for each in (term.starts_on, term.ends_on)
    ]
    assert titles(found, "days") == ["off 国庆节"] and titles(found, "activities") == []
    assert found == sorted(found, key=lambda one: (one.first, one.key)) and all(one.first <= one.last for one in found)
    assert len({one.key for one in found}) == len(found), "two things with one key are one thing to a calendar program"
    assert all(one.key.startswith("2026/") for one in found if one.category != "activities")


def test_each_teaching_week_is_monday_to_friday_with_its_theme_in_the_readers_language(org):
    adopt(org)
    unit = org.unit("SY-2024-2")
    year = calendar_at(unit.path, 2026)
    weeks = {week.week: week for week in plan.plan_now(unit, 2026, year)}
    monday = {week.number: week.starts_on for week in year.weeks}
    for english in (False, True):
        found = [one for one in entries(org, english=english) if one.category == "weeks"]
        named = [
            (weeks[n].title_en if english and weeks[n].title_en else weeks[n].title)
            for n in sorted(weeks)
            if n in monday
        ]
        assert len(found) == len(named) > 30
        assert [one.title for one in found] == [
            f"week {n} {name}" for n, name in zip(sorted(weeks), named, strict=True)
        ]
        assert all(one.first.weekday() == 0 and one.last == one.first + timedelta(days=4) for one in found)


def test_key_days_are_those_of_the_stage_and_none_whose_day_is_announced_every_year(org):
    year = calendar_at(org.unit("LJ-SY").path, 2026)
    every = key_days.for_lessons(key_days.year_file(), year)
    late = key_days.announced_yearly(key_days.year_file())
    for stage in ("P2", "J", "S", ""):
        want = sorted(one.title for one in every if one.code not in late and (not stage or one.for_stage(stage)))
        found = [one for one in entries(org, "LJ-SY", stage) if one.category == "keys"]
        assert sorted(one.title for one in found) == want and want
    english = titles(entries(org, english=True), "keys")
    assert "全国消防日" not in english and len(english) == len(titles(entries(org), "keys"))


def test_activities_that_stand_are_in_it_for_the_stages_they_concern(org):
    for title, more in {
        "小学": {"stages": ("P2",), "title_en": "Primary"},
        "初中": {"stages": ("J",)},
        "都": {"starts_on": day(-9)},
        "市": {"code": "LJ", "by": "city_song", "starts_on": day(1)},
    }.items():
        published(org, PLEDGE, title=title, **more)
    drafted(org, PLEDGE, title="草稿")
    gone = published(org, PLEDGE, title="收回")
    done(operations.withdraw_campaign, org.viewer("district_zhou"), gone, org.unit("LJ-DC"))
    assert titles(entries(org), "activities") == ["activity 都", "activity 小学", "activity 市"]
    assert titles(entries(org, english=True), "activities") == ["activity 都", "activity Primary", "activity 市"]
    assert titles(entries(org, "LJ-DC", ""), "activities") == [
        "activity 都",
        "activity 小学",
        "activity 初中",
        "activity 市",
    ]
    assert titles(entries(org, "LJ-XS", ""), "activities") == ["activity 市"]
    primary = next(one for one in entries(org) if one.title == "activity 小学")
    assert (primary.first, primary.last) == (FIRST, LAST) and titles(entries(org, year=2027), "activities") == []


# ── Ready-made activities ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("today", [date(2026, 9, 1), TODAY, date(2027, 3, 1), date(2027, 8, 31), date(2029, 1, 1)])
def test_every_ready_made_one_lies_ahead_or_runs_and_keeps_its_weekday_and_length(org, today):
    year = calendar_at(org.unit("LJ-SY").path, 2026)
    found = ready.offers(COURSES, year, today)
    assert found == sorted(found, key=lambda one: (one.starts_on, one.made.code)) and len(found) > 3
    usual = {one.made.code: one for one in ready.offers(COURSES, year, date(2026, 9, 1))}
    for one in found:
        assert one.ends_on >= today and (one.ends_on - one.starts_on).days == one.made.days - 1
        assert one.ends_on - timedelta(weeks=52) < today or one.starts_on == usual[one.made.code].starts_on
        assert (one.starts_on - usual[one.made.code].starts_on).days % 364 == 0
        (on_its_last_day,) = [each for each in ready.offers(COURSES, year, one.ends_on) if each.made == one.made]
        assert on_its_last_day == one, "on its last day it still runs"


def test_taken_it_is_a_draft_of_what_the_shelf_has_and_an_unknown_one_is_not_there(org):
    year = calendar_at(org.unit("LJ-SY").path, 2026)
    for offer in ready.offers(COURSES, year, TODAY):
        said = ready.as_draft(COURSES, offer.made.code, year, TODAY)
        assert (said.title, said.title_en) == (offer.made.title.zh, offer.made.title.en)
        assert (said.starts_on, said.ends_on, said.stages) == (offer.starts_on, offer.ends_on, ())
        assert [step.kind for step in said.steps] == [step.kind for step in offer.made.steps]
        for step, made in zip(said.steps, offer.made.steps, strict=True):
            assert len(step.things) == len(made.uses), (offer.made.code, step.title)
            assert bool(step.body) is (step.kind in ("pledge", "survey", "act")) and not step.alone
            assert all(thing.lesson_id and thing.stage and not thing.topic for thing in step.things)
    with pytest.raises(NotFound):
        ready.as_draft(COURSES, "no-such-activity", year, TODAY)
    assert replace(offer, starts_on=TODAY).made == offer.made
