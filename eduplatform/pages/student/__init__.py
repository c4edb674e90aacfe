"""The student desk: today, lessons, quiz, skill training and the own record."""

from __future__ import annotations

from flask import Blueprint

from ...learning import queries
from ..identity import the_viewer
from ..navigation import SECTIONS
from .who import who

blueprint = Blueprint("student", __name__, url_prefix="/student")

SECTIONS["student.room"] = "student.home"
for _deeper in ("lesson", "read", "video", "quiz", "attempt", "result", "skill", "training"):
    SECTIONS[f"student.{_deeper}"] = "student.lessons"


@blueprint.context_processor
def _pupil() -> dict[str, object]:
    """`young`: big type, few words; `who`: the opaque name under which this pupil's answers wait in the browser."""
    viewer = the_viewer()
    if viewer is None or viewer.kind != "pupil":
        return {}
    return {"young": queries.own_class(viewer).young, "who": who(viewer)}


from . import home, lesson, makeup, offline, quiz, room, sentences, skill  # noqa: E402, F401 – they hang their routes on the blueprint
