"""Reads of the steps of activities, with what they are done with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ..curriculum import queries as content
from ..extensions import db
from .models import Activity, ActivityStep, ActivityThing
from .rules import ActivitySaid, StepSaid, Thing, stages_of, state_of


@dataclass(frozen=True)
class StepOf:
    """A step of an activity; `stages` are those it is for, empty for all."""

    row: ActivityStep
    things: tuple[Thing, ...]
    stages: tuple[str, ...]

    def for_stage(self, stage: str) -> bool:
        """Whether classes of a stage have anything to do here."""
        fits = not self.stages or stage in self.stages
        return fits and (not self.things or any(one.stage in ("", stage) for one in self.things))

    def lessons(self, stage: str) -> list[content.LessonHead]:
        """Lessons on offer it can be done with by a class of a stage, those named before any of a topic."""
        mine = [one for one in self.things if one.stage in ("", stage)]
        named, topics = {one.lesson_id for one in mine}, {one.topic for one in mine if one.topic}
        heads = content.lessons_of(stage)
        first = [head for head in heads if head.lesson_id in named]
        return first + [head for head in heads if head.topic in topics and head not in first]


def steps_of(activities: Iterable[Activity]) -> dict[int, list[StepOf]]:
    """Steps of activities in order, by activity. Two statements, none for nothing."""
    rows = {one.id: one for one in activities}
    if not rows:
        return {}
    found = list(
        db.session.scalars(
            select(ActivityStep)
            .where(ActivityStep.activity_id.in_(rows))
            .order_by(ActivityStep.activity_id, ActivityStep.position, ActivityStep.id)
        )
    )
    things = things_of([step.id for step in found])
    steps: dict[int, list[StepOf]] = defaultdict(list)
    for step in found:
        stages = stages_of(rows[step.activity_id].stages, step.stages)
        steps[step.activity_id].append(StepOf(step, things.get(step.id, ()), stages))
    return steps


def things_of(step_ids: Iterable[int]) -> dict[int, tuple[Thing, ...]]:
    """What steps are done with, by step. One statement."""
    found: dict[int, list[Thing]] = defaultdict(list)
    asked = select(ActivityThing).where(ActivityThing.step_id.in_(list(step_ids))).order_by(ActivityThing.id)
    for row in db.session.scalars(asked):
        found[row.step_id].append(Thing(row.stage, row.topic, row.lesson_id))
    return {step_id: tuple(things) for step_id, things in found.items()}


def find_step(step_id: int) -> tuple[ActivityStep, Activity] | None:
    """A step with its activity."""
    found = select(ActivityStep, Activity).join(Activity, Activity.id == ActivityStep.activity_id)
    row = db.session.execute(found.where(ActivityStep.id == step_id)).first()
    return (row[0], row[1]) if row else None


def state(activity: Activity, today: date) -> str:
    """draft, withdrawn, ended, running or ahead."""
    return state_of(
        activity.draft,
        activity.withdrawn_at is not None,
        activity.ended_at is not None,
        activity.starts_on,
        activity.ends_on,
        today,
    )


def as_said(activity: Activity, steps: Iterable[StepOf]) -> ActivitySaid:
    """An activity in the words of an officer, to be shown in the form, checked or copied. Days that equal those of the activity are left empty."""
    return ActivitySaid(
        activity.title,
        activity.starts_on,
        activity.ends_on,
        tuple(activity.stages),
        tuple(
            StepSaid(
                one.row.kind,
                one.row.title,
                one.row.title_en,
                tuple(one.row.stages),
                None if one.row.starts_on == activity.starts_on else one.row.starts_on,
                None if one.row.ends_on == activity.ends_on else one.row.ends_on,
                one.row.alone,
                one.row.body,
                one.things,
            )
            for one in steps
        ),
        activity.title_en,
    )
