"""Scores by a published scheme: the list, its sheet, one school down to an indicator, points by hand; and what-if for a draft."""

from __future__ import annotations

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ....assessment import scheme_data, scheme_marks, scheme_queries, scheme_scores
from ....assessment.models import SchemeVersion
from ....assessment.queries import counted_at, last_report_day
from ....org import queries as org
from ....org.access import Viewer
from ....shared import audit, clock
from ....shared.database import write
from ....shared.refusals import Refused
from ....shared.sheets import workbook
from ... import guard, navigation
from ...filters import day as day_words
from ...filters import pick, year_label
from ...messages import message_for
from ...urls.pagination import page_asked
from ...web.locale import gettext as _
from ..blueprint import blueprint
from ..report import labels as report_labels
from ..report.exports import XLSX
from ..report.loaders import RIGHT
from ..report.views import years_on_offer
from . import forms, labels, presenters
from .loaders import (
    EDIT,
    MARK,
    MarkedSchool,
    Version,
    a_draft,
    a_marked_school,
    a_published_scheme,
    a_school_to_mark,
)


def _scores(viewer: Viewer, version: Version) -> list[scheme_scores.Scored]:
    paths = scheme_scores.seen_paths(viewer)
    return scheme_scores.scores(version.unit, version.scheme, version.row.year, version.day, version.row.id, paths)


@blueprint.get("/schemes/<int:scheme_id>/scores")
@guard.needs(RIGHT, a_published_scheme)
@navigation.below("office.schemes_page")
def scheme_scores_page(viewer: Viewer, version: Version) -> ResponseReturnValue:
    """Scores of the schools the viewer may see, in the order of the tree."""
    found = _scores(viewer, version)
    some, page, pages = scheme_scores.page_of(found, page_asked())
    return render_template(
        "office/schemes/scores.html",
        held=version,
        row=version.row,
        columns=presenters.score_columns(version.scheme),
        lines=[(one, presenters.score_cells(one)) for one in some],
        total=len(found),
        page=page,
        pages=pages,
        counted=report_labels.as_of_label(counted_at()),
        labels=labels,
    )


@blueprint.get("/schemes/<int:scheme_id>/scores.xlsx")
@guard.needs(RIGHT, a_published_scheme)
def scheme_xlsx(viewer: Viewer, version: Version) -> ResponseReturnValue:
    """The same table as an Excel sheet, all schools the viewer may see."""
    row = version.row
    title = _(
        "%(unit)s %(year)s%(name)s评分表（第 %(n)s 版，截至 %(day)s）",
        unit=version.unit.name,
        year=year_label(row.year),
        name=row.name,
        n=row.number,
        day=day_words(version.day),
    )
    about = (
        _("填报单位：%(unit)s", unit=version.unit.name),
        _("填报人：%(name)s", name=viewer.name),
        _("填报日期：%(day)s", day=day_words(clock.today())),
    )
    rules = [
        f"{pick(part, 'name')}：{labels.points_text(part.points)}；{labels.part_rule(part)}"
        for part in version.scheme.parts
    ]
    notes = (*rules, _not_counted(), report_labels.as_of_label(counted_at()))
    table = presenters.score_sheet(title, version.scheme, _scores(viewer, version), about, notes)
    with write():
        keeper = version.unit.keeper_id
        audit.record(keeper, viewer.user_id, "report.export", f"unit:{version.unit.id}", what="scores", year=row.year)
    name = f"{version.unit.code}-{row.year}-scores-v{row.number}.xlsx"
    return send_file(BytesIO(workbook(table)), XLSX, as_attachment=True, download_name=name, max_age=0)


def _not_counted() -> str:
    return _(
        "“—”：没有到期的、人数少、幼儿园不测评或还没有评的项不计入，其余各项按比例折算成总分。名单按单位排列，不按分数。"
    )


