"""Moving a school into the next school year: shown first, done once, undone within 30 days."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....org import queries as org
from ....org import rollover as verbs
from ....org import staff
from ....org.access import Viewer
from ....org.models import Unit
from ....shared import clock
from ....shared.database import write
from ....shared.refusals import Refused
from ... import guard, navigation
from ...messages import message_for
from ...web.locale import gettext as _
from .. import loaders
from ..blueprint import blueprint


def _year(school: Unit) -> int:
    """The year to leave: the present one, from June on; before that the one before, if it was never left."""
    return clock.school_year_of(clock.today())


@blueprint.get("/rollover")
@blueprint.get("/units/<int:unit_id>/rollover")
@guard.needs("rollover.run", loaders.rolling)
@navigation.below("office.people")
def rollover(viewer: Viewer, school: Unit) -> ResponseReturnValue:
    """What becomes of each class next school year."""
    return _rollover(school)


def _rollover(school: Unit, words: str = "", status: int = 200) -> ResponseReturnValue:
    year = _year(school)
    if not org.class_years_of(school.id, year):
        year -= 1
    batch = verbs.last_of(school)
    return render_template(
        "office/rollover.html",
        school=school,
        year=year,
        steps=verbs.preview(school, year),
        teachers=staff.homeroom_names(school),
        people=staff.staff_of(school),
        words=words,
        batch=batch,
        starts=org.calendar_of(school, year + 1).starts_on,
        undoable=batch and batch.undo_until and clock.now() < batch.undo_until,
    ), status


@blueprint.post("/units/<int:unit_id>/rollover")
@guard.needs("rollover.run", loaders.rolling)
@navigation.below("office.people")
def run_rollover(viewer: Viewer, school: Unit) -> ResponseReturnValue:
    """Do it. Doing it again changes only what is not yet done."""
    year = request.form.get("from_year", type=int)
    if year not in (_year(school), _year(school) - 1):
        return _rollover(school, _("学年对不上，请重新打开这一页。"), 409)
    known = {user.id for user in staff.staff_of(school)}
    chosen = {
        step.class_id: request.form.get(f"teacher-{step.class_id}", type=int) for step in verbs.preview(school, year)
    }
    teachers = {class_id: user for class_id, user in chosen.items() if user in known}
    with write():
        verbs.apply_rollover(viewer, school, year, teachers, current_app.config["UNDO_DAYS"])
    flash(_("升级完成。%(days)s 天内可以撤销。", days=current_app.config["UNDO_DAYS"]), "good")
    return redirect(url_for("office.rollover", unit_id=school.id), 303)


@blueprint.post("/units/<int:unit_id>/rollover/undo")
@guard.needs("rollover.run", loaders.rolling)
def undo_rollover(viewer: Viewer, school: Unit) -> ResponseReturnValue:
    """Take it back."""
    batch = verbs.last_of(school)
    try:
        if batch is None:
            raise Refused("batch_not_applied")
        with write():
            verbs.undo_rollover_batch(viewer, school, batch)
    except Refused as refusal:
        return _rollover(school, message_for(refusal), refusal.status)
    flash(_("已撤销升级。"), "good")
    return redirect(url_for("office.rollover", unit_id=school.id), 303)
