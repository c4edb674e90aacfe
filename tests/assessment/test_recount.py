"""From records to tallies of classes and all units above: by marks, again and again, and never differently."""

from __future__ import annotations

from datetime import date

import pytest

from eduplatform.activities.models import Activity
from eduplatform.activities.operations import add_topic_step
from eduplatform.assessment import jobs, rebuild, recount
from eduplatform.assessment.models import TallyLesson, TallyState, TallyTopic, TallyUnit, TallyUnitTopic
from eduplatform.extensions import db
from eduplatform.org.mark_stale import mark_below
from eduplatform.org.models import Holiday, Term
from eduplatform.shared import clock as clocks
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from eduplatform.shared.models import StaleMark
from eduplatform.teaching.models import HoursRule

from . import world

CLASS = "LJ-SY-2024-2"
D = date(2026, 11, 2)


@pytest.fixture
def inside(app):
    with app.app_context():
        yield app


def some_records() -> list[int]:
    """Three lessons, one corrected; a quiz by name and one by hands; a training."""
    fire, drown = world.lesson("FIRE"), world.lesson("DROWN")
    class_unit, other = world.unit(CLASS), world.unit("LJ-XS1-2024-1")
    people = world.pupils(class_unit, 10)
    world.teach(class_unit, fire, D, roll=14, present=12)
    for pupil in people[:6]:
        world.quiz(class_unit, fire, pupil, D, score=90)
    world.quiz(class_unit, fire, people[6], date(2026, 11, 5), score=40)
    world.train(class_unit, fire, people[0], date(2026, 11, 6))
    wrong = world.teach(class_unit, drown, date(2026, 11, 9), roll=14, hands=11)
    world.take_back(wrong, date(2026, 11, 12))
    world.teach(other, fire, date(2026, 11, 10), roll=1, hands=1)
    return people


def test_a_class_adds_up_its_lessons_and_every_unit_above_its_children(inside):
    with write():
        some_records()
    world.settle()
    assert world.faults() == []
    mine = world.figures(CLASS, date(2026, 11, 18))
    assert mine["lessons"] == 1 and mine["quiz_due"] == 14 and mine["quiz_taken"] == 7 and mine["quiz_passed"] == 6
    assert mine["skill_due"] == 14 and mine["skill_done"] == 1
    city = world.figures("LJ", date(2026, 11, 18))
    assert city["lessons"] == 2 and city["quiz_due"] == 15 and city["quiz_group"] == 1
    assert city["lessons"] == world.figures("P", date(2026, 11, 18))["lessons"]
    assert "lessons" not in world.figures("YS", date(2026, 11, 18))


def test_reports_as_of_a_past_day_stay_what_they_were_whatever_is_recorded_later(inside, clock):
    with write():
        people = some_records()
    world.settle()
    said = {
        (code, day): world.figures(code, date(2026, 11, day))
        for code in (CLASS, "LJ-SY", "LJ", "P")
        for day in range(1, 18)
    }
    class_unit, fire = world.unit(CLASS), world.lesson("FIRE")
    with write():
        from eduplatform.org.models import Enrolment

        moved = db.session.query(Enrolment).filter_by(pupil_id=people[0]).one()
        moved.to_on = date(2026, 11, 18)
        db.session.add(
            Enrolment(
                school_id=moved.school_id,
                pupil_id=people[0],
                class_id=world.unit("LJ-SY-2024-1").id,
                from_on=moved.to_on,
            )
        )
        world.stale_marks.mark_stale("class_year", class_unit.school_id, class_unit.id, 2026)
        world.quiz(class_unit, fire, people[8], date(2026, 11, 18), score=100)
        world.teach(class_unit, world.lesson("TRAF"), date(2026, 11, 18), roll=13)
        city = world.unit("LJ")
        db.session.add(
            HoursRule(
                unit_id=city.id, stage="P2", from_on=date(2026, 11, 18), minutes=40, source="test", evidenced=True
            )
        )
        db.session.add(world.asked("LJ", 500, date(2026, 11, 18)))
        db.session.add(world.asked("LJ", 200, date(2026, 11, 18), "week"))
        row = Activity(
            unit_id=city.id,
            year=2026,
            title="a",
            topics=["FIRE"],
            stages=[],
            starts_on=date(2026, 11, 1),
            ends_on=date(2026, 11, 30),
            set_at=clocks.now(),
        )
        db.session.add(row)
        add_topic_step(row)
        _new_calendar(city)
    ttl_cache.drop()
    clock.shift(60)
    rebuild.rebuild_all(2026)
    assert {(code, day): world.figures(code, date(2026, 11, day)) for code, day in said} == said
    assert world.figures(CLASS, date(2026, 11, 18)) != said[CLASS, 17]
    assert world.faults() == []


