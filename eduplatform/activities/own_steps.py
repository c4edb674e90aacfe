"""What a pupil meets of activities: steps to be done one by one, and questions the own class answers just now."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from ..curriculum.queries import LessonHead
from ..extensions import db
from ..org.access import Viewer
from ..org.queries import path_ids
from ..shared import clock
from . import class_records, queries
from .models import Activity, ActivityRecord, ActivityStep
from .steps import steps_of


@dataclass(frozen=True)
class OwnStep:
    """A quiz or training that pupils of the class do one by one in these days."""

    step: ActivityStep
    lesson: LessonHead


@dataclass(frozen=True)
class Own:
    """What a pupil's first page offers of activities; none of it is a duty at home."""

    steps: tuple[OwnStep, ...] = ()
    surveys: tuple[ActivityRecord, ...] = ()


def own_steps(viewer: Viewer, year: int, stage: str) -> Own:
    """Steps and open questions of a pupil's class today. No statement where no activity runs, one where one does; three more where it has
    any."""
    today = clock.today()
    if not queries.one_runs(viewer.class_path, year, today):
        return Own()
    wanted = (
        select(Activity)
        .join(ActivityStep, ActivityStep.activity_id == Activity.id)
        .where(
            queries.standing(path_ids(viewer.class_path), year),
            ActivityStep.starts_on <= today,
            ActivityStep.ends_on >= today,
            ActivityStep.alone.is_(True) | (ActivityStep.kind == "survey"),
        )
    )
    rows = list({row.id: row for row in db.session.scalars(wanted)}.values())
    if not rows:
        return Own()
    made = [one for steps in steps_of(rows).values() for one in steps if one.for_stage(stage)]
    alone = [
        OwnStep(one.row, lessons[0])
        for one in made
        if one.row.alone and one.row.starts_on and one.row.ends_on and one.row.starts_on <= today <= one.row.ends_on
        for lessons in [one.lessons(stage)]
        if lessons
    ]
    asked = select(ActivityRecord).where(
        ActivityRecord.activity_id.in_([row.id for row in rows]),
        ActivityRecord.school_id == viewer.school_id,
        ActivityRecord.class_id == viewer.class_id,
        ActivityRecord.withdrawn_at.is_(None),
        ActivityRecord.done_at.is_(None),
    )
    kinds = {one.row.id: one.row.kind for one in made}
    open_now = [
        row for row in db.session.scalars(asked) if kinds.get(row.step_id) == "survey" and class_records.is_open(row)
    ]
    return Own(tuple(alone), tuple(open_now))
