"""The office desk."""

from flask import Blueprint

blueprint = Blueprint("office", __name__, url_prefix="/office")

from . import (  # noqa: E402, F401 – routes register themselves
    activities,
    audit,
    calendar,
    exports,
    newcomer,
    people,
    plan,
    report_sentences,
    reports,
    rollover,
    roster_template,
    rosters,
    sentences,
    sessions,
    staff_slips,
    system,
    transfers,
    units,
)
