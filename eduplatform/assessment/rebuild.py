"""The whole year at once: rebuild every tally from the records, or prove that they equal them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from ..extensions import db
from ..org.models import ClassYear
from ..shared import clock
from ..shared.database import end_read, write
from ..shared.models import StaleMark
from . import counters, item_tallies, rollup, spread_tallies, topic_tallies
from .expectations import ClassPlace, Frames, class_places
from .jobs import alone, note_counted
from .models import TallyLesson, TallyUnit
from .recount import Difference, Wanted, compare_tallies, recount_classes

BATCH = 200  #: classes in one transaction
MARKS = 5_000  #: marks removed by one statement


def years_with_classes() -> list[int]:
    """School years with classes."""
    return sorted(set(db.session.scalars(select(ClassYear.year).distinct())))


def rebuild_all(year: int, said: Callable[[int, int], None] | None = None) -> int:
    """Recount every class of a year and add everything up anew; how many classes. `said(done, all)` hears of progress.

    For the demo, after bulk loads and for repair. Readers meanwhile see figures of some classes old, of others new.
    The year's marks there were before it began are done with it.
    """
    began = clock.now()
    end_read()
    marks = list(db.session.scalars(select(StaleMark.id).where(StaleMark.year == year)))
    found = class_places(year)
    frames = Frames(year, clock.today())
    for start in range(0, len(found), BATCH):
        classes = frozenset(place.class_id for place in found[start : start + BATCH])
        with write():
            alone(wait=True)
            recount_classes(Wanted(year, classes), frames, add_above=False)
        if said:
            said(min(start + BATCH, len(found)), len(found))
    with write():
        alone(wait=True)
        _add_up(year, found)
        for start in range(0, len(marks), MARKS):
            db.session.execute(
                delete(StaleMark.__table__).where(StaleMark.__table__.c.id.in_(marks[start : start + MARKS]))
            )
        if not db.session.execute(select(StaleMark.id).limit(1)).first():
            note_counted(began, changed=True)
    return len(found)


def _add_up(year: int, found: Sequence[ClassPlace]) -> None:
    classes = select(ClassYear.class_id).where(ClassYear.year == year)
    db.session.execute(
        delete(TallyUnit)
        .where(TallyUnit.year == year, TallyUnit.unit_id.not_in(classes))
        .execution_options(synchronize_session=False)
    )
    for units in rollup.levels(place.path for place in found):
        sums = rollup.unit_sums(year).where(TallyUnit.parent_id.in_(units))
        db.session.execute(insert(TallyUnit.__table__).from_select(rollup._NAMES, sums))
    topic_tallies.TOPICS.add_above(year, found, None)
    spread_tallies.SPREAD.add_above(year, found, None)
    item_tallies.items_above(year, found)


def compare_year(year: int) -> Iterator[Difference]:
    """Every difference between tallies and records of a year: lessons, sums of units, topics. Reads only."""
    end_read()
    found = class_places(year)
    frames = Frames(year, clock.today())
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        yield from compare_tallies(Wanted(year, frozenset(place.class_id for place in batch)), frames)
        yield from _topics(year, batch)
        yield from _spread_and_items(year, batch)
    yield from _sums("class", rollup.class_sums(year), year, True)
    yield from _sums("unit", rollup.unit_sums(year), year, False)
    yield from _unit_topics(year, found)
    yield from _unit_spread(year, found)
    stored, counted = item_tallies.stored_cities(year), item_tallies.added_up(year, found)
    yield from _differing("city and question", stored, counted)
    known = {place.class_id for place in found}
    strays = set(db.session.scalars(select(TallyLesson.class_id).where(TallyLesson.year == year).distinct())) - known
    yield from (
        Difference(f"class {class_id} has no class year {year}", "tally rows", None) for class_id in sorted(strays)
    )


def _topics(year: int, batch: Sequence[ClassPlace]) -> Iterator[Difference]:
    classes = [place.class_id for place in batch]
    counted = topic_tallies.counted_topics(year, batch, None)
    for key, one, other in _unequal(topic_tallies.TOPICS.stored(year, classes, None), counted):
        yield Difference(f"class {key[0]} topic {key[1]}", one, other)


def _sums(kind: str, sums: Any, year: int, is_class: bool) -> Iterator[Difference]:
    """Rows of tally_unit against the sums of the rows below them; rows of nothing but zeros count as absent."""
    table = TallyUnit
    classes = select(ClassYear.class_id).where(ClassYear.year == year)
    own = select(table.unit_id, table.day, *(getattr(table, name) for name in counters.NAMES)).where(table.year == year)
    own = own.where(table.unit_id.in_(classes) if is_class else table.unit_id.not_in(classes))
    stored = {(row[0], row[1]): tuple(row[2:]) for row in db.session.execute(own)}
    counted = {(row[0], row[3]): tuple(int(value) for value in row[4:]) for row in db.session.execute(sums)}
    for key in sorted(stored.keys() | counted.keys()):
        one, other = stored.get(key, counters.ZERO), counted.get(key, counters.ZERO)
        if one != other:
            yield Difference(f"{kind} {key[0]} {key[1]}", one, other)


def _unit_topics(year: int, found: Sequence[ClassPlace]) -> Iterator[Difference]:
    sums = topic_tallies.TOPICS
    for units in rollup.levels(place.path for place in found):
        for key, one, other in _unequal(sums.stored_above(year, units), sums.counted_above(year, units)):
            yield Difference(f"unit {key[0]} topic {key[1]}", one, other)


def _differing(what: str, stored: Mapping[Any, Any], counted: Mapping[Any, Any]) -> Iterator[Difference]:
    for key, one, other in _unequal(stored, counted):
        yield Difference(f"{what} {key}", one, other)


def _unequal(stored: Mapping[Any, Any], counted: Mapping[Any, Any]) -> Iterator[tuple[Any, Any, Any]]:
    for key in sorted(stored.keys() | counted.keys()):
        if stored.get(key) != counted.get(key):
            yield key, stored.get(key), counted.get(key)


def _spread_and_items(year: int, batch: Sequence[ClassPlace]) -> Iterator[Difference]:
    classes = [place.class_id for place in batch]
    counted = spread_tallies.counted_spread(year, batch, None)
    yield from _differing("spread of class and topic", spread_tallies.SPREAD.stored(year, classes, None), counted)
    answers = item_tallies.stored_items(year, batch, None), item_tallies.counted_items(year, batch, None)
    yield from _differing("questions of class and lesson", *answers)


def _unit_spread(year: int, found: Sequence[ClassPlace]) -> Iterator[Difference]:
    sums = spread_tallies.SPREAD
    for units in rollup.levels(place.path for place in found):
        stored, counted = sums.stored_above(year, units), sums.counted_above(year, units)
        yield from _differing("spread of unit, stage and topic", stored, counted)
