"""Units of the tree: add one below, give another name, close, open again."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from ....org import tree
from ....org import units as verbs
from ....org.access import Viewer
from ....org.models import Unit
from ....shared import audit
from ....shared.database import write
from ....shared.refusals import Refused
from ... import guard, navigation
from ...form_fields import PageForm, choices, typed_words
from ...labels.units import stage_labels, unit_kind_labels
from ...messages import message_for
from ...web.locale import gettext as _
from ...web.locale import lazy_gettext as _l
from .. import loaders
from ..blueprint import blueprint


class NewUnit(PageForm):
    kind = SelectField(_l("类别"))
    name = typed_words(_l("名称"), 80)
    code = StringField(
        _l("代码"),
        validators=[
            InputRequired(),
            Length(max=24),
            Regexp(r"^[A-Za-z0-9-]+$", message=_l("代码只用字母、数字和短横线。")),
        ],
    )
    stages = SelectMultipleField(
        _l("学段（只对学校）"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )


@blueprint.get("/units/<int:unit_id>/new")
@guard.needs("unit.manage", loaders.keeping)
@navigation.below("office.people")
def new_unit(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """A district or school below a unit."""
    return _new(unit, NewUnit())


def _new(unit: Unit, form: NewUnit, words: str = "", status: int = 200) -> ResponseReturnValue:
    _choices(unit, form)
    return render_template("office/new_unit.html", unit=unit, form=form, words=words), status


def _choices(unit: Unit, form: NewUnit) -> None:
    kinds = unit_kind_labels()
    form.kind.choices = choices([(kind, kinds[kind]) for kind in tree.BELOW.get(unit.kind, ()) if kind != "class"])
    form.stages.choices = choices(list(stage_labels().items()))


@blueprint.post("/units/<int:unit_id>/new")
@guard.needs("unit.manage", loaders.keeping)
@navigation.below("office.people")
def add_unit(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """Add it."""
    form = NewUnit()
    _choices(unit, form)
    if not form.validate():
        return _new(unit, form, status=422)
    if form.kind.data == "school" and not form.stages.data:
        return _new(unit, form, _("请勾选学校有哪些学段。"), 422)
    try:
        with write():
            made = tree.add_child_unit(
                unit, form.kind.data, form.code.data, form.name.data, ",".join(form.stages.data or ())
            )
            audit.record(unit.keeper_id, viewer.user_id, "unit.add", f"unit:{made.id}")
    except Refused as refusal:
        return _new(unit, form, message_for(refusal), refusal.status)
    flash(_("已添加“%(name)s”。", name=made.name), "good")
    return redirect(url_for("office.people", unit_id=made.id), 303)


class UnitName(PageForm):
    name = typed_words(_l("名称"), 80)


@blueprint.get("/units/<int:unit_id>/edit")
@guard.needs("unit.manage", loaders.renaming)
def edit_unit(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """The name of a unit, and what closing it would mean."""
    return _edit(viewer, unit, UnitName(obj=unit))


def _edit(viewer: Viewer, unit: Unit, form: UnitName, words: str = "", status: int = 200) -> ResponseReturnValue:
    met = verbs.in_the_way(unit) if verbs.may_close(viewer, unit) else None
    kept = [each for each in verbs.closed_below(unit) if verbs.may_close(viewer, each)]
    back = unit.parent_id if unit.kind == "class" else unit.id
    return render_template(
        "office/edit_unit.html",
        unit=unit,
        form=form,
        met=met,
        closed=kept,
        words=words,
        back=back,
        may_roll=viewer.may("rollover.run", unit.path),
    ), status


@blueprint.post("/units/<int:unit_id>/rename")
@guard.needs("unit.manage", loaders.renaming)
def rename_unit(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """Give it another name."""
    form = UnitName()
    if not form.validate():
        return _edit(viewer, unit, form, status=422)
    try:
        with write():
            verbs.rename(viewer, unit, form.name.data)
    except Refused as refusal:
        return _edit(viewer, unit, form, message_for(refusal), refusal.status)
    flash(_("现在叫“%(name)s”。", name=unit.name), "good")
    return redirect(url_for("office.people", unit_id=unit.id), 303)


@blueprint.post("/units/<int:unit_id>/close")
@guard.needs("unit.manage", loaders.closing)
def close_unit(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """Close it; the page before has said what follows."""
    try:
        with write():
            verbs.close(viewer, unit)
    except Refused as refusal:
        return _edit(viewer, unit, UnitName(obj=unit), message_for(refusal), refusal.status)
    flash(_("“%(name)s”已撤销。上过的课和数字都还在。", name=unit.name), "good")
    return redirect(url_for("office.people", unit_id=unit.parent_id), 303)


@blueprint.post("/units/<int:unit_id>/reopen")
@guard.needs("unit.manage", loaders.closed)
def reopen_unit(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """Take the end of a unit back."""
    try:
        with write():
            verbs.reopen(viewer, unit)
    except Refused as refusal:
        flash(message_for(refusal), "bad")
        return redirect(url_for("office.people", unit_id=unit.parent_id), 303)
    flash(_("“%(name)s”恢复了。岗位要重新任命。", name=unit.name), "good")
    return redirect(url_for("office.people", unit_id=unit.id), 303)
