"""Tallies by topic: how questions were answered, from the first answer sheet of each pupil and quiz.

Only the first: whoever repeats a quiz has read the explanations, and practice would hide what is weak.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, cast, delete, func, insert, literal, select

from ..curriculum.models import Course, Item
from ..extensions import db
from ..learning.models import QuizAttempt
from ..org.models import Unit
from .expectations import ClassPlace
from .models import TallyTopic, TallyUnitTopic
from .rollup import levels

SUMS = ("answered", "right", "sheets")


def recount_topics(
    year: int, found: Sequence[ClassPlace], lessons: set[int] | None = None, add_above: bool = True
) -> None:
    """Make the topic tallies of classes and the units above equal the answer sheets; only topics of `lessons` if given."""
    wanted = None if lessons is None else topics_of(lessons)
    if wanted is not None and not wanted:
        return
    classes = {place.class_id: place.school_id for place in found}
    counted, stored = counted_of(year, classes, wanted), stored_of(year, classes, wanted)
    if counted == stored:
        return
    mine = [TallyTopic.school_id.in_(set(classes.values())), TallyTopic.class_id.in_(classes), TallyTopic.year == year]
    mine += [TallyTopic.topic.in_(wanted)] if wanted is not None else []
    db.session.execute(delete(TallyTopic).where(*mine).execution_options(synchronize_session=False))
    rows = [
        {"school_id": classes[class_id], "class_id": class_id, "year": year, "topic": topic}
        | dict(zip(SUMS, sums, strict=True))
        for (class_id, topic), sums in sorted(counted.items())
    ]
    if rows:
        db.session.execute(insert(TallyTopic.__table__), rows)
    if add_above:
        topics_above(year, found, wanted)


def topics_of(lessons: set[int]) -> set[str]:
    """Topics of the courses these lessons belong to."""
    return set(
        db.session.scalars(
            select(Course.topic).join(Item, Item.course_id == Course.id).where(Item.id.in_(lessons - {0}))
        )
    )


def stored_of(year: int, classes: Any, topics: set[str] | None) -> dict[tuple[int, str], tuple[int, ...]]:
    """What stands, by class and topic: answers, hundredths of marks, sheets."""
    found = select(TallyTopic.class_id, TallyTopic.topic, *(getattr(TallyTopic, name) for name in SUMS))
    found = found.where(TallyTopic.class_id.in_(classes), TallyTopic.year == year)
    found = found if topics is None else found.where(TallyTopic.topic.in_(topics))
    return {(row[0], row[1]): tuple(row[2:]) for row in db.session.execute(found)}


def counted_of(year: int, classes: dict[int, int], topics: set[str] | None) -> dict[tuple[int, str], tuple[int, ...]]:
    """What the answer sheets say, in the same shape. One statement."""
    mine = [
        QuizAttempt.school_id.in_(set(classes.values())),
        QuizAttempt.class_id.in_(classes),
        QuizAttempt.year == year,
    ]
    first = select(func.min(QuizAttempt.id)).where(*mine, QuizAttempt.submitted_at.is_not(None))
    first = first.group_by(QuizAttempt.school_id, QuizAttempt.pupil_id, QuizAttempt.lesson_id)
    found = (
        select(
            QuizAttempt.class_id,
            Course.topic,
            func.sum(func.json_array_length(QuizAttempt.shares)),
            func.sum(marks_of_sheet()),
            func.count(),
        )
        .join(Item, Item.id == QuizAttempt.lesson_id)
        .join(Course, Course.id == Item.course_id)
        .where(*mine, QuizAttempt.id.in_(first))
        .group_by(QuizAttempt.class_id, Course.topic)
    )
    found = found if topics is None else found.where(Course.topic.in_(topics))
    return {(row[0], row[1]): tuple(int(value or 0) for value in row[2:]) for row in db.session.execute(found)}


def marks_of_sheet() -> Any:
    """SQL: the shares of one sheet added up."""
    sqlite = db.session.get_bind().dialect.name == "sqlite"
    each = (func.json_each if sqlite else func.json_array_elements_text)(QuizAttempt.shares).table_valued("value")
    return (
        select(func.coalesce(func.sum(cast(each.c.value, BigInteger)), 0))
        .select_from(each)
        .correlate(QuizAttempt)
        .scalar_subquery()
    )


def topics_above(year: int, found: Sequence[ClassPlace], topics: set[str] | None) -> None:
    """Add topics up: schools from their classes, units above from the units below."""
    for units in levels(place.path for place in found):
        mine = [TallyUnitTopic.unit_id.in_(units), TallyUnitTopic.year == year]
        mine += [TallyUnitTopic.topic.in_(topics)] if topics is not None else []
        db.session.execute(delete(TallyUnitTopic).where(*mine).execution_options(synchronize_session=False))
        for sums in (_from_classes(year, units, topics), _from_units(year, units, topics)):
            db.session.execute(
                insert(TallyUnitTopic.__table__).from_select(["unit_id", "parent_id", "year", "topic", *SUMS], sums)
            )


def _from_classes(year: int, units: list[int], topics: set[str] | None) -> Any:
    below, unit = Unit.__table__.alias("below"), Unit.__table__.alias("above")
    found = (
        select(
            unit.c.id,
            unit.c.parent_id,
            literal(year),
            TallyTopic.topic,
            *(func.sum(getattr(TallyTopic, name)) for name in SUMS),
        )
        .join(below, below.c.id == TallyTopic.class_id)
        .join(unit, unit.c.id == below.c.parent_id)
        .where(TallyTopic.year == year, unit.c.id.in_(units))
        .group_by(unit.c.id, unit.c.parent_id, TallyTopic.topic)
    )
    return found if topics is None else found.where(TallyTopic.topic.in_(topics))


def _from_units(year: int, units: list[int], topics: set[str] | None) -> Any:
    found = (
        select(
            Unit.id,
            Unit.parent_id,
            literal(year),
            TallyUnitTopic.topic,
            *(func.sum(getattr(TallyUnitTopic, name)) for name in SUMS),
        )
        .join(Unit, Unit.id == TallyUnitTopic.parent_id)
        .where(TallyUnitTopic.year == year, TallyUnitTopic.parent_id.in_(units))
        .group_by(Unit.id, Unit.parent_id, TallyUnitTopic.topic)
    )
    return found if topics is None else found.where(TallyUnitTopic.topic.in_(topics))
