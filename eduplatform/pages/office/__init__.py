"""The office desk."""

from flask import Blueprint

blueprint = Blueprint("office", __name__, url_prefix="/office")

from . import calendar, people, plan, rollover, rosters, sentences, units  # noqa: E402, F401 – routes register themselves
