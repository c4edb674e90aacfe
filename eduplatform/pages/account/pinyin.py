"""Switching the pinyin above lesson text on and off, for this device or for one class on its class screen."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from ..guard import public
from ..parsing import whole_number
from ..web.ruby import cookie_name
from .blueprint import blueprint
from .language import A_YEAR
from .sign_in.safe_redirects import own_path


@blueprint.post("/pinyin")
@public("anybody may have lesson text with pinyin; it sets a cookie and nothing else")
def choose_pinyin() -> ResponseReturnValue:
    """Keep the choice in this browser and go back to the page."""
    to, class_id = request.form.get("to", ""), whole_number(request.form.get("class_id"))
    response = redirect(own_path(request.form.get("next")) or url_for("account.start"), 303)
    if to in ("on", "off"):
        response.set_cookie(cookie_name(class_id), to, max_age=A_YEAR, samesite="Lax", path="/")
    return response
