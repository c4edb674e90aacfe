"""The own record: everything a person has learned, over all schools and years. No rank, no comparison."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, exists, func, literal, select, union_all

from ..accounts.models import User
from ..curriculum import queries as curriculum
from ..curriculum.models import Item
from ..extensions import db
from ..org.models import Enrolment
from ..shared import clock
from ..teaching.models import Absence, ClassSession
from .models import Makeup, QuizAttempt, SkillAttempt, VideoWatch


@dataclass(frozen=True)
class Entry:
    """One thing learned. `level`: 2 very well, 1 well, 0 tried, None where nothing is marked; `times` how often."""

    kind: str
    lesson_id: int
    title_zh: str
    title_en: str
    on: date
    level: int | None = None
    times: int = 1


@dataclass(frozen=True)
class OwnRecord:
    """Newest first in each list. `classes`: lessons of the class the pupil was present at; `made_up`: those missed and made up."""

    classes: list[Entry]
    quizzes: list[Entry]
    skills: list[Entry]
    videos: list[Entry]
    made_up: list[Entry]

    @property
    def empty(self) -> bool:
        return not (self.classes or self.quizzes or self.skills or self.videos or self.made_up)

    @property
    def can_do(self) -> list[Entry]:
        """Skills and quizzes that went well: what the pupil can do now, one a lesson, the trained ones first."""
        best: dict[int, Entry] = {}
        for entry in [*self.skills, *self.quizzes]:
            if entry.level:
                best.setdefault(entry.lesson_id, entry)
        return list(best.values())


def own_record(school_id: int, pupil_id: int, person_key: str) -> OwnRecord:
    """The record of a person, earlier schools included. `person_key` empty: of this pupil row only. Six statements."""
    person = User.person_key == person_key if person_key else and_(User.school_id == school_id, User.id == pupil_id)
    found = {
        "class": _classes(person),
        "quiz": _quizzes(person),
        "skill": _skills(person),
        **_videos_and_made_up(person),
    }
    items = curriculum.items({row[0] for rows in found.values() for row in rows})
    listed = {kind: _entries(kind, rows, items) for kind, rows in found.items()}
    return OwnRecord(listed["class"], listed["quiz"], listed["skill"], listed["video"], listed["makeup"])


Line = tuple[int, datetime, int | None, int]  # lesson, when, level, times


def _entries(kind: str, rows: Iterable[Line], items: dict[int, Item]) -> list[Entry]:
    made = [
        Entry(kind, lesson, items[lesson].title_zh, items[lesson].title_en, clock.local(when).date(), level, times)
        for lesson, when, level, times in rows
        if lesson in items
    ]
    return sorted(made, key=lambda entry: (entry.on, entry.lesson_id), reverse=True)


def _classes(person: Any) -> list[Line]:
    """Closed class sessions of the classes the person was enrolled in on that day, without absences."""
    away = exists().where(
        Absence.school_id == ClassSession.school_id,
        Absence.session_id == ClassSession.id,
        Absence.pupil_id == Enrolment.pupil_id,
    )
    found = (
        select(ClassSession.lesson_id, ClassSession.opened_at, Enrolment.from_on, Enrolment.to_on)
        .select_from(User)
        .join(Enrolment, and_(Enrolment.school_id == User.school_id, Enrolment.pupil_id == User.id))
        .join(
            ClassSession,
            and_(ClassSession.school_id == Enrolment.school_id, ClassSession.class_id == Enrolment.class_id),
        )
        .where(person, ClassSession.state == "closed", ~away)
    )
    return [(row.lesson_id, row.opened_at, None, 1) for row in db.session.execute(found) if _enrolled(row)]


def _enrolled(row: Any) -> bool:
    day = clock.local(row.opened_at).date()
    return row.from_on <= day and (row.to_on is None or day < row.to_on)


def _of_person(table: Any, person: Any, *columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(User)
        .join(table, and_(table.school_id == User.school_id, table.pupil_id == User.id))
        .where(person)
    )


def _quizzes(person: Any) -> list[Line]:
    level = func.max(case((QuizAttempt.excellent, 2), (QuizAttempt.passed, 1), else_=0))
    columns = (QuizAttempt.lesson_id, func.max(QuizAttempt.submitted_at), level, func.count())
    found = _of_person(QuizAttempt, person, *columns).where(QuizAttempt.submitted_at.is_not(None))
    return [tuple(row) for row in db.session.execute(found.group_by(QuizAttempt.lesson_id))]


def _skills(person: Any) -> list[Line]:
    level = func.max(case((SkillAttempt.outcome == "good", 2), (SkillAttempt.outcome == "mixed", 1), else_=0))
    columns = (SkillAttempt.lesson_id, func.max(SkillAttempt.finished_at), level, func.count())
    found = _of_person(SkillAttempt, person, *columns).where(SkillAttempt.finished_at.is_not(None))
    return [tuple(row) for row in db.session.execute(found.group_by(SkillAttempt.lesson_id))]


def _videos_and_made_up(person: Any) -> dict[str, list[Line]]:
    """Videos seen to their end, and lessons made up. One statement."""
    videos = _of_person(VideoWatch, person, literal("video").label("kind"), Item.lesson_id, VideoWatch.done_at)
    videos = videos.join(Item, Item.id == VideoWatch.video_id).where(VideoWatch.done_at.is_not(None))
    made_up = _of_person(Makeup, person, literal("makeup"), ClassSession.lesson_id, Makeup.done_at)
    made_up = made_up.join(
        ClassSession, and_(ClassSession.school_id == Makeup.school_id, ClassSession.id == Makeup.session_id)
    )
    found: dict[str, list[Line]] = {"video": [], "makeup": []}
    for row in db.session.execute(union_all(videos, made_up.where(Makeup.done_at.is_not(None)))):
        found[row.kind].append((row.lesson_id, row.done_at, None, 1))
    return found
