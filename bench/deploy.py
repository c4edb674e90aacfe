"""Deploying a lesson: the job of the worker over a city of schools with 30 classes each, beside a bare INSERT of the same rows.

A small city always; `--large` 1,000 schools.
"""

from __future__ import annotations

import os
import time
from typing import Any

from sqlalchemy import String, cast, delete, func, insert, literal, select

from eduplatform.cli import worker  # noqa: F401 – registers every kind of job
from eduplatform.curriculum import queries as content
from eduplatform.deployments import drafts, operations
from eduplatform.deployments.rules import Wish
from eduplatform.extensions import db
from eduplatform.org import tree
from eduplatform.org.access import Viewer
from eduplatform.org.calendar import Calendar
from eduplatform.org.models import ClassYear, Term, Unit
from eduplatform.org.queries import calendar_of
from eduplatform.shared import clock, database, jobs
from eduplatform.shared.database import write
from eduplatform.teaching.models import Assignment, Deployment

from .figures import Figure
from .places import Places, leave

CLASSES = 30
SIZES = {"small": 50, "large": 1000}
MOST = 60  #: seconds for 1,000 schools


def measure(places: Places) -> list[Figure]:
    found = []
    for name in ("small", "large") if os.environ.get("BENCH_LARGE") else ("small",):
        found += _city(places, name, SIZES[name])
    return found


def _city(places: Places, name: str, schools: int) -> list[Figure]:
    app = places.new(f"deploy_{name}_").app()
    with app.app_context():
        city = _filled(schools)
        lesson = content.lessons_of("P2")[0].lesson_id
        calendar = calendar_of(city, clock.school_year_of(clock.today()))
        wish = Wish("lesson", lesson_id=lesson, starts_on=clock.today(), ends_on=_last(calendar))
        looked = _timed(lambda: drafts.draft(city, wish))
        with write():
            row = operations.send(Viewer(1, city.id, "staff", "bench"), city, wish)
        laid = _timed(jobs.run_next)
        placed = db.session.scalar(select(func.count()).select_from(Assignment))
        assert placed == schools * CLASSES == db.session.get_one(Deployment, row.id).placed, placed
        bare = _timed(lambda: _bare(schools))
        leave(app)
    most = MOST * schools / SIZES["large"]
    return [
        Figure("deploy", f"{schools:,} schools × {CLASSES} classes: until all plans have it", laid[0], "s", most),
        Figure("deploy", "  CPU of a school", 1000 * laid[1] / schools, "ms", base=1000 * bare[1] / schools),
        Figure("deploy", "  the same rows by a bare INSERT, a school a transaction", 1000 * bare[1] / schools, "ms"),
        Figure("deploy", "  preview of the cost: CPU", 1000 * looked[1], "ms"),
    ]


def _last(calendar: Calendar) -> Any:
    return next(week.ends_on for week in calendar.weeks if week.ends_on > clock.today() and week.counts)


def _timed(work: Any) -> tuple[float, float]:
    """(seconds by the clock on the wall, seconds of CPU) of this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def _filled(schools: int) -> Unit:
    """A city in bulk; every tenth school has terms of its own."""
    year = clock.school_year_of(clock.today())
    with write() as session:
        city = tree.add_child_unit(None, "city", "BC", "测速市")
        districts = [tree.add_child_unit(city, "district", f"BD{n}", f"第{n}区") for n in range(20)]
        for n in range(schools):
            school = Unit(kind="school", code=f"BS{n}", name=f"第{n}小学", stages="P2", parent_id=districts[n % 20].id)
            school.path = f"new:{n}"
            session.add(school)
            session.flush()
            school.path, school.school_id = f"{districts[n % 20].path}{school.id}/", school.id
            _classes(session, school, year)
            if n % 10 == 0:
                usual = calendar_of(city, year).terms
                session.add_all(
                    Term(unit_id=school.id, year=year, n=t.n, starts_on=t.starts_on, ends_on=t.ends_on) for t in usual
                )
    database.analyze()
    return db.session.get_one(Unit, city.id)


def _classes(session: Any, school: Unit, year: int) -> None:
    shared = {"kind": "class", "school_id": school.id, "parent_id": school.id, "stages": ""}
    rows = [
        {"code": f"{school.code}-{n}", "name": f"三({n})班", "path": f"{school.path}new{n}/", "number": n, **shared}
        for n in range(1, CLASSES + 1)
    ]
    ids = list(session.scalars(insert(Unit.__table__).returning(Unit.__table__.c.id), rows))
    session.execute(
        Unit.__table__.update()
        .where(Unit.__table__.c.parent_id == school.id)
        .values(path=literal(school.path) + cast(Unit.__table__.c.id, String) + "/")
    )
    held = {"school_id": school.id, "year": year, "grade": 3, "stage": "P2", "label": "三年级"}
    session.execute(insert(ClassYear.__table__), [{"class_id": each, **held} for each in ids])


def _bare(schools: int) -> None:
    """The rows of the assignments again, copied by school."""
    table = Assignment.__table__
    with write() as session:
        rows: dict[int, list[dict[str, Any]]] = {}
        for row in session.execute(select(table)).mappings():
            rows.setdefault(row["school_id"], []).append({**row, "id": None})
        session.execute(delete(table))
    for held in rows.values():
        with write() as session:
            session.execute(
                insert(table), [{name: value for name, value in one.items() if name != "id"} for one in held]
            )
