"""Every file of this desk that hangs routes, or words of refusals, on its blueprint: importing them does it."""

from ..classroom import checklist, paper, phones, screen, session_control, training, typed_answers
from . import (
    card_numbers,
    class_plan,
    declare_messages,
    feed,
    home,
    hours,
    lesson_papers,
    lessons,
    makeup,
    messages,
    pupils,
    reminders,
    slips,
)
from .activities import views as activity_views
from .answers import views
from .blueprint import blueprint

__all__ = ["blueprint"]
