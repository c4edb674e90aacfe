"""What the worker does for assessment: take stale marks and recount what they name."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, text, update

from ..extensions import db
from ..shared import clock
from ..shared.database import write
from ..shared.models import StaleMark
from .models import TallyState
from .recount import Wanted, recount_classes

MARKS = 400  #: marks looked at in one go
CLASSES = 40  #: classes recounted in one transaction: on SQLite it keeps other writers waiting
STATE_STEP = timedelta(seconds=20)  #: "as of" is written at most this often when nothing changed
_LOCK = 7_262_931  # any number: one recount at a time on PostgreSQL


def take_marks(limit: int = MARKS) -> int:
    """Recount what up to `limit` of the oldest marks name and remove them, in one transaction; how many were taken.

    Safe to be killed anywhere (marks and tallies change together or not at all), to run twice, and beside another worker
    (the second one takes nothing). Call again while it answers more than 0.
    """
    began = clock.now()
    with write() as session:
        if not alone():
            return 0
        marks = session.execute(
            select(StaleMark.id, StaleMark.tally, StaleMark.class_id, StaleMark.year, StaleMark.lesson_id)
            .order_by(StaleMark.id)
            .limit(limit)
        ).all()
        taken = _few_classes(list(marks))
        for wanted in _wanted(taken):
            recount_classes(wanted)
        if taken:
            session.execute(
                delete(StaleMark.__table__).where(StaleMark.__table__.c.id.in_([mark.id for mark in taken]))
            )
        if len(taken) == len(marks) < limit:
            note_counted(began, changed=bool(taken))
    return len(taken)


def alone(wait: bool = False) -> bool:
    """On PostgreSQL only one recount runs at a time: False when another does, or `wait` for it. SQLite has one writer anyway."""
    if db.session.get_bind().dialect.name != "postgresql":
        return True
    if wait:
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        return True
    return bool(db.session.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _LOCK}))


def _few_classes(marks: list[Any]) -> list[Any]:
    """Marks of the first classes only; all marks of a class stay together."""
    classes: set[int] = set()
    for mark in marks:
        if len(classes) < CLASSES:
            classes.add(mark.class_id)
    return [mark for mark in marks if mark.class_id in classes]


def _wanted(marks: list) -> list[Wanted]:
    classes: dict[int, set[int]] = defaultdict(set)
    pairs: dict[int, set[tuple[int, int]]] = defaultdict(set)
    whole: dict[int, set[int]] = defaultdict(set)
    for mark in marks:
        if mark.tally == "class_all":
            whole[mark.year].add(mark.class_id)
        elif mark.tally == "class_year":
            classes[mark.year].add(mark.class_id)
        else:
            pairs[mark.year].add((mark.class_id, mark.lesson_id))
    few = [Wanted(year, frozenset(classes[year]), frozenset(pairs[year])) for year in sorted({*classes, *pairs})]
    return [Wanted(year, frozenset(whole[year])) for year in sorted(whole)] + few


def note_counted(instant: datetime, changed: bool) -> None:
    """Say that all records up to `instant` are counted."""
    state = db.session.execute(select(TallyState.as_of).where(TallyState.name == "all")).scalar()
    if state is None:
        db.session.execute(insert(TallyState.__table__).values(name="all", as_of=instant))
    elif changed or instant - state > STATE_STEP or instant < state:
        db.session.execute(update(TallyState).where(TallyState.name == "all").values(as_of=instant))


def waiting_marks() -> int:
    """How many marks wait, for the doctor and the metrics."""
    return db.session.scalar(select(func.count()).select_from(StaleMark)) or 0
