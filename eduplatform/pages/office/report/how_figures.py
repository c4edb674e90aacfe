"""怎样算的: every indicator defined on one page, from the definitions the figures are computed by."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from ....assessment import plausibility_rules as timing
from ....assessment.rules import ENOUGH_SHEETS, INDICATORS, LEAST_PUPILS, RANGE_BELOW, WEAK_BELOW
from ....org.access import Viewer
from ... import guard, navigation
from ...labels.plausibility import never_counts
from ..blueprint import blueprint
from . import gains, labels
from .loaders import RIGHT


@blueprint.get("/how-figures")
@guard.needs(RIGHT)
@navigation.below("office.home")
def how_figures(viewer: Viewer) -> ResponseReturnValue:
    """What each figure divides: numerator, denominator, since when, which evidence counts; and what is not shown."""
    limits = {"least": LEAST_PUPILS, "few": RANGE_BELOW, "sheets": ENOUGH_SHEETS, "weak": round(100 * WEAK_BELOW)}
    return render_template(
        "office/how_figures.html",
        indicators=INDICATORS,
        labels=labels,
        limits=limits,
        times=_of_answer_times(),
        never=never_counts(),
        learned=gains.how(),
    )


def _of_answer_times() -> dict[str, Any]:
    """What is measured of answer sheets, and from where something is said."""
    return {
        "skimmed": timing.SKIMMED,
        "young": timing.READ_IN_A_MINUTE["P1"],
        "older": timing.READ_BY_OLDER,
        "enough": timing.ENOUGH,
        "quick": _whole(timing.QUICK),
        "beside": _whole(timing.QUICK_AND),
        "chain": _whole(timing.IN_CHAIN),
        "alike": _whole(timing.SAME_WRONG),
    }


def _whole(share: float) -> str:
    return f"{share:.0%}"
