"""The student desk."""

from flask import Blueprint

blueprint = Blueprint("student", __name__, url_prefix="/student")
