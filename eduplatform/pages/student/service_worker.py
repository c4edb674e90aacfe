"""The service worker of the student desk: where a browser allows one, a quiz can be reloaded without a network."""

from __future__ import annotations

from flask import current_app, send_from_directory
from flask.typing import ResponseReturnValue

from .. import guard
from .blueprint import blueprint


@blueprint.get("/offline-worker")
@guard.public("a script without any data; browsers fetch it without a session")
def offline_worker() -> ResponseReturnValue:
    """The script; below /student/, so that it governs nothing else."""
    response = send_from_directory(str(current_app.static_folder), "sw.js", mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response
