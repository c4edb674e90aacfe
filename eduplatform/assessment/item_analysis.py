"""Item analysis for editors and city officers: what the tallies of cities say of each revision of a question."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from ..curriculum import queries as content
from ..curriculum.models import Course, Item, Revision
from ..curriculum.question import Question
from ..extensions import db
from ..org.access import Viewer, below
from ..org.models import Unit
from ..org.queries import path_ids
from . import item_rules, rules
from .item_rules import Choice, ItemFigures, ItemSums, loaded
from .models import TallyItem

RIGHT = "items.view"


@dataclass(frozen=True)
class Option:
    """How often an option was taken: `share` of the answers, None where it is hidden."""

    choice: Choice
    count: int
    share: float | None


@dataclass(frozen=True)
class ItemLine:
    """A revision of a question (`number` of `of`; `in_force`) with its figures and options."""

    course_id: int
    lesson_id: int
    topic: str
    title_zh: str
    title_en: str
    question: Question
    revision_id: int
    number: int
    in_force: bool
    figures: ItemFigures
    options: Sequence[Option]


def analysed(viewer: Viewer, course_id: int) -> list[ItemLine]:
    """Every revision of a question of a course that was answered in a city the viewer looks over, in the order of the course files.
    Two statements."""
    return [_line(row, sums) for row, sums in _rows(viewer, course_id)]


def flagged(viewer: Viewer) -> tuple[list[ItemLine], dict[int, int]]:
    """Revisions to look at, of all courses, those in force first; and how many were answered of each course. Two statements; only
    what may be flagged is read as a question."""
    rows = _rows(viewer, None)
    lines = [_line(row, sums) for row, sums in rows if item_rules.may_be_flagged(sums)]
    found = [one for one in lines if one.figures.flags]
    return sorted(found, key=lambda one: not one.in_force), dict(Counter(row.course_id for row, _sums in rows))


def _rows(viewer: Viewer, course_id: int | None) -> list[tuple[Any, ItemSums]]:
    sums = _sums(viewer, course_id)
    if not sums:
        return []
    lesson = Item.__table__.alias("lesson")
    asked = (
        select(
            Revision.id,
            Revision.number,
            Revision.body,
            Item.revision_id,
            Item.lesson_id,
            Course.id.label("course_id"),
            Course.topic,
            lesson.c.title_zh,
            lesson.c.title_en,
        )
        .join(Item, Item.id == Revision.item_id)
        .join(Course, Course.id == Item.course_id)
        .join(lesson, lesson.c.id == Item.lesson_id)
        .where(Revision.id.in_(_answered(viewer, course_id).with_only_columns(TallyItem.revision_id)))
        .order_by(Course.topic, Course.stage, lesson.c.position, Item.position, Item.id, Revision.number)
    )
    return [(row, sums[row.id]) for row in db.session.execute(asked) if row.id in sums]


def _answered(viewer: Viewer, course_id: int | None) -> Any:
    """Rows of the cities at or below the viewer's posts, and of those above them: a city's figures are for its editors, too."""
    paths = viewer.paths(RIGHT)
    asked = select(TallyItem.revision_id, TallyItem.sums).join(Unit, Unit.id == TallyItem.unit_id)
    above = {unit for path in paths for unit in path_ids(path)}
    asked = asked.where(or_(below(Unit.path, paths), Unit.id.in_(above)))
    if course_id is None:
        return asked
    question = Item.__table__.alias("question")
    return (
        asked.join(Revision, Revision.id == TallyItem.revision_id)
        .join(question, question.c.id == Revision.item_id)
        .where(question.c.course_id == course_id)
    )


def _sums(viewer: Viewer, course_id: int | None) -> dict[int, ItemSums]:
    found: dict[int, ItemSums] = defaultdict(ItemSums)
    for revision, sums in db.session.execute(_answered(viewer, course_id)):
        found[revision] = found[revision].plus(loaded(sums))
    return dict(found)


def _line(row: Any, sums: ItemSums) -> ItemLine:
    question = content.question_as_marked(row.id, row.body)
    figures = item_rules.figures(question, sums)
    return ItemLine(
        row.course_id,
        row.lesson_id,
        row.topic,
        row.title_zh,
        row.title_en,
        question,
        row.id,
        row.number,
        row.revision_id == row.id,
        figures,
        [] if figures.hidden else _options(question, sums),
    )


def _options(question: Question, sums: ItemSums) -> list[Option]:
    """Options with how many took them. Few that took one are no secret: nobody is known among a city's answers."""
    return [
        Option(choice, sums.chosen.get(choice.id, 0), sums.chosen.get(choice.id, 0) / sums.n)
        for choice in item_rules.options_of(question)
    ]


def least() -> int:
    """Fewer answers are not shown."""
    return rules.LEAST_PUPILS
