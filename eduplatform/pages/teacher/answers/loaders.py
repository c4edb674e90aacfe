"""Loaders to what pupils of a class answered, by name: for those who teach it and may see its names. Strangers get a 404."""

from __future__ import annotations

from dataclasses import dataclass

from ....org import queries as org
from ....org.access import Viewer
from ....org.queries import OnRoll
from ....shared import clock
from ....shared.refusals import NotFound
from ....teaching import sessions
from .. import loaders
from ..loaders import SessionOfClass, TaughtClass


def a_named_session(viewer: Viewer, session_id: int) -> SessionOfClass:
    """A session of a class the viewer teaches and may see by name, that was not dropped."""
    lesson = loaders.a_session(viewer, session_id)
    if lesson.session.state == "dropped" or not viewer.may("class.names", lesson.unit.path):
        raise NotFound()
    return lesson


def a_closed_session(viewer: Viewer, session_id: int) -> SessionOfClass:
    """The same, of a lesson that is over."""
    lesson = a_named_session(viewer, session_id)
    if lesson.session.state != "closed":
        raise NotFound()
    return lesson


@dataclass(frozen=True)
class Sat:
    """A pupil who was on the roll of the class on the day of a closed lesson."""

    lesson: SessionOfClass
    pupil: OnRoll


def a_sat(viewer: Viewer, session_id: int, pupil_id: int) -> Sat:
    """A pupil of the roll of that day."""
    lesson = a_closed_session(viewer, session_id)
    pupil = next((one for one in sessions.roll_of(lesson.session) if one.pupil_id == pupil_id), None)
    if pupil is None:
        raise NotFound()
    return Sat(lesson, pupil)


def a_missing(viewer: Viewer, session_id: int, pupil_id: int) -> Sat:
    """A pupil who missed a closed lesson and is still in the class."""
    sat = a_sat(viewer, session_id, pupil_id)
    row = sat.lesson.session
    today = {one.pupil_id for one in org.roll_on(row.school_id, row.class_id, clock.today())}
    if pupil_id not in today or pupil_id not in sessions.absent_ids(row):
        raise NotFound()
    return sat


__all__ = ["SessionOfClass", "TaughtClass", "Sat", "a_closed_session", "a_missing", "a_named_session", "a_sat"]
