"""The teacher desk."""

from flask import Blueprint

blueprint = Blueprint("teacher", __name__, url_prefix="/teacher")
