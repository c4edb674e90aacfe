"""Tallies of how pupils scatter in a topic: of classes from first answer sheets, of units above by adding up. Feeds `shrinkage`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, cast, func, select

from ..curriculum.models import Course, Item
from ..extensions import db
from ..learning.models import QuizAttempt
from .expectations import ClassPlace
from .models import TallyTopicSpread, TallyUnitSpread
from .topic_sums import Cells, TopicSums
from .topic_tallies import first_sheets

SUMS = ("classes", "pupils", "total", "squares", "between", "sizes")
SPREAD = TopicSums(TallyTopicSpread, TallyUnitSpread, SUMS, by=("stage", "topic"))


def recount_spread(
    year: int, found: Sequence[ClassPlace], lessons: set[int] | None = None, add_above: bool = True
) -> None:
    """Make the tallies of classes and the units above equal the answer sheets; only topics of `lessons` if given."""
    SPREAD.recount(year, found, lessons, add_above, counted_spread)


def counted_spread(year: int, found: Sequence[ClassPlace], topics: set[str] | None) -> Cells:
    """What the answer sheets say, by class and topic: stage, then SUMS. One statement."""
    stages = {place.class_id: place.stage for place in found}
    each = _pupil_shares(year, found, topics).subquery()
    sums = select(
        each.c.class_id, each.c.topic, *(func.sum(column) for column in (each.c.share, each.c.share * each.c.share))
    )
    rows = db.session.execute(sums.add_columns(func.count(each.c.share)).group_by(each.c.class_id, each.c.topic))
    return {
        (row[0], row[1]): (stages[row[0]], 1, n, total, int(row[3]), total * total // n, n * n)
        for row in rows
        if (n := int(row[4])) and (total := int(row[2])) >= 0
    }


def _pupil_shares(year: int, found: Sequence[ClassPlace], topics: set[str] | None) -> Any:
    """SELECT of class, topic, pupil and the pupil's share of marks over all first sheets in the topic."""
    marks = cast(func.sum(_marks_of_sheet()), BigInteger) * 100
    answered = cast(func.nullif(func.sum(func.json_array_length(QuizAttempt.shares)), 0), BigInteger)
    asked = (
        select(QuizAttempt.class_id, Course.topic, QuizAttempt.pupil_id, (marks // answered).label("share"))
        .join(Item, Item.id == QuizAttempt.lesson_id)
        .join(Course, Course.id == Item.course_id)
        .where(*first_sheets(year, found))
        .group_by(QuizAttempt.class_id, Course.topic, QuizAttempt.pupil_id)
    )
    return asked if topics is None else asked.where(Course.topic.in_(topics))


def _marks_of_sheet() -> Any:
    """SQL: the shares of one sheet added up."""
    sqlite = db.session.get_bind().dialect.name == "sqlite"
    each = (func.json_each if sqlite else func.json_array_elements_text)(QuizAttempt.shares).table_valued("value")
    return (
        select(func.coalesce(func.sum(cast(each.c.value, BigInteger)), 0))
        .select_from(each)
        .correlate(QuizAttempt)
        .scalar_subquery()
    )
