"""Taking a school, or a unit above, into the next school year: shown first, done by the worker, undone within its days."""

from __future__ import annotations

from datetime import date

from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....activities import drafts
from ....org import queries as org
from ....org import rollover as classes
from ....org import staff
from ....org.access import Viewer
from ....org.models import Unit, YearRollover
from ....shared import clock
from ....shared.database import write
from ....shared.refusals import Refused
from ....upkeep import year_rollover
from ... import guard, navigation
from ...messages import message_for
from ...web.locale import gettext as _
from .. import loaders
from ..blueprint import blueprint
from .labels import step_names


def _year(unit: Unit) -> int:
    """The year to leave: the present one; the one before, where a school has no classes in this one yet."""
    year = clock.school_year_of(clock.today())
    return year - 1 if unit.kind == "school" and not org.class_years_of(unit.id, year) else year


@blueprint.get("/rollover")
@blueprint.get("/units/<int:unit_id>/rollover")
@guard.needs("plan.edit", loaders.rolling)
@navigation.below("office.plan")
def rollover(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """What would be taken over, step by step and class by class; how far it is; what it did."""
    return _rollover(unit)


def _rollover(unit: Unit, words: str = "", status: int = 200) -> ResponseReturnValue:
    year = _year(unit)
    row = year_rollover.rollover_of(unit, year + 1)
    job = year_rollover.job_of(row) if row else None
    school = unit.kind == "school"
    return render_template(
        "office/rollover.html",
        unit=unit,
        place=unit.name,
        year=year,
        ahead=year_rollover.steps_ahead(unit, year),
        names=step_names(),
        steps=classes.preview(unit, year) if school else [],
        teachers=staff.homeroom_names(unit) if school else {},
        people=staff.staff_of(unit) if school else [],
        words=words,
        date_of=date.fromisoformat,
        row=row,
        failed=bool(row and row.state == "queued" and (job is None or job.state in ("failed", "done"))),
        job=job,
        starts=org.calendar_of(unit, year + 1).starts_on,
        undoable=row and row.state == "done" and clock.now() < row.undo_until,
        drafts=row.steps.get("activities", {}).get("drafts", []) if row else [],
        already=drafts.titles_set(unit, year + 1) if row else set(),
    ), status


@blueprint.post("/units/<int:unit_id>/rollover")
@guard.needs("plan.edit", loaders.rolling)
@navigation.below("office.plan")
def run_rollover(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """Ask the worker to do it. Asked again, it does only what is not there yet."""
    year = request.form.get("from_year", type=int)
    this_year = clock.school_year_of(clock.today())
    if year is None or year not in (this_year, this_year - 1):
        return _rollover(unit, _("学年对不上，请重新打开这一页。"), 409)
    with write():
        year_rollover.ask_for_rollover(viewer, unit, year, _teachers(unit, year), current_app.config["UNDO_DAYS"])
    flash(_("开始了。做完以后 %(days)s 天内可以撤销。", days=current_app.config["UNDO_DAYS"]), "good")
    return redirect(url_for("office.rollover", unit_id=unit.id), 303)


def _teachers(unit: Unit, year: int) -> dict[int, int]:
    """Class → who becomes its homeroom teacher, as far as the form names staff of the school."""
    if unit.kind != "school":
        return {}
    known = {user.id for user in staff.staff_of(unit)}
    chosen = {
        step.class_id: request.form.get(f"teacher-{step.class_id}", type=int) for step in classes.preview(unit, year)
    }
    return {class_id: user for class_id, user in chosen.items() if user in known}


@blueprint.get("/units/<int:unit_id>/rollover/progress")
@guard.needs("plan.edit", loaders.rolling)
def rollover_progress(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """How far it is, for the page's script."""
    row = year_rollover.rollover_of(unit, _year(unit) + 1)
    job = year_rollover.job_of(row) if row else None
    done = row is None or row.state != "queued" or job is None or job.state not in ("queued", "running")
    answer = {"value": 100 if done or job is None else job.progress, "max": 100, "done": done}
    return jsonify(answer | ({"next": url_for("office.rollover", unit_id=unit.id)} if done else {}))


@blueprint.post("/units/<int:unit_id>/rollover/undo")
@guard.needs("plan.edit", loaders.rolling)
@navigation.below("office.plan")
def undo_rollover(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """Take it back, but for what somebody has changed since."""
    row = year_rollover.rollover_of(unit, _year(unit) + 1)
    try:
        left = _undone(viewer, unit, row)
    except Refused as refusal:
        return _rollover(unit, message_for(refusal), refusal.status)
    flash(_("已撤销升级。"), "good")
    for code in left:
        flash(_("“%(step)s”在升级以后改过，没有动它。", step=step_names()[code]), "warn")
    return redirect(url_for("office.rollover", unit_id=unit.id), 303)


def _undone(viewer: Viewer, unit: Unit, row: YearRollover | None) -> list[str]:
    if row is None:
        raise Refused("batch_not_applied")
    with write():
        return year_rollover.undo_year(viewer, unit, row)
