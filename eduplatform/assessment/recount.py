"""Recounts tallies from the records: what should stand, what stands, and the difference written.

Recounting is safe at any time and any number of times. Only rows that differ are written, so a recount of what is right
costs reads alone, and the check is the same work without the writing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import delete, insert, select

from ..extensions import db
from ..shared import clock
from . import counters, events, item_tallies, records, rollup, spread_tallies, topic_tallies, year_events
from .counters import Row
from .expectations import ClassPlace, Frames, Stored, class_places
from .models import TallyLesson

Cell = tuple[int, int, date]  #: class, lesson (0: none), day
_COLUMNS = [TallyLesson.__table__.c[name] for name in counters.NAMES]


@dataclass(frozen=True)
class Wanted:
    """What to recount in a year: class × lesson pairs and whole classes. `lessons` None: every lesson of the classes."""

    year: int
    classes: frozenset[int]
    pairs: frozenset[tuple[int, int]] | None = None

    def all_classes(self) -> frozenset[int]:
        return self.classes | {class_id for class_id, _lesson in self.pairs or ()}

    def holds(self, cell: Cell) -> bool:
        """Whether a tally cell is among what is recounted."""
        class_id, lesson_id, _day = cell
        if lesson_id == 0:
            return class_id in self.classes
        return class_id in self.classes if self.pairs is None else (class_id, lesson_id) in self.pairs


@dataclass(frozen=True)
class Difference:
    """A cell in which the tally does not equal the records."""

    where: str
    stored: object
    counted: object


def recount_classes(wanted: Wanted, frames: Frames | None = None, add_above: bool = True) -> int:
    """Make the tallies of `wanted` equal the records, and the units above with them; how many cells changed.

    To be called inside write(): what is read must not change before it is written. `add_above` False leaves the units above
    the classes to the caller.
    """
    found = class_places(wanted.year, wanted.all_classes())
    if not found:
        return 0
    frames = frames or Frames(wanted.year, clock.today())
    stored = _stored(wanted, found)
    counted = _counted(wanted, found, frames, {cell: row for cell, (_id, row) in stored.items()})
    changed = {cell for cell in stored.keys() | counted.keys() if stored.get(cell, (0, None))[1] != counted.get(cell)}
    _write(wanted.year, found, changed, stored, counted)
    rollup.rows_of_classes(wanted.year, _touched(changed))
    if add_above:
        rollup.rows_above(wanted.year, found, sorted({day for _class, _lesson, day in changed}))
    lessons = {lesson for _class, lesson in wanted.pairs} if wanted.pairs is not None else None
    topic_tallies.recount_topics(wanted.year, found, lessons, add_above)
    spread_tallies.recount_spread(wanted.year, found, lessons, add_above)
    item_tallies.recount_items(wanted.year, found, lessons, add_above)
    return len(changed)


def compare_tallies(wanted: Wanted, frames: Frames) -> list[Difference]:
    """Cells of class × lesson in which tally and records differ; nothing is written."""
    found = class_places(wanted.year, wanted.all_classes())
    stored = {cell: row for cell, (_id, row) in _stored(wanted, found).items()}
    counted = _counted(wanted, found, frames, stored)
    return [
        Difference(f"class {cell[0]} lesson {cell[1]} {cell[2]}", _short(stored.get(cell)), _short(counted.get(cell)))
        for cell in sorted(stored.keys() | counted.keys())
        if stored.get(cell) != counted.get(cell)
    ]


def _short(row: Row | None) -> dict[str, int]:
    return {name: value for name, value in counters.named(row or counters.ZERO).items() if value}


def _stored(wanted: Wanted, found: Sequence[ClassPlace]) -> dict[Cell, tuple[int, Row]]:
    """Rows that stand, with their numbers."""
    table = TallyLesson.__table__.c
    asked = select(table.id, table.class_id, table.lesson_id, table.day, *_COLUMNS).where(
        table.school_id.in_({place.school_id for place in found}),
        table.class_id.in_({place.class_id for place in found}),
        table.year == wanted.year,
    )
    if wanted.pairs is not None:
        asked = asked.where(table.lesson_id.in_({lesson for _class, lesson in wanted.pairs} | {0}))
    rows = ((row[0], (row[1], row[2], row[3]), tuple(row[4:])) for row in db.session.execute(asked))
    return {cell: (number, values) for number, cell, values in rows if wanted.holds(cell)}


def _counted(wanted: Wanted, found: Sequence[ClassPlace], frames: Frames, stored: dict[Cell, Row]) -> dict[Cell, Row]:
    """Rows as the records say."""
    everything = wanted.pairs is None
    lessons = None if everything or wanted.classes else frozenset(lesson for _class, lesson in wanted.pairs or ())
    scope = records.Scope(
        wanted.year, frozenset(p.class_id for p in found), frozenset(p.school_id for p in found), lessons
    )
    by_class = records.entries_by_class(scope)
    counted = _lesson_rows(wanted, scope, by_class)
    if wanted.classes:
        counted |= _year_rows(wanted, found, frames, by_class, stored, records.first_pupil_days(scope))
    return counted


def _lesson_rows(wanted: Wanted, scope: records.Scope, by_class: dict[int, list[events.Entry]]) -> dict[Cell, Row]:
    if wanted.pairs is not None:
        scope = replace(scope, lessons=frozenset(lesson for _class, lesson in wanted.pairs))
    times = records.first_times(scope) if scope.lessons is None or scope.lessons else {}
    by_pair: dict[tuple[int, int], list[events.Entry]] = defaultdict(list)
    for class_id, entries in by_class.items():
        for entry in entries:
            by_pair[class_id, entry.lesson_id].append(entry)
    found: dict[Cell, Row] = {}
    for (class_id, lesson_id), entries in by_pair.items():
        if wanted.holds((class_id, lesson_id, date.min)):
            rows = events.of_lesson(entries, times.get((class_id, lesson_id), events.FirstTimes()))
            found |= {(class_id, lesson_id, day): row for day, row in rows.items()}
    return found


def _year_rows(
    wanted: Wanted,
    found: Sequence[ClassPlace],
    frames: Frames,
    by_class: dict[int, list[events.Entry]],
    stored: dict[Cell, Row],
    first_days: dict[int, date],
) -> dict[Cell, Row]:
    steps = _steps(stored)
    frames.read_noted(wanted.classes)
    counted: dict[Cell, Row] = {}
    for place in found:
        if place.class_id in wanted.classes:
            frame = frames.of(place, first_days.get(place.class_id), steps.get(place.class_id, Stored({}, {})))
            rows = year_events.class_year_rows(by_class.get(place.class_id, []), frame)
            counted |= {(place.class_id, 0, day): row for day, row in rows.items()}
    return counted


def _steps(stored: dict[Cell, Row]) -> dict[int, Stored]:
    """Slots due and classes of each class as they stand, by day."""
    found: dict[int, Stored] = {}
    for (class_id, lesson_id, day), row in stored.items():
        if lesson_id == 0:
            steps = found.setdefault(class_id, Stored({}, {}))
            for name, days in (("slots_due", steps.slots), ("classes", steps.classes)):
                if value := row[counters.PLACE[name]]:
                    days[day] = value  # type: ignore[index]
    return found


def _write(
    year: int,
    found: Sequence[ClassPlace],
    changed: Iterable[Cell],
    stored: dict[Cell, tuple[int, Row]],
    counted: dict[Cell, Row],
) -> None:
    schools = {place.class_id: place.school_id for place in found}
    old = [stored[cell][0] for cell in changed if cell in stored]
    new = [
        {"school_id": schools[cell[0]], "class_id": cell[0], "year": year, "lesson_id": cell[1], "day": cell[2]}
        | counters.named(counted[cell])
        for cell in sorted(changed)
        if cell in counted
    ]
    table = TallyLesson.__table__
    for start in range(0, len(old), 5000):
        db.session.execute(
            delete(table).where(table.c.school_id.in_(set(schools.values())), table.c.id.in_(old[start : start + 5000]))
        )
    if new:
        db.session.execute(insert(table), new)


def _touched(changed: Iterable[Cell]) -> dict[int, set[date]]:
    days: dict[int, set[date]] = defaultdict(set)
    for class_id, _lesson, day in changed:
        days[class_id].add(day)
    return days
