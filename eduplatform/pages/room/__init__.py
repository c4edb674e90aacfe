"""The phone in the classroom: remote control and card reader of one lesson, joined by the code on the screen, without signing in."""

from flask import Blueprint

blueprint = Blueprint("room", __name__, url_prefix="/room")

from . import camera, join, now, photo, roll, sentences, webcam  # noqa: E402 – they hang their routes on the blueprint

__all__ = ["blueprint", "camera", "join", "now", "photo", "roll", "sentences", "webcam"]
