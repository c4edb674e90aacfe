"""A school looked at from within: what names classes that lost a lesson is for the school alone."""

from __future__ import annotations

from ....assessment.hidden_units import looks_from_inside
from ....org.access import Viewer
from ....shared.refusals import NotFound
from ..report.loaders import View, a_unit


def an_own_school(viewer: Viewer, unit_id: int) -> View:
    """A school, for who holds a post in it with sight of the whole of it. Units above know the number only."""
    view = a_unit(viewer, unit_id)
    if view.unit.kind != "school" or not looks_from_inside(viewer, view.unit.path):
        raise NotFound()
    return view
