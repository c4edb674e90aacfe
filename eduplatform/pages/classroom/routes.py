"""Every file of this desk that hangs routes, or words of refusals, on its blueprint: importing them does it."""

from . import camera, checklist_on_phone, join, messages, photo, remote_control, roll_call, webcam
from .blueprint import blueprint

__all__ = ["blueprint"]
