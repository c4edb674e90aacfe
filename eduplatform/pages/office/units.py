"""Adding units to the tree."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from ...org import tree
from ...org.access import Viewer
from ...org.models import Unit
from ...shared import audit
from ...shared.database import write
from ...shared.refusals import Refused
from .. import guard
from ..choices import choices
from ..unit_words import kind_names, stage_names
from ..wording import words_for
from . import blueprint, wards


class NewUnit(FlaskForm):
    kind = SelectField(_l("类别"))
    name = StringField(_l("名称"), validators=[InputRequired(), Length(max=80)])
    code = StringField(_l("代码"), validators=[InputRequired(), Length(max=24), Regexp(r"^[A-Za-z0-9-]+$", message=_l("代码只用字母、数字和短横线。"))])
    stages = SelectMultipleField(_l("学段（只对学校）"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))


@blueprint.get("/units/<int:unit_id>/new")
@guard.needs("unit.manage", wards.keeping)
def new_unit(viewer: Viewer, unit: Unit):  # type: ignore[no-untyped-def]
    """A district or school below a unit."""
    return _new(unit, NewUnit())


def _new(unit: Unit, form: NewUnit, words: str = "", status: int = 200):  # type: ignore[no-untyped-def]
    _choices(unit, form)
    return render_template("office/new_unit.html", unit=unit, form=form, words=words), status


def _choices(unit: Unit, form: NewUnit) -> None:
    kinds = kind_names()
    form.kind.choices = choices([(kind, kinds[kind]) for kind in tree.BELOW.get(unit.kind, ()) if kind != "class"])
    form.stages.choices = choices(list(stage_names().items()))


@blueprint.post("/units/<int:unit_id>/new")
@guard.needs("unit.manage", wards.keeping)
def add_unit(viewer: Viewer, unit: Unit):  # type: ignore[no-untyped-def]
    """Add it."""
    form = NewUnit()
    _choices(unit, form)
    if not form.validate():
        return _new(unit, form, status=422)
    if form.kind.data == "school" and not form.stages.data:
        return _new(unit, form, _("请勾选学校有哪些学段。"), 422)
    try:
        with write():
            made = tree.add(unit, form.kind.data, form.code.data, form.name.data.strip(), ",".join(form.stages.data or ()))
            audit.record(unit.school_id or unit.id, viewer.user_id, "unit.add", f"unit:{made.id}")
    except Refused as refusal:
        return _new(unit, form, words_for(refusal), refusal.status)
    flash(_("已添加“%(name)s”。", name=made.name), "good")
    return redirect(url_for("office.people", unit_id=made.id), 303)
