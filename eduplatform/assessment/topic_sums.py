"""Sums by topic: kept of classes, added up for the units above. What is counted belongs to who keeps them: topic_tallies, spread_tallies."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, literal, select

from ..curriculum.models import Course, Item
from ..extensions import db
from ..org.models import Unit
from .expectations import ClassPlace
from .rollup import levels

Cells = dict[tuple[Any, ...], tuple[Any, ...]]
Count = Callable[[int, Sequence[ClassPlace], set[str] | None], Cells]  #: (year, classes, topics) → what the records say


@dataclass(frozen=True)
class TopicSums:
    """`of_classes`, `of_units`: the tables; `sums`: their columns that add up; `by`: the columns that part the rows of a unit;
    `own`: further columns of a class, kept of no unit above it."""

    of_classes: Any
    of_units: Any
    sums: tuple[str, ...]
    by: tuple[str, ...] = ("topic",)
    own: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """Columns of a class's row beside its topic."""
        return *(name for name in self.by if name != "topic"), *self.sums, *self.own

    def recount(
        self, year: int, found: Sequence[ClassPlace], lessons: set[int] | None, add_above: bool, count: Count
    ) -> None:
        """Make the rows of classes and the units above equal the records; only topics of `lessons` if given."""
        wanted = None if lessons is None else topics_of(lessons)
        if wanted is not None and not wanted:
            return
        if self._replace(year, found, wanted, count(year, found, wanted)) and add_above:
            self.add_above(year, found, wanted)

    def _replace(self, year: int, found: Sequence[ClassPlace], topics: set[str] | None, counted: Cells) -> bool:
        table, schools = self.of_classes, {place.class_id: place.school_id for place in found}
        if counted == self.stored(year, schools, topics):
            return False
        mine = [table.school_id.in_(set(schools.values())), table.class_id.in_(schools), table.year == year]
        _delete(table, mine, topics)
        rows = [
            {"school_id": schools[class_id], "class_id": class_id, "year": year, "topic": topic}
            | dict(zip(self.values, values, strict=True))
            for (class_id, topic), values in sorted(counted.items())
        ]
        if rows:
            db.session.execute(insert(table.__table__), rows)
        return True

    def stored(self, year: int, classes: Collection[int], topics: set[str] | None) -> Cells:
        """What stands, by class and topic, in the order of `values`."""
        table = self.of_classes
        asked = select(table.class_id, table.topic, *(getattr(table, name) for name in self.values))
        asked = asked.where(table.class_id.in_(classes), table.year == year)
        return {(row[0], row[1]): tuple(row[2:]) for row in db.session.execute(_only(asked, table, topics))}

    def add_above(self, year: int, found: Sequence[ClassPlace], topics: set[str] | None) -> None:
        """Add up: schools from their classes, units above from the units below."""
        table = self.of_units
        names = ["unit_id", "parent_id", "year", *self.by, *self.sums]
        for units in levels(place.path for place in found):
            _delete(table, [table.unit_id.in_(units), table.year == year], topics)
            for sums in self._above(year, units, topics):
                db.session.execute(insert(table.__table__).from_select(names, sums))

    def stored_above(self, year: int, units: Sequence[int]) -> Cells:
        """What stands of units, by unit and `by`."""
        table = self.of_units
        asked = select(table.unit_id, *(getattr(table, name) for name in (*self.by, *self.sums)))
        return self._cells(db.session.execute(asked.where(table.unit_id.in_(units), table.year == year)))

    def counted_above(self, year: int, units: Sequence[int]) -> Cells:
        """What the rows below them say, in the same shape."""
        found: Cells = {}
        for sums in self._above(year, units, None):
            for key, added in self._cells((row[0], *row[3:]) for row in db.session.execute(sums)).items():
                found[key] = tuple(a + int(b) for a, b in zip(found.get(key, self._nothing), added, strict=True))
        return found

    @property
    def _nothing(self) -> tuple[int, ...]:
        return (0,) * len(self.sums)

    def _cells(self, rows: Any) -> Cells:
        keys = 1 + len(self.by)
        return {tuple(row[:keys]): tuple(row[keys:]) for row in rows}

    def _above(self, year: int, units: Sequence[int], topics: set[str] | None) -> tuple[Any, Any]:
        """SELECTs of the rows of `units`: from their classes, and from the units below them."""
        below, unit = Unit.__table__.alias("below"), Unit.__table__.alias("above")
        from_classes = (
            self._added(self.of_classes, unit.c.id, unit.c.parent_id, year)
            .join(below, below.c.id == self.of_classes.class_id)
            .join(unit, unit.c.id == below.c.parent_id)
            .where(self.of_classes.year == year, unit.c.id.in_(units))
        )
        from_units = (
            self._added(self.of_units, Unit.id, Unit.parent_id, year)
            .join(Unit, Unit.id == self.of_units.parent_id)
            .where(self.of_units.year == year, self.of_units.parent_id.in_(units))
        )
        return _only(from_classes, self.of_classes, topics), _only(from_units, self.of_units, topics)

    def _added(self, table: Any, unit_id: Any, parent_id: Any, year: int) -> Any:
        by = [getattr(table, name) for name in self.by]
        sums = (func.sum(getattr(table, name)) for name in self.sums)
        return select(unit_id, parent_id, literal(year), *by, *sums).group_by(unit_id, parent_id, *by)


def topics_of(lessons: set[int]) -> set[str]:
    """Topics of the courses these lessons belong to."""
    found = select(Course.topic).join(Item, Item.course_id == Course.id).where(Item.id.in_(lessons - {0}))
    return set(db.session.scalars(found))


def _only(asked: Any, table: Any, topics: set[str] | None) -> Any:
    return asked if topics is None else asked.where(table.topic.in_(topics))


def _delete(table: Any, mine: Sequence[Any], topics: set[str] | None) -> None:
    db.session.execute(_only(delete(table).where(*mine), table, topics).execution_options(synchronize_session=False))
