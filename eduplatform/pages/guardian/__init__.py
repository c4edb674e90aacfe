"""The guardian desk: reading only, nothing demanded."""

from flask import Blueprint

blueprint = Blueprint("guardian", __name__, url_prefix="/guardian")

from . import home  # noqa: E402, F401 – it hangs its routes here
