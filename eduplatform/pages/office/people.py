"""Staff and their posts; units below. Accounts are opened with a printed slip, never with a given password."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from ...accounts import people as accounts
from ...accounts import slips
from ...org import queries as org
from ...org import staff
from ...org.access import Viewer
from ...org.models import Unit
from ...shared import audit
from ...shared.database import write
from ...shared.refusals import Refused
from .. import guard, reach
from ..addresses import page_asked
from ..choices import choices
from ..role_words import role_words
from ..wording import words_for
from . import blueprint, wards

PAGE = 50


class Appoint(FlaskForm):
    role = SelectField(_l("岗位"))
    name = StringField(_l("姓名"), validators=[InputRequired(), Length(max=60)])
    login = StringField(_l("账号名"), validators=[InputRequired(), Length(max=60)])


@blueprint.get("/people")
@blueprint.get("/units/<int:unit_id>/people")
@guard.needs("people.manage", wards.managed)
def people(viewer: Viewer, unit: Unit):  # type: ignore[no-untyped-def]
    """Who holds which post at a unit and directly below; the units below."""
    return _people(viewer, unit, Appoint())


def _people(viewer: Viewer, unit: Unit, form: Appoint, words: str = "", status: int = 200):  # type: ignore[no-untyped-def]
    names = role_words()
    form.role.choices = choices([(role, names[role]) for role in staff.roles_at(viewer, unit)])
    page, query = page_asked(), request.args.get("q", "").strip()
    rows, total = staff.held_at(unit, page, PAGE, query)
    line = [each for each in org.ancestors(unit) if viewer.may("people.manage", each.path)]
    return render_template(
        "office/people.html", unit=unit, line=line, below=org.children(unit), rows=rows, total=total, page=page, pages=-(-total // PAGE) or 1,
        form=form, words=words, names=names, query=query, may_units=viewer.may("unit.manage", unit.path) and unit.kind in ("province", "city", "district"),
        may_reset=viewer.may("account.reset", unit.path), may_roll=unit.kind == "school" and viewer.may("rollover.run", unit.path),
    ), status  # fmt: skip


@blueprint.post("/units/<int:unit_id>/people")
@guard.needs("people.manage", wards.managed)
def appoint(viewer: Viewer, unit: Unit):  # type: ignore[no-untyped-def]
    """Give a post; a new account gets a sign-in slip to print."""
    form = Appoint()
    form.role.choices = choices([(role, role) for role in staff.roles_at(viewer, unit)])
    if not form.validate():
        return _people(viewer, unit, form, status=422)
    try:
        with write():
            _post, user, made = staff.appoint(viewer, unit, form.role.data, form.name.data, form.login.data)
            found = slips.issue(viewer.user_id, [user], current_app.config["SLIP_DAYS"]) if made else []
            login = accounts.login_of(user)
    except Refused as refusal:
        return _people(viewer, unit, form, words_for(refusal), refusal.status)
    if found:
        return _slip(unit, user, found[0][1], login)
    flash(_("已任命。"), "good")
    return redirect(url_for("office.people", unit_id=unit.id), 303)


def _slip(unit: Unit, user, code: str, login: str | None):  # type: ignore[no-untyped-def]
    """The slip is shown once: only its digest is kept. Asks the database nothing, or an error would lose the code."""
    return render_template("office/staff_slip.html", unit=unit, user=user, code=code, login=login,
                           address=reach.address(url_for("account.slip", code=code)), days=current_app.config["SLIP_DAYS"])  # fmt: skip


@blueprint.post("/posts/<int:post_id>/end")
@guard.needs("people.manage", wards.a_post)
def end_post(viewer: Viewer, held: wards.HeldPost):  # type: ignore[no-untyped-def]
    """End a post today."""
    try:
        with write():
            staff.end(viewer, held.post, held.unit)
    except Refused as refusal:
        return _people(viewer, held.unit, Appoint(formdata=None), words_for(refusal), refusal.status)
    flash(_("岗位已结束，对方的登录已失效。"), "good")
    return redirect(url_for("office.people", unit_id=held.unit.id), 303)


@blueprint.post("/posts/<int:post_id>/slip")
@guard.needs("account.reset", wards.a_post_to_reset)
def staff_slip(viewer: Viewer, held: wards.HeldPost):  # type: ignore[no-untyped-def]
    """A new slip for a member of staff who lost the password; the old one stops working."""
    user = staff.user_of(held.post)
    with write():
        found = slips.issue(viewer.user_id, [user], current_app.config["SLIP_DAYS"], reset=True)
        audit.record(user.school_id, viewer.user_id, "slips.issue", f"user:{user.id}", reset=True)
        login = accounts.login_of(user)
    return _slip(held.unit, user, found[0][1], login)
