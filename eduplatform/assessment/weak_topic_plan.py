"""A suggestion becomes a plan, and can be taken back. The one place for it: what deploys a topic to many units hooks in here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..org.access import Viewer
from ..org.models import Unit
from ..shared.refusals import Refused
from ..teaching import plan, plan_operations


@dataclass(frozen=True)
class Placed:
    """A topic put into a week of a unit's plan."""

    unit: Unit
    week: int


def put_into_plan(
    viewer: Viewer, units: Sequence[Unit], year: int, stage: str, topic: str, today: date
) -> list[Placed]:
    """Put a topic into the plan of each unit, in the next week with room for it (plan.week_for_topic). Units that have it in their
    plan soon, or have no week left, are passed over. Refused plan_no_room where that leaves none."""
    placed = []
    for unit in units:
        week = plan.week_for_topic(unit, year, stage, topic, today)
        if week is not None and not week.planned:
            plan_operations.add_topic(viewer, unit, year, week.number, stage, topic)
            placed.append(Placed(unit, week.number))
    if not placed:
        raise Refused("plan_no_room")
    return placed


def take_out_of_plan(viewer: Viewer, placed: Sequence[Placed], year: int, stage: str, topic: str) -> None:
    """Take back what put_into_plan() did; what was changed since stays as it is."""
    for one in placed:
        plan_operations.drop_topic(viewer, one.unit, year, one.week, stage, topic)
