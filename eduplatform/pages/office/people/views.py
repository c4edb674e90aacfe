"""Staff and their posts; units below. Accounts are opened with a printed slip, never with a given password."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField
from wtforms.validators import Length

from ....accounts.models import User
from ....org import appointment_rules, post_notices, post_proposals, staff
from ....org import queries as org
from ....org.access import Viewer
from ....org.models import Unit
from ....org.staff import Wanted
from ....shared.database import write
from ....shared.refusals import Refused
from ... import guard, navigation
from ...form_fields import PageForm, choices
from ...labels.roles import role_labels
from ...messages import message_for
from ...parsing import whole_number
from ...urls.pagination import page_asked
from ...web.locale import gettext as _
from ...web.locale import lazy_gettext as _l
from .. import loaders
from ..blueprint import blueprint
from . import staff_slips

PAGE = 50
NEW = "new"


class Appoint(PageForm):
    role = SelectField(_l("岗位"))
    who = SelectField(_l("谁"), default=NEW, validate_choice=False)
    name = StringField(_l("新来的人的姓名"), validators=[Length(max=60)])
    login = StringField(_l("账号名"), validators=[Length(max=60)])


@blueprint.get("/people")
@blueprint.get("/units/<int:unit_id>/people")
@guard.needs("people.manage", loaders.managed)
@navigation.entry("office", 60, lambda: _("人员与单位"), "people")
def people(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """Who holds which post at a unit and directly below; the units below. A class is shown with its school, its form open."""
    return _people(viewer, unit, Appoint(formdata=None))


def _people(
    viewer: Viewer, at: Unit, form: Appoint, words: str = "", status: int = 200, same: list[User] | None = None
) -> ResponseReturnValue:
    """`at` is where somebody is appointed: for a class its row in the school's list."""
    names, line = (
        role_labels(),
        org.ancestors(at) if at.kind == "class" or at.path not in viewer.paths("people.manage") else [at],
    )
    unit = line[-2] if at.kind == "class" else at
    form.role.choices = choices([(role, names[role]) for role in _roles(viewer, at)])
    page, query = page_asked(), request.args.get("q", "").strip()
    rows, total = staff.held_at(unit, page, PAGE, query)
    parts = _of_school(viewer, unit) if unit.kind == "school" else _of_bureau(unit)
    opened = at is not unit or "appoint" in request.args or request.method == "POST"
    asked = opened or any(one.row.state == "open" for one in parts["proposals"])
    proposing = appointment_rules.must_propose(viewer, unit)
    staff_here = staff.staff_of_keeper(unit.keeper_id) if asked else []
    form.who.choices = choices(
        [(NEW, _("新来的人")), *((str(user.id), user.name) for user in staff_here if user.id != viewer.user_id)]
    )
    return render_template(
        "office/people.html",
        unit=unit,
        at=at,
        line=[each for each in line if each.kind != "class" and viewer.may("people.manage", each.path)],
        rows=rows,
        total=total,
        page=page,
        pages=-(-total // PAGE) or 1,
        form=form,
        words=words,
        names=names,
        query=query,
        same=same or [],
        opened=opened,
        rights={} if proposing else appointment_rules.slip_rights(viewer, {held.user.id for held in rows}),
        proposing=proposing,
        may_units=viewer.may("unit.manage", unit.path) and unit.kind in ("province", "city", "district"),
        may_name=viewer.may("unit.manage", unit.path),
        may_roll=unit.kind == "school" and viewer.may("rollover.run", unit.path),
        **parts,
    ), status


def _of_school(viewer: Viewer, unit: Unit) -> dict[str, Any]:
    changes = [(one, not one.given and staff.can_restore(viewer, one.post)) for one in post_notices.changes(unit)]
    return {
        "below": [],
        "bare": set(),
        "classes": staff.classes_of(unit),
        "proposals": post_proposals.proposals_of(viewer, unit.id),
        "changes": changes,
    }


def _of_bureau(unit: Unit) -> dict[str, Any]:
    """Units below, and which schools among them have nobody yet who manages their people."""
    below = org.children(unit)
    schools = {each.id for each in below if each.kind == "school"}
    return {
        "below": below,
        "bare": schools - set(appointment_rules.opened_in(schools, appointment_rules.MANAGERS)) if schools else schools,
        "classes": [],
        "proposals": [],
        "changes": [],
    }


def _roles(viewer: Viewer, unit: Unit) -> list[str]:
    """Usual ones first: a class needs its homeroom teacher, a school its safety officer."""
    first = ("homeroom_teacher", "safety_officer", "district_officer", "city_officer")
    return sorted(appointment_rules.roles_at(viewer, unit), key=lambda role: role not in first)


@blueprint.post("/units/<int:unit_id>/people")
@guard.needs("people.manage", loaders.managed)
@navigation.below("office.people")
def appoint(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """Give a post; a new account gets a sign-in slip to print. From outside a school that has staff it is only proposed."""
    form = Appoint()
    form.role.choices = choices([(role, role) for role in _roles(viewer, unit)])
    if not form.validate():
        return _people(viewer, unit, form, status=422)
    wanted = Wanted(
        (form.name.data or "").strip(),
        (form.login.data or "").strip(),
        _who(form.who.data),
        bool(request.form.get("another")),
    )
    try:
        with write():
            given = staff.appoint_or_propose(viewer, unit, form.role.data, wanted)
            issued = staff_slips.issue_staff_slips(viewer, [given.user]) if given.made and given.user else []
    except Refused as refusal:
        same = staff.same_name(unit.keeper_id, wanted.name) if refusal.code == "staff_same_name" else []
        return _people(viewer, unit, form, message_for(refusal), refusal.status, same)
    back = url_for("office.people", unit_id=unit.keeper_id)
    if given.proposal:
        flash(_("已提名。学校里的人确认后才生效，登录条由学校打印。"), "good")
    elif issued:
        return staff_slips.slip_sheet_page(issued, back, {given.user.id: unit.name} if given.user else {})
    else:
        flash(_("已任命。"), "good")
    return redirect(back, 303)


def _who(chosen: str | None) -> int:
    return 0 if chosen in (None, "", NEW) else whole_number(chosen) or -1


@blueprint.post("/proposals/<int:proposal_id>")
@guard.needs("signed-in", post_proposals.found)
def answer_proposal(viewer: Viewer, proposed: post_proposals.Proposed) -> ResponseReturnValue:
    """The school accepts or refuses a proposal from outside, or who made it takes it back."""
    said = request.form.get("answer")
    back = (
        url_for("office.people", unit_id=proposed.row.school_id)
        if viewer.may("people.manage", proposed.unit.path)
        else url_for("account.me")
    )
    issued = []
    with write():
        if said == "accept":
            chosen = _who(request.form.get("who"))
            given = staff.accept(viewer, proposed, Wanted(user_id=chosen, another=request.form.get("who") == NEW))
            issued = staff_slips.issue_staff_slips(viewer, [given.user]) if given.made and given.user else []
        else:
            post_proposals.settle_proposal(viewer, proposed, "withdrawn" if said == "withdraw" else "refused")
    if issued:
        return staff_slips.slip_sheet_page(issued, back, {user.id: proposed.unit.name for user, _code in issued})
    flash(_("已确认，岗位已生效。") if said == "accept" else _("已办好。"), "good")
    return redirect(back, 303)


@blueprint.get("/posts/<int:post_id>/end")
@guard.needs("people.manage", loaders.a_post_of_another)
@navigation.below("office.people")
def ending_post(viewer: Viewer, held: loaders.HeldPost) -> ResponseReturnValue:
    """Asks before a post is ended, and says what that will do."""
    return render_template("office/end_post.html", held=held, user=staff.user_of(held.post), names=role_labels())


@blueprint.post("/posts/<int:post_id>/end")
@guard.needs("people.manage", loaders.a_post)
@navigation.below("office.people")
def end_post(viewer: Viewer, held: loaders.HeldPost) -> ResponseReturnValue:
    """End a post today."""
    try:
        with write():
            staff.end_post_today(viewer, held.post, held.unit)
    except Refused as refusal:
        return _people(viewer, held.unit, Appoint(formdata=None), message_for(refusal), refusal.status)
    flash(_("岗位已结束，对方的登录已失效。今天之内可以在“最近的变动”里撤销。"), "good")
    return redirect(_back(held.unit), 303)


@blueprint.post("/posts/<int:post_id>/restore")
@guard.needs("people.manage", loaders.a_post)
@navigation.below("office.people")
def restore_post(viewer: Viewer, held: loaders.HeldPost) -> ResponseReturnValue:
    """Take the end of a post back, the same day."""
    try:
        with write():
            staff.restore_ended_post(viewer, held.post, held.unit)
    except Refused as refusal:
        return _people(viewer, held.unit, Appoint(formdata=None), message_for(refusal), refusal.status)
    flash(_("已恢复岗位。对方重新登录就能用。"), "good")
    return redirect(_back(held.unit), 303)


def _back(unit: Unit) -> str:
    return url_for("office.people", unit_id=unit.keeper_id)
