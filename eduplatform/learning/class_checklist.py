"""A class checklist ticked by the teacher while the lesson runs: what the whole class did, before the teacher's eyes.

Each thing gets one of three steps (nearly all, most, few), never a name and never a number: nobody counts fifty pupils under
their desks. Ticked to the end it counts as trained together, however it went; what only few did is done once more.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..curriculum import queries
from ..curriculum.checklist import LEVELS, Checklist, Seen
from ..org.access import Viewer
from ..shared import clock
from ..shared.refusals import NotFound, Refused
from ..teaching import sessions
from ..teaching.models import ClassSession


@dataclass(frozen=True)
class Ticked:
    """The checklist as far as it is ticked: (thing, level or "") in the order of the file."""

    checklist: Checklist
    rows: tuple[tuple[Seen, str], ...]

    @property
    def left(self) -> int:
        """Things not ticked yet."""
        return sum(not level for _seen, level in self.rows)

    @property
    def begun(self) -> bool:
        return self.left < len(self.rows)

    @property
    def done(self) -> bool:
        return not self.left


def checklist_of(session: ClassSession) -> Checklist | None:
    """Of the lesson as it was when the session was opened; None where it has none."""
    found = queries.body(session.lesson_revision_id).get("checklist")
    return Checklist.model_validate(found) if found else None


def ticked_so_far(session: ClassSession) -> Ticked:
    """What has been ticked. NotFound where the lesson has no checklist."""
    checklist, ticks = checklist_of(session), session.checked or {}
    if checklist is None:
        raise NotFound()
    return Ticked(checklist, tuple((item, ticks.get(item.id, "")) for item in checklist.items))


def tick(viewer: Viewer, session: ClassSession, item: str, level: str) -> ClassSession:
    """Note how many did one thing; an empty `level` takes the tick away. Refused for what is not on the list."""
    row = sessions.fresh(session)
    sessions.must_be_open(row)
    if item not in ticked_so_far(row).checklist.ids or level not in (*LEVELS, ""):
        raise Refused("odd_choice")
    now = clock.now()
    sessions.note_taught(row, now)
    ticks = {**(row.checked or {}), item: level}
    row.checked = {each: how for each, how in ticks.items() if how}
    row.checked_at = (row.checked_at or now) if ticked_so_far(row).done else None
    return row
