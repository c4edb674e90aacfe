"""The blueprint of the teacher desk: what its routes hang on."""

from flask import Blueprint

blueprint = Blueprint("teacher", __name__, url_prefix="/teacher")
