"""The blueprint of the classroom's phone: what its routes hang on."""

from flask import Blueprint

blueprint = Blueprint("room", __name__, url_prefix="/room")
