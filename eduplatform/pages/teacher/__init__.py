"""The teacher desk: this week's lesson, the class session on screen and phone, lessons, pupils, class hours."""

from flask import Blueprint

from .. import navigation

blueprint = Blueprint("teacher", __name__, url_prefix="/teacher")

from . import control, home, hours, lessons, pupils, screen, sentences, slips, words  # noqa: E402 – they hang their routes on the blueprint

blueprint.record_once(lambda state: words.register(state.app))
navigation.SECTIONS.update({
    "teacher.session": "teacher.home", "teacher.rollcall": "teacher.home", "teacher.lesson": "teacher.lessons",
    "teacher.pupil": "teacher.pupils", "teacher.class_slips": "teacher.pupils", "teacher.declare": "teacher.hours",
    "teacher.correct": "teacher.hours",
})  # fmt: skip

__all__ = ["blueprint", "control", "home", "hours", "lessons", "pupils", "screen", "sentences", "slips", "words"]
