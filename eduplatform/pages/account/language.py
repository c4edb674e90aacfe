"""Choosing the language of the pages."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from ...accounts import people
from ...shared import database
from ..current_viewer import the_viewer
from ..guard import public
from ..web.locale import COOKIE, LOCALES
from .blueprint import blueprint
from .sign_in.safe_redirects import own_path

A_YEAR = 365 * 86400


def _spoken(to: str | None, wanted: str | None) -> ResponseReturnValue:
    response = redirect(own_path(wanted) or url_for("account.start"), 303)
    if to in LOCALES:
        response.set_cookie(COOKIE, to, max_age=A_YEAR, samesite="Lax", path="/")
    return response


@blueprint.get("/language")
@public("anybody may read the pages in another language; a link sets a cookie and nothing else")
def language() -> ResponseReturnValue:
    """The plain link: keeps the choice in this browser only, because a GET changes no record."""
    return _spoken(request.args.get("to"), request.args.get("next"))


@blueprint.post("/language")
@public("anybody may read the pages in another language")
def choose_language() -> ResponseReturnValue:
    """The form: keeps the choice in this browser and, of somebody signed in, in the account."""
    viewer, to = the_viewer(), request.form.get("to", "")
    if viewer and to in LOCALES:
        with database.write():
            people.speak(viewer.user_id, viewer.school_id, to)
    return _spoken(to, request.form.get("next"))
