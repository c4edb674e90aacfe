"""How far one pupil is with each lesson: one statement for all lessons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, literal, select, union_all

from ..curriculum.models import Item
from ..extensions import db
from .models import LessonView, QuizAttempt, SkillAttempt, VideoWatch


@dataclass(frozen=True)
class Progress:
    """`read` furthest slide + 1; `running_quiz` and `running_skill` number of one that can be gone on with.

    Words of the levels: 2 very well, 1 well, 0 tried, None not yet.
    """

    lesson_id: int
    read: int = 0
    quiz: int | None = None
    running_quiz: int | None = None
    skill: int | None = None
    running_skill: int | None = None
    watched: bool = False

    @property
    def begun(self) -> bool:
        return bool(self.read or self.watched or self.quiz is not None or self.skill is not None)

    @property
    def running(self) -> bool:
        return bool(self.running_quiz or self.running_skill)


def progress_of_pupil(school_id: int, pupil_id: int, now: datetime) -> dict[int, Progress]:
    """Progress by lesson. One statement."""
    found: dict[int, Progress] = {}
    parts = (_quizzes(now), _skills(), _videos(), _views())
    owned = [
        part.where(table.school_id == school_id, table.pupil_id == pupil_id)
        for part, table in zip(parts, _TABLES, strict=True)
    ]
    for kind, lesson_id, level, number in db.session.execute(union_all(*owned)):
        before = found.get(lesson_id) or Progress(lesson_id)
        found[lesson_id] = _with(before, kind, level, number)
    return found


_TABLES: tuple[Any, ...] = (QuizAttempt, SkillAttempt, VideoWatch, LessonView)


def _quizzes(now: datetime) -> Select[*tuple[Any, ...]]:
    handed_in = QuizAttempt.submitted_at.is_not(None)
    level = case((QuizAttempt.excellent, 2), (QuizAttempt.passed, 1), (handed_in, 0))
    going_on = and_(QuizAttempt.submitted_at.is_(None), QuizAttempt.due_at > now)
    running = func.max(case((going_on, QuizAttempt.id)))
    return select(literal("quiz"), QuizAttempt.lesson_id, func.max(level), running).group_by(QuizAttempt.lesson_id)


def _skills() -> Select[*tuple[Any, ...]]:
    level = case(
        (SkillAttempt.outcome == "good", 2), (SkillAttempt.outcome == "mixed", 1), (SkillAttempt.outcome == "bad", 0)
    )
    running = func.max(case((SkillAttempt.finished_at.is_(None), SkillAttempt.id)))
    return select(literal("skill"), SkillAttempt.lesson_id, func.max(level), running).group_by(SkillAttempt.lesson_id)


def _videos() -> Select[*tuple[Any, ...]]:
    done = case((VideoWatch.done_at.is_not(None), 1), else_=0)
    return select(literal("video"), Item.lesson_id, done, VideoWatch.video_id).join(
        Item, Item.id == VideoWatch.video_id
    )


def _views() -> Select[*tuple[Any, ...]]:
    return select(literal("view"), LessonView.lesson_id, LessonView.furthest, LessonView.revision_id)


def _with(before: Progress, kind: str, level: int | None, number: int | None) -> Progress:
    match kind:
        case "quiz":
            return replace(before, quiz=level, running_quiz=number)
        case "skill":
            return replace(before, skill=level, running_skill=number)
        case "video":
            return replace(before, watched=bool(level))
        case _:
            return replace(before, read=(level or 0) + 1)
