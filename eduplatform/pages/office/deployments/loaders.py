"""Loaders of deployments: a unit that may send, a deployment seen from where the viewer stands, a school that is asked."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from ....deployments import queries
from ....deployments.audience import reached
from ....org.access import Viewer, unit_for
from ....org.models import Unit
from ....org.queries import unit_by_id
from ....shared import clock
from ....shared.refusals import NotFound
from ....teaching.models import Deployment
from ...parsing import whole_number
from .. import loaders

RIGHT = "deployment.send"


@dataclass(frozen=True)
class Sender:
    """A unit at which the viewer may send something down, in a school year."""

    unit: Unit
    year: int


def a_sender(viewer: Viewer, unit_id: int | None = None) -> Sender:
    """The unit of the address; without one the viewer's own, the highest first."""
    unit = unit_for(viewer, RIGHT, loaders.first_unit(viewer, RIGHT) if unit_id is None else unit_id)
    if unit.kind == "class":
        raise NotFound()
    now = clock.school_year_of(clock.today())
    year = whole_number(request.args.get("year"), 4)
    return Sender(unit, year if year and 2015 <= year <= now + 1 else now)


@dataclass(frozen=True)
class Seen:
    """A deployment with who sent it, looked at from `place`: the sender, or a unit below it that it reaches. `own`: the viewer stands at
    the sender or above it."""

    row: Deployment
    unit: Unit
    place: Unit
    own: bool


def a_deployment(viewer: Viewer, deployment_id: int) -> Seen:
    """A deployment the viewer's unit sent, or that reached it; ?unit= looks closer at a unit below."""
    found = queries.find_deployment(deployment_id)
    if found is None:
        raise NotFound()
    row, unit = found
    own = viewer.may(RIGHT, unit.path)
    place = unit if own else _reached(viewer, row, unit)
    closer = whole_number(request.args.get("unit"))
    if closer and closer != place.id:
        place = _closer(row, place, closer)
    return Seen(row, unit, place, own)


def _reached(viewer: Viewer, row: Deployment, unit: Unit) -> Unit:
    held = [
        one
        for one in viewer.holdings
        if one.path in viewer.paths(RIGHT) and one.path.startswith(unit.path) and reached(row.targets, one.path)
    ]
    place = unit_by_id(min(held, key=lambda one: len(one.path)).unit_id) if held else None
    if place is None:
        raise NotFound()
    return place


def _closer(row: Deployment, place: Unit, unit_id: int) -> Unit:
    unit = unit_by_id(unit_id)
    inside = unit is not None and unit.kind != "class" and unit.path.startswith(place.path)
    if unit is None or not inside or not reached(row.targets, unit.path):
        raise NotFound()
    return unit


def an_own_deployment(viewer: Viewer, deployment_id: int) -> Seen:
    """A deployment sent by a unit at which the viewer may send."""
    seen = a_deployment(viewer, deployment_id)
    if not seen.own:
        raise NotFound()
    return seen


def at_a_school(viewer: Viewer, deployment_id: int) -> Seen:
    """A deployment at a school of the viewer, which acts for itself: moves its lesson, answers its return."""
    seen = a_deployment(viewer, deployment_id)
    if seen.place.kind != "school" or not reached(seen.row.targets, seen.place.path):
        raise NotFound()
    return seen


def a_return(viewer: Viewer, deployment_id: int) -> Seen:
    """A return, as a_deployment()."""
    seen = a_deployment(viewer, deployment_id)
    if seen.row.kind != "return":
        raise NotFound()
    return seen


def a_return_at_a_school(viewer: Viewer, deployment_id: int) -> Seen:
    """A return at a school of the viewer."""
    seen = at_a_school(viewer, deployment_id)
    if seen.row.kind != "return":
        raise NotFound()
    return seen
