"""Every file of this desk that hangs routes, or words of refusals, on its blueprint: importing them does it."""

from ..classroom import checklist, paper, phones, screen, session_control, training, typed_answers
from . import (
    card_numbers,
    catch_up,
    class_plan,
    declare_messages,
    feed,
    home,
    hours,
    lesson_papers,
    lessons,
    lost_lessons,
    makeup,
    messages,
    minutes,
    pupils,
    reminders,
    slips,
    tenure,
)
from .activities import views as activity_views
from .answers import views
from .blueprint import blueprint
from .plausibility import views as plausibility_views
from .weak_topics import views as weak_topics_views

__all__ = ["blueprint"]
