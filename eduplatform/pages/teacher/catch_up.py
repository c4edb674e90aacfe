"""To catch up: the cheapest extra lessons planned with one tap, and taken back with another."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from ...shared.database import write
from ...teaching import plan_operations, queries
from .. import guard
from ..web.locale import gettext as _
from . import loaders
from .blueprint import blueprint


def _back(taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    return redirect(url_for("teacher.hours", class_id=taught_class.unit.id, _anchor="ahead"), 303)


@blueprint.post("/classes/<int:class_id>/catch-up")
@guard.needs("class.plan", loaders.a_planned_class)
def plan_catch_up(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """Plan the extra lessons the page shows, reckoned anew; pressed twice, planned once."""
    unit, of_year, day = taught_class.unit, taught_class.of_year, taught_class.today
    with write():
        book = queries.ledger(unit, of_year, day)
        planned = queries.assignments(unit, taught_class.year)
        found = queries.catching_up(unit, of_year, day, book, planned)
        number = plan_operations.plan_extra_lessons(viewer, unit, taught_class.year, found)
    if number:
        flash(_("排好了：多上 %(n)s 节。到那一周，“本周”会先备好加的课。", n=number), "good")
    return _back(taught_class)


@blueprint.post("/classes/<int:class_id>/catch-up/drop")
@guard.needs("class.plan", loaders.a_planned_class)
def drop_catch_up(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """Take back the extra lessons that were not given yet."""
    unit = taught_class.unit
    with write():
        given = queries.ledger(unit, taught_class.of_year, taught_class.today).given
        number = plan_operations.drop_extra_lessons(viewer, unit, taught_class.year, given)
    if number:
        flash(_("撤销了 %(n)s 节还没上的加课。", n=number), "good")
    return _back(taught_class)
