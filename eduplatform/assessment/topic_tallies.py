"""Tallies by topic: how questions were answered, from the first answer sheet of each pupil and quiz.

Only the first: whoever repeats a quiz has read the explanations, and practice would hide what is weak.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select

from ..learning.models import QuizAttempt
from . import gain_tallies, sheet_times
from .expectations import ClassPlace
from .gain_rules import COLUMNS
from .models import TallyTopic, TallyUnitTopic
from .plausibility_rules import SUMMED, TIMES
from .sheet_times import Sheets
from .topic_sums import Cells, TopicSums

SUMS = ("answered", "right", *SUMMED)
OWN = tuple(name for name in TIMES if name not in SUMMED)
TOPICS = TopicSums(TallyTopic, TallyUnitTopic, (*SUMS, *COLUMNS), own=OWN)
NO_GAINS = (0,) * len(COLUMNS)  #: of a topic without pairs of answers


def recount_topics(
    year: int, found: Sequence[ClassPlace], lessons: set[int] | None = None, add_above: bool = True
) -> None:
    """Make the topic tallies of classes and the units above equal the answer sheets; only topics of `lessons` if given."""
    TOPICS.recount(year, found, lessons, add_above, counted_topics)


def counted_topics(year: int, found: Sequence[ClassPlace], topics: set[str] | None) -> Cells:
    """What the answer sheets and the pairs of answers say, by class and topic, in the order of TOPICS.values. Two statements."""
    sheets = sheet_times.counted_sheets(year, found, first_sheets(year, found), topics)
    gains = gain_tallies.counted_gains(year, found, topics)
    return {key: _values(sheets.get(key, Sheets()), gains.get(key, NO_GAINS)) for key in sheets | gains}


def _values(of: Sheets, gains: tuple[int, ...]) -> tuple[int, ...]:
    summed, own = ([getattr(of.times, name) for name in names] for names in (SUMMED, OWN))
    return (of.answered, of.right, *summed, *gains, *own)


def first_sheets(
    year: int, found: Sequence[ClassPlace], lessons: Collection[int] | None = None
) -> list[ColumnElement[bool]]:
    """SQL: the first answer sheet of each pupil of these classes and each lesson; only of `lessons` if given."""
    mine = [
        QuizAttempt.school_id.in_({place.school_id for place in found}),
        QuizAttempt.class_id.in_([place.class_id for place in found]),
        QuizAttempt.year == year,
    ]
    mine += [QuizAttempt.lesson_id.in_(lessons)] if lessons is not None else []
    first = select(func.min(QuizAttempt.id)).where(*mine, QuizAttempt.submitted_at.is_not(None))
    first = first.group_by(QuizAttempt.school_id, QuizAttempt.pupil_id, QuizAttempt.lesson_id)
    return [*mine, QuizAttempt.id.in_(first)]
