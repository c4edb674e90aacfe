"""Loaders of files for other programs: a unit above classes, and a roster with many names that waits for a second person."""

from __future__ import annotations

from ....assessment import exchange
from ....assessment.models import Export
from ....org.access import Viewer
from ....shared.refusals import NotFound
from ..report.loaders import View, a_unit


def an_exchange_unit(viewer: Viewer, unit_id: int) -> View:
    """A unit above classes the viewer may see figures of."""
    view = a_unit(viewer, unit_id)
    if view.unit.kind == "class":
        raise NotFound()
    return view


def a_waiting_roster(viewer: Viewer, export_id: int) -> Export:
    """A roster somebody else of the viewer's school asked for, which the viewer may agree to."""
    found = exchange.waiting_roster(viewer, export_id)
    if found is None:
        raise NotFound()
    return found
