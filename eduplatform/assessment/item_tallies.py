"""Tallies of questions: of a class and lesson from first answer sheets, of a city by what the classes changed.

A city's row is moved by the difference of a class's old and new sums: exact, because they are whole numbers, and no work grows
with the number of classes. A rebuild adds everything up anew; the check compares both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update

from ..curriculum import queries as content
from ..extensions import db
from ..learning.models import QuizAttempt
from ..learning.paper import Paper
from ..org.models import Unit
from ..org.queries import path_ids
from .expectations import ClassPlace
from .item_rules import ItemSums, loaded, of_answer
from .models import TallyClassItems, TallyItem
from .topic_tallies import first_sheets

Place = tuple[int, int]  #: class, lesson
Items = dict[int, ItemSums]  #: by question revision
NONE = ItemSums()


def recount_items(
    year: int, found: Sequence[ClassPlace], lessons: set[int] | None = None, add_above: bool = True
) -> None:
    """Make the tallies of classes equal the answer sheets, and move those of their cities by the difference."""
    lessons = None if lessons is None else lessons - {0}
    if lessons is not None and not lessons:
        return
    counted, stored = counted_items(year, found, lessons), stored_items(year, found, lessons)
    changed = [place for place in counted.keys() | stored.keys() if counted.get(place) != stored.get(place)]
    if not changed:
        return
    _write(year, found, sorted(changed), counted)
    if add_above:
        cities = cities_of(found)
        moved: dict[tuple[int, int], ItemSums] = defaultdict(ItemSums)
        for place in changed:
            for sums, sign in ((counted.get(place, {}), 1), (stored.get(place, {}), -1)):
                for revision, one in sums.items():
                    key = cities[place[0]], revision
                    moved[key] = moved[key].plus(one, sign)
        _move(year, moved)


def stored_items(year: int, found: Sequence[ClassPlace], lessons: set[int] | None) -> dict[Place, Items]:
    """What stands, by class and lesson."""
    table = TallyClassItems
    asked = select(table.class_id, table.lesson_id, table.sums).where(
        table.school_id.in_({place.school_id for place in found}),
        table.class_id.in_([place.class_id for place in found]),
        table.year == year,
    )
    asked = asked if lessons is None else asked.where(table.lesson_id.in_(lessons))
    return {(row[0], row[1]): _items(row[2]) for row in db.session.execute(asked)}


def _items(sums: Mapping[str, Any]) -> Items:
    return {int(revision): loaded(one) for revision, one in sums.items()}


def counted_items(year: int, found: Sequence[ClassPlace], lessons: set[int] | None) -> dict[Place, Items]:
    """What the first answer sheets say, in the same shape. One statement, read in pieces."""
    columns = ("class_id", "lesson_id", "revision_id", "seed", "asked", "answers", "shares")
    asked = select(*(getattr(QuizAttempt, name) for name in columns)).where(*first_sheets(year, found, lessons))
    counted: dict[Place, Items] = defaultdict(lambda: defaultdict(ItemSums))
    for row in db.session.execute(asked.execution_options(yield_per=1000)):
        items = counted[row.class_id, row.lesson_id]
        for revision, sums in _of_sheet(row):
            items[revision] = items[revision].plus(sums)
    return {place: dict(items) for place, items in counted.items() if items}


def _of_sheet(row: Any) -> Iterable[tuple[int, ItemSums]]:
    """Each question of a sheet with the sums of its one answer."""
    revisions = {str(question.uuid): revision for revision, question in content.question_pool(row.revision_id)}
    paper = Paper.of(row)
    if not paper.readable or not row.shares:
        return
    for place, question in enumerate(paper.questions[: len(row.shares)]):
        answer = row.answers[place] if place < len(row.answers or ()) else None
        yield revisions[str(question.uuid)], of_answer(question, answer, place, row.shares)


def _write(year: int, found: Sequence[ClassPlace], changed: Sequence[Place], counted: Mapping[Place, Items]) -> None:
    table, schools = TallyClassItems, {place.class_id: place.school_id for place in found}
    lessons: dict[int, list[int]] = defaultdict(list)
    for class_id, lesson_id in changed:
        lessons[class_id].append(lesson_id)
    for class_id, gone in lessons.items():
        mine = [table.school_id == schools[class_id], table.class_id == class_id, table.year == year]
        db.session.execute(
            delete(table).where(*mine, table.lesson_id.in_(gone)).execution_options(synchronize_session=False)
        )
    rows = [
        {"school_id": schools[class_id], "class_id": class_id, "year": year, "lesson_id": lesson_id}
        | {"sums": {str(revision): one.stored() for revision, one in sorted(counted[class_id, lesson_id].items())}}
        for class_id, lesson_id in changed
        if (class_id, lesson_id) in counted
    ]
    if rows:
        db.session.execute(insert(table.__table__), rows)


def cities_of(found: Sequence[ClassPlace]) -> dict[int, int]:
    """The city of each class, or the unit above all where none is above it. One statement."""
    above = {place.class_id: path_ids(place.path) for place in found}
    every = {unit for ids in above.values() for unit in ids}
    cities = set(db.session.scalars(select(Unit.id).where(Unit.id.in_(every), Unit.kind == "city")))
    return {class_id: next((unit for unit in ids if unit in cities), ids[0]) for class_id, ids in above.items()}


def _move(year: int, moved: Mapping[tuple[int, int], ItemSums]) -> None:
    """Add to the rows of cities; inside write() and alone(), so nobody else does."""
    table = TallyItem.__table__
    mine = (table.c.year == year) & table.c.revision_id.in_({revision for _city, revision in moved})
    asked = select(table.c.id, table.c.unit_id, table.c.revision_id, table.c.sums).where(mine)
    rows = {(row.unit_id, row.revision_id): row for row in db.session.execute(asked)}
    for key, change in sorted(moved.items()):
        row = rows.get(key)
        sums = (loaded(row.sums) if row else NONE).plus(change)
        if row is None:
            _insert(year, {key: sums})
        elif sums.n:
            db.session.execute(update(table).where(table.c.id == row.id).values(sums=sums.stored()))
        else:
            db.session.execute(delete(table).where(table.c.id == row.id))


def _insert(year: int, rows: Mapping[tuple[int, int], ItemSums]) -> None:
    made = [
        {"unit_id": city, "year": year, "revision_id": revision, "sums": sums.stored()}
        for (city, revision), sums in sorted(rows.items())
        if sums.n
    ]
    if made:
        db.session.execute(insert(TallyItem.__table__), made)


def added_up(year: int, found: Sequence[ClassPlace]) -> dict[tuple[int, int], ItemSums]:
    """City and question revision → the sums of all classes, from the tallies of the classes."""
    cities = cities_of(found)
    sums: dict[tuple[int, int], ItemSums] = defaultdict(ItemSums)
    asked = select(TallyClassItems.class_id, TallyClassItems.sums).where(TallyClassItems.year == year)
    for row in db.session.execute(asked.execution_options(yield_per=1000)):
        for revision, one in _items(row.sums).items() if row.class_id in cities else ():
            key = cities[row.class_id], revision
            sums[key] = sums[key].plus(one)
    return dict(sums)


def stored_cities(year: int) -> dict[tuple[int, int], ItemSums]:
    """What stands of cities, in the same shape."""
    asked = select(TallyItem.unit_id, TallyItem.revision_id, TallyItem.sums).where(TallyItem.year == year)
    return {(row.unit_id, row.revision_id): loaded(row.sums) for row in db.session.execute(asked)}


def items_above(year: int, found: Sequence[ClassPlace]) -> None:
    """Write the rows of all cities anew."""
    sums = added_up(year, found)
    db.session.execute(delete(TallyItem).where(TallyItem.year == year).execution_options(synchronize_session=False))
    _insert(year, sums)
