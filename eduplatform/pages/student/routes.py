"""Every file of this desk that hangs routes, or words of refusals, on its blueprint: importing them does it."""

from . import class_questions, home, lesson, makeup, messages, quiz, service_worker, skill, surveys
from .blueprint import blueprint

__all__ = ["blueprint"]
