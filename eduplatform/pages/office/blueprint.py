"""The blueprint of the office desk: what its routes hang on."""

from flask import Blueprint

blueprint = Blueprint("office", __name__, url_prefix="/office")
