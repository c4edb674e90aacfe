"""The front door and the help page."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ..current_viewer import the_viewer
from ..guard import public
from ..navigation import home_of
from .blueprint import blueprint


@blueprint.get("/")
@public("the front door: everybody begins here")
def start() -> ResponseReturnValue:
    """Says what this is and asks who you are; people signed in go straight to their desk."""
    viewer = the_viewer()
    if viewer is not None:
        return redirect(url_for("account.choose" if viewer.must_choose else home_of(viewer)))
    return render_template("account/start.html")


@blueprint.get("/help")
@public("somebody who cannot get in needs help before signing in")
def help_page() -> ResponseReturnValue:
    """What to do when signing in does not work, for pupils, staff and guardians."""
    return render_template("account/help.html")
