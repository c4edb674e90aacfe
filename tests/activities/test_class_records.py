"""What a class did that no lesson records: entered, filmed, asked on devices, taken back. Counts, and no name."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from eduplatform.activities import class_records as verbs
from eduplatform.activities import operations
from eduplatform.activities.class_records import Entered
from eduplatform.activities.models import ActivityRecord
from eduplatform.extensions import db
from eduplatform.shared import clock as school_clock
from tests.activities.world import ACT, CLASS, PLEDGE, SURVEY, day, drafted, place, published, with_lesson
from tests.org.world import TODAY, done, refusal, refused

MINUTE = timedelta(minutes=1)


@pytest.fixture
def pledge(org):
    return place(org, published(org, PLEDGE))


@pytest.fixture
def survey(org):
    return place(org, published(org, SURVEY))


@pytest.fixture
def film(org):
    return place(org, published(org, with_lesson("film")))


def lin(org):
    return org.viewer("teacher_lin")


def enter(org, at, present: int = 30, count: int = 20, on=TODAY, **more) -> ActivityRecord:
    return done(verbs.enter, lin(org), at, Entered(on, present, count, **more))


def not_entered(org, at, present: int = 30, count: int = 20, on=TODAY, **more) -> str:
    return refused(verbs.enter, lin(org), at, Entered(on, present, count, **more))


def kept() -> list[ActivityRecord]:
    db.session.expire_all()
    return db.session.query(ActivityRecord).order_by(ActivityRecord.id).all()


def test_a_pledge_is_kept_as_it_was_said_and_stands_on_record(org, pledge):
    org.forget_marks()
    row = enter(org, pledge, note="  大家  都签了 ", on=day(-3))
    assert (row.present, row.count, row.counts, row.note, row.held_on) == (30, 20, None, "大家 都签了", day(-3))
    assert (row.grade, row.year, row.recorded_by, row.marks) == ("C", 2026, org.people["teacher_lin"].user_id, None)
    assert row.done_at == row.begun_at == school_clock.now() and row.withdrawn_at is None
    entry = org.last_audit()
    assert (entry.action, entry.subject) == ("activity.record", f"class:{pledge.unit.id}")
    assert entry.detail == {"activity": pledge.activity.id, "on": day(-3).isoformat()}
    assert org.marked() == {(CLASS, 2026)}, "this class is counted anew, and no other"


def test_said_again_the_later_word_stands_and_the_first_is_kept_as_replaced(org, pledge, clock):
    first = enter(org, pledge, count=20)
    clock.shift(60)
    second = enter(org, pledge, count=21)
    one, two = kept()
    assert (one.id, one.withdrawn_at, two.id, two.withdrawn_at) == (first.id, school_clock.now(), second.id, None)
    assert verbs.standing(pledge).id == second.id


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"on": day(-8)}, "record_outside"),
        ({"on": day(8)}, "record_outside"),
        ({"on": day(1)}, "record_ahead"),
        ({"present": 0, "count": 0}, "record_present"),
        ({"present": 41}, "record_present"),
        ({"count": 31}, "record_count"),
        ({"count": -1}, "record_count"),
    ],
)
def test_what_cannot_have_been_is_refused_and_the_earlier_word_stands(org, pledge, said, code):
    row = enter(org, pledge, on=day(-7))
    assert not_entered(org, pledge, **said) == code
    assert [each.id for each in kept()] == [row.id] and verbs.standing(pledge).id == row.id


def test_the_refusal_says_the_days_and_how_many_are_on_the_roll(org, pledge):
    outside = refusal(verbs.enter, lin(org), pledge, Entered(day(8), 1))
    assert outside.values == {"first": day(-7), "last": day(7)}
    assert refusal(verbs.enter, lin(org), pledge, Entered(TODAY, 41)).values == {"roll": 40, "most": 120}


def test_a_step_with_days_of_its_own_takes_nothing_outside_them(org):
    short = PLEDGE.__class__(**{**PLEDGE.__dict__, "starts_on": day(-1), "ends_on": day(0)})
    at = place(org, published(org, short))
    assert not_entered(org, at, on=day(-2)) == "record_outside" and enter(org, at, on=day(-1)).id


def test_an_activity_taken_back_or_not_yet_published_takes_nothing(org):
    draft = place(org, drafted(org, PLEDGE))
    assert not_entered(org, draft) == "activity_not_running"
    gone = place(org, published(org, PLEDGE, SURVEY))
    done(operations.withdraw_campaign, org.viewer("district_zhou"), gone.activity, org.unit("LJ-DC"))
    assert not_entered(org, gone) == "activity_not_running"
    assert refused(verbs.open_survey, lin(org), place(org, gone.activity, 1)) == "activity_not_running"


def test_ended_early_it_takes_what_was_done_until_then(org, clock):
    at = place(org, published(org, PLEDGE))
    done(operations.end_activity, org.viewer("district_zhou"), at.activity, org.unit("LJ-DC"))
    clock.shift(timedelta(days=1))
    at = place(org, at.activity)
    assert not_entered(org, at, on=day(1)) == "record_outside" and enter(org, at, on=TODAY).held_on == TODAY


def test_a_deed_needs_a_line_of_what_was_done(org):
    at = place(org, published(org, ACT))
    assert not_entered(org, at, count=0, note="   ") == "record_note"
    assert not_entered(org, at, count=0, note="走" * 121) == "record_note"
    assert enter(org, at, count=0, note="走" * 120).note == "走" * 120


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        (((10, 20), (1, 2, 3)), None),
        (((0, 0), (0, 0, 0)), "record_counts"),
        ((), "record_counts"),
        (((10, 21), (0, 0, 0)), "record_counts"),
        (((10, -1), (0, 0, 0)), "record_counts"),
    ],
)
def test_questions_counted_by_hands_add_up_to_no_more_than_were_there(org, survey, counts, code):
    if code:
        assert not_entered(org, survey, count=0, counts=counts) == code and kept() == []
    else:
        row = enter(org, survey, count=0, counts=counts)
        assert (row.counts, row.count, row.grade) == ([[10, 20], [1, 2, 3]], 30, "C"), (
            "as many as answered one question"
        )


def test_a_film_a_lesson_or_a_quiz_cannot_be_entered_by_hand(org):
    activity = published(org, *(with_lesson(kind) for kind in ("lesson", "film", "quiz", "training")))
    for number in range(4):
        assert not_entered(org, place(org, activity, number)) == "step_not_entered"
    for number in (0, 2, 3):
        assert refused(verbs.begin_film, lin(org), place(org, activity, number)) == "step_not_entered"
        assert refused(verbs.open_survey, lin(org), place(org, activity, number)) == "step_not_entered"


# ── Film ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("passed", "left"), [(0, 80), (1, 79), (79, 1), (79.9, 1), (80, None), (500, None)])
def test_a_film_is_on_record_when_four_fifths_have_passed_on_the_servers_clock(org, film, clock, passed, left):
    done(verbs.begin_film, lin(org), film)
    clock.shift(passed)
    if left is None:
        row = done(verbs.end_film, lin(org), film, 100)
        assert (row.done_at, row.present, row.grade) == (school_clock.now(), 40, "A")
        assert org.last_audit().action == "activity.record"
    else:
        said = refusal(verbs.end_film, lin(org), film, 100)
        assert (said.code, said.values) == ("film_too_soon", {"left": left}) and kept()[0].done_at is None


def test_a_film_begun_twice_runs_from_the_first_time_and_ended_twice_is_once(org, film, clock):
    assert refused(verbs.end_film, lin(org), film, 100) == "film_not_begun"
    first = done(verbs.begin_film, lin(org), film)
    clock.shift(60)
    assert done(verbs.begin_film, lin(org), film).id == first.id and len(kept()) == 1
    clock.shift(25)
    ended = done(verbs.end_film, lin(org), film, 100).done_at
    clock.shift(60)
    assert done(verbs.end_film, lin(org), film, 100).done_at == ended
    assert done(verbs.begin_film, lin(org), film).id == first.id, "shown again it stays on record"
    assert len(org.audits("activity.record")) == 1


def test_a_film_left_open_yesterday_is_begun_anew_today(org, film, clock):
    """Else the night would count as watching."""
    old = done(verbs.begin_film, lin(org), film)
    clock.shift(timedelta(days=1))
    new = done(verbs.begin_film, lin(org), film)
    assert new.id != old.id and refused(verbs.end_film, lin(org), film, 100) == "film_too_soon"
    assert [row.withdrawn_at is None for row in kept()] == [False, True]


# ── Questions on devices ───────────────────────────────────────────────────────────────────────────────────────────────


def answer(org, row: ActivityRecord, user: int, *chosen: int) -> str:
    """'' or why not."""
    from eduplatform.shared.refusals import Refused

    try:
        done(verbs.answer_survey, row, org.unit("LJ-SY").id, user, chosen)
    except Refused as no:
        return no.code
    return ""


def test_forty_devices_are_added_up_once_each_and_nobody_can_be_read_off(org, survey):
    """Told a second time by a plain counter; the marks stand in an order that says nothing about who came when."""
    chance, asked = Random(3), (Counter(), Counter())
    row = done(verbs.open_survey, lin(org), survey)
    assert (row.count, row.counts, row.present, row.grade, row.done_at) == (0, [[0, 0], [0, 0, 0]], 40, "A", None)
    for user in chance.sample(range(1000, 1040), 40):
        chosen = chance.randrange(2), chance.randrange(3)
        assert answer(org, row, user, *chosen) == "" and answer(org, row, user, *chosen) == "survey_answered"
        for counter, option in zip(asked, chosen, strict=True):
            counter[option] += 1
    assert row.count == 40
    assert row.counts == [[asked[0][n] for n in range(2)], [asked[1][n] for n in range(3)]]
    assert row.marks == sorted(row.marks) and len(set(row.marks)) == 40
    assert not any(str(user) in mark[:4] and len(mark) < 24 for user in range(1000, 1040) for mark in row.marks)
    done(verbs.close_survey, lin(org), survey)
    assert (row.marks, row.count, row.done_at) == (None, 40, school_clock.now())
    assert org.last_audit().detail == {"activity": survey.activity.id, "on": TODAY.isoformat()}


@pytest.mark.parametrize("chosen", [(), (0,), (0, 0, 0), (2, 0), (0, 3), (-1, 0), (0, -1)])
def test_an_answer_that_is_none_counts_nothing_and_does_not_use_up_the_device(org, survey, chosen):
    row = done(verbs.open_survey, lin(org), survey)
    assert answer(org, row, 1, *chosen) == "odd_answer"
    assert (row.count, row.marks) == (0, []) and answer(org, row, 1, 1, 2) == ""
    assert row.counts == [[0, 1], [0, 0, 1]]


def test_it_stays_open_for_forty_minutes(org, survey, clock):
    row = done(verbs.open_survey, lin(org), survey)
    clock.shift(40 * MINUTE - timedelta(seconds=1))
    assert verbs.is_open(row) and answer(org, row, 1, 0, 0) == ""
    assert done(verbs.open_survey, lin(org), survey).id == row.id, "opened twice it goes on"
    clock.shift(1)
    assert not verbs.is_open(row) and answer(org, row, 2, 0, 0) == "survey_closed"
    assert done(verbs.close_survey, lin(org), survey).count == 1, "what came in time is kept"


def test_opened_again_it_counts_from_nothing_and_the_old_device_may_answer_again(org, survey, clock):
    old = done(verbs.open_survey, lin(org), survey)
    answer(org, old, 1, 0, 0)
    clock.shift(41 * MINUTE)
    new = done(verbs.open_survey, lin(org), survey)
    assert new.id != old.id and old.withdrawn_at == school_clock.now() and old.marks is None
    assert answer(org, old, 2, 0, 0) == "survey_closed" and answer(org, new, 1, 1, 1) == "" and new.count == 1


def test_a_survey_nobody_answered_is_not_closed_and_a_closed_one_not_twice(org, survey):
    assert refused(verbs.close_survey, lin(org), survey) == "survey_closed", "not opened at all"
    row = done(verbs.open_survey, lin(org), survey)
    assert refused(verbs.close_survey, lin(org), survey) == "survey_empty"
    answer(org, row, 1, 0, 0)
    done(verbs.close_survey, lin(org), survey)
    assert refused(verbs.close_survey, lin(org), survey) == "survey_closed"
    assert answer(org, row, 2, 0, 0) == "survey_closed"


def test_taken_back_in_the_middle_nothing_stands_and_the_marks_are_gone(org, survey):
    row = done(verbs.open_survey, lin(org), survey)
    answer(org, row, 1, 0, 0)
    done(verbs.take_back, lin(org), survey)
    assert (row.withdrawn_at, row.marks) == (school_clock.now(), None) and verbs.standing(survey) is None
    assert answer(org, row, 2, 0, 0) == "survey_closed" and org.last_audit().action == "activity.unrecord"
    before = len(org.audits("activity.unrecord"))
    done(verbs.take_back, lin(org), survey)
    assert len(org.audits("activity.unrecord")) == before, "nothing to take back: nothing happens"


def test_records_are_found_by_step_and_those_of_the_next_class_are_not_among_them(org):
    activity = published(org, PLEDGE, ACT, SURVEY)
    mine = enter(org, place(org, activity, 0))
    enter(org, place(org, activity, 1), count=0, note="走")
    done(verbs.take_back, lin(org), place(org, activity, 1))
    enter(org, place(org, activity, 0, "LJ-SY-2024-1"))
    found = verbs.records_of_class(org.unit(CLASS), [activity.id])
    assert {step: row.id for step, row in found.items()} == {place(org, activity, 0).step.id: mine.id}
    assert verbs.records_of_class(org.unit(CLASS), []) == {} == verbs.records_of_class(org.unit(CLASS), [999_999])
    assert (
        verbs.record_of(mine.id).id == mine.id == verbs.record_of(mine.id, True).id and verbs.record_of(999_999) is None
    )


def test_answers_are_added_up_below_a_unit_when_they_are_closed(org):
    activity = published(org, SURVEY, SURVEY)
    counts = {CLASS: ((3, 1), (2, 1, 1)), "LJ-SY-2024-1": ((0, 2), (0, 0, 2)), "LJ-DZ-J2025-3": ((9, 0), (9, 0, 0))}
    for code, each in counts.items():
        enter(org, place(org, activity, 0, code), count=0, counts=each)
    done(verbs.open_survey, lin(org), place(org, activity, 0, "LJ-SY-2026-1"))  # still open: not among them
    enter(org, place(org, activity, 1), count=0, counts=((5, 0), (5, 0, 0)))  # other questions
    step = place(org, activity).step.id

    def below(code: str):
        return sorted(verbs.survey_below(org.unit(code), step))

    assert below("LJ-SY") == [(2, [[0, 2], [0, 0, 2]]), (4, [[3, 1], [2, 1, 1]])]
    assert len(below("LJ-DC")) == 3 and below("LJ-XS") == [] and below(CLASS) == [(4, [[3, 1], [2, 1, 1]])]
    done(verbs.take_back, lin(org), place(org, activity))
    assert len(below("LJ-SY")) == 1
