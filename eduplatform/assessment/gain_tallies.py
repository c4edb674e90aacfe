"""Pairs of answers of classes by topic, for the tallies of topics: what they add up to, and what a page reads of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select

from ..curriculum.models import Course, Item
from ..extensions import db
from ..learning.models import CheckAnswer
from . import gain_rules
from .expectations import ClassPlace
from .gain_rules import KINDS, NAMES, Change, Sums

Cells = dict[tuple[int, str], tuple[int, ...]]  #: class, topic → the sums in the order of COLUMNS


def counted_gains(year: int, found: Sequence[ClassPlace], topics: set[str] | None) -> Cells:
    """What the pairs of answers say, by class and topic of the lesson they are about. One statement."""
    each = _pupils(year, found, topics).subquery()
    apart = each.c.became - each.c.was
    place = (each.c.class_id, each.c.topic, each.c.kind)
    sums = (func.count(), func.sum(each.c.was), func.sum(each.c.became), func.sum(apart * apart))
    rows = db.session.execute(select(*place, *sums).group_by(*place, each.c.session_id))
    counted: dict[tuple[int, str], dict[str, Sums]] = defaultdict(lambda: dict.fromkeys(KINDS, Sums()))
    for class_id, topic, kind, *values in rows:
        if values[0] >= gain_rules.LEAST_PAIRS:
            counted[class_id, topic][kind] += gain_rules.of_session(*(int(value) for value in values))
    return {key: tuple(getattr(of[kind], name) for kind in KINDS for name in NAMES) for key, of in counted.items()}


def _pupils(year: int, found: Sequence[ClassPlace], topics: set[str] | None) -> Any:
    """SELECT of each pupil in each session: mean marks of both times, in whole per cent."""
    row, many = CheckAnswer, func.count()
    place = (row.class_id, Course.topic, row.kind, row.session_id)
    asked = (
        select(
            *place,
            row.pupil_id,
            (func.sum(row.was) // many).label("was"),
            (func.sum(row.became) // many).label("became"),
        )
        .join(Item, Item.id == row.lesson_id)
        .join(Course, Course.id == Item.course_id)
        .where(row.school_id.in_({one.school_id for one in found}), row.year == year)
        .where(row.class_id.in_([one.class_id for one in found]))
        .group_by(*place, row.pupil_id)
    )
    return asked if topics is None else asked.where(Course.topic.in_(topics))


def changes_of(rows: Iterable[Any]) -> dict[str, Change]:
    """Kind → what changed, over the topics of one unit (`rows` with COLUMNS); a kind nobody was asked is not there."""
    sums = dict.fromkeys(KINDS, Sums())
    for row in rows:
        for kind in KINDS:
            sums[kind] += Sums(*(int(getattr(row, f"{kind}_{name}")) for name in NAMES))
    return {kind: change for kind, one in sums.items() if (change := gain_rules.change_of(one)) is not None}
