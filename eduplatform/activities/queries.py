"""Reads: activities that concern a unit, and how many a school meets in a term."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from ..extensions import db
from ..org.access import below
from ..org.calendar import TermDates
from ..org.models import Unit
from ..org.queries import path_ids
from ..shared import ttl_cache
from .models import Activity


def of_unit(unit: Unit, year: int) -> list[tuple[Activity, Unit]]:
    """Activities set by the unit or by units above it, with who set them, the latest first; no drafts. One statement."""
    found = select(Activity, Unit).join(Unit, Unit.id == Activity.unit_id).where(Activity.draft.is_(False))
    found = found.where(Activity.unit_id.in_(path_ids(unit.path)), Activity.year == year)
    return [
        (activity, setter)
        for activity, setter in db.session.execute(found.order_by(Activity.starts_on.desc(), Activity.id.desc()))
    ]


def drafts_of(unit: Unit) -> list[Activity]:
    """Drafts of a unit, of any year. One statement."""
    found = select(Activity).where(Activity.unit_id == unit.id, Activity.draft.is_(True))
    return list(db.session.scalars(found.order_by(Activity.starts_on, Activity.id)))


def running(unit_ids: Any, year: Any, day: Any) -> ColumnElement[bool]:
    """SQL: whether an activity set at one of the units runs on a day; no drafts, none taken back."""
    return exists().where(standing(unit_ids, year), Activity.starts_on <= day, Activity.ends_on >= day)


def standing(unit_ids: Any, year: Any) -> ColumnElement[bool]:
    """SQL: an activity of a school year set at one of the units; no draft, not taken back."""
    open_to_all = Activity.draft.is_(False) & Activity.withdrawn_at.is_(None)
    return Activity.unit_id.in_(unit_ids) & (Activity.year == year) & open_to_all


def one_runs(path: str, year: int, day: date) -> bool:
    """Whether an activity set at or above the unit with `path` runs on a day; no drafts, none taken back. Remembered: every first page of
    a teacher and of a pupil asks."""
    days = ttl_cache.remembered(("activity_days", path, year), lambda: _days_set(path, year))
    return any(first <= day <= last for first, last in days)


def _days_set(path: str, year: int) -> list[tuple[date, date]]:
    found = select(Activity.starts_on, Activity.ends_on).where(standing(path_ids(path), year))
    return [(row.starts_on, row.ends_on) for row in db.session.execute(found)]


def for_class(class_unit: Unit, year: int, stage: str) -> list[tuple[Activity, Unit]]:
    """Activities that concern a class of a stage and were not taken back, the one that ends last first."""
    return [
        (activity, setter)
        for activity, setter in of_unit(class_unit, year)
        if activity.withdrawn_at is None and (not activity.stages or stage in activity.stages)
    ]


def find_activity(activity_id: int) -> tuple[Activity, Unit] | None:
    """An activity with the unit that set it."""
    found = select(Activity, Unit).join(Unit, Unit.id == Activity.unit_id).where(Activity.id == activity_id)
    row = db.session.execute(found).first()
    return (row[0], row[1]) if row else None


def in_term(rows: list[tuple[Activity, Unit]], term: TermDates | None) -> int:
    """How many standing activities of a list fall into a term."""
    if term is None:
        return 0
    return sum(
        a.withdrawn_at is None and a.starts_on <= term.ends_on and a.ends_on >= term.starts_on for a, _unit in rows
    )


def activities_by_id(ids: Iterable[int]) -> dict[int, Activity]:
    """Activities by number, for lists of records. One statement, none for nothing."""
    wanted = set(ids)
    return (
        {row.id: row for row in db.session.scalars(select(Activity).where(Activity.id.in_(wanted)))} if wanted else {}
    )


def campaigns_around(unit: Unit, year: int) -> list[tuple[int, str, date, date]]:
    """(number, path of the unit that set it, first day, last day) of the standing activities set at a unit, above and below it; no
    drafts, which nobody meets. One statement."""
    found = select(Activity.id, Unit.path, Activity.starts_on, Activity.ends_on)
    found = found.join(Unit, Unit.id == Activity.unit_id).where(
        Activity.year == year,
        Activity.draft.is_(False),
        Activity.withdrawn_at.is_(None),
        Activity.draft.is_(False),
        below(Unit.path, [unit.path]) | Unit.id.in_(path_ids(unit.path)),
    )
    return [(row.id, row.path, row.starts_on, row.ends_on) for row in db.session.execute(found.order_by(Activity.id))]
