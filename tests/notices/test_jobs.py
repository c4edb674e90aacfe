"""The worker's look at a school: who is told what, and who is not, for teachers of several classes, of none, and who left."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eduplatform.accounts.models import User
from eduplatform.activities import operations
from eduplatform.extensions import db
from eduplatform.notices import facts, jobs
from eduplatform.notices.models import Notice
from eduplatform.org.models import Enrolment, Post
from eduplatform.shared import clock as school_clock
from eduplatform.shared.database import write
from eduplatform.shared.models import Job
from tests.assessment import world
from tests.org.world import change, done

SHANGHAI = ZoneInfo("Asia/Shanghai")
THURSDAY, FRIDAY = date(2026, 11, 19), date(2026, 11, 20)
CLASS, NEXT = "LJ-SY-2024-2", "LJ-SY-2024-1"


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def look(org, clock, now: datetime, code: str = "LJ-SY") -> dict[str, list[tuple[str, str]]]:
    """Named person → (rule, code of the class or unit), in the order in which they were given."""
    clock.move_to(now)
    jobs.make_for_school(org.unit(code).id, now)
    names = {one.user_id: name for name, one in org.people.items()}
    found: dict[str, list[tuple[str, str]]] = {}
    for row in db.session.query(Notice).order_by(Notice.id):
        found.setdefault(names.get(row.user_id, "?"), []).append(
            (row.rule, db.session.get(world.Unit, row.unit_id).code)
        )
    return found


@pytest.mark.parametrize(
    ("now", "number"),
    [
        (at(THURSDAY, 7, 29), None),
        (at(THURSDAY, 7, 30), 0),
        (at(THURSDAY, 9, 59), 0),
        (at(THURSDAY, 10), 1),
        (at(THURSDAY, 14, 59), 1),
        (at(THURSDAY, 15), 2),
        (at(THURSDAY, 20, 59), 2),
        (at(THURSDAY, 21), None),
        (at(THURSDAY, 0), None),
    ],
)
def test_three_looks_a_day_each_queued_once(org, clock, now, number):
    clock.move_to(now)
    job = jobs.queue_due(False)
    assert (job.payload["look"] if job else None) == number
    assert jobs.queue_due(False) is None, "it waits already"


def test_a_look_that_failed_is_tried_again_an_hour_later_and_one_that_is_done_is_not(org, clock):
    clock.move_to(at(THURSDAY, 10))
    job = jobs.queue_due(True)
    assert job.payload == {"look": 1, "console": True}
    change(job, state="failed")
    clock.move_to(at(THURSDAY, 10, 59))
    assert jobs.queue_due(False) is None
    clock.move_to(at(THURSDAY, 11))
    again = jobs.queue_due(False)
    assert again.payload["look"] == 1
    change(again, state="done")
    clock.move_to(at(THURSDAY, 14))
    assert jobs.queue_due(False) is None
    clock.move_to(at(FRIDAY, 7, 30))
    assert jobs.queue_due(False).payload["look"] == 0 and db.session.query(Job).filter_by(kind=jobs.MAKE).count() == 3


def test_on_thursday_each_homeroom_teacher_hears_of_the_own_class(org, clock):
    assert look(org, clock, at(THURSDAY, 10)) == {
        "teacher_lin": [("lesson_due", CLASS)],
        "teacher_chen": [("lesson_due", NEXT)],
    }, "no subject teacher, no principal; not yet how far behind"
    assert look(org, clock, at(THURSDAY, 15)) == look(org, clock, at(THURSDAY, 10)), "said once"


def test_a_class_that_had_its_lesson_is_not_asked_for_it_and_one_whose_lesson_was_taken_back_is(org, clock):
    with write():
        fire = world.lesson("FIRE")
        world.teach(world.unit(CLASS), fire, date(2026, 11, 17))
        entry = world.teach(world.unit(NEXT), fire, date(2026, 11, 17))
        world.take_back(entry, date(2026, 11, 18))
    assert look(org, clock, at(THURSDAY, 10)) == {"teacher_chen": [("lesson_due", NEXT)]}


def test_a_teacher_of_two_classes_hears_of_both_in_one_week_and_in_one_digest(org, clock):
    lin = org.people["teacher_lin"]
    with write() as session:
        other = org.unit(NEXT)
        session.query(Post).filter_by(user_id=org.people["teacher_chen"].user_id).delete()
        session.add(
            Post(
                school_id=lin.school_id,
                user_id=lin.user_id,
                unit_id=other.id,
                role="homeroom_teacher",
                from_on=date(2026, 9, 1),
            )
        )
    found = look(org, clock, at(THURSDAY, 10))
    assert sorted(found["teacher_lin"]) == [("lesson_due", NEXT), ("lesson_due", CLASS)] and set(found) == {
        "teacher_lin"
    }
    look(org, clock, at(FRIDAY, 15))
    digest = db.session.query(Notice).filter_by(rule="digest", user_id=lin.user_id).one()
    assert [room["class"] for room in digest.details["rooms"]] == ["三(2)班", "三(1)班"] or [
        room["class"] for room in digest.details["rooms"]
    ] == ["三(1)班", "三(2)班"]


@pytest.mark.parametrize(
    "what", [{"disabled_at": at(THURSDAY, 0)}, {"first_in_at": None}], ids=["disabled", "never signed in"]
)
def test_who_cannot_read_it_is_told_nothing(org, clock, what):
    with write() as session:
        session.query(User).filter_by(id=org.people["teacher_lin"].user_id).update(what)
    assert set(look(org, clock, at(THURSDAY, 10))) == {"teacher_chen"}


@pytest.mark.parametrize(("to_on", "told"), [(THURSDAY, False), (FRIDAY, True), (date(2026, 11, 1), False)])
def test_whose_post_has_ended_hears_no_more(org, clock, to_on, told):
    change(org.post("teacher_lin"), to_on=to_on)
    assert ("teacher_lin" in look(org, clock, at(THURSDAY, 10))) is told


def test_a_class_without_pupils_asks_nothing_of_its_teacher(org, clock):
    with write() as session:
        session.query(Enrolment).filter_by(class_id=org.unit(CLASS).id).delete()
    assert set(look(org, clock, at(THURSDAY, 10))) == {"teacher_chen"}


@pytest.mark.parametrize(
    "now", [at(date(2026, 11, 21), 10), at(THURSDAY, 21), at(THURSDAY, 6, 59), at(date(2026, 10, 5), 10)]
)
def test_nothing_is_made_at_night_or_on_a_free_day(org, clock, now):
    assert look(org, clock, now) == {} and jobs.make_for_school(999_999, now) == 0


def test_on_friday_afternoon_the_week_is_told_to_teachers_and_office(org, clock):
    with write():
        world.teach(world.unit(CLASS), world.lesson("FIRE"), date(2026, 11, 17))
    assert ("digest", CLASS) not in look(org, clock, at(FRIDAY, 14, 59)).get("teacher_lin", [])
    found = look(org, clock, at(FRIDAY, 15))
    assert found["teacher_lin"][-1] == ("digest", CLASS) and found["officer_safe"][-1] == ("digest", "LJ-SY")
    digest = db.session.query(Notice).filter_by(rule="digest", user_id=org.people["teacher_lin"].user_id).one()
    (room,) = digest.details["rooms"]
    assert (room["class"], room["this_week"], room["given"]) == ("三(2)班", 1, 1) and room["due"] >= 10
    office = db.session.query(Notice).filter_by(rule="digest", user_id=org.people["officer_safe"].user_id).one()
    assert office.details == {}, "three classes with pupils: too few to be counted"


def test_an_activity_in_its_last_days_is_told_to_classes_it_concerns_and_counted_for_the_office(org, clock):
    said = {
        "title": "消防月",
        "topics": ["FIRE"],
        "stages": ["P2"],
        "starts_on": date(2026, 11, 18),
        "title_en": "Fire",
    }
    zhou, district = org.viewer("district_zhou"), org.unit("LJ-DC")
    row = done(operations.set_activity, zhou, district, **said, ends_on=date(2026, 11, 23))
    with write():
        world.teach(world.unit(NEXT), world.lesson("FIRE"), date(2026, 11, 18))
    found = look(org, clock, at(THURSDAY, 10))
    assert found["teacher_lin"][0] == ("activity", CLASS) and "teacher_chen" not in found
    office = db.session.query(Notice).filter_by(rule="activities").one()
    assert (office.details["classes"], office.details["count"]) == ([org.unit(CLASS).id], 1)
    with write():
        world.teach(world.unit(CLASS), world.lesson("FIRE"), THURSDAY)
    look(org, clock, at(THURSDAY, 15))
    done_ones = {one.rule for one in db.session.query(Notice).filter(Notice.done_at.is_not(None))}
    assert done_ones == {"activity", "activities", "lesson_due"}, "done by one lesson, nobody had to tick anything off"
    assert row.id and org.user("teacher_lin").unread == 0


def test_records_of_classes_are_those_of_the_ledger(org):
    with write():
        fire, unit = world.lesson("FIRE"), world.unit(CLASS)
        for days in (9, 9, 2):
            entry = world.teach(unit, fire, date(2026, 11, 18) - timedelta(days=days))
        world.take_back(entry, date(2026, 11, 18))
        world.teach(unit, fire, date(2026, 11, 18), hours=0)
    kept = facts.records_of(unit.school_id, [unit.id, org.unit(NEXT).id], 2026)
    assert list(kept) == [unit.id]
    assert [(one.day, one.topic, one.lesson_id) for one in kept[unit.id].given] == [
        (date(2026, 11, 9), "FIRE", fire.lesson_id)
    ] * 2
    assert facts.records_of(unit.school_id, [unit.id], 2025) == {} == facts.records_of(unit.school_id, [], 2026)


def test_classes_below_a_unit_that_had_a_lesson_in_the_week_are_counted_once_each(org):
    monday = date(2026, 11, 16)
    with write():
        fire = world.lesson("FIRE")
        for code, on in (
            (CLASS, monday),
            (CLASS, FRIDAY),
            (NEXT, date(2026, 11, 15)),
            ("LJ-XS1-2024-1", date(2026, 11, 22)),
        ):
            world.teach(world.unit(code), fire, on)
        world.take_back(world.teach(world.unit("LJ-SY-2026-1"), fire, THURSDAY), FRIDAY)
        world.teach(world.unit("LJ-SY-2021-1"), fire, THURSDAY, hours=0)
        world.teach(world.unit("LJ-DZ-J2025-3"), fire, date(2026, 11, 23))

    def told(code: str) -> tuple[int, int]:
        return facts.taught_below(org.unit(code), 2026, monday)

    assert (told("LJ-SY"), told("LJ-DC"), told("LJ"), told("YS")) == ((4, 1), (5, 1), (6, 2), (1, 0))
    with write() as session:
        session.query(world.Unit).filter_by(code=CLASS).update({"closed_on": school_clock.today()})
    assert told("LJ-SY") == (3, 0), "a class that was closed is not counted"
