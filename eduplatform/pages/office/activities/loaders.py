"""Loaders of activities: a unit whose activities are shown or set, an activity to change, one whose figures are shown."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from ....activities import queries
from ....activities.models import Activity
from ....org import queries as org
from ....org.access import Viewer, unit_for
from ....org.models import Unit
from ....shared.refusals import NotFound
from ..loaders import first_unit
from ..report.loaders import RIGHT

EDIT = "activity.edit"


@dataclass(frozen=True)
class Chosen:
    """A unit whose activities are shown; `may_edit`: the viewer may set some there."""

    unit: Unit
    may_edit: bool


def a_place(viewer: Viewer, unit_id: int | None = None) -> Chosen:
    """A unit the viewer may see figures of; without a number the viewer's own, the highest first."""
    unit = unit_for(viewer, RIGHT, first_unit(viewer, RIGHT) if unit_id is None else unit_id)
    return Chosen(unit, unit.kind != "class" and viewer.may(EDIT, unit.path))


def an_editable_place(viewer: Viewer, unit_id: int) -> Chosen:
    """A unit at which the viewer may set activities."""
    unit = unit_for(viewer, EDIT, unit_id)
    if unit.kind == "class":
        raise NotFound()
    return Chosen(unit, True)


@dataclass(frozen=True)
class Set:
    """An activity with the unit that set it."""

    activity: Activity
    unit: Unit


def an_activity(viewer: Viewer, activity_id: int) -> Set:
    """An activity set by a unit at which the viewer may set some."""
    found = queries.find_activity(activity_id)
    if found is None:
        raise NotFound()
    return Set(found[0], unit_for(viewer, EDIT, found[1].id))


@dataclass(frozen=True)
class Seen:
    """A published activity as a unit took part in it; `setter` is the unit that set it."""

    activity: Activity
    setter: Unit
    unit: Unit


def a_seen_activity(viewer: Viewer, activity_id: int) -> Seen:
    """A published activity, for a unit that it concerns and the viewer may see figures of: ?unit=, else where it was set or, for who
    works below, the own unit."""
    found = queries.find_activity(activity_id)
    if found is None or found[0].draft:
        raise NotFound()
    activity, setter = found
    asked = request.args.get("unit", type=int)
    if asked is None:
        asked = setter.id if viewer.may(RIGHT, setter.path) else first_unit(viewer, RIGHT, setter.path)
    unit = unit_for(viewer, RIGHT, asked)
    if setter.id not in org.path_ids(unit.path):
        raise NotFound()
    return Seen(activity, setter, unit)
