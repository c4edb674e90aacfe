"""Every file of this desk that hangs routes, or words of refusals, on its blueprint: importing them does it."""

from . import components, courses, items, messages, narration
from .blueprint import blueprint

__all__ = ["blueprint"]
