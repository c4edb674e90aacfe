"""An officer composes an activity: a draft nobody sees, given to all classes below at once, copied for the next year, thrown away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from eduplatform.activities import composing, drafts, operations, queries
from eduplatform.activities.models import Activity, ActivityStep, ActivityThing
from eduplatform.activities.rules import StepSaid, Thing
from eduplatform.activities.steps import as_said, find_step, state, steps_of
from eduplatform.extensions import db
from eduplatform.org.models import Unit
from eduplatform.shared import clock as school_clock
from tests.activities.world import (
    ACT,
    FIRST,
    LAST,
    PLEDGE,
    SURVEY,
    day,
    drafted,
    fire,
    published,
    said,
    steps,
    with_lesson,
    with_topic,
)
from tests.org.world import TODAY, done, refusal, refused


def zhou(org):
    return org.viewer("district_zhou")


def district(org) -> Unit:
    return org.unit("LJ-DC")


def publish(org, row: Activity) -> None:
    done(composing.publish, zhou(org), row, district(org))


def save(org, row: Activity, *more: StepSaid, version: int = 1, **changed) -> None:
    done(composing.save_draft, row, said(*more, **changed), version)


def test_a_draft_is_kept_as_it_was_said_and_seen_by_nobody_below(org):
    org.forget_marks()
    row = drafted(org, with_topic("TRAF"), with_lesson("quiz"), title="  消防  月 ", title_en=" Fire ", stages=("P2",))
    assert (row.title, row.title_en, row.topics, row.stages) == ("消防 月", "Fire", ["TRAF", "FIRE"], ["P2"])
    assert (row.starts_on, row.ends_on, row.year, row.version, row.draft) == (FIRST, LAST, 2026, 1, True)
    assert (row.set_by, row.set_at) == (org.people["district_zhou"].user_id, school_clock.now())
    assert (org.last_audit().action, org.last_audit().subject) == ("activity.draft", f"activity:{row.id}")
    assert org.marked() == set() and state(row, TODAY) == "draft"
    assert queries.of_unit(district(org), 2026) == [] == queries.for_class(org.unit("SY-2024-2"), 2026, "P2")
    assert [one.id for one in queries.drafts_of(district(org))] == [row.id]
    assert queries.drafts_of(org.unit("LJ-SY")) == [] and not queries.one_runs(district(org).path, 2026, TODAY)


def test_steps_are_kept_in_their_order_with_what_they_are_done_with(org):
    every = PLEDGE, SURVEY, ACT, replace(with_lesson("quiz", "P1"), alone=True, starts_on=day(1), stages=("P1",))
    row = drafted(org, *every)
    found = steps(row)
    assert [one.row.position for one in found] == [0, 1, 2, 3]
    assert as_said(row, found) == replace(said(*every), title_en="")
    step, activity = find_step(found[3].row.id)
    assert (step.kind, step.alone, activity.id) == ("quiz", True, row.id) and find_step(999_999) is None
    assert found[3].things == (Thing("P1", "", fire("P1").lesson_id),) and steps_of([]) == {}


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (StepSaid("quiz", "x", things=(Thing("P2", lesson_id=999_999),)), "thing_gone"),
        (StepSaid("quiz", "x", things=(Thing("", topic="FIRE"),)), "thing_part"),
        (StepSaid("party", "x"), "step_kind"),
        (StepSaid("pledge", "x", starts_on=LAST, ends_on=FIRST), "step_turned"),
    ],
)
def test_what_not_even_a_draft_may_be_is_refused_with_the_number_of_the_step(org, step, code):
    no = refusal(composing.begin_draft, zhou(org), district(org), said(PLEDGE, step))
    assert (no.code, no.values["n"]) == (code, 2)
    assert db.session.query(Activity).count() == 0 == db.session.query(ActivityStep).count()


def test_a_lesson_of_another_stage_than_it_is_named_for_is_refused(org):
    wrong = StepSaid("lesson", "x", things=(Thing("J", lesson_id=fire("P2").lesson_id),))
    assert refused(composing.begin_draft, zhou(org), district(org), said(wrong)) == "thing_stage"


def test_a_save_replaces_all_steps_and_leaves_nothing_of_the_old_ones(org):
    row = drafted(org, with_lesson("quiz"), with_topic(), title="消防月")
    other = drafted(org, with_topic(), title="别的")
    save(org, row, SURVEY, title="消防周", ends_on=day(0))
    assert (row.title, row.version, row.ends_on, row.topics) == ("消防周", 2, TODAY, [])
    assert [one.row.kind for one in steps(row)] == ["survey"] and len(steps(other)) == 1
    assert db.session.query(ActivityThing).count() == 1, "those of the other draft"


def test_of_two_windows_the_slower_is_told_and_the_faster_stays(org):
    row = drafted(org, PLEDGE)
    save(org, row, ACT)
    assert refused(composing.save_draft, row, said(SURVEY), 1) == "activity_changed"
    save(org, row, PLEDGE, ACT, version=2)
    assert row.version == 3 and [one.row.kind for one in steps(row)] == ["pledge", "act"]


def test_a_refused_save_changes_nothing(org):
    row = drafted(org, PLEDGE)
    assert refused(composing.save_draft, row, said(ACT, title=" "), 1) == "activity_title"
    db.session.expire_all()
    assert (row.title, row.version) == ("消防月", 1) and [one.row.kind for one in steps(row)] == ["pledge"]


@pytest.mark.parametrize(
    ("changed", "made", "code", "n"),
    [
        ({}, (), "activity_no_steps", None),
        ({"starts_on": day(-9), "ends_on": day(-1)}, (PLEDGE,), "activity_over", None),
        ({"starts_on": day(0), "ends_on": day(93)}, (PLEDGE,), "activity_long", None),
        ({}, (PLEDGE, StepSaid("act", "走")), "act_task", 2),
        ({}, (StepSaid("pledge", "签"),), "pledge_lines", 1),
        ({}, (PLEDGE, SURVEY, StepSaid("lesson", "课")), "step_things", 3),
        ({}, (replace(ACT, title=""),), "step_title", 1),
        ({}, (replace(ACT, starts_on=day(-8)),), "step_days", 1),
        ({"stages": ("P1",)}, (replace(ACT, stages=("P2",)),), "step_stages", 1),
    ],
)
def test_what_is_unfinished_stays_a_draft_and_the_step_is_named(org, changed, made, code, n):
    row = drafted(org, *made, **changed)
    no = refusal(composing.publish, zhou(org), row, district(org))
    assert (no.code, no.values.get("n")) == (code, n)
    db.session.expire_all()
    assert row.draft and org.audits("activity.set") == []


def test_published_it_is_given_to_all_classes_below_and_on_record(org, clock):
    row = drafted(org, PLEDGE, replace(ACT, starts_on=day(1)), with_topic(), stages=("P2", "J"))
    assert not queries.one_runs(district(org).path, 2026, TODAY), "remembered: nothing runs"
    org.forget_marks()
    clock.shift(60)
    publish(org, row)
    assert (row.draft, row.set_at, state(row, TODAY)) == (False, school_clock.now(), "running")
    assert [(one.row.starts_on, one.row.ends_on) for one in steps(row)] == [
        (FIRST, LAST),
        (day(1), LAST),
        (FIRST, LAST),
    ]
    assert len(org.marked()) == 5, "every class below, of whatever stage"
    entry = org.last_audit()
    assert (entry.action, entry.detail) == ("activity.set", {"topics": ["FIRE"], "until": LAST.isoformat()})
    assert queries.one_runs(district(org).path, 2026, TODAY), "what was remembered is forgotten"
    assert refused(composing.publish, zhou(org), row, district(org)) == "activity_published"
    assert refused(composing.save_draft, row, said(ACT), 1) == "activity_published"
    assert refused(composing.drop_draft, zhou(org), row, district(org)) == "activity_published"


def test_a_topic_for_two_stages_is_written_for_each_and_for_all_stages_once(org):
    two = published(org, with_topic(), replace(with_topic("TRAF"), stages=("J",)), stages=("P2", "J"))
    assert [one.things for one in steps(two)] == [
        (Thing("P2", "FIRE"), Thing("J", "FIRE")),
        (Thing("J", "TRAF"),),
    ]
    assert [one.things for one in steps(published(org, with_topic()))] == [(Thing("", "FIRE"),)]


@pytest.mark.parametrize(
    ("stages", "of_step", "for_p2", "for_j"),
    [((), (), True, True), (("P2",), (), True, False), ((), ("J",), False, True), (("P2", "J"), ("J",), False, True)],
)
def test_a_class_has_only_steps_of_its_stage_to_do(org, stages, of_step, for_p2, for_j):
    (step,) = steps(published(org, replace(ACT, stages=of_step), stages=stages))
    assert (step.for_stage("P2"), step.for_stage("J")) == (for_p2, for_j)


def test_a_step_with_lessons_of_one_stage_asks_nothing_of_another(org):
    (step,) = steps(published(org, with_lesson("lesson")))
    assert step.for_stage("P2") and not step.for_stage("J") and step.lessons("J") == []
    assert [head.lesson_id for head in step.lessons("P2")] == [fire().lesson_id]


def test_lessons_that_are_named_come_before_any_of_the_topic_and_none_twice(org):
    both = StepSaid(
        "lesson", "课", things=(Thing("", topic="TRAF"), Thing("P2", lesson_id=fire().lesson_id), Thing("", "FIRE"))
    )
    heads = steps(published(org, both))[0].lessons("P2")
    assert heads[0].lesson_id == fire().lesson_id and len({head.lesson_id for head in heads}) == len(heads)
    assert {head.topic for head in heads} <= {"TRAF", "FIRE"} and {head.stage for head in heads} == {"P2"}


def test_copied_it_is_a_draft_on_the_same_weekdays_as_often_a_year_later_as_it_takes(org, clock):
    row = published(org, PLEDGE, replace(ACT, starts_on=day(1), ends_on=day(3)), title_en="Fire")
    copy = done(composing.copy_activity, zhou(org), row, district(org))
    year = timedelta(weeks=52)
    assert (copy.draft, copy.title, copy.title_en, copy.year) == (True, "消防月", "Fire", 2027)
    assert (copy.starts_on, copy.ends_on) == (FIRST + year, LAST + year) and copy.starts_on.weekday() == FIRST.weekday()
    assert [(one.row.starts_on, one.row.ends_on) for one in steps(copy)] == [
        (None, None),
        (day(1) + year, day(3) + year),
    ]
    clock.move_to(school_clock.now() + 3 * year)
    late = done(composing.copy_activity, zhou(org), row, district(org))
    assert late.ends_on == LAST + 3 * year, "the first that is not over"
    clock.shift(timedelta(days=7))
    assert done(composing.copy_activity, zhou(org), row, district(org)).ends_on == LAST + 3 * year, (
        "its last day is today"
    )
    clock.shift(timedelta(days=1))
    assert done(composing.copy_activity, zhou(org), row, district(org)).ends_on == LAST + 4 * year
    assert [one.row.id for one in steps(row)] != [one.row.id for one in steps(copy)] and not row.draft


def test_thrown_away_nothing_of_a_draft_is_left(org):
    row = drafted(org, with_lesson("quiz"), PLEDGE)
    number = row.id
    done(composing.drop_draft, zhou(org), row, district(org))
    assert [db.session.query(table).count() for table in (Activity, ActivityStep, ActivityThing)] == [0, 0, 0]
    assert (org.last_audit().action, org.last_audit().subject) == ("activity.drop", f"activity:{number}")


def test_parts_of_a_lesson_are_what_it_has_on_offer(org):
    stage, parts = composing.parts_of_lesson(fire().lesson_id)
    assert stage == "P2" and {"lesson", "quiz", "skill"} <= parts <= {"lesson", "quiz", "skill", "video"}
    assert composing.parts_of_lesson(999_999) == ("", frozenset())


# ── Ended and taken back ───────────────────────────────────────────────────────────────────────────────────────────────


def end(org, row: Activity) -> None:
    done(operations.end_activity, zhou(org), row, district(org))


def test_ended_it_ends_with_today_and_so_do_its_steps(org):
    row = published(org, PLEDGE, replace(ACT, ends_on=day(-3)), replace(SURVEY, starts_on=day(-1), ends_on=day(0)))
    org.forget_marks()
    end(org, row)
    db.session.expire_all()
    assert (row.ends_on, row.ended_at, state(row, TODAY)) == (TODAY, school_clock.now(), "ended")
    assert [one.row.ends_on for one in steps(row)] == [TODAY, day(-3), TODAY]
    assert org.last_audit().action == "activity.end" and len(org.marked()) == 5
    assert refused(operations.end_activity, zhou(org), row, district(org)) == "activity_not_running"


@pytest.mark.parametrize(
    ("first", "last", "runs"), [(day(0), day(3), True), (day(-3), day(0), True), (day(1), day(3), False)]
)
def test_only_what_runs_can_be_ended(org, first, last, runs):
    row = published(org, PLEDGE, starts_on=first, ends_on=last)
    if runs:
        end(org, row)
    else:
        assert refused(operations.end_activity, zhou(org), row, district(org)) == "activity_not_running"
    draft = drafted(org, PLEDGE)
    assert refused(operations.end_activity, zhou(org), draft, district(org)) == "activity_not_running"


# ── The next year, and caps ────────────────────────────────────────────────────────────────────────────────────────────


def test_what_a_unit_set_is_offered_for_the_next_year_and_no_draft_and_nothing_taken_back(org):
    published(org, with_topic(), title="后", title_en="Later", stages=("P2",), starts_on=day(1))
    published(org, PLEDGE, title="先", starts_on=day(-7))
    gone = published(org, PLEDGE, title="收回")
    done(operations.withdraw_campaign, zhou(org), gone, district(org))
    drafted(org, PLEDGE, title="草稿")
    published(org, PLEDGE, title="市", code="LJ", by="city_song")
    found = drafts.drafts_of_next_year(district(org), 2026)
    assert [one.title for one in found] == ["先", "后"]
    assert found[1].plain() == {
        "title": "后",
        "title_en": "Later",
        "topics": ["FIRE"],
        "stages": ["P2"],
        "starts_on": "2027-11-18",
        "ends_on": "2027-11-24",
    }
    assert drafts.titles_set(district(org), 2026) == {"先", "后"}, "a draft is not set: nobody below sees it"
    assert drafts.titles_set(district(org), 2027) == set() == drafts.titles_set(org.unit("LJ-SY"), 2026)


def test_caps_count_what_stands_above_and_below_and_no_draft(org):
    city = published(org, PLEDGE, code="LJ", by="city_song", starts_on=day(-3))
    school = published(org, PLEDGE, code="LJ-SY", by="officer_safe")
    published(org, PLEDGE, code="LJ-XS", by="other_district")
    drafted(org, PLEDGE)
    gone = published(org, PLEDGE)
    done(operations.withdraw_campaign, zhou(org), gone, district(org))
    found = queries.campaigns_around(district(org), 2026)
    assert found == [
        (city.id, org.unit("LJ").path, day(-3), LAST),
        (school.id, org.unit("LJ-SY").path, FIRST, LAST),
    ]
    assert (
        queries.campaigns_around(district(org), 2025) == [] and len(queries.campaigns_around(org.unit("LJ"), 2026)) == 3
    )


def test_a_class_is_offered_what_concerns_its_stage_and_stands(org):
    published(org, PLEDGE, title="小学", stages=("P2",), ends_on=day(1))
    published(org, PLEDGE, title="初中", stages=("J",))
    published(org, PLEDGE, title="都", starts_on=day(0))
    gone = published(org, PLEDGE, title="收回")
    done(operations.withdraw_campaign, zhou(org), gone, district(org))
    unit = org.unit("SY-2024-2")
    assert [row.title for row, _setter in queries.for_class(unit, 2026, "P2")] == ["都", "小学"]
    assert [row.title for row, _setter in queries.for_class(unit, 2026, "J")] == ["都", "初中"]


@pytest.mark.parametrize(
    ("on", "runs"), [(FIRST - timedelta(days=1), False), (FIRST, True), (LAST, True), (LAST + timedelta(days=1), False)]
)
def test_one_runs_from_the_first_day_to_the_last_below_who_set_it(org, on, runs):
    published(org, PLEDGE)
    assert queries.one_runs(org.unit("SY-2024-2").path, 2026, on) is runs
    assert not queries.one_runs(org.unit("LJ").path, 2026, on) and not queries.one_runs(
        org.unit("LJ-XS").path, 2026, on
    )
    assert not queries.one_runs(district(org).path, 2025, on) and on.year == date(2026, 1, 1).year
