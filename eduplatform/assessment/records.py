"""Reads the records behind the tallies, for many classes at once. The database counts; only days and sums come out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, func, select, type_coerce

from ..curriculum import queries as content
from ..curriculum.models import Item, Revision
from ..extensions import db
from ..learning.models import QuizAttempt, SkillAttempt
from ..org import queries as org
from ..shared import clock
from ..shared.database import to_ms
from ..teaching.models import ClassHour, ClassSession, HandsCount
from .events import Entry, FirstTimes
from .sql_days import date_of_number, day_number

Key = tuple[int, int]  #: class, lesson
SAME_LOAD = 3_600_000  #: ms; a training loaded within an hour of its lesson came with it


@dataclass(frozen=True)
class Scope:
    """Which records: classes (with their schools) of a year, and of these only some lessons where `lessons` is given."""

    year: int
    classes: frozenset[int]
    schools: frozenset[int]
    lessons: frozenset[int] | None = None

    def of(self, table: Any) -> list[Any]:
        """Conditions that keep the rows of a table inside the scope."""
        found = [table.school_id.in_(self.schools), table.class_id.in_(self.classes), table.year == self.year]
        return found if self.lessons is None else [*found, table.lesson_id.in_(self.lessons)]


def entries_by_class(scope: Scope) -> dict[int, list[Entry]]:
    """Ledger entries by class, in the order they were written. Two statements, and one for the trainings."""
    hands, trainings = _hands(scope), _trainings()
    found = (
        select(
            ClassHour.id,
            ClassHour.class_id,
            ClassHour.lesson_id,
            ClassHour.session_id,
            ClassHour.entered_at,
            ClassHour.given_on,
            ClassHour.topic,
            ClassHour.sign,
            ClassHour.hours,
            ClassHour.roll,
            ClassHour.present,
            ClassHour.corrects_id,
            ClassSession.quiz_revision_id,
            ClassHour.grade,
            ClassSession.trained_at,
            ClassSession.checked_at,
        )
        .outerjoin(
            ClassSession, (ClassSession.school_id == ClassHour.school_id) & (ClassSession.id == ClassHour.session_id)
        )
        .where(*scope.of(ClassHour))
        .order_by(ClassHour.id)
    )
    by_class: dict[int, list[Entry]] = defaultdict(list)
    chains: dict[int, int] = {}
    for row in db.session.execute(found):
        chains[row.id] = chains.get(row.corrects_id, row.corrects_id) if row.corrects_id else row.id
        known_from = trainings.get(row.lesson_id)
        by_class[row.class_id].append(
            Entry(
                clock.local(row.entered_at).date(),
                row.id,
                chains[row.id],
                row.lesson_id,
                row.topic,
                row.given_on,
                row.sign,
                row.hours,
                row.roll,
                row.present,
                tested=content.is_marked(row.quiz_revision_id),
                trained=known_from is not None and to_ms(row.entered_at) >= known_from,
                hands=hands.get(row.session_id, 0),
                declared=row.grade == "C",
                together=row.trained_at is not None or row.checked_at is not None,
            )
        )
    return by_class


def _hands(scope: Scope) -> dict[int, int]:
    """The most hands counted for one question, by class session."""
    mine = (ClassSession.school_id == HandsCount.school_id) & (ClassSession.id == HandsCount.session_id)
    by_question = (
        select(HandsCount.session_id, func.sum(HandsCount.count).label("hands"))
        .join(ClassSession, mine)
        .where(*scope.of(ClassSession))
        .group_by(HandsCount.session_id, HandsCount.question_revision_id)
        .subquery()
    )
    found = select(by_question.c.session_id, func.max(by_question.c.hands)).group_by(by_question.c.session_id)
    return {session: int(most) for session, most in db.session.execute(found)}


def _trainings() -> dict[int, int]:
    """By lesson: from which instant (epoch ms) it has had a skill training; 0 when it came with the lesson."""
    known = (
        select(Item.id, Item.kind, Item.lesson_id, type_coerce(func.min(Revision.loaded_at), BigInteger).label("at"))
        .join(Revision, Revision.item_id == Item.id)
        .where(Item.kind.in_(("lesson", "skill")))
        .group_by(Item.id)
    )
    rows = db.session.execute(known).all()
    when = {row.id: row.at for row in rows}
    found: dict[int, int] = {}
    for skill, lesson in [(row.id, row.lesson_id) for row in rows if row.kind == "skill" and row.lesson_id]:
        late = when[skill] - when.get(lesson, when[skill]) > SAME_LOAD
        at = when[skill] if late else 0
        found[lesson] = min(found.get(lesson, at), at)
    return found


def first_times(scope: Scope) -> dict[Key, FirstTimes]:
    """Per class and lesson: how many pupils handed in, passed, were excellent and finished training first on which day."""
    found: dict[Key, FirstTimes] = defaultdict(FirstTimes)
    for name, rows in (*_quiz(scope).items(), ("trained", _skill(scope))):
        for class_id, lesson_id, number, count in rows:
            getattr(found[class_id, lesson_id], name)[date_of_number(number)] = count
    return found


def _quiz(scope: Scope) -> Mapping[str, Sequence[Any]]:
    return {
        "taken": _firsts(QuizAttempt, QuizAttempt.submitted_at, scope),
        "passed": _firsts(QuizAttempt, QuizAttempt.submitted_at, scope, QuizAttempt.passed),
        "excellent": _firsts(QuizAttempt, QuizAttempt.submitted_at, scope, QuizAttempt.excellent),
    }


def _skill(scope: Scope) -> Sequence[Any]:
    return _firsts(SkillAttempt, SkillAttempt.finished_at, scope)


def _firsts(table: Any, at: Any, scope: Scope, condition: Any = None) -> Sequence[Any]:
    """(class, lesson, day number, pupils whose first one fell on it). Counted by the database."""
    kept = [*scope.of(table), at.is_not(None)] + ([] if condition is None else [condition])
    each = (
        select(table.class_id, table.lesson_id, day_number(func.min(at), scope.year).label("day"))
        .where(*kept)
        .group_by(table.school_id, table.class_id, table.lesson_id, table.pupil_id)
        .subquery()
    )
    grouped = select(each.c.class_id, each.c.lesson_id, each.c.day, func.count()).group_by(
        each.c.class_id, each.c.lesson_id, each.c.day
    )
    return db.session.execute(grouped).all()


def first_pupil_days(scope: Scope) -> dict[int, date]:
    """The day from which each class has had pupils."""
    return org.first_days(scope.schools, scope.classes)
