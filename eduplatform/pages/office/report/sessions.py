"""Behind a figure: the class session, and one answer sheet. Officers see sheets without names."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from ....assessment import class_report, hidden_units, queries
from ....assessment.rules import LEAST_PUPILS
from ....curriculum import queries as content
from ....curriculum.grading import was_sure
from ....learning import class_checklist, class_results, remarking
from ....learning.paper import Paper
from ....org import queries as org
from ....org.access import Viewer
from ....org.models import Unit
from ....shared import audit
from ... import guard, navigation
from ...filters import pick
from ...web.locale import gettext as _
from ..blueprint import blueprint
from . import labels, presenters
from .loaders import RIGHT, Answered, Given, Homeroom, View, a_homeroom_post, a_reported_session, a_sheet, asked_time
from .views import crumbs


def sees_names(viewer: Viewer, path: str) -> bool:
    """Whether pupils' names may stand on the page: only for those who teach the class."""
    return viewer.may("class.names", path)


@blueprint.get("/sessions/<int:session_id>")
@guard.needs(RIGHT, a_reported_session)
@navigation.below("office.home")
def session(viewer: Viewer, given: Given) -> ResponseReturnValue:
    """One class session: when, how long, who came, how the questions were answered."""
    row, names = given.session, sees_names(viewer, given.unit.path)
    few = class_report.too_few_to_open(viewer, given.unit, row.lesson_id, row.year)
    sheets = [] if few else class_report.sheets(row, names)
    if names and sheets:
        audit.looked(row.school_id, viewer.user_id, f"class:{given.unit.id}", len(sheets))
    lesson, answered = content.item(row.lesson_id), () if few else class_results.results(row).questions
    return render_template(
        "office/session.html",
        given=given,
        session=row,
        entry=class_report.entry_of_session(row),
        lesson=lesson,
        few=few,
        least=LEAST_PUPILS,
        sheets=sheets,
        names=names,
        hands=[] if few else class_report.shows_of_hands(row),
        asked_rows=[] if few else [{"label": one.stem, "value": one.right, "n": one.n} for one in answered],
        sure_and_wrong=[one for one in answered if one.sure_and_wrong > 1] if names else [],
        remarked=None if few else remarking.change_of_session(row),
        ticked=class_checklist.ticked_so_far(row) if row.checked and not few else None,
        labels=labels,
        pick=pick,
        teacher=class_report.name_of(row.school_id, row.teacher_id),
        crumbs=_crumbs(viewer, given.unit, (pick(lesson, "title"), None)),
    )


def _crumbs(viewer: Viewer, unit: Unit, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return crumbs(viewer, org.ancestors(unit), View(unit, *asked_time()), *more)


@blueprint.get("/attempts/<int:attempt_id>")
@guard.needs(RIGHT, a_sheet)
@navigation.below("office.home")
def attempt(viewer: Viewer, answered: Answered) -> ResponseReturnValue:
    """One answer sheet, question by question; without the name for whoever does not teach the class."""
    row, names = answered.attempt, sees_names(viewer, answered.unit.path)
    if names:
        audit.looked(row.school_id, viewer.user_id, f"class:{answered.unit.id}", 1)
    given = row.answers or []
    paper, lesson, place = Paper.of(row), content.item(row.lesson_id), class_report.place_of(row)
    held = class_report.sessions_of_lesson(answered.unit, row.lesson_id, row.year)
    here = next((one for one in held if one.id == row.session_id), held[0] if held else None)
    way = [(pick(lesson, "title"), url_for("office.session", session_id=here.id))] if here else []
    title = class_report.name_of(row.school_id, row.pupil_id) if names else _("第 %(n)s 份答卷", n=place)
    return render_template(
        "office/attempt.html",
        answered=answered,
        attempt=row,
        title=title,
        lesson=lesson,
        head=content.lesson_head(row.lesson_id),
        session=here,
        pick=pick,
        questions=list(zip(paper.questions, paper.marks(given), row.shares or [], given, strict=False)),
        corrected=remarking.corrected_places(paper),
        changed=remarking.change_of(row, paper),
        was_sure=was_sure,
        crumbs=_crumbs(viewer, answered.unit, *way, (title, None)),
    )


@blueprint.get("/teachers/<int:post_id>")
@guard.needs(RIGHT, a_homeroom_post)
@navigation.below("office.home")
def teacher_report(viewer: Viewer, homeroom: Homeroom) -> ResponseReturnValue:
    """A homeroom teacher's figures: those of the class in the days of the post, and nothing before or after."""
    view = homeroom.view
    inside = hidden_units.looks_from_inside(viewer, view.unit.path)
    forced = hidden_units.hidden_from_above(viewer, org.ancestors(view.unit), view.year, view.day)
    term = class_report.of_post(homeroom.post, view.year, view.day, inside, forced)
    line = presenters.post_line(term, view.unit)
    return render_template(
        "office/teacher.html",
        homeroom=homeroom,
        view=view,
        term=term,
        cards=presenters.figure_groups(line),
        presenters=presenters,
        labels=labels,
        line=line,
        counted=labels.as_of_label(queries.counted_at()),
        crumbs=_crumbs(viewer, view.unit, (term.teacher, None)),
    )
