"""A class changes its homeroom teacher in mid-term: what was done in a lesson belongs to who had the class when it was given, whenever
the pupils made it up and whenever it was written down; the figures of both together are those of the class."""

from datetime import date, timedelta

import pytest

from eduplatform.activities.models import Activity
from eduplatform.activities.operations import add_topic_step
from eduplatform.assessment import class_report
from eduplatform.assessment.class_report import BELONGS, GIVEN
from eduplatform.extensions import db
from eduplatform.org.models import Post
from eduplatform.shared import stale_marks
from eduplatform.shared.database import write

from . import world

CLASS, YEAR = "LJ-SY-2024-2", world.YEAR
BEFORE, CHANGE, AFTER, TODAY = date(2026, 11, 10), date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 30)


@pytest.fixture
def here(app, clock):
    clock.move_to(world.at(TODAY, 12))
    with app.app_context():
        yield world.unit(CLASS)
        db.session.rollback()


def terms(day=TODAY):
    """Figures of the one before and the one after, each as (counts, rates)."""
    world.settle()
    unit = world.unit(CLASS)
    old = Post(unit_id=unit.id, school_id=unit.school_id, user_id=1, from_on=date(2026, 9, 1), to_on=CHANGE)
    new = Post(unit_id=unit.id, school_id=unit.school_id, user_id=1, from_on=CHANGE)
    found = [class_report.of_post(post, YEAR, day, inside=True) for post in (old, new)]
    whole = world.figures(CLASS, day)
    for name in (*GIVEN, *BELONGS):
        assert sum(term.counts[name] for term in found) == whole.get(name, 0), name
    for term in found:
        assert all(rate.value is None or 0 <= rate.value <= 1 for rate in term.rates.values())
    return [term.counts for term in found]


def test_a_quiz_made_up_under_the_successor_belongs_to_the_lesson(here):
    with write():
        pupils = world.pupils(here, 4)
        world.teach(here, world.lesson("FIRE"), BEFORE, roll=4, present=3)
        for pupil in pupils[:3]:
            world.quiz(here, world.lesson("FIRE"), pupil, BEFORE, 90)
        world.quiz(here, world.lesson("FIRE"), pupils[3], AFTER, 90)
        world.teach(here, world.lesson("DROWN"), AFTER, roll=4)
        world.quiz(here, world.lesson("DROWN"), pupils[0], AFTER, 90)
    old, new = terms()
    assert (old["quiz_due"], old["quiz_taken"], old["quiz_passed"]) == (4, 4, 4)
    assert (new["quiz_due"], new["quiz_taken"]) == (4, 1)
    old, new = terms(CHANGE - timedelta(days=1))  # as of a day on which it was not made up yet
    assert (old["quiz_due"], old["quiz_taken"]) == (4, 3)


def test_a_lesson_entered_later_brings_its_hands_and_trainings_to_who_gave_it(here):
    with write():
        pupils = world.pupils(here, 4)
        world.teach(here, world.lesson("FIRE"), BEFORE, roll=4, hands=3, entered=AFTER)
        world.train(here, world.lesson("FIRE"), pupils[0], AFTER)
        world.teach(here, world.lesson("DROWN"), BEFORE, roll=4, entered=AFTER)  # nobody was tested in it
    old, new = terms()
    assert (old["quiz_due"], old["quiz_group"], old["skill_due"], old["skill_done"], old["quiz_unasked"]) == (
        4,
        3,
        4,
        1,
        1,
    )
    assert not any(new[name] for name in BELONGS)


def test_a_lesson_taken_back_and_given_anew_belongs_to_who_gave_it_anew(here):
    with write():
        pupils = world.pupils(here, 4)
        entry = world.teach(here, world.lesson("FIRE"), BEFORE, roll=4)
        world.quiz(here, world.lesson("FIRE"), pupils[0], BEFORE, 90)
        world.take_back(entry, AFTER)
        world.teach(here, world.lesson("FIRE"), AFTER, roll=4)
    old, new = terms()
    assert (old["quiz_due"], old["lessons"], new["quiz_due"], new["quiz_taken"]) == (0, 0, 4, 1)


def _activity(unit, topic, starts_on, ends_on, **more):
    row = Activity(
        unit_id=unit.parent_id,
        year=YEAR,
        title="x",
        topics=[topic],
        stages=[],
        starts_on=starts_on,
        ends_on=ends_on,
        set_at=world.at(starts_on),
        **more,
    )
    db.session.add(row)
    add_topic_step(row)
    stale_marks.mark_stale("class_year", unit.school_id, unit.id, YEAR)


def test_an_activity_belongs_to_who_gave_the_lesson_and_one_missed_to_whose_days_it_ended_in(here):
    with write():
        world.pupils(here, 4)
        _activity(here, "FIRE", BEFORE, AFTER)
        _activity(here, "DROWN", BEFORE, AFTER)
        _activity(here, "TRAF", BEFORE, BEFORE)
        _activity(here, "TRAF", BEFORE, TODAY, withdrawn_at=world.at(AFTER))
        world.teach(here, world.lesson("FIRE"), BEFORE, roll=4, entered=AFTER)
        world.teach(here, world.lesson("FIRE"), AFTER, roll=4)
    old, new = terms()
    assert (old["activity_due"], old["activity_done"]) == (2, 1)
    assert (new["activity_due"], new["activity_done"]) == (1, 0)
    old, new = terms(BEFORE)
    assert (old["activity_due"], old["activity_done"], new["activity_due"]) == (1, 0, 0)
