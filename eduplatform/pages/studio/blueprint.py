"""The blueprint of the studio desk: what its routes hang on."""

from flask import Blueprint

blueprint = Blueprint("studio", __name__, url_prefix="/studio")
