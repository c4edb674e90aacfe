"""The blueprint of the guardian desk: what its routes hang on."""

from flask import Blueprint

blueprint = Blueprint("guardian", __name__, url_prefix="/guardian")
