"""The guardian desk."""

from flask import Blueprint

blueprint = Blueprint("guardian", __name__, url_prefix="/guardian")
