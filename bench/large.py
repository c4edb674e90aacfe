"""A large city in bulk: 1,000 schools of 6 classes, tallies of a term for every unit, 30 lessons a class. Made once a run."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import delete, insert, select

from eduplatform.assessment.models import TallyLesson, TallyUnit
from eduplatform.cli import demo
from eduplatform.cli.demo import city
from eduplatform.curriculum.models import Item
from eduplatform.extensions import db
from eduplatform.org.models import Unit
from eduplatform.shared import clock, database
from eduplatform.shared.database import write
from eduplatform.shared.models import StaleMark

from .places import Place, Places, leave
from .world import nobody_taught

DAYS = 50
LESSONS = 30
FIGURES = {
    "lessons": 1,
    "hours": 100,
    "roll": 30,
    "present": 29,
    "slots_due": 1,
    "slots_done": 1,
    "quiz_due": 30,
    "quiz_taken": 28,
    "quiz_passed": 24,
    "quiz_excellent": 9,
    "skill_due": 30,
    "skill_done": 21,
}
_kept: dict[tuple[str, int], tuple[Place, Any]] = {}


def large(places: Places, schools: int) -> tuple[Place, Any]:
    """A city with so many schools, all but a few in its last district; its database and app. A second asking gets the same."""
    key = (places.root.name, schools)
    if key not in _kept:
        place = places.new(f"city{schools}_")
        app = place.app()
        with app.app_context():
            with write(), nobody_taught():
                demo.build_demo(_plans(schools), Random(1), named=False)
            with write():
                db.session.execute(delete(StaleMark.__table__))
                _tallies()
            database.analyze()
            leave(app)
        _kept[key] = place, app
    return _kept[key]


def _plans(schools: int) -> list[city.DistrictPlan]:
    """Forty districts where there are enough schools, one pupil a class."""
    plans = [
        city.SchoolPlan(f"S{n:04d}", f"第{n}小学", "P1,P2,P3", tuple((grade, 1, 1) for grade in range(1, 7)))
        for n in range(schools)
    ]
    if schools < 100:
        return [city.DistrictPlan("D001", "第1区", plans)]
    small = [city.DistrictPlan(f"D{n:03d}", f"第{n}区", plans[n * 5 : n * 5 + 5]) for n in range(39)]
    return [*small, city.DistrictPlan("D999", "大区", plans[39 * 5 :])]


def cloned_lessons(count: int) -> list[int]:
    """More lessons than are shipped: further items on the same revisions. In the running transaction."""
    kept = Item.__table__
    lesson = db.session.execute(select(kept).where(kept.c.kind == "lesson").limit(1)).mappings().one()
    before = set(db.session.scalars(select(kept.c.id)))
    rows = [
        {
            **{name: value for name, value in lesson.items() if name != "id"},
            "uuid": f"00000000-0000-4000-8000-{len(before) + n:012d}",
        }
        for n in range(count)
    ]
    db.session.execute(insert(kept), rows)
    return sorted(set(db.session.scalars(select(kept.c.id))) - before)


def _tallies() -> None:
    """What the worker would have written for a term."""
    year = clock.school_year_of(clock.today())
    days = [date(year, 9, 1) + timedelta(days=n) for n in range(DAYS)]
    lessons = cloned_lessons(LESSONS)
    units = db.session.execute(select(Unit.id, Unit.parent_id, Unit.kind, Unit.school_id)).all()
    _in_bulk(
        TallyUnit.__table__,
        (
            FIGURES | {"unit_id": unit.id, "parent_id": unit.parent_id, "year": year, "day": day, "classes": 1}
            for unit in units
            for day in days[:: 4 if unit.kind == "class" else 1]
        ),
    )
    classes = [unit for unit in units if unit.kind == "class"]
    _in_bulk(
        TallyLesson.__table__,
        (
            FIGURES
            | {"school_id": unit.school_id, "class_id": unit.id, "year": year, "lesson_id": lesson, "day": days[n]}
            for unit in classes
            for n, lesson in enumerate(lessons)
        ),
    )


def _in_bulk(table: Any, rows: Any) -> None:
    rows = iter(rows)
    while some := list(islice(rows, 5000)):
        db.session.execute(insert(table), some)
