"""Joining a lesson: the phone scanned the code on the screen."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...shared import database
from ...shared.refusals import Refused
from ...teaching import remotes
from .. import errors, guard
from ..messages import message_for
from . import loaders
from .blueprint import blueprint


@blueprint.get("/join/<string:token>")
@guard.public("who holds the code on the screen")
def join(token: str) -> ResponseReturnValue:
    """One button that joins; looking at the page changes nothing, so that a scanner's preview does not use the code up."""
    if loaders.the_phone() is not None and "again" not in request.args:
        return redirect(url_for(".now"), 303)
    return render_template("classroom/join.html", token=token[:80], refusal=None)


@blueprint.post("/join")
@guard.public("who holds the code on the screen")
def do_join() -> ResponseReturnValue:
    """Join with the code on the screen."""
    if loaders.the_phone() is not None and "again" not in request.form:  # the answer to the first press was lost
        return redirect(url_for(".now"), 303)
    token = request.form.get("token", "")[:80]
    try:
        with database.write():
            _remote, secret = remotes.take_join_code(token)
    except Refused as refusal:
        if errors.wants_json():
            raise
        status = 422 if refusal.status == 404 else refusal.status  # the address is there, what the form held is not
        return make_response(render_template("classroom/join.html", token="", refusal=message_for(refusal)), status)
    return loaders.remember_phone(redirect(url_for(".now"), 303), secret)
