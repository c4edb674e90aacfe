"""Hours of a unit taken apart down to single lessons; of a homeroom teacher over tenure; the school's lost lessons."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from ....assessment import class_report, hidden_units, hours_ahead, hours_tenure, queries
from ....assessment.hours_parts import Scope
from ....org import queries as org
from ....org.access import Viewer
from ....shared import clock
from ....shared.database import write
from ....teaching import lost_lessons
from ....teaching import queries as teaching
from ... import guard, navigation
from ...hours import papers, presenters
from ...labels.roles import role_labels
from ...web.locale import gettext as _
from ..blueprint import blueprint
from ..report import labels as report_labels
from ..report.exports import note_export
from ..report.loaders import RIGHT, Homeroom, View, a_homeroom_post, a_unit
from ..report.views import crumbs, years_on_offer
from .loaders import an_own_school


def _table(view: View, whole: bool = False) -> tuple[Scope, presenters.Taken, Any]:
    """The table asked for, and the forecasts of the classes of a unit above them."""
    scope = Scope(view.unit, view.year, view.day)
    ahead = None if view.unit.kind == "class" else hours_ahead.classes_ahead(view.unit, view.year, view.day)

    def url(unit_id: int = view.unit.id, **query: Any) -> str:
        return url_for("office.unit_hours", unit_id=unit_id, **query, **view.query())

    return scope, presenters.taken(scope, presenters.asked(view.unit.kind), url, ahead, whole), ahead


@blueprint.get("/units/<int:unit_id>/hours")
@guard.needs(RIGHT, a_unit)
@navigation.below("office.home")
def unit_hours(viewer: Viewer, view: View) -> ResponseReturnValue:
    """Class hours of a unit by what lies below, term, topic, carrier and evidence; where its classes are heading."""
    scope, table, ahead = _table(view)
    within = hidden_units.looks_from_inside(viewer, view.unit.path)
    return render_template(
        "office/hours.html",
        view=view,
        table=table,
        outcome=hours_ahead.outcome(ahead) if ahead is not None else None,
        ahead=_of_class(view) if view.unit.kind == "class" else None,
        lost=None if view.unit.kind == "class" else lost_lessons.lost_below(view.unit, view.year),
        within=within,
        past=view.day < clock.today(),
        counted=report_labels.as_of_label(queries.counted_at()) if ahead is not None else "",
        crumbs=crumbs(viewer, org.ancestors(view.unit), view, (_("课时分开看"), None)),
        years=years_on_offer(),
        today=clock.today(),
    )


def _of_class(view: View) -> Any:
    """The forecast of a class: today as its teacher's own page has it. Of a past day from the tallies, as the units above show it: what
    was due by then stays as it was said, though terms or days off were changed later."""
    if view.day < clock.today():
        counted = hours_ahead.classes_ahead(view.unit, view.year, view.day)
        return counted[0].forecast if counted else None
    of_year = org.class_year(view.unit, view.year)
    return teaching.ledger_on(view.unit, of_year, view.day).ahead if of_year else None


@blueprint.get("/units/<int:unit_id>/hours.xlsx")
@guard.needs(RIGHT, a_unit)
def unit_hours_xlsx(viewer: Viewer, view: View) -> ResponseReturnValue:
    """The table of the page as an Excel sheet, all units on one."""
    scope, table, _ahead = _table(view, whole=True)
    with write():
        note_export(viewer, view, "hours")
    return papers.xlsx(scope, view.unit.name, table)


@blueprint.get("/teachers/<int:post_id>/hours")
@guard.needs(RIGHT, a_homeroom_post)
@navigation.below("office.home")
def post_hours(viewer: Viewer, homeroom: Homeroom) -> ResponseReturnValue:
    """Class hours in the days of a homeroom post, and of the teacher's other posts that the viewer may see."""
    view, post = homeroom.view, homeroom.post
    name = class_report.name_of(post.school_id, post.user_id)
    mine = hours_tenure.stints_of(post.school_id, post.user_id, view.day)
    back = url_for("office.teacher_report", post_id=post.id, **view.query())

    def url(**query: Any) -> str:
        return url_for("office.post_hours", post_id=post.id, **query, **view.query())

    return render_template(
        "office/post_hours.html",
        view=view,
        post=post,
        name=name,
        roles=role_labels(),
        table=presenters.taken(Scope(view.unit, view.year, view.day, post), presenters.asked("post"), url, None),
        stints=[one for one in mine if one.post.role == "homeroom_teacher" and viewer.may(RIGHT, one.unit.path)],
        crumbs=crumbs(viewer, org.ancestors(view.unit), view, (name, back), (_("课时分开看"), None)),
    )


@blueprint.get("/units/<int:unit_id>/lost-lessons")
@guard.needs(RIGHT, an_own_school)
@navigation.below("office.home")
def lost_list(viewer: Viewer, view: View) -> ResponseReturnValue:
    """The lessons of a school that were given to another subject, week by week, and which were caught up."""
    found = lost_lessons.lost_in_school(view.unit, view.year)
    calendar = org.calendar_of(view.unit, view.year)
    weeks: dict[Any, list[lost_lessons.Lost]] = {}
    for one in found:
        weeks.setdefault(one.week_of, []).append(one)
    return render_template(
        "office/lost_lessons.html",
        view=view,
        weeks=[(calendar.week_on(monday), monday, rows) for monday, rows in weeks.items()],
        caught_up=sum(one.caught_up for one in found),
        total=len(found),
        seen_at=clock.now(),
        crumbs=crumbs(
            viewer,
            org.ancestors(view.unit),
            view,
            (_("课时分开看"), url_for("office.unit_hours", unit_id=view.unit.id, **view.query())),
            (_("被占用的安全课"), None),
        ),
    )
