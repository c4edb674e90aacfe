"""The page of the design system."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from ...org.access import Viewer
from .. import guard, navigation
from ..web.locale import gettext as _
from .blueprint import blueprint


@blueprint.get("/components")
@guard.needs("content.preview")
@navigation.entry("studio", 20, lambda: _("组件"), "grid")
def components(viewer: Viewer) -> ResponseReturnValue:
    """Every component in every state, for whoever builds or judges pages."""
    return render_template("studio/components.html")
