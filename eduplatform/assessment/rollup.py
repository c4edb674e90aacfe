"""Adds tallies up: a class from its lessons, a unit from the units directly below. All inside the database.

Each sum is made anew from the rows below for the days touched, so a wrong row above heals with the next change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, func, insert, literal, select

from ..extensions import db
from ..org.models import Unit
from ..org.queries import path_ids
from . import counters
from .expectations import ClassPlace
from .models import TallyLesson, TallyUnit

_NAMES = ["unit_id", "parent_id", "year", "day", *counters.NAMES]
MANY_DAYS = 120  #: beyond this the whole year is added up: cheaper than naming the days


def rows_of_classes(year: int, touched: Mapping[int, set[date]]) -> None:
    """Rows of classes for the days touched."""
    if not touched:
        return
    days = sorted(set().union(*touched.values()))
    _replace(
        TallyUnit.unit_id.in_(touched),
        year,
        days,
        class_sums(year).where(TallyLesson.class_id.in_(touched), *_on(TallyLesson, days)),
    )


def class_sums(year: int) -> Any:
    """SELECT of class rows as their lessons add up to."""
    return (
        select(
            Unit.id,
            Unit.parent_id,
            literal(year),
            TallyLesson.day,
            *(func.sum(getattr(TallyLesson, name)) for name in counters.NAMES),
        )
        .join(Unit, Unit.id == TallyLesson.class_id)
        .where(TallyLesson.year == year)
        .group_by(Unit.id, Unit.parent_id, TallyLesson.day)
    )


def rows_above(year: int, found: Sequence[ClassPlace], days: Sequence[date]) -> None:
    """Rows of all units above the classes for these days, the lowest level first."""
    if not days:
        return
    for units in levels(place.path for place in found):
        _replace(
            TallyUnit.unit_id.in_(units),
            year,
            days,
            unit_sums(year).where(TallyUnit.parent_id.in_(units), *_on(TallyUnit, days)),
        )


def unit_sums(year: int) -> Any:
    """SELECT of rows of units as the units directly below add up to."""
    return (
        select(
            Unit.id,
            Unit.parent_id,
            literal(year),
            TallyUnit.day,
            *(func.sum(getattr(TallyUnit, name)) for name in counters.NAMES),
        )
        .join(Unit, Unit.id == TallyUnit.parent_id)
        .where(TallyUnit.year == year)
        .group_by(Unit.id, Unit.parent_id, TallyUnit.day)
    )


def levels(paths: Any) -> list[list[int]]:
    """Units above classes with these paths, by level, lowest first."""
    by_depth: dict[int, set[int]] = {}
    for path in paths:
        for depth, unit in enumerate(path_ids(path)[:-1]):
            by_depth.setdefault(depth, set()).add(unit)
    return [sorted(by_depth[depth]) for depth in sorted(by_depth, reverse=True)]


def _on(table: Any, days: Sequence[date]) -> list[Any]:
    return [] if len(days) > MANY_DAYS else [table.day.in_(days)]


def _replace(which: Any, year: int, days: Sequence[date], sums: Any) -> None:
    db.session.execute(
        delete(TallyUnit)
        .where(which, TallyUnit.year == year, *_on(TallyUnit, days))
        .execution_options(synchronize_session=False)
    )
    db.session.execute(insert(TallyUnit.__table__).from_select(_NAMES, sums))
