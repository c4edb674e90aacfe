"""The teacher desk: this week's lesson, the class session on screen and phone, lessons, pupils, class hours."""

from flask import Blueprint

from .. import navigation

blueprint = Blueprint("teacher", __name__, url_prefix="/teacher")

from . import (  # noqa: E402 – they hang their routes on the blueprint
    answers,
    card_numbers,
    control,
    declare_words,
    home,
    hours,
    lessons,
    makeup,
    paper,
    phone,
    pupils,
    reminders,
    screen,
    sentences,
    slips,
    train,
    typed,
    words,
)

blueprint.record_once(lambda state: words.register(state.app))
navigation.SECTIONS.update({
    "teacher.session": "teacher.home", "teacher.rollcall": "teacher.home", "teacher.lesson": "teacher.lessons",
    "teacher.pupil": "teacher.pupils", "teacher.cards": "teacher.pupils", "teacher.change_card": "teacher.pupils", "teacher.class_slips": "teacher.pupils", "teacher.declare": "teacher.hours",
    "teacher.correct": "teacher.hours", "teacher.reminder_list": "teacher.home",
    "teacher.answers": "teacher.home", "teacher.sat": "teacher.home", "teacher.put_right": "teacher.home", "teacher.typed_page": "teacher.home",
    "teacher.keep_typed": "teacher.home", "teacher.training": "teacher.home", "teacher.makeups": "teacher.home", "teacher.open_makeup": "teacher.home",
})  # fmt: skip

__all__ = ["answers", "blueprint", "card_numbers", "control", "declare_words", "home", "hours", "lessons", "makeup", "paper", "phone", "pupils", "reminders", "screen", "sentences",
           "slips", "train", "typed", "words"]  # fmt: skip
