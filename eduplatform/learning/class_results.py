"""How a class answered in one class session, for its teacher: who has handed in, and which questions were hard."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from ..extensions import db
from ..teaching.models import ClassSession
from ..teaching.run_steps import BY_NAME
from .answer_sheet import question_columns
from .models import QuizAttempt, SkillAttempt
from .paper import Paper


@dataclass(frozen=True)
class Asked:
    """One question as a class answered it: `n` pupils, `right` per cent of the marks."""

    uuid: str
    stem: str
    n: int
    right: int


@dataclass(frozen=True)
class Results:
    """Answers of one class session: pupils who handed in, of them passed, average mark, questions hardest first."""

    handed_in: frozenset[int]
    passed: int
    average: int | None
    questions: tuple[Asked, ...]


def _mine(session: ClassSession) -> ColumnElement[bool]:
    here = (QuizAttempt.school_id == session.school_id) & (QuizAttempt.class_id == session.class_id)
    here = here & (QuizAttempt.lesson_id == session.lesson_id)  # the index goes by class and lesson
    return here & (QuizAttempt.session_id == session.id) & QuizAttempt.submitted_at.is_not(None)


def handed_in(session: ClassSession) -> int:
    """How many pupils have handed in. One statement."""
    return db.session.scalar(select(func.count(QuizAttempt.pupil_id.distinct())).where(_mine(session))) or 0


def results(session: ClassSession) -> Results:
    """Each pupil's first answers in the session, added up. One statement beside the questions, two where the class answered together."""
    rows = db.session.scalars(
        select(QuizAttempt).where(_mine(session)).order_by(QuizAttempt.submitted_at, QuizAttempt.id)
    )
    first: dict[int, QuizAttempt] = {}
    for row in rows:
        first.setdefault(row.pupil_id, row)
    taken = list(first.values())
    average = round(sum(row.score or 0 for row in taken) / len(taken)) if taken else None
    hardest = _together(session) if session.quiz_mode in BY_NAME else _hardest(taken)
    return Results(frozenset(first), sum(row.passed for row in taken), average, hardest)


def _together(session: ClassSession) -> tuple[Asked, ...]:
    """Questions put to the whole class, with the shares the class saw: of the answers that were given."""
    shown, _held = question_columns(session)
    found = [
        Asked(str(one.asked.question.uuid), one.asked.question.stem, one.n, one.right)
        for one in shown
        if one.right is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.right, -one.n, one.stem)))


def _hardest(taken: list[QuizAttempt]) -> tuple[Asked, ...]:
    stems: dict[str, str] = {}
    shares: dict[str, list[int]] = {}
    for row in taken:
        for question, share in zip(Paper.of(row).questions, row.shares or (), strict=False):
            stems[str(question.uuid)] = question.stem
            shares.setdefault(str(question.uuid), []).append(share)
    found = [Asked(uuid, stems[uuid], len(each), round(sum(each) / len(each))) for uuid, each in shares.items()]
    return tuple(sorted(found, key=lambda one: (one.right, -one.n, one.stem)))


@dataclass(frozen=True)
class PupilRecord:
    """What one pupil handed in in a school year, newest first."""

    quizzes: tuple[QuizAttempt, ...]
    skills: tuple[SkillAttempt, ...]


def results_of_pupil(school_id: int, pupil_id: int, year: int) -> PupilRecord:
    """Quizzes handed in and trainings finished. Two statements."""
    quizzes = select(QuizAttempt).where(
        QuizAttempt.school_id == school_id, QuizAttempt.pupil_id == pupil_id, QuizAttempt.year == year
    )
    quizzes = quizzes.where(QuizAttempt.submitted_at.is_not(None)).order_by(QuizAttempt.submitted_at.desc())
    skills = select(SkillAttempt).where(
        SkillAttempt.school_id == school_id, SkillAttempt.pupil_id == pupil_id, SkillAttempt.year == year
    )
    skills = skills.where(SkillAttempt.finished_at.is_not(None)).order_by(SkillAttempt.finished_at.desc())
    return PupilRecord(tuple(db.session.scalars(quizzes)), tuple(db.session.scalars(skills)))