@blueprint.get("/units/<int:unit_id>/schemes/<int:scheme_id>")
@guard.needs(RIGHT, a_marked_school)
@navigation.below("office.schemes_page")
def school_score(viewer: Viewer, marked: MarkedSchool) -> ResponseReturnValue:
    """The score of a school, part by part: what was counted, what it gave and why."""
    return _school(marked)


def _school(marked: MarkedSchool, words: str = "", status: int = 200) -> ResponseReturnValue:
    version, school = marked.version, marked.school
    found = scheme_scores.scores(
        version.unit, version.scheme, version.row.year, version.day, version.row.id, [school.path]
    )
    one = found[0] if found else None
    entered = {(line.side, line.part): line for line in one.marks} if one else {}
    return render_template(
        "office/schemes/school.html",
        held=version,
        row=version.row,
        scheme=version.scheme,
        school=school,
        side=marked.side,
        one=one,
        entered=entered,
        labels=labels,
        presenters=presenters,
        not_counted=_not_counted(),
        typed=request.form if words else {},
        counted=report_labels.as_of_label(counted_at()),
        words=words,
    ), status


@blueprint.post("/units/<int:unit_id>/schemes/<int:scheme_id>/marks")
@guard.needs(MARK, a_school_to_mark)
@navigation.below("office.schemes_page")
def mark_school(viewer: Viewer, marked: MarkedSchool) -> ResponseReturnValue:
    """Enter points by hand: the school its own, the bureau the bureau's."""
    version, scheme = marked.version, marked.version.scheme
    vetoes = frozenset(request.form.getlist("veto")) if marked.side == "bureau" else None
    try:
        with write():
            typed = forms.marks_typed(scheme, marked.side)
            scheme_marks.enter_marks(viewer, version.row, marked.school, marked.side, typed, vetoes)
    except Refused as refusal:
        return _school(marked, message_for(refusal), refusal.status)
    flash(_("评分已经保存。"), "good")
    return redirect(url_for("office.school_score", scheme_id=version.row.id, unit_id=marked.school.id), 303)


@blueprint.get("/schemes/<int:scheme_id>/what-if")
@guard.needs(EDIT, a_draft)
@navigation.below("office.schemes_page")
def what_if(viewer: Viewer, version: Version) -> ResponseReturnValue:
    """How schools would fall by a draft on a year's data, beside the version in force, for each unit one level down."""
    old = _old(version)
    year, after = _tried(version, old)
    before = []
    if old is not None:
        before = scheme_scores.scores(version.unit, scheme_data.of_body(old.body), year, last_report_day(year), old.id)
    names = {unit.id: unit.name for unit in org.children(version.unit)}
    return render_template(
        "office/schemes/what_if.html",
        held=version,
        row=version.row,
        scheme=version.scheme,
        old=old,
        old_scheme=scheme_data.of_body(old.body) if old else None,
        year=year,
        years=years_on_offer(),
        counted=any(one.score.total is not None for one in after),
        lines=presenters.spread_lines(names, scheme_scores.spreads(before), scheme_scores.spreads(after)),
        labels=labels,
    )


def _tried(version: Version, old: SchemeVersion | None) -> tuple[int, list[scheme_scores.Scored]]:
    """The year asked for with its scores; unasked the year before, or this one where that has none: the first year of an install."""
    now = clock.school_year_of(clock.today())
    asked = request.args.get("on", type=int)
    for year in [asked] if asked and now - 4 < asked <= now else [now - 1, now]:
        after = scheme_scores.scores(version.unit, version.scheme, year, last_report_day(year), old.id if old else None)
        if any(one.score.total is not None for one in after):
            break
    return year, after


def _old(version: Version) -> SchemeVersion | None:
    """What is in force: the version before, else the last one of the year before."""
    row = version.row
    before = scheme_queries.last_published(row.unit_id, row.year, row.number)
    return before or scheme_queries.last_published(row.unit_id, row.year - 1)
