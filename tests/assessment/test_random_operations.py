"""Whatever is done in whatever order, killed or repeated: tallies equal the records, and past reports never change."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eduplatform.activities.models import Activity, ActivityRecord, ActivityStep, ActivityThing
from eduplatform.activities.operations import add_topic_step
from eduplatform.assessment import jobs
from eduplatform.assessment.models import (
    TallyClassItems,
    TallyItem,
    TallyLesson,
    TallyTopic,
    TallyTopicSpread,
    TallyUnit,
    TallyUnitSpread,
    TallyUnitTopic,
)
from eduplatform.extensions import db
from eduplatform.learning.models import QuizAttempt, SkillAttempt
from eduplatform.org.mark_stale import mark_below
from eduplatform.org.models import Enrolment
from eduplatform.shared import clock, ttl_cache
from eduplatform.shared.database import write
from eduplatform.shared.models import StaleMark
from eduplatform.teaching.models import ClassHour, ClassSession, HandsCount, RuleOfUnit

from . import world

CLASSES = ("LJ-SY-2024-2", "LJ-SY-2024-1", "LJ-XS1-2024-1")
UNITS = (*CLASSES, "LJ-SY", "LJ-DC", "LJ-XS", "LJ", "P")
RECORDS = (
    StaleMark,
    HandsCount,
    ClassHour,
    ClassSession,
    QuizAttempt,
    SkillAttempt,
    ActivityRecord,
    ActivityThing,
    ActivityStep,
    Activity,
    RuleOfUnit,
    TallyLesson,
    TallyUnit,
    TallyTopic,
    TallyUnitTopic,
    TallyTopicSpread,
    TallyUnitSpread,
    TallyClassItems,
    TallyItem,
)

a_class, a_lesson, small = st.sampled_from(range(3)), st.sampled_from(["FIRE", "DROWN"]), st.integers(0, 6)
operation = st.one_of(
    st.tuples(st.just("teach"), a_class, a_lesson, st.integers(1, 8), small, st.integers(0, 3)),
    st.tuples(st.just("take_back"), small),
    st.tuples(st.just("quiz"), a_class, a_lesson, small, st.sampled_from([40, 70, 100])),
    st.tuples(st.just("train"), a_class, a_lesson, small),
    st.tuples(st.just("again"), a_class, a_lesson),
    st.tuples(st.just("activity"), st.integers(0, 9)),
    st.tuples(st.just("rule"), st.sampled_from([100, 300, 500])),
    st.tuples(st.just("transfer"), small),
    st.tuples(st.just("marks"), st.integers(1, 5)),
    st.tuples(st.just("killed"), st.integers(1, 5)),
    st.tuples(st.just("night"), st.integers(1, 9)),
)


@pytest.fixture
def inside(app):
    with app.app_context():
        with write():
            for topic in ("FIRE", "DROWN"):
                world.lesson(topic)
            app.pupils = {n: world.pupils(world.unit(code), 7) for n, code in enumerate(CLASSES)}
        yield app


class World:
    """Carries out the operations; remembers what was said about each day once everything was counted."""

    def __init__(self, pupils):
        self.pupils, self.said = pupils, {}

    def teach(self, n, topic, roll, away, hands):
        world.teach(world.unit(CLASSES[n]), world.lesson(topic), clock.today(), roll, max(0, roll - away), hands=hands)

    def take_back(self, n):
        gone = {entry.corrects_id for entry in db.session.query(ClassHour).filter(ClassHour.sign < 0)}
        standing = [entry for entry in db.session.query(ClassHour).filter(ClassHour.sign > 0) if entry.id not in gone]
        if standing:
            world.take_back(standing[n % len(standing)], clock.today())

    def quiz(self, n, topic, pupil, score):
        world.quiz(world.unit(CLASSES[n]), world.lesson(topic), self.pupils[n][pupil], clock.today(), score)

    def train(self, n, topic, pupil):
        world.train(world.unit(CLASSES[n]), world.lesson(topic), self.pupils[n][pupil], clock.today())

    def again(self, n, topic):
        unit = world.unit(CLASSES[n])
        world.stale_marks.mark_stale("class_lesson", unit.school_id, unit.id, 2026, world.lesson(topic).lesson_id)

    def activity(self, days):
        today = clock.today()
        row = Activity(
            unit_id=world.unit("LJ").id,
            year=2026,
            title="x",
            topics=["FIRE"],
            stages=[],
            set_at=clock.now(),
            starts_on=today - timedelta(days=3),
            ends_on=today + timedelta(days=days),
        )
        db.session.add(row)
        add_topic_step(row)
        self._all_stale()

    def rule(self, floor):
        unit = world.unit("LJ")
        if not db.session.query(RuleOfUnit).filter_by(unit_id=unit.id, from_on=clock.today()).first():
            for row in db.session.query(RuleOfUnit).filter_by(unit_id=unit.id, to_on=None):
                row.to_on = clock.today() - timedelta(days=1)
            db.session.add(world.asked("LJ", floor, clock.today()))
            self._all_stale()

    def transfer(self, pupil):
        row = db.session.query(Enrolment).filter_by(pupil_id=self.pupils[0][pupil], to_on=None).one()
        row.to_on = clock.today()
        to = world.unit(CLASSES[1] if row.class_id != world.unit(CLASSES[1]).id else CLASSES[0])
        db.session.add(
            Enrolment(school_id=row.school_id, pupil_id=row.pupil_id, class_id=to.id, number="9", from_on=clock.today())
        )
        self._all_stale()

    def _all_stale(self):
        mark_below(world.unit("P"), 2026)

    def remember(self) -> None:
        """Everything is counted: note what reports as of today say."""
        world.settle()
        for code in UNITS:
            self.said[code, clock.today()] = world.figures(code, clock.today())

    def said_again(self):
        return {key: world.figures(*key) for key in self.said}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(operation, min_size=4, max_size=22))
def test_tallies_equal_the_records_and_the_past_stands(inside, operations):
    with write() as session:
        for table in RECORDS:
            session.query(table).delete()
        session.query(Enrolment).filter(Enrolment.from_on > datetime(2026, 9, 1).date()).delete()  # noqa: DTZ001
        session.query(Enrolment).update({"to_on": None})
    ttl_cache.drop()
    done = World(inside.pupils)
    with time_machine.travel(datetime(2026, 11, 18, 15, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False) as traveller:
        with write():
            done._all_stale()
        for name, *values in operations:
            if name == "marks":
                jobs.take_marks(values[0])
            elif name == "killed":
                with pytest.MonkeyPatch.context() as patch, suppress(KeyboardInterrupt):
                    patch.setattr(jobs, "delete", _kill)
                    jobs.take_marks(values[0])
            elif name == "night":
                done.remember()
                traveller.shift(values[0] * 86_400)
                ttl_cache.drop()
            else:
                with write():
                    getattr(done, name)(*values)
        world.settle()
        assert world.faults() == []
        assert done.said_again() == done.said


def _kill(*_: object) -> None:
    raise KeyboardInterrupt
