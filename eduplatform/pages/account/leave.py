"""Signing out."""

from __future__ import annotations

from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from ...accounts import sessions
from ...shared import database
from .. import identity
from ..guard import public
from ..security_log import told
from . import blueprint


@blueprint.post("/sign-out")
@public("leaving is always allowed")
def sign_out() -> ResponseReturnValue:
    """End this session at once: the cookie is worthless from now on, wherever it was copied to."""
    token = identity.token_of(request)
    if token:
        with database.write():
            sessions.sign_out_token(token)
        told("sign_in.left", user=g.get("viewer_id"))
    session.clear()  # the next child at this device gets another form token
    return identity.forget(redirect(url_for("account.start"), 303))
