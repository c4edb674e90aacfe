"""The schemes of a unit: what holds here, its own versions, those that are shipped; and one version, whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....assessment import scheme_checks, scheme_data, scheme_queries, schemes
from ....assessment.scheme_data import Shipped
from ....assessment.schemes import Head, Start
from ....org.access import Viewer
from ....shared.database import write
from ....shared.refusals import Refused
from ... import guard, navigation
from ...messages import message_for
from ...parsing import whole_number
from ...web.locale import gettext as _
from ..blueprint import blueprint
from ..report.loaders import RIGHT
from ..report.views import years_on_offer
from . import labels
from .loaders import EDIT, Place, Version, a_scheme, a_scheme_place, an_own_place, sees_scores


def shipped_schemes() -> dict[str, Shipped]:
    """Schemes that come with the product, by code."""
    return scheme_data.shipped(Path(current_app.config["COURSES"]))


@blueprint.get("/schemes")
@blueprint.get("/units/<int:unit_id>/schemes")
@guard.needs(RIGHT, a_scheme_place)
@navigation.entry("office", 25, lambda: _("评分方案"), "list")
def schemes_page(viewer: Viewer, place: Place) -> ResponseReturnValue:
    """Schemes that mark the schools of a unit, the unit's own versions, and what a draft can begin with."""
    return render_template(
        "office/schemes/list.html",
        chosen=place,
        holding=scheme_queries.in_force(place.unit, place.year),
        own=[
            one for one in scheme_queries.versions_of(place.unit, place.year) if place.may_edit or one.state != "draft"
        ],
        shipped=shipped_schemes().values(),
        years=years_on_offer(),
        labels=labels,
    )


@blueprint.post("/units/<int:unit_id>/schemes")
@guard.needs(EDIT, an_own_place)
@navigation.below("office.schemes_page")
def new_scheme(viewer: Viewer, place: Place) -> ResponseReturnValue:
    """Begin a draft from a shipped scheme, from an older version, or from nothing."""
    try:
        with write():
            row = schemes.begin_draft(viewer, place.unit, place.year, _start(viewer, request.form.get("start", "")))
    except Refused as refusal:
        flash(message_for(refusal), "bad")
        return redirect(url_for("office.schemes_page", unit_id=place.unit.id, year=place.year), 303)
    return redirect(url_for("office.scheme", scheme_id=row.id), 303)


def _start(viewer: Viewer, typed: str) -> Start:
    """What the draft begins with: the code of a shipped scheme or the number of a version the viewer may see."""
    if one := shipped_schemes().get(typed):
        return Start(Head(one.name, one.name_en, one.source, one.scheme.total), one.scheme, one.code)
    number = whole_number(typed)
    if number is None:
        blank = replace(schemes.NOT_YET, vetoes=next(iter(shipped_schemes().values())).scheme.vetoes)
        return Start(Head(_("评分方案"), "", "", blank.total), blank)
    version = a_scheme(viewer, number)
    row = version.row
    return Start(Head(row.name, row.name_en, row.source, version.scheme.total), version.scheme, row.origin)


@blueprint.get("/schemes/<int:scheme_id>")
@guard.needs(RIGHT, a_scheme)
@navigation.below("office.schemes_page")
def scheme(viewer: Viewer, version: Version) -> ResponseReturnValue:
    """A version, whole: parts with how they give points, levels, vetoes; of a draft also what is still wrong."""
    return scheme_page(version)


def scheme_page(version: Version, words: str = "", status: int = 200) -> ResponseReturnValue:
    """The page of a version; `words`: why something was refused."""
    draft = version.row.state == "draft"
    faults = scheme_checks.scheme_faults(version.scheme) if draft else []
    return render_template(
        "office/schemes/scheme.html",
        held=version,
        row=version.row,
        scheme=version.scheme,
        draft=draft and version.may_edit,
        faults=[(one, message_for(one.refusal)) for one in faults],
        origin=shipped_schemes().get(version.row.origin),
        labels=labels,
        words=words,
        sees_scores=sees_scores,
    ), status
