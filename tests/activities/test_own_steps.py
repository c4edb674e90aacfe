"""What a pupil's first page offers of activities: steps done alone in these days, and questions open just now. Nothing is a duty."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from eduplatform.activities import class_records, operations
from eduplatform.activities.own_steps import Own, own_steps
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from tests.activities.world import PLEDGE, SURVEY, day, drafted, fire, place, published, with_lesson
from tests.assessment import world
from tests.learning.world import viewer_for
from tests.org.world import done

ALONE = {"alone": True}


def mine(org, who: str = "pupil_yu", stage: str = "P2") -> Own:
    return own_steps(viewer_for(org.people[who]), 2026, stage)


def quiz(**more):
    return replace(with_lesson("quiz"), **ALONE | more)


def test_without_an_activity_there_is_nothing_and_one_for_the_class_alone_asks_nothing_of_a_pupil(org):
    assert mine(org) == Own()
    published(org, PLEDGE, with_lesson("quiz"))
    assert mine(org) == Own()


def test_a_quiz_and_a_training_done_alone_are_offered_with_their_lesson(org):
    published(org, quiz(), replace(with_lesson("training"), **ALONE), PLEDGE)
    found = mine(org)
    assert [(one.step.kind, one.lesson.lesson_id) for one in found.steps] == [
        ("quiz", fire().lesson_id),
        ("training", fire().lesson_id),
    ]
    assert found.surveys == ()


@pytest.mark.parametrize(
    ("first", "last", "offered"),
    [
        (day(0), day(0), True),
        (day(-1), day(0), True),
        (day(0), day(1), True),
        (day(1), day(2), False),
        (day(-2), day(-1), False),
    ],
)
def test_it_is_offered_in_the_days_of_the_step_not_of_the_activity(org, first, last, offered):
    published(org, quiz(starts_on=first, ends_on=last), quiz(starts_on=day(0), ends_on=day(0), title="今天"))
    assert [one.step.title for one in mine(org).steps] == (["一步quiz"] if offered else []) + ["今天"]


def test_drafts_what_was_taken_back_and_other_peoples_are_not_offered(org):
    drafted(org, quiz())
    gone = published(org, quiz())
    done(operations.withdraw_campaign, org.viewer("district_zhou"), gone, org.unit("LJ-DC"))
    published(org, quiz(), code="LJ-XS", by="other_district")
    assert mine(org) == Own()
    assert len(own_steps(viewer_for(org.people["pupil_west"]), 2026, "P2").steps) == 1


def test_a_pupil_of_another_stage_is_offered_nothing(org):
    published(org, quiz(), stages=("P2",))
    assert mine(org, "pupil_junior", "J") == Own() and len(mine(org).steps) == 1


def test_a_lesson_that_is_no_longer_on_offer_offers_nothing(org):
    from eduplatform.curriculum.models import Course
    from eduplatform.extensions import db
    from eduplatform.shared import clock as school_clock

    published(org, quiz())
    with write():
        db.session.get(Course, fire().course_id).retired_at = school_clock.now()
    ttl_cache.drop()
    assert mine(org) == Own()


def test_open_questions_of_the_own_class_are_there_until_they_close(org, clock):
    activity = published(org, SURVEY, quiz())
    lin = org.viewer("teacher_lin")
    row = done(class_records.open_survey, lin, place(org, activity))
    assert [one.id for one in mine(org).surveys] == [row.id]
    assert mine(org, "pupil_next").surveys == (), "the next class is not asked"
    clock.shift(timedelta(minutes=40))
    assert mine(org).surveys == () and len(mine(org).steps) == 1
    done(class_records.open_survey, lin, place(org, activity))
    assert len(mine(org).surveys) == 1
    done(class_records.take_back, lin, place(org, activity))
    assert mine(org).surveys == ()


def test_a_film_on_the_screen_is_no_question(org):
    activity = published(org, with_lesson("film"), quiz())
    done(class_records.begin_film, org.viewer("teacher_lin"), place(org, activity))
    assert mine(org).surveys == ()


def test_ended_today_it_is_offered_today_and_not_tomorrow(org, clock):
    row = published(org, quiz())
    done(operations.end_activity, org.viewer("district_zhou"), row, org.unit("LJ-DC"))
    assert len(mine(org).steps) == 1
    clock.shift(timedelta(days=1))
    assert mine(org) == Own() and world.YEAR == 2026
