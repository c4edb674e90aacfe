"""Who runs this and what is kept about people."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from ... import __version__
from ...shared import privacy
from ..guard import public
from .blueprint import blueprint


@blueprint.get("/about")
@public("children and guardians may read what is kept about them before anything is kept")
def about() -> ResponseReturnValue:
    """Privacy in plain words, from the same list the tests hold the tables to."""
    groups = {
        code: (title, [kept for kept in privacy.TABLES.values() if kept.group == code])
        for code, title in privacy.GROUPS.items()
    }
    return render_template("account/about.html", groups=groups, version=__version__)
