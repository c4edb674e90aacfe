"""Loaders of activities for a class: one step that concerns it, with the pupils on the roll."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ....activities import class_records, steps
from ....activities.steps import StepOf
from ....org import queries as org
from ....org.access import Viewer
from ....shared.refusals import NotFound
from ..loaders import TaughtClass, a_class


@dataclass(frozen=True)
class StepOfClass:
    """A step of a published activity, for a class of the viewer that it concerns."""

    room: TaughtClass
    place: class_records.Place
    made: StepOf


def roll_of(room: TaughtClass, day: date | None = None) -> int:
    """Pupils on the roll of a class. One statement."""
    return len(org.roll_on(room.unit.keeper_id, room.unit.id, day or room.today))


def a_class_step(viewer: Viewer, class_id: int, step_id: int) -> StepOfClass:
    """A step of an activity set above a class of the viewer, for classes of its stage."""
    room = a_class(viewer, class_id)
    found = steps.find_step(step_id)
    if found is None or found[1].draft or found[1].unit_id not in org.path_ids(room.unit.path):
        raise NotFound()
    row, activity = found
    made = next(one for one in steps.steps_of([activity])[activity.id] if one.row.id == row.id)
    if activity.year != room.year or not made.for_stage(room.of_year.stage):
        raise NotFound()
    return StepOfClass(room, class_records.Place(room.unit, room.of_year, activity, row, roll_of(room)), made)


def a_shown_step(viewer: Viewer, class_id: int, step_id: int) -> StepOfClass:
    """A step that stands on the class screen: a film, a pledge or questions."""
    found = a_class_step(viewer, class_id, step_id)
    if found.place.step.kind not in ("film", "pledge", "survey"):
        raise NotFound()
    return found


def a_pledge(viewer: Viewer, class_id: int, step_id: int) -> StepOfClass:
    """A pledge, to be printed."""
    found = a_class_step(viewer, class_id, step_id)
    if found.place.step.kind != "pledge":
        raise NotFound()
    return found
