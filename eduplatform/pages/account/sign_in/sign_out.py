"""Signing out."""

from __future__ import annotations

from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from ....accounts import sessions
from ....shared import database
from ... import current_viewer
from ...guard import public
from ...web.security_log import log_event
from ..blueprint import blueprint


@blueprint.post("/sign-out")
@public("leaving is always allowed")
def sign_out() -> ResponseReturnValue:
    """End this session at once: the cookie is worthless from now on, wherever it was copied to."""
    token = current_viewer.token_of(request)
    if token:
        with database.write():
            sessions.sign_out_token(token)
        log_event("sign_in.left", user=g.get("viewer_id"))
    session.clear()  # the next child at this device gets another form token
    return current_viewer.forget_sign_in(redirect(url_for("account.start"), 303))
