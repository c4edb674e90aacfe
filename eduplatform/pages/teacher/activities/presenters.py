"""Activities of a class with what is on record of each step."""

from __future__ import annotations

from dataclasses import dataclass

from ....activities import class_records, participation, queries, steps
from ....activities.models import Activity, ActivityRecord
from ....activities.participation import Did
from ....activities.steps import StepOf
from ....curriculum import queries as content
from ..loaders import TaughtClass


@dataclass(frozen=True)
class Line:
    """A step as the class sees it: what it can be done with, what is on record, and how many pupils did it one by one."""

    step: StepOf
    lessons: list[content.LessonHead]
    did: Did | None
    record: ActivityRecord | None
    pupils: int | None


@dataclass(frozen=True)
class Shown:
    """An activity as the class sees it."""

    activity: Activity
    setter: str
    state: str
    lines: list[Line]

    @property
    def done(self) -> int:
        return sum(line.did is not None for line in self.lines)


def activities_of_class(room: TaughtClass) -> list[Shown]:
    """Activities of the class, running ones first. Six statements; one where none is set."""
    rows = queries.for_class(room.unit, room.year, room.of_year.stage)
    if not rows:
        return []
    made = steps.steps_of(one for one, _setter in rows)
    ids = [one.id for one, _setter in rows]
    did, kept = participation.did_steps(room.unit, ids), class_records.records_of_class(room.unit, ids)
    found = [
        Shown(one, setter.name, steps.state(one, room.today), _lines(room, one, made.get(one.id, []), did, kept))
        for one, setter in rows
    ]
    order = {"running": 0, "ahead": 1, "ended": 2}
    return sorted(found, key=lambda one: order.get(one.state, 3))


def _lines(
    room: TaughtClass,
    activity: Activity,
    made: list[StepOf],
    did: dict[int, Did],
    kept: dict[int, ActivityRecord],
) -> list[Line]:
    stage = room.of_year.stage
    mine = [one for one in made if one.for_stage(stage)]
    alone = participation.pupils_alone(room.unit, activity, mine)
    return [
        Line(
            one,
            one.lessons(stage),
            did.get(one.row.id),
            kept.get(one.row.id),
            alone.get(one.row.id, 0) if one.row.alone else None,
        )
        for one in mine
    ]


@dataclass(frozen=True)
class Glance:
    """A running activity on the week page."""

    activity: Activity
    done: int
    steps: int


def running_activities(room: TaughtClass) -> list[Glance]:
    """Activities that run today and still have steps for the class. Four statements: ask only where one runs."""
    rows = queries.for_class(room.unit, room.year, room.of_year.stage)
    now = [one for one, _setter in rows if steps.state(one, room.today) == "running"]
    if not now:
        return []
    made, did = steps.steps_of(now), participation.did_steps(room.unit, [one.id for one in now])
    found = []
    for one in now:
        mine = [
            step.row.id for step in made.get(one.id, []) if step.for_stage(room.of_year.stage) and not step.row.alone
        ]
        done = sum(number in did for number in mine)
        if done < len(mine):
            found.append(Glance(one, done, len(mine)))
    return found
