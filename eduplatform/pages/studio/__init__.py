"""The studio desk: look through courses with their keys and sources; the components every page is made of."""

from flask import Blueprint

from .. import navigation

blueprint = Blueprint("studio", __name__, url_prefix="/studio")

from . import components, courses  # noqa: E402, F401 – routes register themselves

navigation.SECTIONS["studio.course"] = "studio.courses"
