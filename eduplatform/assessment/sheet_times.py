"""What first answer sheets say by class and topic: marks, how long they took and what goes with it. Rules: plausibility_rules."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from ..curriculum.models import Course, Item
from ..curriculum.question import Question
from ..extensions import db
from ..learning.models import QuizAttempt
from ..learning.paper import Paper, pool_of_quiz
from .expectations import ClassPlace
from .plausibility_rules import WRONG_ALIKE, TimedSheet, Times, least_seconds, letters_of, times_of_lesson

PLACE = ("class_id", "lesson_id", "grade", "attempt_key")
SHEET = ("revision_id", "seed", "asked", "started_at", "submitted_at", "answers", "shares")
TOGETHER = ("room-", "makeup-")  #: keys of sheets made of what a class answered together, or made up with the teacher


@dataclass(frozen=True)
class Sheets:
    """First answer sheets: answers given, hundredths of marks they earned, and the counts of their times."""

    answered: int = 0
    right: int = 0
    times: Times = Times()

    def __add__(self, other: Sheets) -> Sheets:
        return Sheets(self.answered + other.answered, self.right + other.right, self.times + other.times)


def counted_sheets(
    year: int, found: Sequence[ClassPlace], first: Sequence[ColumnElement[bool]], topics: set[str] | None
) -> dict[tuple[int, str], Sheets]:
    """Class and topic → what the first sheets say that `first` chooses. One statement, read in pieces."""
    columns = [getattr(QuizAttempt, name) for name in (*PLACE, *SHEET)]
    asked = (
        select(Course.topic, *columns)
        .join(Item, Item.id == QuizAttempt.lesson_id)
        .join(Course, Course.id == Item.course_id)
        .where(*first)
        .order_by(QuizAttempt.class_id, QuizAttempt.lesson_id)
    )
    asked = asked if topics is None else asked.where(Course.topic.in_(topics))
    stages, letters = {place.class_id: place.stage for place in found}, _Letters()
    counted: dict[tuple[int, str], Sheets] = defaultdict(Sheets)
    rows = db.session.execute(asked.execution_options(yield_per=1000))
    for (class_id, topic, _lesson), lesson in groupby(rows, lambda row: (row.class_id, row.topic, row.lesson_id)):
        counted[class_id, topic] += _of_lesson(list(lesson), stages[class_id], letters)
    return dict(counted)


class _Letters(dict[int, dict[UUID, int]]):
    """Revision of a quiz → characters of each of its questions, counted once a run."""

    def __missing__(self, revision_id: int) -> dict[UUID, int]:
        self[revision_id] = {question.uuid: letters_of(question) for question in pool_of_quiz(revision_id)}
        return self[revision_id]


def _of_lesson(lesson: Sequence[Any], stage: str, letters: _Letters) -> Sheets:
    """Of the sheets of one class and lesson."""
    own = [row for row in lesson if not row.attempt_key.startswith(TOGETHER)]
    timed = [_timed(row, stage, letters[row.revision_id]) for row in own]
    shares = [share for row in lesson for share in row.shares or ()]
    times = times_of_lesson(timed, len(lesson), sum(row.grade == "A" for row in lesson))
    return Sheets(len(shares), sum(shares), times)


def _timed(row: Any, stage: str, letters: dict[UUID, int]) -> TimedSheet:
    questions = Paper.of(row).questions
    least = least_seconds(sum(letters[question.uuid] for question in questions), stage)
    wrong = _wrong(questions, row.answers or (), row.shares or ())
    return TimedSheet(row.started_at.timestamp(), row.submitted_at.timestamp(), least, wrong, row.grade == "A")


def _wrong(questions: Sequence[Question], answers: Sequence[object], shares: Sequence[int]) -> str:
    """The wrong answers by question, those left out aside; '' where they are few."""
    if sum(share < 100 for share in shares) < WRONG_ALIKE:
        return ""
    given = zip(questions, answers, shares, strict=False)
    wrong = {str(question.uuid): answer for question, answer, share in given if share < 100 and answer is not None}
    return json.dumps(wrong, sort_keys=True) if len(wrong) >= WRONG_ALIKE else ""