def _new_calendar(city) -> None:
    """A calendar with a week off in October, entered in November."""
    db.session.add_all(
        [
            Term(unit_id=city.id, year=2026, n=1, starts_on=date(2026, 9, 7), ends_on=date(2027, 1, 20)),
            Holiday(
                unit_id=city.id,
                year=2026,
                kind="off",
                name="台风",
                starts_on=date(2026, 10, 12),
                ends_on=date(2026, 10, 16),
            ),
        ]
    )


def test_a_changed_calendar_changes_what_is_due_as_of_today(inside):
    with write():
        some_records()
    world.settle()
    before = world.figures(CLASS, date(2026, 11, 18))["slots_due"]
    with write():
        _new_calendar(world.unit("LJ"))
        mark_below(world.unit("LJ"), 2026)
    ttl_cache.drop()
    world.settle()
    assert world.figures(CLASS, date(2026, 11, 17))["slots_due"] == before
    assert world.figures(CLASS, date(2026, 11, 18))["slots_due"] == before - 1
    assert world.faults() == []


def test_lessons_due_stand_there_for_the_whole_year_in_advance(inside):
    with write():
        world.pupils(world.unit(CLASS), 1)
    world.settle()
    assert world.figures(CLASS, date(2026, 11, 15))["slots_due"] == 9, (
        "on Sunday the eleventh week is still open, as on the teacher's page"
    )
    assert (
        world.figures(CLASS, date(2026, 11, 16))["slots_due"] == 10
    )  # eleven weeks are over, one was the autumn holiday
    assert world.figures(CLASS, date(2027, 8, 31))["slots_due"] > 35


def test_taking_the_same_mark_twice_changes_nothing(inside):
    with write():
        some_records()
    world.settle()
    before = _everything()
    with write():
        for tally, lesson in (("class_year", 0), ("class_lesson", world.lesson("FIRE").lesson_id)) * 3:
            world.stale_marks.mark_stale(tally, world.unit(CLASS).school_id, world.unit(CLASS).id, 2026, lesson)
    world.settle()
    assert _everything() == before


def test_a_worker_killed_in_the_middle_leaves_marks_and_tallies_as_they_were(inside, monkeypatch):
    with write():
        some_records()
    before, marks = _everything(), db.session.query(StaleMark).count()

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for where, name in (
        (recount.topic_tallies, "recount_topics"),
        (recount.rollup, "rows_above"),
        (jobs, "note_counted"),
    ):
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(where, name, killed)
            jobs.take_marks()
        assert _everything() == before and db.session.query(StaleMark).count() == marks
    world.settle()
    assert world.faults() == [] and db.session.query(StaleMark).count() == 0


def test_the_bulk_rebuild_says_what_the_marks_said(inside):
    with write():
        some_records()
    world.settle()
    by_marks = _everything()
    with write() as session:
        for table in (TallyLesson, TallyUnit, TallyTopic, TallyUnitTopic):
            session.query(table).delete()
    assert rebuild.rebuild_all(2026) == 7
    assert _everything() == by_marks


def test_a_tally_changed_by_hand_is_found_by_the_check_and_healed_by_the_next_recount(inside):
    with write():
        some_records()
    world.settle()
    for table in (TallyLesson, TallyUnit, TallyTopic, TallyUnitTopic):
        with write() as session:
            row = session.query(table).order_by(table.id.desc()).first()
            row.year, changed = row.year, "answered" if hasattr(table, "answered") else "lessons"
            setattr(row, changed, getattr(row, changed) + 5)
        assert world.faults(), f"a wrong row in {table.__tablename__} was not found"
        rebuild.rebuild_all(2026)
        assert world.faults() == []


