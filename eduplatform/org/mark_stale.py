"""Tells the tallies of every class below a unit that what frames their year has changed: calendar, rules, activities."""

from __future__ import annotations

from sqlalchemy import insert, literal, select

from ..extensions import db
from ..shared.models import StaleMark
from .access import below
from .models import ClassYear, Unit


def mark_below(unit: Unit, year: int, stage: str | None = None) -> None:
    """Mark all classes of the year (of one stage, if given) at or below `unit`, in the transaction of the change. One statement."""
    classes = (
        select(literal("class_year"), ClassYear.school_id, ClassYear.class_id, literal(0), literal(year))
        .join(Unit, Unit.id == ClassYear.class_id)
        .where(ClassYear.year == year, below(Unit.path, [unit.path]))
    )
    classes = classes if stage is None else classes.where(ClassYear.stage == stage)
    columns = ["tally", "school_id", "class_id", "lesson_id", "year"]
    db.session.execute(insert(StaleMark.__table__).from_select(columns, classes))
