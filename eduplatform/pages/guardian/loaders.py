"""The loader to a child: only the own."""

from __future__ import annotations

from ...org import guardians
from ...org.access import Viewer
from ...org.guardians import Ward
from ...shared import clock
from ...shared.refusals import NotFound


def a_ward(viewer: Viewer, pupil_id: int) -> tuple[Ward, list[Ward]]:
    """The child with this number, if it is the viewer's, and all their children."""
    children = guardians.wards(viewer.school_id, viewer.ward_ids, clock.today())
    child = next((one for one in children if one.pupil_id == pupil_id), None)
    if child is None:
        raise NotFound()
    return child, children
