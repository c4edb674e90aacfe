"""Loaders of the API: those of the pages, for a viewer who is a key; what is asked for is read strictly first."""

from __future__ import annotations

from ...org.access import Viewer, unit_for
from ...org.models import Unit
from ..office.report.loaders import RIGHT, Given, View, a_reported_session, a_unit
from . import parameters


def a_listed_unit(viewer: Viewer, unit_id: int) -> Unit:
    """A unit at or below the key's."""
    return unit_for(viewer, RIGHT, unit_id)


def a_reported_unit(viewer: Viewer, unit_id: int) -> View:
    """Such a unit as of a day of a school year."""
    unit_for(viewer, RIGHT, unit_id)  # first: what is asked of a unit elsewhere is not found, however it is asked
    parameters.only("year", "day", "page")
    parameters.day(parameters.year())
    return a_unit(viewer, unit_id)


def a_held_session(viewer: Viewer, session_id: int) -> Given:
    """A class session that is over, of a class at or below the key's unit."""
    return a_reported_session(viewer, session_id)


def own_unit(viewer: Viewer) -> Unit:
    """The unit the key was made at."""
    return unit_for(viewer, RIGHT, viewer.holdings[0].unit_id)
