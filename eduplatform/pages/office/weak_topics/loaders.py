"""Loaders of the map of weak topics: a unit above the class whose figures, or whose plan, the viewer has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from ....assessment.weak_topic_plan import Placed
from ....curriculum import queries as content
from ....curriculum.taxonomy import STAGES
from ....org.access import Viewer, unit_for
from ....org.models import Unit
from ....shared.refusals import NotFound, Refused
from ..report.loaders import View, a_unit

PLACED = re.compile(r"(\d{1,18})-(\d{1,2})$")
MOST_PLACED = 100


def a_mapped_unit(viewer: Viewer, unit_id: int) -> View:
    """A unit above the class the viewer may see figures of, in a school year."""
    view = a_unit(viewer, unit_id)
    if view.unit.kind == "class":
        raise NotFound()
    return view


def a_planned_unit(viewer: Viewer, unit_id: int) -> View:
    """The same, for who may change its plan."""
    view = a_mapped_unit(viewer, unit_id)
    if not viewer.may("plan.edit", view.unit.path):
        raise NotFound()
    return view


@dataclass(frozen=True)
class Target:
    """A stage and a topic, both known."""

    stage: str
    topic: str


def target_of(values: dict[str, str]) -> Target:
    """From a form or an address. Refused plan_no_topic."""
    stage, topic = values.get("stage", ""), values.get("topic", "")
    if stage not in STAGES or topic not in content.topics():
        raise Refused("plan_no_topic")
    return Target(stage, topic)


def placed_of(viewer: Viewer, unit: Unit, said: str) -> list[Placed]:
    """What "12-14,15-14" says was placed: the unit or units directly below it, whose plan the viewer may change."""
    weeks: dict[int, int] = {}
    for part in said.split(",")[:MOST_PLACED]:
        if match := PLACED.match(part):
            weeks[int(match[1])] = int(match[2])
    units = units_named(viewer, unit, list(weeks))
    return [Placed(one, weeks[one.id]) for one in units]


def units_named(viewer: Viewer, unit: Unit, numbers: Sequence[int]) -> list[Unit]:
    """The unit itself, or units directly below it that plan their year. NotFound when any other is among them."""
    found = [unit_for(viewer, "plan.edit", number) for number in numbers]
    if not all(one.id == unit.id or (one.parent_id == unit.id and one.kind != "class") for one in found):
        raise NotFound()
    return found


def asked_stage_and_topic() -> tuple[str, str]:
    """?stage=P2&topic=FIRE of the lower parts of the page."""
    return request.args.get("stage", ""), request.args.get("topic", "")
