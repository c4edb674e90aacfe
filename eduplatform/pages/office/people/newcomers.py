"""A child who comes during the year without a code: onto the roll of a class by name, and a slip."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField
from wtforms.validators import Length

from ....accounts.models import User
from ....org import access, newcomers
from ....org import queries as org
from ....org.access import Viewer
from ....org.models import Unit
from ....org.newcomers import Namesake, Newcomer
from ....shared import audit, clock
from ....shared.database import write
from ....shared.refusals import Refused
from ... import guard, navigation
from ...form_fields import PageForm, choices, typed_words
from ...messages import message_for
from ...parsing import whole_number
from ...web.locale import gettext as _
from ...web.locale import lazy_gettext as _l
from ..blueprint import blueprint


class Child(PageForm):
    name = typed_words(_l("姓名"), 60)
    sex = SelectField(_l("性别"), default="", choices=choices([("", _l("不填")), ("f", _l("女")), ("m", _l("男"))]))
    number = StringField(_l("学号"), validators=[Length(max=20)])
    consent = typed_words(_l("监护人同意的依据"), 40)


def a_class_to_fill(viewer: Viewer, unit_id: int) -> Unit:
    """A class whose roll the viewer keeps: of the school, or the own class."""
    return access.class_for(viewer, "roster.import", unit_id)


@blueprint.get("/units/<int:unit_id>/newcomer")
@guard.needs("roster.import", a_class_to_fill)
@navigation.below("office.people")
def newcomer(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """A form for one child; after adding, the way to its slip (`added`: its number)."""
    added = whole_number(request.args.get("added"))
    roll = org.roll_on(unit.keeper_id, unit.id, clock.today()) if added else []
    child = next((one for one in roll if one.pupil_id == added), None)
    if child:
        audit.looked(unit.keeper_id, viewer.user_id, f"pupil:{child.pupil_id}", 1)
    return _page(viewer, unit, Child(formdata=None), child=child)


def _page(
    viewer: Viewer,
    unit: Unit,
    form: Child,
    words: str = "",
    status: int = 200,
    same: list[Namesake] | None = None,
    child: Any = None,
) -> ResponseReturnValue:
    school = org.ancestors(unit)[-2]
    year = org.class_year(unit, clock.school_year_of(clock.today()))
    whole_school = viewer.may("rollover.run", unit.path)
    if same:
        audit.looked(unit.keeper_id, viewer.user_id, f"class:{unit.id}", len(same))
    return render_template(
        "office/newcomer.html",
        unit=unit,
        school=school,
        form=form,
        words=words,
        same=same or [],
        child=child,
        whole_school=whole_school,
        slips=not (year and year.stage == "K"),
    ), status


@blueprint.post("/units/<int:unit_id>/newcomer")
@guard.needs("roster.import", a_class_to_fill)
@navigation.below("office.people")
def add_newcomer(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """Take the child in. Where one of that name is or was at the school, ask first: moved, come back, or another child."""
    form = Child()
    if not form.validate():
        return _page(viewer, unit, form, status=422)
    said = Newcomer(form.name.data, form.sex.data, form.number.data or "", form.consent.data)
    try:
        with write():
            child = _taken_in(viewer, unit, said, request.form.get("answer", ""))
    except Refused as refusal:
        same = (
            newcomers.namesakes(unit.keeper_id, newcomers.tidied(said).name)
            if refusal.code in ("same_name_pupil", "not_former")
            else []
        )
        return _page(viewer, unit, form, message_for(refusal), refusal.status, same)
    flash(_("%(name)s 已加入%(class)s。", name=child.name, **{"class": unit.name}), "good")
    return redirect(url_for("office.newcomer", unit_id=unit.id, added=child.id), 303)


def _taken_in(viewer: Viewer, unit: Unit, said: Newcomer, answer: str) -> User:
    kind, _colon, number = answer.partition(":")
    if kind == "back" and viewer.may(
        "rollover.run", unit.path
    ):  # whose record that is, is for who keeps the whole school's roll to say
        return newcomers.take_former_back(viewer, unit, said, whole_number(number) or 0)
    return newcomers.add_newcomer_record(viewer, unit, said, another=answer == "another")
