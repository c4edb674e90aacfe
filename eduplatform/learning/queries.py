"""What the pupil's first page shows: this week's lesson, things begun, something new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Row, and_, literal, or_, select, union_all

from ..curriculum import queries as curriculum
from ..curriculum.queries import LessonHead
from ..extensions import db
from ..org import queries as org
from ..org.access import Viewer
from ..org.models import ClassYear
from ..shared import clock, ttl_cache
from ..teaching.assignments import standing
from ..teaching.models import Assignment, ClassSession
from ..teaching.run_steps import BY_NAME
from ..teaching.sessions import OPEN
from . import progress, rules, supervision
from .progress import Progress


@dataclass(frozen=True)
class OwnClass:
    """The pupil's class this school year; `stage` is K, P1 … V."""

    year: int
    grade: int
    stage: str
    label: str

    @property
    def young(self) -> bool:
        """Grades 1–2: big type, few words."""
        return self.grade <= 2


@dataclass(frozen=True)
class Today:
    """`together`: the lesson in which the class answers together on devices now; `live`: the one that is answered at one's own
    pace; `lesson`: this week's; `taught`: it was given in class."""

    own: OwnClass
    week: Any
    together: LessonHead | None
    live: LessonHead | None
    lesson: LessonHead | None
    taught: bool
    home_duty: bool
    unfinished: list[tuple[LessonHead, Progress]]
    more: list[LessonHead]
    progress: dict[int, Progress]


def own_class(viewer: Viewer) -> OwnClass:
    """Grade and stage of the viewer's class. Remembered for seconds."""
    year = clock.school_year_of(clock.today())
    return ttl_cache.remembered(
        ("own class", viewer.school_id, viewer.class_id, year), lambda: _own_class(viewer, year)
    )


def _own_class(viewer: Viewer, year: int) -> OwnClass:
    found = select(ClassYear.grade, ClassYear.stage, ClassYear.label).where(
        ClassYear.school_id == viewer.school_id, ClassYear.class_id == viewer.class_id, ClassYear.year == year
    )
    row = db.session.execute(found).first()
    return OwnClass(year, row.grade, row.stage, row.label) if row else OwnClass(year, 3, "P2", viewer.class_name)


def lessons_on_offer(own: OwnClass, stage: str | None = None) -> list[LessonHead]:
    """Lessons on offer of a stage, the own one first choice."""
    return curriculum.lessons_of(stage or own.stage)


def stages_on_offer(own: OwnClass) -> list[str]:
    """Stages that have lessons for pupils, the own one first. Kindergarten lessons are the teacher's."""
    there = {head.stage for head in curriculum.lessons_of()} - {"K"} | {own.stage}
    order = ["P1", "P2", "P3", "J", "S", "V"]
    return sorted(there, key=lambda stage: (stage != own.stage, order.index(stage) if stage in order else 9))


def progress_of(viewer: Viewer) -> dict[int, Progress]:
    """The viewer's progress by lesson. One statement."""
    return progress.progress_of_pupil(viewer.school_id, viewer.user_id, clock.now())


def todays_page(viewer: Viewer) -> Today:
    """The pupil's first page. Nothing on it is a duty unless the unit switched `home_duty` on (PC-01)."""
    own, now = own_class(viewer), clock.now()
    place: Any = SimpleNamespace(path=viewer.class_path)  # what calendar and settings are inherited along
    week = org.calendar_of(place, own.year).week_on(clock.today())
    heads = {head.lesson_id: head for head in curriculum.lessons_of()}
    given, done = _of_class(viewer, own.year, week, now), progress_of(viewer)
    found = {
        kind: next((heads[row.lesson_id] for row in given if row.kind in kinds and row.lesson_id in heads), None)
        for kind, kinds in {"together": ("together",), "live": ("live",), "lesson": ("planned", "taught")}.items()
    }
    planned = found["lesson"]
    begun = [(heads[lesson_id], each) for lesson_id, each in done.items() if each.running and lesson_id in heads]
    return Today(
        own=own,
        week=week,
        **found,
        taught=any(row.kind == "taught" for row in given if row.lesson_id == _id(planned)),
        home_duty=bool(org.setting_of(place, "home_duty", clock.today(), False)),
        unfinished=begun[:3],
        more=[head for head in lessons_on_offer(own) if head.lesson_id not in done and head not in found.values()][:3],
        progress=done,
    )


def _id(head: LessonHead | None) -> int | None:
    return head.lesson_id if head else None


def _of_class(viewer: Viewer, year: int, week: Any, now: datetime) -> list[Row[*tuple[Any, ...]]]:
    """(kind, lesson_id, order) of this week: together, live, planned and taught lessons, the latest first. One statement."""
    here = and_(
        ClassSession.school_id == viewer.school_id, ClassSession.class_id == viewer.class_id, ClassSession.year == year
    )
    going_on = and_(ClassSession.state.in_(OPEN), ClassSession.opened_at > now - rules.SUPERVISED)
    joined = viewer.class_session_id or 0
    on_devices = and_(
        or_(ClassSession.quiz_mode == "devices", ClassSession.id == joined), ClassSession.quiz_mode.not_in(BY_NAME)
    )
    live = select(literal("live").label("kind"), ClassSession.lesson_id, ClassSession.id.label("place")).where(
        here, going_on, on_devices
    )
    together = select(literal("together"), ClassSession.lesson_id, ClassSession.id).where(
        here, going_on, supervision.together(joined)
    )
    number = week.number if week else 0
    taught = select(literal("taught"), ClassSession.lesson_id, ClassSession.id).where(
        here,
        ClassSession.state == "closed",
        ClassSession.week == number,
        ClassSession.opened_at > now - timedelta(days=14),
    )
    planned = select(literal("planned"), Assignment.lesson_id, Assignment.id).where(
        Assignment.school_id == viewer.school_id,
        Assignment.class_id == viewer.class_id,
        Assignment.year == year,
        Assignment.week == number,
        standing(),
    )
    rows = db.session.execute(union_all(live, together, taught, planned), {"pupil": viewer.user_id}).all()
    return sorted(rows, key=lambda row: (row.kind != "planned", -row.place))
