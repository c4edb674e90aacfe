"""Verbs of an officer who composes an activity: begin a draft, save it, publish it, copy one for the next year, throw a draft away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import delete, select

from ..curriculum import queries as content
from ..extensions import db
from ..org.access import Viewer
from ..org.mark_stale import mark_below
from ..org.models import Unit
from ..shared import audit, clock, ttl_cache
from ..shared.refusals import Conflict, Refused
from . import rules
from .models import Activity, ActivityStep, ActivityThing
from .rules import ActivitySaid, StepSaid, Thing
from .steps import StepOf, as_said, steps_of

NEXT_YEAR = timedelta(weeks=52)  #: the same weekday
LIMITS = {
    "days": rules.LONGEST_DAYS,
    "most": rules.TITLE_LENGTH,
    "lines": rules.MOST_LINES,
    "questions": rules.MOST_QUESTIONS,
    "steps": rules.MOST_STEPS,
}


def begin_draft(viewer: Viewer, unit: Unit, said: ActivitySaid) -> Activity:
    """A draft for the classes below a unit. Nobody below sees it, nothing counts."""
    row = Activity(
        unit_id=unit.id,
        year=clock.school_year_of(said.starts_on),
        title="",
        topics=[],
        starts_on=said.starts_on,
        ends_on=said.ends_on,
        set_by=viewer.user_id,
        set_at=clock.now(),
        draft=True,
        version=1,
    )
    _write(row, said)
    db.session.add(row)
    db.session.flush()
    _write_steps(row, said.steps)
    audit.record(unit.keeper_id, viewer.user_id, "activity.draft", f"activity:{row.id}")
    return row


def save_draft(activity: Activity, said: ActivitySaid, version: int) -> None:
    """The draft becomes what is said. Refuses `activity_published`, `activity_changed` (another window was faster) and what not even
    a draft may be."""
    if not activity.draft:
        raise Conflict("activity_published")
    if activity.version != version:
        raise Conflict("activity_changed")
    _write(activity, said)
    activity.version += 1
    _drop_steps(activity)
    _write_steps(activity, said.steps)


def publish(viewer: Viewer, activity: Activity, unit: Unit) -> None:
    """Give a draft to all classes below. Refuses an activity without steps, a step that lacks something, days that are over."""
    if not activity.draft:
        raise Conflict("activity_published")
    steps = steps_of([activity]).get(activity.id, [])
    said = as_said(activity, steps)
    _refuse_unready(said)
    activity.draft, activity.set_at = False, clock.now()
    activity.year = clock.school_year_of(activity.starts_on)
    for one in steps:
        one.row.starts_on = one.row.starts_on or activity.starts_on
        one.row.ends_on = one.row.ends_on or activity.ends_on
    _give_stages(steps)
    ttl_cache.forget_remembered()
    audit.record(
        unit.keeper_id,
        viewer.user_id,
        "activity.set",
        f"activity:{activity.id}",
        topics=activity.topics,
        until=activity.ends_on.isoformat(),
    )
    mark_below(unit, activity.year)


def copy_activity(viewer: Viewer, activity: Activity, unit: Unit) -> Activity:
    """A draft like an activity, 52 weeks later as often as it takes to lie ahead."""
    said = as_said(activity, steps_of([activity]).get(activity.id, []))
    later = NEXT_YEAR
    while said.ends_on + later < clock.today():
        later += NEXT_YEAR
    moved = replace(
        said,
        starts_on=said.starts_on + later,
        ends_on=said.ends_on + later,
        steps=tuple(
            replace(step, starts_on=_moved(step.starts_on, later), ends_on=_moved(step.ends_on, later))
            for step in said.steps
        ),
    )
    return begin_draft(viewer, unit, moved)


def drop_draft(viewer: Viewer, activity: Activity, unit: Unit) -> None:
    """Throw a draft away. Refuses `activity_published`."""
    if not activity.draft:
        raise Conflict("activity_published")
    number = activity.id
    _drop_steps(activity)
    db.session.delete(activity)
    audit.record(unit.keeper_id, viewer.user_id, "activity.drop", f"activity:{number}")


def parts_of_lesson(lesson_id: int) -> tuple[str, frozenset[str]]:
    """(stage, parts) of a lesson on offer: lesson, video, quiz, skill; ("", ∅) for one that is gone."""
    head = content.lesson_head(lesson_id)
    if head is None:
        return "", frozenset()
    has = {"lesson": True, "video": head.has_video, "quiz": head.has_quiz, "skill": head.has_skill}
    return head.stage, frozenset(part for part, there in has.items() if there)


def _moved(day: date | None, by: timedelta) -> date | None:
    return day + by if day else None


def _write(row: Activity, said: ActivitySaid) -> None:
    found = rules.draft_fault(replace(said, title=" ".join(said.title.split())))
    if found:
        raise Refused(found[0], **LIMITS, n=found[1])
    for number, step in enumerate(said.steps, 1):
        if step.kind in rules.CONTENT:
            unfit = rules.things_fault(step, (), parts_of_lesson)
            if unfit:
                raise Refused(unfit, n=number)
    row.title, row.title_en = " ".join(said.title.split()), said.title_en.strip()[:120]
    row.starts_on, row.ends_on, row.stages = said.starts_on, said.ends_on, list(said.stages)
    row.year = clock.school_year_of(said.starts_on)
    row.topics = _topics(said.steps)


def _topics(steps: Iterable[StepSaid]) -> list[str]:
    """What an activity is about, in the order in which its steps say so."""
    named = [thing.topic or content.topic_of(thing.lesson_id or 0) for step in steps for thing in step.things]
    return [topic for topic in dict.fromkeys(named) if topic]


def _drop_steps(activity: Activity) -> None:
    mine = select(ActivityStep.id).where(ActivityStep.activity_id == activity.id)
    db.session.execute(delete(ActivityThing).where(ActivityThing.step_id.in_(mine)))
    db.session.execute(delete(ActivityStep).where(ActivityStep.activity_id == activity.id))


def _write_steps(activity: Activity, steps: Iterable[StepSaid]) -> None:
    for place, said in enumerate(steps):
        row = ActivityStep(
            activity_id=activity.id,
            position=place,
            kind=said.kind,
            title=" ".join(said.title.split())[: rules.TITLE_LENGTH],
            title_en=said.title_en.strip()[:120],
            stages=list(said.stages),
            starts_on=said.starts_on,
            ends_on=said.ends_on,
            alone=said.alone,
            body=said.body,
        )
        db.session.add(row)
        db.session.flush()
        db.session.add_all(_thing(row.id, one) for one in said.things)
    db.session.flush()


def _thing(step_id: int, thing: Thing) -> ActivityThing:
    return ActivityThing(step_id=step_id, stage=thing.stage, topic=thing.topic, lesson_id=thing.lesson_id)


def _refuse_unready(said: ActivitySaid) -> None:
    in_days = rules.days_fault(said.starts_on, said.ends_on, clock.today())
    if in_days:
        raise Refused(in_days, **LIMITS)
    if not said.steps:
        raise Refused("activity_no_steps")
    for number, step in enumerate(said.steps, 1):
        fault = rules.step_fault(said, step, parts_of_lesson)
        if fault:
            raise Refused(fault, **LIMITS, n=number)


def _give_stages(steps: Iterable[StepOf]) -> None:
    """What a step is done with is written for the stages it is for, so that counting needs no list of stages."""
    for one in steps:
        if not one.stages:
            continue
        kept = [
            replace(thing, stage=stage) for thing in one.things for stage in one.stages if thing.stage in ("", stage)
        ]
        db.session.execute(delete(ActivityThing).where(ActivityThing.step_id == one.row.id))
        db.session.add_all(_thing(one.row.id, thing) for thing in kept)
    db.session.flush()
