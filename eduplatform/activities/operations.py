"""Verbs: set an activity for the classes below a unit, take it back, end it before its last day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import update

from ..extensions import db
from ..org.access import Viewer
from ..org.mark_stale import mark_below
from ..org.models import Unit
from ..shared import audit, clock, ttl_cache
from ..shared.refusals import Refused
from . import rules
from .models import Activity, ActivityStep, ActivityThing

TOPIC_LESSON = ("上一节专题课", "A lesson of the topic")


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
    """A new activity of one step, a lesson of a topic, for all classes below `unit` (of some stages; none named: all). It counts
    from today on."""
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
    add_topic_step(row)
    ttl_cache.forget_remembered()
    audit.record(
        unit.keeper_id, viewer.user_id, "activity.set", f"activity:{row.id}", topics=topics, until=ends_on.isoformat()
    )
    mark_below(unit, row.year)
    return row


def add_topic_step(activity: Activity) -> ActivityStep:
    """Its one step: any lesson of its topics, in its days."""
    db.session.flush()
    step = ActivityStep(
        activity_id=activity.id,
        position=0,
        kind="lesson",
        title=TOPIC_LESSON[0],
        title_en=TOPIC_LESSON[1],
        stages=[],
        body={},
        starts_on=activity.starts_on,
        ends_on=activity.ends_on,
    )
    db.session.add(step)
    db.session.flush()
    db.session.add_all(
        ActivityThing(step_id=step.id, stage=stage, topic=topic)
        for topic in activity.topics
        for stage in activity.stages or [""]
    )
    db.session.flush()
    return step


def withdraw_campaign(viewer: Viewer, activity: Activity, unit: Unit) -> None:
    """Take an activity back: from today on nobody owes it. Reports of days before keep it. Doing it twice is once."""
    if activity.withdrawn_at is None:
        activity.withdrawn_at = clock.now()
        audit.record(unit.keeper_id, viewer.user_id, "activity.withdraw", f"activity:{activity.id}")
        ttl_cache.forget_remembered()
        mark_below(unit, activity.year)


def end_activity(viewer: Viewer, activity: Activity, unit: Unit) -> None:
    """Let a running activity end with today. Refuses `activity_not_running`; what classes did before stands."""
    today = clock.today()
    on = not activity.draft and activity.withdrawn_at is None and activity.ended_at is None
    if not on or not activity.starts_on <= today <= activity.ends_on:
        raise Refused("activity_not_running")
    activity.ended_at, activity.ends_on = clock.now(), today
    mine = (ActivityStep.activity_id == activity.id, ActivityStep.ends_on > today)
    db.session.execute(update(ActivityStep).where(*mine).values(ends_on=today))
    audit.record(unit.keeper_id, viewer.user_id, "activity.end", f"activity:{activity.id}")
    ttl_cache.forget_remembered()
    mark_below(unit, activity.year)
