"""怎样算的: every indicator defined on one page, from the definitions the figures are computed by."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from ....assessment.rules import ENOUGH_SHEETS, INDICATORS, LEAST_PUPILS, RANGE_BELOW, WEAK_BELOW
from ....org.access import Viewer
from ... import guard, navigation
from ..blueprint import blueprint
from . import labels
from .loaders import RIGHT


@blueprint.get("/how-figures")
@guard.needs(RIGHT)
@navigation.below("office.home")
def how_figures(viewer: Viewer) -> ResponseReturnValue:
    """What each figure divides: numerator, denominator, since when, which evidence counts; and what is not shown."""
    limits = {"least": LEAST_PUPILS, "few": RANGE_BELOW, "sheets": ENOUGH_SHEETS, "weak": round(100 * WEAK_BELOW)}
    return render_template("office/how_figures.html", indicators=INDICATORS, labels=labels, limits=limits)
