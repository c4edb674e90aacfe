"""The whole year at once: every class, in batches; marks of before are done with, and what is wrong is told by name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eduplatform.assessment import jobs, rebuild
from eduplatform.assessment.models import (
    TallyClassItems,
    TallyItem,
    TallyLesson,
    TallyState,
    TallyTopic,
    TallyTopicSpread,
    TallyUnit,
    TallyUnitSpread,
    TallyUnitTopic,
)
from eduplatform.assessment.topic_tallies import NO_GAINS
from eduplatform.extensions import db
from eduplatform.learning.models import QuizAttempt
from eduplatform.org.models import ClassYear
from eduplatform.shared import clock as clocks
from eduplatform.shared.database import write
from eduplatform.shared.models import StaleMark

from . import world

CLASS, SCHOOL = "LJ-SY-2024-2", "LJ-SY"
D = date(2026, 11, 2)


@pytest.fixture
def inside(app):
    """A lesson with a quiz by name; its marks wait."""
    with app.app_context():
        with write():
            class_unit, fire = world.unit(CLASS), world.lesson("FIRE")
            people = world.pupils(class_unit, 3)
            world.teach(class_unit, fire, D, roll=14)
            world.quiz(class_unit, fire, people[0], D)
        yield app


def mark(year: int) -> None:
    with write():
        world.stale_marks.mark_stale("class_year", world.unit(SCHOOL).id, world.unit(CLASS).id, year)


def test_the_years_are_those_in_which_there_are_classes(inside):
    with write() as session:
        session.add(
            ClassYear(
                class_id=world.unit(CLASS).id, year=2031, grade=6, stage="P3", label="", school_id=world.unit(SCHOOL).id
            )
        )
    assert rebuild.years_with_classes() == [2026, 2031]


def test_progress_is_told_after_every_batch_and_nothing_is_counted_differently(inside, monkeypatch):
    monkeypatch.setattr(rebuild, "BATCH", 3)
    heard = []
    assert rebuild.rebuild_all(2026, lambda done, of: heard.append((done, of))) == 7
    assert heard == [(3, 7), (6, 7), (7, 7)]
    assert world.faults() == [] and world.figures("LJ", D)["quiz_taken"] == 1


def test_marks_of_the_year_are_done_with_and_those_of_another_year_wait(inside, monkeypatch):
    monkeypatch.setattr(rebuild, "MARKS", 2)
    mark(2025)
    assert db.session.query(StaleMark).filter_by(year=2026).count() > 4
    rebuild.rebuild_all(2026)
    assert [one.year for one in db.session.query(StaleMark)] == [2025]
    assert db.session.query(TallyState).filter_by(name="all").count() == 0, "not everything is counted"


def test_what_was_counted_is_said_to_the_second(inside, clock):
    world.settle()
    before = clocks.now()
    clock.shift(timedelta(seconds=5))
    rebuild.rebuild_all(2026)
    as_of = db.session.query(TallyState.as_of).filter_by(name="all").scalar()
    assert as_of == clocks.now() == before + timedelta(seconds=5) and jobs.waiting_marks() == 0


def wrong(table, **which) -> None:
    """A row counts one more than it should."""
    with write() as session:
        row = session.query(table).filter_by(**which).order_by(table.id).first()
        name = "answered" if hasattr(table, "answered") else "lessons"
        setattr(row, name, getattr(row, name) + 1)


def test_what_is_wrong_is_named_with_both_figures(inside):
    world.settle()
    school, class_unit, fire = world.unit(SCHOOL).id, world.unit(CLASS).id, world.lesson("FIRE").lesson_id
    wrong(TallyLesson, class_id=class_unit, lesson_id=fire, day=D)
    told = {one.where: (one.stored, one.counted) for one in world.faults()}
    stored, counted = told[f"class {class_unit} lesson {fire} {D}"]
    assert (stored["lessons"], counted["lessons"]) == (2, 1) and stored | {"lessons": 1} == counted
    assert set(told) == {f"class {class_unit} lesson {fire} {D}", f"class {class_unit} {D}"}
    rebuild.rebuild_all(2026)

    wrong(TallyUnit, unit_id=school, day=D)
    district = world.unit("LJ-DC").id
    told = {one.where: (one.stored, one.counted) for one in world.faults()}
    assert set(told) == {f"unit {school} {D}", f"unit {district} {D}"}, "and what is summed from it"
    assert told[f"unit {school} {D}"][0][0] == 2 and told[f"unit {school} {D}"][1][0] == 1
    rebuild.rebuild_all(2026)

    wrong(TallyTopic, class_id=class_unit)
    draw = world.content.quiz_of(fire).draw
    told = {one.where: (one.stored[0], one.counted[0]) for one in world.faults()}
    assert told == {f"class {class_unit} topic FIRE": (draw + 1, draw), f"unit {school} topic FIRE": (draw, draw + 1)}
    rebuild.rebuild_all(2026)

    wrong(TallyUnitTopic, unit_id=world.unit("P").id)
    told = [(one.where, one.stored[0], one.counted[0]) for one in world.faults()]
    assert told == [(f"unit {world.unit('P').id} topic FIRE", draw + 1, draw)]


def test_a_row_that_is_missing_is_told_too(inside):
    world.settle()
    draw = world.content.quiz_of(world.lesson("FIRE").lesson_id).draw
    with write() as session:
        session.query(TallyUnitTopic).filter_by(unit_id=world.unit("P").id).delete()
    told = [(one.where, one.stored, one.counted) for one in world.faults()]
    sums = (draw, told_marks(), 1, 0, 1, 0, *NO_GAINS)  # one sheet, not in class, with plausible effort
    assert told == [(f"unit {world.unit('P').id} topic FIRE", None, sums)]
    with write() as session:
        for table in (TallyTopic, TallyUnitTopic):
            session.query(table).delete()
    found = {one.where: (one.stored, one.counted) for one in world.faults()}
    assert found == {f"class {world.unit(CLASS).id} topic FIRE": (None, (*sums, 0, 1, 0))}  # handed in by itself


def told_marks() -> int:
    """Hundredths of marks of the one sheet."""
    return sum(db.session.query(QuizAttempt.shares).scalar())


def test_rows_of_a_class_that_is_none_in_the_year_are_told(inside):
    world.settle()
    with write() as session:
        session.add(
            TallyLesson(school_id=world.unit(SCHOOL).id, class_id=world.unit(SCHOOL).id, year=2026, lesson_id=0, day=D)
        )
    told = [(one.where, one.stored, one.counted) for one in world.faults()]
    assert (f"class {world.unit(SCHOOL).id} has no class year 2026", "tally rows", None) in told


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (TallyItem, "city and question ({city}, "),
        (TallyClassItems, "questions of class and lesson ({class_}, "),
        (TallyTopicSpread, "spread of class and topic ({class_}, "),
        (TallyUnitSpread, "spread of unit, stage and topic ({school}, "),
    ],
)
def test_a_missing_row_of_questions_or_of_spread_is_told_by_name_with_what_was_counted(inside, table, says):
    world.settle()
    assert world.faults() == []
    with write() as session:
        session.query(table).delete()
    told = world.faults()
    where = says.format(city=world.unit("LJ").id, school=world.unit(SCHOOL).id, class_=world.unit(CLASS).id)
    assert any(one.where.startswith(where) for one in told), told
    assert all(one.stored is None and one.counted for one in told if one.where.startswith(where))
