"""Tallies of how pupils scatter in a topic: of classes from first answer sheets, of units above by adding up. Feeds `shrinkage`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, cast, delete, func, insert, literal, select

from ..curriculum.models import Course, Item
from ..extensions import db
from ..learning.models import QuizAttempt
from ..org.models import Unit
from .expectations import ClassPlace
from .models import TallyTopicSpread, TallyUnitSpread
from .rollup import levels
from .topic_tallies import marks_of_sheet, topics_of

SUMS = ("classes", "pupils", "total", "squares", "between", "sizes")
Cells = dict[tuple[Any, ...], tuple[Any, ...]]


def recount_spread(
    year: int, found: Sequence[ClassPlace], lessons: set[int] | None = None, add_above: bool = True
) -> None:
    """Make the tallies of classes and the units above equal the answer sheets; only topics of `lessons` if given."""
    wanted = None if lessons is None else topics_of(lessons)
    if wanted is not None and not wanted:
        return
    counted, stored = counted_spread(year, found, wanted), stored_spread(year, found, wanted)
    if counted == stored:
        return
    table, schools = TallyTopicSpread, {place.class_id: place.school_id for place in found}
    mine = [table.school_id.in_(set(schools.values())), table.class_id.in_(schools), table.year == year]
    mine += [table.topic.in_(wanted)] if wanted is not None else []
    db.session.execute(delete(table).where(*mine).execution_options(synchronize_session=False))
    names = ("stage", *SUMS)
    rows = [
        {"school_id": schools[class_id], "class_id": class_id, "year": year, "topic": topic}
        | dict(zip(names, values, strict=True))
        for (class_id, topic), values in sorted(counted.items())
    ]
    if rows:
        db.session.execute(insert(table.__table__), rows)
    if add_above:
        spread_above(year, found, wanted)


def stored_spread(year: int, found: Sequence[ClassPlace], topics: set[str] | None) -> Cells:
    """What stands, by class and topic: stage, then SUMS."""
    table = TallyTopicSpread
    asked = select(table.class_id, table.topic, table.stage, *(getattr(table, name) for name in SUMS))
    asked = asked.where(table.class_id.in_([place.class_id for place in found]), table.year == year)
    asked = asked if topics is None else asked.where(table.topic.in_(topics))
    return {(row[0], row[1]): tuple(row[2:]) for row in db.session.execute(asked)}


def counted_spread(year: int, found: Sequence[ClassPlace], topics: set[str] | None) -> Cells:
    """What the answer sheets say, in the same shape. One statement."""
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
    mine = [
        QuizAttempt.school_id.in_({place.school_id for place in found}),
        QuizAttempt.class_id.in_([place.class_id for place in found]),
        QuizAttempt.year == year,
    ]
    first = select(func.min(QuizAttempt.id)).where(*mine, QuizAttempt.submitted_at.is_not(None))
    first = first.group_by(QuizAttempt.school_id, QuizAttempt.pupil_id, QuizAttempt.lesson_id)
    marks = cast(func.sum(marks_of_sheet()), BigInteger) * 100
    answered = cast(func.nullif(func.sum(func.json_array_length(QuizAttempt.shares)), 0), BigInteger)
    asked = (
        select(QuizAttempt.class_id, Course.topic, QuizAttempt.pupil_id, (marks // answered).label("share"))
        .join(Item, Item.id == QuizAttempt.lesson_id)
        .join(Course, Course.id == Item.course_id)
        .where(*mine, QuizAttempt.id.in_(first))
        .group_by(QuizAttempt.class_id, Course.topic, QuizAttempt.pupil_id)
    )
    return asked if topics is None else asked.where(Course.topic.in_(topics))


def spread_above(year: int, found: Sequence[ClassPlace], topics: set[str] | None) -> None:
    """Add up: schools from their classes, units above from the units below."""
    for units in levels(place.path for place in found):
        mine = [TallyUnitSpread.unit_id.in_(units), TallyUnitSpread.year == year]
        mine += [TallyUnitSpread.topic.in_(topics)] if topics is not None else []
        db.session.execute(delete(TallyUnitSpread).where(*mine).execution_options(synchronize_session=False))
        names = ["unit_id", "parent_id", "year", "stage", "topic", *SUMS]
        for sums in sums_above(year, units, topics):
            db.session.execute(insert(TallyUnitSpread.__table__).from_select(names, sums))


def sums_above(year: int, units: list[int], topics: set[str] | None) -> tuple[Any, Any]:
    """SELECTs of the rows of `units`: from their classes, and from the units below them."""
    return _from_classes(year, units, topics), _from_units(year, units, topics)


def _from_classes(year: int, units: list[int], topics: set[str] | None) -> Any:
    table, below, unit = TallyTopicSpread, Unit.__table__.alias("below"), Unit.__table__.alias("above")
    found = (
        select(unit.c.id, unit.c.parent_id, literal(year), table.stage, table.topic, *_added(table))
        .join(below, below.c.id == table.class_id)
        .join(unit, unit.c.id == below.c.parent_id)
        .where(table.year == year, unit.c.id.in_(units))
        .group_by(unit.c.id, unit.c.parent_id, table.stage, table.topic)
    )
    return found if topics is None else found.where(table.topic.in_(topics))


def _from_units(year: int, units: list[int], topics: set[str] | None) -> Any:
    table = TallyUnitSpread
    found = (
        select(Unit.id, Unit.parent_id, literal(year), table.stage, table.topic, *_added(table))
        .join(Unit, Unit.id == table.parent_id)
        .where(table.year == year, table.parent_id.in_(units))
        .group_by(Unit.id, Unit.parent_id, table.stage, table.topic)
    )
    return found if topics is None else found.where(table.topic.in_(topics))


def _added(table: Any) -> list[Any]:
    return [func.sum(getattr(table, name)) for name in SUMS]
