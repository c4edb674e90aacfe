"""Reports that must not grow with history: a class with 100 quizzes, a city of 1,000 schools."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from eduplatform.cli import demo
from eduplatform.cli.demo import city, history
from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.org.models import Enrolment, Post, Unit
from eduplatform.pages.current_viewer import COOKIE
from eduplatform.shared import clock, ttl_cache
from eduplatform.shared.database import write

from .figures import Figure
from .large import cloned_lessons, large
from .places import Places, leave
from .quiz import cpu_of
from .serving import Client, Server
from .world import nobody_taught, token_of

ASKED = 40
ROUNDS = 3


def measure(places: Places) -> list[Figure]:
    return _classes(places) + _cities(places)


def _costs(server: Server, token: str, paths: list[str]) -> list[tuple[float, int, float]]:
    """(CPU ms, statements, KB) of each page, the pages taking turns, best of the rounds."""
    client = Client(server.port, {COOKIE: token})
    best = [1e9] * len(paths)
    first = [client.get(path) for path in paths for _ in range(3)][2::3]
    assert all(answer.status == 200 for answer in first), [answer.status for answer in first]
    for _ in range(ROUNDS):
        for place, path in enumerate(paths):
            best[place] = min(best[place], cpu_of(server, [lambda path=path: client.get(path)] * ASKED))  # type: ignore[misc]
    return [(cpu, answer.statements, len(answer.body) / 1024) for cpu, answer in zip(best, first, strict=True)]


def _classes(places: Places) -> list[Figure]:
    place = places.new("class")
    app = place.app()
    units, token = _taught(app, (10, 100))
    with Server(place.url, place.folder, ("bench/program.py",)) as server:
        few, many = _costs(server, token, [f"/office/units/{unit}" for unit in units])
    return [
        Figure(
            "reports",
            "class report, 10 quizzes of history: CPU",
            few[0],
            "ms",
            note=f"{few[1]} statements, {few[2]:.0f} KB",
        ),
        Figure(
            "reports",
            "class report, 100 quizzes of history: CPU",
            many[0],
            "ms",
            few[0] * 1.1,
            few[0],
            f"{many[1]} statements, {many[2]:.0f} KB",
        ),
        Figure("reports", "  SQL statements more than with 10", max(0, many[1] - few[1]), "", 0),
    ]


def _taught(app: Any, wanted: tuple[int, ...]) -> tuple[list[int], str]:
    """Classes of one school that had so many lessons, each with a quiz on devices; their numbers, and the principal's token."""
    plan = city.DistrictPlan("D1", "区", [city.SchoolPlan("S1", "校", "J", ((7, len(wanted), 40), (8, 1, 40)))])
    with app.app_context():
        with write(), nobody_taught():
            demo.build_demo([plan], Random(1), named=False)
            clones = cloned_lessons(max(wanted))
        with write():
            classes = db.session.scalars(select(Unit).where(Unit.kind == "class").order_by(Unit.id)).all()[
                : len(wanted)
            ]
            ids = [unit.id for unit in classes]
            for unit, count in zip(classes, wanted, strict=True):
                _teach(unit, clones[:count])
        demo._count()
        leave(app)
    return ids, token_of(app, "principal")


def _teach(unit: Unit, lessons: list[int]) -> None:
    """Lessons of two months, the same two months for every class."""
    ttl_cache.forget_remembered()
    random, today = Random(unit.id), clock.today()
    year = clock.school_year_of(today)
    head = next(head for head in content.lessons_of() if head.has_quiz)
    quiz = content.quiz_of(head.lesson_id)
    school = db.session.get(Unit, unit.school_id)
    pupils = list(db.session.scalars(select(Enrolment.pupil_id).where(Enrolment.class_id == unit.id)))
    teacher = db.session.scalar(select(Post.user_id).where(Post.unit_id == unit.id))
    assert school and quiz and teacher
    place = history.Setting(school, unit, "J", 7, teacher, year, 0.8, "steady", True)
    for n, lesson_id in enumerate(lessons):
        day = date(year, 9, 7) + timedelta(days=n * 60 // len(lessons))
        row = history.ClassSession(
            school_id=school.id,
            class_id=unit.id,
            year=year,
            week=n * 8 // len(lessons) + 1,
            lesson_id=lesson_id,
            lesson_revision_id=head.revision_id,
            quiz_revision_id=quiz.revision_id,
            teacher_id=teacher,
            carrier="practice",
            quiz_mode="devices",
            state="closed",
            opened_at=clock.start_of(day) + timedelta(hours=9, minutes=n % 60),
            touched_at=clock.start_of(day) + timedelta(hours=10),
            closed_at=clock.start_of(day) + timedelta(hours=10),
            minutes=40,
            roll=len(pupils),
            present=len(pupils),
        )
        db.session.add(row)
        db.session.flush()
        assert row.closed_at
        its = history.content.LessonHead(**{**head.__dict__, "lesson_id": lesson_id})
        history._entry(place, its, row.week, day, row.closed_at, 40, row.id, "A", len(pupils), len(pupils), "practice")
        history._quizzes(place, row, quiz, pupils, its, row.opened_at, random)
    history.stale_marks.mark_stale("class_year", school.id, unit.id, year)


def _cities(places: Places) -> list[Figure]:
    found = {}
    for schools in (10, 1000):
        place, app = large(places, schools)
        token = token_of(app, "city")
        with app.app_context():
            top = db.session.scalar(select(Unit.id).where(Unit.kind == "city"))
            wide = db.session.scalar(select(Unit.id).where(Unit.kind == "district").order_by(Unit.id.desc()).limit(1))
            leave(app)
        with Server(place.url, place.folder, ("bench/program.py",)) as server:
            found[schools] = _costs(server, token, [f"/office/units/{top}", f"/office/units/{wide}"])
    lines = []
    for number, what in enumerate(("city page", "district page")):
        few, many = found[10][number], found[1000][number]
        how = ("1 district", "40 districts") if number == 0 else ("10 schools", "805 schools, 25 a page")
        lines += [
            Figure(
                "reports",
                f"{what}, 10 schools: CPU",
                few[0],
                "ms",
                note=f"{few[1]} statements, {few[2]:.0f} KB; {how[0]}",
            ),
            Figure(
                "reports",
                f"{what}, 1,000 schools: CPU",
                many[0],
                "ms",
                few[0] * 2,
                few[0],
                f"{many[1]} statements, {many[2]:.0f} KB; {how[1]}",
            ),
            Figure("reports", "  SQL statements more than with 10", max(0, many[1] - few[1]), "", 0),
        ]
    return lines
