"""Who needs help with a topic, for the class's own teachers: by what each pupil handed in last. To help, never to compare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ..curriculum import queries as content
from ..curriculum.queries import LessonHead
from ..extensions import db
from ..org.models import Unit
from ..org.queries import OnRoll
from .models import QuizAttempt


@dataclass(frozen=True)
class ToHelp:
    """A pupil and the lessons of the topic whose quiz is not yet safe: the last sheet lies below the pass mark."""

    pupil: OnRoll
    lessons: Sequence[LessonHead]


@dataclass(frozen=True)
class TopicHelp:
    """In the order of the class list. `unseen`: pupils who have not answered any quiz of the topic, while others have."""

    helped: Sequence[ToHelp]
    unseen: Sequence[OnRoll]
    answered: int


def topic_help(class_unit: Unit, year: int, roll: Sequence[OnRoll], heads: Sequence[LessonHead]) -> TopicHelp:
    """Of the pupils on the roll, by their last sheets in the quizzes of these lessons. One statement, that grows with the class."""
    lessons = {head.lesson_id: head for head in heads if head.has_quiz}
    last: dict[int, dict[int, int]] = defaultdict(dict)
    asked = (
        select(QuizAttempt.pupil_id, QuizAttempt.lesson_id, QuizAttempt.score)
        .where(QuizAttempt.school_id == class_unit.school_id, QuizAttempt.class_id == class_unit.id)
        .where(QuizAttempt.year == year, QuizAttempt.lesson_id.in_(lessons), QuizAttempt.submitted_at.is_not(None))
        .order_by(QuizAttempt.submitted_at, QuizAttempt.id)
    )
    for row in db.session.execute(asked) if lessons else ():
        last[row.pupil_id][row.lesson_id] = row.score or 0
    found = []
    for pupil in roll:
        low = [lessons[lesson] for lesson, score in last[pupil.pupil_id].items() if score < _pass_mark(lesson)]
        if low:
            found.append(ToHelp(pupil, sorted(low, key=lambda head: head.lesson_id)))
    answered = {pupil.pupil_id for pupil in roll if last[pupil.pupil_id]}
    unseen = [pupil for pupil in roll if answered and pupil.pupil_id not in answered]
    return TopicHelp(found, unseen, len(answered))


def _pass_mark(lesson_id: int) -> int:
    quiz = content.quiz_of(lesson_id)
    return quiz.pass_mark if quiz else 0
