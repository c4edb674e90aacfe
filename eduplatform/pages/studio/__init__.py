"""The studio desk."""

from flask import Blueprint

blueprint = Blueprint("studio", __name__, url_prefix="/studio")
