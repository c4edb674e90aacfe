"""Verbs: set an activity for the classes below a unit, take it back."""

from __future__ import annotations

from datetime import date

from ..extensions import db
from ..org.access import Viewer
from ..org.mark_stale import mark_below
from ..org.models import Unit
from ..shared import audit, clock
from ..shared.refusals import Refused
from . import rules
from .models import Activity


def set_activity(
    viewer: Viewer,
    unit: Unit,
    title: str,
    topics: list[str],
    stages: list[str],
    starts_on: date,
    ends_on: date,
    title_en: str = "",
) -> Activity:
    """A new activity for all classes below `unit` (of some stages; none named: all). It counts from today on."""
    title, today = " ".join(title.split()), clock.today()
    fault = rules.fault(title, topics, starts_on, ends_on, today)
    if fault:
        raise Refused(fault, days=rules.LONGEST_DAYS, most=rules.TITLE_LENGTH)
    row = Activity(
        unit_id=unit.id,
        year=clock.school_year_of(starts_on),
        title=title,
        title_en=title_en.strip()[:120],
        topics=topics,
        stages=stages,
        starts_on=starts_on,
        ends_on=ends_on,
        set_by=viewer.user_id,
        set_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        unit.keeper_id, viewer.user_id, "activity.set", f"activity:{row.id}", topics=topics, until=ends_on.isoformat()
    )
    mark_below(unit, row.year)
    return row


def withdraw_campaign(viewer: Viewer, activity: Activity, unit: Unit) -> None:
    """Take an activity back: from today on nobody owes it. Reports of days before keep it. Doing it twice is once."""
    if activity.withdrawn_at is None:
        activity.withdrawn_at = clock.now()
        audit.record(unit.keeper_id, viewer.user_id, "activity.withdraw", f"activity:{activity.id}")
        mark_below(unit, activity.year)
