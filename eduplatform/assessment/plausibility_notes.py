"""What a class's teacher says of how its answer sheets came about."""

from __future__ import annotations

from collections.abc import Sequence

from ..extensions import db
from ..org.access import Viewer
from ..org.models import Unit
from ..shared import audit, clock
from ..shared.refusals import Refused
from . import queries
from .models import PlausibilityNote
from .plausibility import note_of
from .plausibility_rules import topics_to_look_at

#: innocent ways in which sheets come to be quick, alike, or one after another
CAUSES = ("aloud", "review", "room", "device", "paper", "network", "helped")
LONGEST = 200  #: characters


def say_note(viewer: Viewer, class_unit: Unit, year: int, causes: Sequence[str], text: str) -> PlausibilityNote:
    """Keep what the teacher says; it replaces what was said before and explains what stands out now.

    Refused plausibility_cause for an unknown cause, plausibility_long for a text of more than LONGEST characters, plausibility_empty
    when nothing is said.
    """
    text = " ".join(text.split())
    if not set(causes) <= set(CAUSES):
        raise Refused("plausibility_cause")
    if len(text) > LONGEST:
        raise Refused("plausibility_long", most=LONGEST)
    if not causes and not text:
        raise Refused("plausibility_empty")
    row, topics = note_of(class_unit, year), topics_to_look_at(queries.class_times(class_unit, year))
    if row is None:
        row = PlausibilityNote(school_id=class_unit.school_id, class_id=class_unit.id, year=year)
        db.session.add(row)
    row.causes, row.text = [one for one in CAUSES if one in causes], text
    row.topics, row.made_by, row.made_at = topics, viewer.user_id, clock.now()
    audit.record(class_unit.keeper_id, viewer.user_id, "plausibility.note", f"class:{class_unit.id}", year=year)
    db.session.flush()
    return row


def take_note_back(viewer: Viewer, class_unit: Unit, year: int) -> None:
    """Remove what was said; nothing happens when nothing was."""
    row = note_of(class_unit, year)
    if row is not None:
        db.session.delete(row)
        audit.record(
            class_unit.keeper_id, viewer.user_id, "plausibility.take_back", f"class:{class_unit.id}", year=year
        )
        db.session.flush()