def test_topics_are_counted_from_the_first_sheet_of_each_pupil(inside):
    class_unit, fire = world.unit(CLASS), world.lesson("FIRE")
    with write():
        people = world.pupils(class_unit, 2)
        world.teach(class_unit, fire, D)
        world.quiz(class_unit, fire, people[0], D, score=50)
        world.quiz(class_unit, fire, people[0], date(2026, 11, 3), score=100)
        world.quiz(class_unit, fire, people[1], D, score=100)
    world.settle()
    row = db.session.query(TallyTopic).one()
    draw = world.content.quiz_of(fire.lesson_id).draw
    assert (row.topic, row.sheets, row.answered, row.right) == ("FIRE", 2, 2 * draw, 150 * draw)
    assert {(r.unit_id, r.sheets) for r in db.session.query(TallyUnitTopic)} == {
        (world.unit(c).id, 2) for c in ("P", "LJ", "LJ-DC", "LJ-SY")
    }


def test_each_topic_is_counted_for_itself_and_a_new_sheet_touches_only_its_own(inside):
    class_unit, fire = world.unit(CLASS), world.lesson("FIRE")
    with write():
        drown, people = world.lesson("DROWN"), world.pupils(class_unit, 2)
        for head in (fire, drown):
            world.teach(class_unit, head, D)
            world.quiz(class_unit, head, people[0], D, score=100)
    world.settle()
    with write():
        world.quiz(class_unit, fire, people[1], D, score=0)
    world.settle()
    draw = world.content.quiz_of(fire.lesson_id).draw
    said = {"FIRE": (2, 2 * draw, 100 * draw), "DROWN": (1, draw, 100 * draw)}
    for rows in (db.session.query(TallyTopic), db.session.query(TallyUnitTopic).filter_by(unit_id=world.unit("P").id)):
        assert {row.topic: (row.sheets, row.answered, row.right) for row in rows} == said
    assert world.faults() == []


def test_a_class_that_is_none_in_the_year_has_nothing_to_recount(inside):
    with write():
        assert recount.recount_classes(recount.Wanted(2026, frozenset({world.unit("LJ-SY").id}))) == 0


def test_as_of_says_when_everything_was_counted_and_waits_while_marks_remain(inside, clock):
    with write():
        some_records()
    jobs.take_marks(limit=2)
    assert db.session.query(TallyState).first() is None
    clock.shift(10)
    world.settle()
    assert db.session.query(TallyState).one().as_of == clocks.now()


def _everything() -> list[tuple]:
    found = []
    for table in (TallyLesson, TallyUnit, TallyTopic, TallyUnitTopic):
        for row in db.session.query(table):
            values = {
                column.name: getattr(row, column.name) for column in table.__table__.columns if column.name != "id"
            }
            found.append((table.__tablename__, tuple(sorted((name, str(value)) for name, value in values.items()))))
    db.session.expire_all()
    return sorted(found)


def test_one_go_recounts_only_so_many_classes_and_keeps_the_other_marks(inside, monkeypatch):
    with write():
        some_records()
    while db.session.query(StaleMark).filter(StaleMark.class_id.not_in(_classes())).count():
        jobs.take_marks()
    monkeypatch.setattr(jobs, "CLASSES", 1)
    with write():
        for class_id in _classes():
            world.stale_marks.mark_stale("class_year", world.unit("LJ-SY").id, class_id, 2026)
            world.stale_marks.mark_stale("class_year", world.unit("LJ-SY").id, class_id, 2026)
    with write() as session:
        session.query(StaleMark).filter(StaleMark.tally != "class_year").delete()
    assert jobs.take_marks() > 0
    assert len({mark.class_id for mark in db.session.query(StaleMark)}) == 1, (
        "all marks of one class, none of the other"
    )


def _classes() -> list[int]:
    return [world.unit("LJ-SY-2024-1").id, world.unit(CLASS).id]


def test_beside_another_worker_nothing_is_taken_twice(inside):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one writer: the second waits and finds nothing left")
    with write():
        some_records()
    with db.engine.connect() as other, other.begin():
        other.exec_driver_sql(f"SELECT pg_advisory_xact_lock({jobs._LOCK})")
        assert jobs.take_marks() == 0 and db.session.query(StaleMark).count() > 0
    world.settle()
    assert world.faults() == []
