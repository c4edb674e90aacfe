"""A pupil changes class, leaves the school, or comes from another one. History stays where it was made."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from ....accounts import codes
from ....accounts.models import User
from ....org import access, transfers, units
from ....org import queries as org
from ....org.access import Viewer
from ....org.models import Enrolment, Unit
from ....shared import audit, clock
from ....shared.database import write
from ....shared.refusals import NotFound, Refused
from ... import guard, navigation
from ...form_fields import PageForm, choices
from ...messages import message_for
from ...web.locale import gettext as _
from ...web.locale import lazy_gettext as _l
from ..blueprint import blueprint


class Move(PageForm):
    to = SelectField(_l("转到"), coerce=int)
    number = StringField(_l("新的学号"), validators=[Length(max=20)])


class TakeIn(PageForm):
    code = StringField(_l("转学码"), validators=[InputRequired(), Length(max=40)])
    number = StringField(_l("学号"), validators=[Length(max=20)])


def a_roll(viewer: Viewer, unit_id: int) -> Unit:
    """A class of a school whose roster the viewer keeps as a whole; a homeroom teacher does not move pupils between classes."""
    return access.class_for(viewer, "rollover.run", unit_id)


@dataclass(frozen=True)
class Enrolled:
    enrolment: Enrolment
    pupil: User
    unit: Unit


def an_enrolled(viewer: Viewer, unit_id: int, pupil_id: int) -> Enrolled:
    """A pupil on the roll of such a class today."""
    unit = a_roll(viewer, unit_id)
    return Enrolled(*transfers.enrolment_of(pupil_id, unit), unit)


def _classes(unit: Unit) -> list[tuple[int, str]]:
    school = school_of(unit)
    return [(each.id, each.name) for each in org.children(school) if each.id != unit.id]


def school_of(unit: Unit) -> Unit:
    """The school of a class."""
    found = [each for each in org.ancestors(unit) if each.kind == "school"]
    if not found:
        raise NotFound()
    return found[0]


@blueprint.get("/units/<int:unit_id>/roll")
@guard.needs("rollover.run", a_roll)
@navigation.below("office.people")
def class_roll(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """Pupils of a class, to move one or take one in."""
    return _roll(viewer, unit, TakeIn())


def _roll(viewer: Viewer, unit: Unit, form: TakeIn, words: str = "", status: int = 200) -> ResponseReturnValue:
    pupils = org.roll_on(unit.keeper_id, unit.id, clock.today())
    audit.looked(unit.keeper_id, viewer.user_id, f"class:{unit.id}", len(pupils))
    return render_template(
        "office/class_roll.html",
        unit=unit,
        may_close=units.may_close(viewer, unit),
        school=school_of(unit),
        pupils=pupils,
        form=form,
        words=words,
        undoable=transfers.undoable(unit),
    ), status


@blueprint.post("/units/<int:unit_id>/roll")
@guard.needs("rollover.run", a_roll)
@navigation.below("office.people")
def take_in(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """Take a pupil of another school in, with the code from there."""
    form = TakeIn()
    if not form.validate():
        return _roll(viewer, unit, form, status=422)
    try:
        with write():
            user = transfers.take_pupil_in(viewer, form.code.data, unit, (form.number.data or "").strip())
    except Refused as refusal:
        return _roll(viewer, unit, form, message_for(refusal), refusal.status)
    flash(_("%(name)s 已转入，以前的学习记录都带来了。", name=user.name), "good")
    return redirect(url_for("office.class_roll", unit_id=unit.id), 303)


@blueprint.get("/units/<int:unit_id>/roll/<int:pupil_id>")
@guard.needs("rollover.run", an_enrolled)
@navigation.below("office.people")
def transfer(viewer: Viewer, enrolled: Enrolled) -> ResponseReturnValue:
    """Where a pupil shall go."""
    return _transfer(viewer, enrolled, Move())


def _transfer(
    viewer: Viewer, enrolled: Enrolled, form: Move, words: str = "", status: int = 200
) -> ResponseReturnValue:
    form.to.choices = choices(_classes(enrolled.unit))
    _looked(viewer, enrolled)
    return render_template("office/transfer.html", enrolled=enrolled, form=form, words=words), status


def _looked(viewer: Viewer, enrolled: Enrolled) -> None:
    """The page names a pupil: put on record."""
    audit.looked(enrolled.unit.keeper_id, viewer.user_id, f"pupil:{enrolled.pupil.id}", 1)


@blueprint.get("/units/<int:unit_id>/roll/<int:pupil_id>/move")
@guard.needs("rollover.run", an_enrolled)
@navigation.below("office.people")
def moving(viewer: Viewer, enrolled: Enrolled) -> ResponseReturnValue:
    """Asks before a pupil is moved (`to`, `number`), and says what that will do."""
    if "to" not in request.args:
        return redirect(url_for("office.transfer", unit_id=enrolled.unit.id, pupil_id=enrolled.pupil.id), 303)
    form = Move(request.args, meta={"csrf": False})  # asks only: nothing is changed by this address
    targets = {each.id: each for each in org.children(school_of(enrolled.unit))}
    form.to.choices = choices([(key, each.name) for key, each in targets.items()])
    if not form.validate():
        return _transfer(viewer, enrolled, form, status=422)
    number = (form.number.data or "").strip()
    try:
        transfers.check_move(enrolled.enrolment, targets[form.to.data], number)
    except Refused as refusal:
        return _transfer(viewer, enrolled, form, message_for(refusal), refusal.status)
    _looked(viewer, enrolled)
    return render_template("office/moving.html", enrolled=enrolled, to=targets[form.to.data], number=number)


@blueprint.post("/units/<int:unit_id>/roll/<int:pupil_id>")
@guard.needs("rollover.run", an_enrolled)
@navigation.below("office.people")
def move_pupil(viewer: Viewer, enrolled: Enrolled) -> ResponseReturnValue:
    """To another class, from today."""
    form = Move()
    targets = {each.id: each for each in org.children(school_of(enrolled.unit))}
    form.to.choices = choices([(key, each.name) for key, each in targets.items()])
    if not form.validate():
        return _transfer(viewer, enrolled, form, status=422)
    try:
        with write():
            transfers.move(viewer, enrolled.enrolment, targets[form.to.data], (form.number.data or "").strip())
    except Refused as refusal:
        return _transfer(viewer, enrolled, form, message_for(refusal), refusal.status)
    flash(
        _(
            "%(name)s 已转到 %(to)s。今天之内可以在班级名单里撤销。",
            name=enrolled.pupil.name,
            to=targets[form.to.data].name,
        ),
        "good",
    )
    return redirect(url_for("office.class_roll", unit_id=enrolled.unit.id), 303)


@blueprint.get("/units/<int:unit_id>/roll/<int:pupil_id>/leave")
@guard.needs("rollover.run", an_enrolled)
@navigation.below("office.people")
def leaving(viewer: Viewer, enrolled: Enrolled) -> ResponseReturnValue:
    """Asks before a pupil leaves the school, and says what that will do."""
    _looked(viewer, enrolled)
    return render_template("office/leaving.html", enrolled=enrolled, days=transfers.HANDOVER_DAYS)


@blueprint.post("/units/<int:unit_id>/roll/<int:pupil_id>/leave")
@guard.needs("rollover.run", an_enrolled)
@navigation.below("office.people")
def let_go(viewer: Viewer, enrolled: Enrolled) -> ResponseReturnValue:
    """The pupil leaves; the new school gets a code."""
    _looked(viewer, enrolled)
    with write():
        code = transfers.let_pupil_go(viewer, enrolled.enrolment)
    return render_template(
        "office/left.html", enrolled=enrolled, code=codes.grouped(code), days=transfers.HANDOVER_DAYS
    )


@dataclass(frozen=True)
class Once:
    """A pupil who is or was in a class."""

    pupil: User
    unit: Unit


def once_there(viewer: Viewer, unit_id: int, pupil_id: int) -> Once:
    """A pupil who is or was in such a class."""
    unit = a_roll(viewer, unit_id)
    return Once(transfers.past_of(pupil_id, unit), unit)


@blueprint.post("/units/<int:unit_id>/roll/<int:pupil_id>/back")
@guard.needs("rollover.run", once_there)
@navigation.below("office.people")
def put_back(viewer: Viewer, once: Once) -> ResponseReturnValue:
    """A move or a leaving of today is taken back."""
    try:
        with write():
            transfers.undo_transfer(viewer, once.unit, once.pupil.id)
    except Refused as refusal:
        return _roll(viewer, once.unit, TakeIn(formdata=None), message_for(refusal), refusal.status)
    flash(_("%(name)s 回到了%(class)s。", name=once.pupil.name, **{"class": once.unit.name}), "good")
    return redirect(url_for("office.class_roll", unit_id=once.unit.id), 303)
