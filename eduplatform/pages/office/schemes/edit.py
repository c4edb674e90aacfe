"""Changing a draft: its head, a part, the levels, the vetoes; publishing it, or dropping it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....assessment import scheme_checks, schemes
from ....org.access import Viewer
from ....shared.database import write
from ....shared.refusals import Refused
from ... import guard, navigation
from ...messages import message_for
from ...parsing import whole_number
from ...web.locale import gettext as _
from ..blueprint import blueprint
from . import forms, labels
from .loaders import EDIT, Version, a_draft, a_version_to_edit
from .views import scheme_page

Change = Callable[[], None]


def _back(version: Version, anchor: str = "") -> ResponseReturnValue:
    return redirect(url_for("office.scheme", scheme_id=version.row.id, _anchor=anchor or None), 303)


def _changed(change: Change) -> str:
    """Do a change as one write; "" or why it was refused. Nothing is half done."""
    try:
        with write():
            change()
    except Refused as refusal:
        return message_for(refusal)
    return ""


@blueprint.route("/schemes/<int:scheme_id>/head", methods=["GET", "POST"])
@guard.needs(EDIT, a_version_to_edit)
@navigation.below("office.schemes_page")
def scheme_head(viewer: Viewer, version: Version) -> ResponseReturnValue:
    """Name, source and total of a draft."""
    row, words = version.row, ""
    if request.method != "POST":
        data = {"name": row.name, "name_en": row.name_en, "source": row.source}
        form = forms.HeadForm(formdata=None, data=data | {"total": str(version.scheme.total // 100)})
        return _shown(version, "head", form=form)
    form = forms.HeadForm()
    if form.validate():
        words = _changed(lambda: schemes.change_head(viewer, row, forms.edits_typed(), form.head()))
        if not words:
            return _back(version)
    return _shown(version, "head", words, 422, form=form)


def _shown(version: Version, page: str, words: str = "", status: int = 200, **more: Any) -> ResponseReturnValue:
    said = {"held": version, "row": version.row, "scheme": version.scheme, "words": words, "labels": labels}
    return render_template(f"office/schemes/{page}.html", **said, **more), status


@blueprint.route("/schemes/<int:scheme_id>/part", methods=["GET", "POST"])
@guard.needs(EDIT, a_version_to_edit)
@navigation.below("office.schemes_page")
def scheme_part(viewer: Viewer, version: Version) -> ResponseReturnValue:
    """One part of a draft, a new one, or taking one out."""
    row, parts = version.row, version.scheme.parts
    number = whole_number(request.args.get("number"))
    number = number if number and number <= len(parts) else len(parts) + 1
    here = parts[number - 1] if number <= len(parts) else None
    more: dict[str, Any] = {"number": number, "here": here, "most": scheme_checks.MOST_STEPS}
    if request.method != "POST":
        steps = [tuple(map(labels.points_text, (s.low, s.high, s.points))) for s in here.steps] if here else []
        return _shown(version, "part", form=forms.PartForm.made(here), steps=steps, **more)
    if "remove" in request.form:
        words = _changed(lambda: schemes.take_part_out(viewer, row, forms.edits_typed(), number))
        return scheme_page(version, words, 409) if words else _back(version, "parts")
    form = forms.PartForm.made(posted=True)
    words = ""
    if form.validate():
        words = _changed(lambda: schemes.put_part(viewer, row, forms.edits_typed(), number, form.part()))
        if not words:
            return _back(version, "parts")
    typed = forms.rows_typed("step", scheme_checks.MOST_STEPS, ("low", "high", "points"))
    return _shown(version, "part", words, 422, form=form, steps=typed, **more)


@blueprint.route("/schemes/<int:scheme_id>/levels", methods=["GET", "POST"])
@guard.needs(EDIT, a_version_to_edit)
@navigation.below("office.schemes_page")
def scheme_levels(viewer: Viewer, version: Version) -> ResponseReturnValue:
    """The levels of a draft."""
    most = scheme_checks.MOST_LEVELS
    if request.method != "POST":
        rows = [(one.name, *map(labels.points_text, (one.low, one.high))) for one in version.scheme.levels]
        return _shown(version, "levels", levels=rows, most=most)
    words = _changed(lambda: schemes.put_levels(viewer, version.row, forms.edits_typed(), forms.levels_typed()))
    if not words:
        return _back(version, "levels")
    typed = forms.rows_typed("level", most, ("name", "low", "high"))
    return _shown(version, "levels", words, 422, levels=typed, most=most)


@blueprint.route("/schemes/<int:scheme_id>/vetoes", methods=["GET", "POST"])
@guard.needs(EDIT, a_version_to_edit)
@navigation.below("office.schemes_page")
def scheme_vetoes(viewer: Viewer, version: Version) -> ResponseReturnValue:
    """Which vetoes a draft uses: none, unless a document says so."""
    if request.method != "POST":
        return _shown(version, "vetoes", typed={one.code: one.basis for one in version.scheme.vetoes if one.on})
    typed = forms.vetoes_typed(version.scheme)
    words = _changed(lambda: schemes.put_vetoes(viewer, version.row, forms.edits_typed(), typed))
    return _shown(version, "vetoes", words, 422, typed=typed) if words else _back(version, "vetoes")


@blueprint.post("/schemes/<int:scheme_id>/publish")
@guard.needs(EDIT, a_version_to_edit)
@navigation.below("office.schemes_page")
def publish_scheme(viewer: Viewer, version: Version) -> ResponseReturnValue:
    """Mark schools by this version from now on; it does not change any more."""
    words = _changed(lambda: schemes.publish_scheme(viewer, version.row, forms.edits_typed()))
    if words:
        return scheme_page(version, words, 422)
    flash(_("方案已经公布，下面的学校现在就按它评分。"), "good")
    return _back(version)


@blueprint.post("/schemes/<int:scheme_id>/drop")
@guard.needs(EDIT, a_draft)
@navigation.below("office.schemes_page")
def drop_scheme(viewer: Viewer, version: Version) -> ResponseReturnValue:
    """Remove a draft."""
    unit, year = version.unit.id, version.row.year
    words = _changed(lambda: schemes.drop_draft(viewer, version.row))
    flash(words or _("草稿已经删掉。"), "bad" if words else "good")
    return redirect(url_for("office.schemes_page", unit_id=unit, year=year), 303)
