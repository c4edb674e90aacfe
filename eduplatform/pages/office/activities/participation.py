"""Who took part in an activity: the units one level down, step by step, and the same as .xlsx. Counts of classes, from records."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import render_template, send_file
from flask.typing import ResponseReturnValue

from ....activities import participation as counts
from ....activities import steps as activity_steps
from ....activities.class_records import survey_below
from ....assessment.rules import LEAST_PUPILS
from ....org import queries as org
from ....org.access import Viewer
from ....org.models import Unit
from ....shared import audit, clock
from ....shared.database import write
from ....shared.sheets import Column, Table, workbook
from ... import guard, navigation
from ...filters import days, pick
from ...labels import activities as labels
from ...labels.units import stage_labels
from ...web.locale import gettext as _
from ..blueprint import blueprint
from ..report.exports import XLSX
from ..report.loaders import RIGHT
from .loaders import EDIT, Seen, a_seen_activity


@blueprint.get("/activities/<int:activity_id>/participation")
@guard.needs(RIGHT, a_seen_activity)
@navigation.below("office.activities")
def participation(viewer: Viewer, seen: Seen) -> ResponseReturnValue:
    """The steps of an activity, and how many classes of each unit below did each of them."""
    shown = _counted(seen)
    return render_template(
        "office/participation.html",
        seen=seen,
        may_edit=viewer.may(EDIT, seen.setter.path),
        state=activity_steps.state(seen.activity, clock.today()),
        states=labels.state_labels(),
        kinds=labels.step_kinds(),
        icons=labels.STEP_ICONS,
        stages=stage_labels(),
        least=LEAST_PUPILS,
        seen_at=clock.now(),
        **shown,
    )


def _counted(seen: Seen) -> dict[str, Any]:
    made = activity_steps.steps_of([seen.activity]).get(seen.activity.id, [])
    found = counts.steps_by_child(seen.unit, seen.activity)
    here = counts.concerned_by_child(seen.unit, seen.activity)
    units: list[Unit] = [one for one in org.children(seen.unit) if here.get(one.id)]
    return {
        "steps": made,
        "units": units,
        "found": found,
        "concerned": here,
        "none_yet": counts.NONE,
        "totals": {one.row.id: counts.by_step(found, one.row.id) for one in made} | {0: counts.by_step(found, 0)},
        "alone": counts.pupils_alone(seen.unit, seen.activity, made),
        "answers": {one.row.id: _answers(seen.unit, one) for one in made if one.row.kind == "survey"},
    }


def _answers(unit: Unit, step: activity_steps.StepOf) -> dict[str, Any] | None:
    """What was answered at or below a unit: classes, answers and counts by question; no counts where fewer than LEAST_PUPILS
    answered. None where nobody was asked."""
    rows = survey_below(unit, step.row.id)
    if not rows:
        return None
    number = sum(count for count, _counts in rows)
    sums = [
        [sum(counts[at][place] for _n, counts in rows) for place in range(len(question["options"]))]
        for at, question in enumerate(step.row.body["questions"])
    ]
    return {"classes": len(rows), "number": number, "sums": sums if number >= LEAST_PUPILS else None}


@blueprint.get("/activities/<int:activity_id>/participation.xlsx")
@guard.needs(RIGHT, a_seen_activity)
def participation_xlsx(viewer: Viewer, seen: Seen) -> ResponseReturnValue:
    """The same as an Excel sheet: one line a unit below."""
    data = workbook(_table(viewer, seen, _counted(seen)))
    with write():
        audit.record(
            seen.unit.keeper_id, viewer.user_id, "report.export", f"activity:{seen.activity.id}", what="participation"
        )
    name = f"{seen.unit.code}-{seen.activity.id}-{clock.today().isoformat()}.xlsx"
    return send_file(BytesIO(data), XLSX, as_attachment=True, download_name=name, max_age=0)


def _table(viewer: Viewer, seen: Seen, shown: dict[str, Any]) -> Table:
    steps, found, here = shown["steps"], shown["found"], shown["concerned"]
    columns = [Column(_("单位"), "name"), Column(_("班级数"), "count"), Column(_("参加的班"), "count")]
    columns += [Column(_("做过的班"), "count", f"{n}. {pick(one.row, 'title')}") for n, one in enumerate(steps, 1)]
    keys = [0, *(one.row.id for one in steps)]
    rows = [
        [unit.name, here[unit.id], *(found.get((unit.id, key), counts.NONE).classes for key in keys)]
        for unit in shown["units"]
    ]
    total = [_("合计"), sum(row[1] for row in rows), *(shown["totals"][key].classes for key in keys)]
    return Table(
        pick(seen.activity, "title"),
        columns,
        rows,
        total if rows else None,
        about=(
            _("单位：%(name)s", name=seen.unit.name),
            _("填报人：%(name)s", name=viewer.name),
            days(seen.activity.starts_on, seen.activity.ends_on),
        ),
        notes=(_("按记录计：课时台账、课堂答题和训练、短片放映、班级记下的承诺和活动。做了其中一步就算参加。"),),
        sheet=_("参与情况"),
    )
