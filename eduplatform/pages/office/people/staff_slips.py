"""Slips of staff: one, or all that are not opened yet, on A4 with cut lines. The codes exist only between being issued and printed."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....accounts import people as accounts
from ....accounts import slips
from ....accounts.models import User
from ....org import staff
from ....org import staff_slips as waiting
from ....org.access import Viewer
from ....org.models import Unit
from ....shared import audit
from ....shared.database import write
from ....teaching import remotes
from ... import guard, navigation
from ...account.slips import printed
from ...labels.roles import role_labels
from ...parsing import whole_number
from ...web.locale import gettext as _
from .. import first_steps, loaders
from ..blueprint import blueprint

Issued = list[tuple[User, str]]


def issue_staff_slips(viewer: Viewer, users: list[User], reset: bool = False) -> Issued:
    """A code for each of some members of staff of one school or bureau, in the running transaction."""
    if not users:
        return []
    made = slips.issue_codes(viewer.user_id, users, current_app.config["SLIP_DAYS"], reset=reset)
    if reset:
        remotes.let_go_of(users[0].school_id, [user.id for user in users])
    subject = f"user:{users[0].id}" if len(users) == 1 else f"unit:{users[0].school_id}"
    audit.record(
        users[0].school_id,
        viewer.user_id,
        "slips.issue",
        subject,
        reset=reset,
        **({"slips": len(users)} if len(users) > 1 else {}),
    )
    return made


def slip_sheet_page(
    issued: Issued, back: str, places: dict[int, str], logins: dict[int, str] | None = None
) -> ResponseReturnValue:
    """The sheet, shown once. Asks the database nothing, or an error would lose the codes."""
    days = current_app.config["SLIP_DAYS"]
    made = printed.printed(issued, "", {}, days)
    rows = [
        (slip, places.get(user.id, ""), (logins or {}).get(user.id, ""))
        for slip, (user, _code) in zip(made, issued, strict=True)
    ]
    return render_template("office/staff_slips_sheet.html", rows=rows, back_to=back, site=printed.site(), days=days)


@blueprint.get("/posts/<int:post_id>/slip")
@guard.needs("people.manage", loaders.a_post_to_reset)
@navigation.below("office.people")
def new_slip(viewer: Viewer, held: loaders.HeldPost) -> ResponseReturnValue:
    """Asks before a new slip is made, and says that the password in use ends."""
    return render_template("office/new_slip.html", held=held, user=staff.user_of(held.post), names=role_labels())


@blueprint.post("/posts/<int:post_id>/slip")
@guard.needs("people.manage", loaders.a_post_to_reset)
@navigation.below("office.people")
def staff_slip(viewer: Viewer, held: loaders.HeldPost) -> ResponseReturnValue:
    """A new slip for a member of staff who lost the password or the slip; the old ones stop working."""
    user = staff.user_of(held.post)
    login = accounts.login_of(user)
    back = url_for("office.people", unit_id=held.unit.keeper_id)
    with write():
        issued = issue_staff_slips(viewer, [user], reset=True)
    return slip_sheet_page(issued, back, {user.id: held.unit.name}, {user.id: login or ""})


@blueprint.get("/units/<int:unit_id>/slips")
@guard.needs("people.manage", loaders.managed)
@navigation.below("office.people")
def unopened(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """Members of staff who have not opened their account, to tick whose slips to print."""
    return render_template(
        "office/staff_slips.html",
        unit=unit,
        rows=waiting.unopened_staff(viewer, unit),
        names=role_labels(),
        days=current_app.config["SLIP_DAYS"],
        only_here=printed.only_here(),
        site=printed.site(),
    )


@blueprint.post("/units/<int:unit_id>/slips")
@guard.needs("people.manage", loaders.managed)
@navigation.below("office.people")
def print_unopened(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """Print slips of those ticked, as far as they still have not come in."""
    ticked = {whole_number(value) for value in request.form.getlist("user")}
    chosen = [row for row in waiting.unopened_staff(viewer, unit) if row.user.id in ticked]
    if not chosen:
        flash(_("没有要打印的：请先勾选，已经开通的不会再打印。"), "info")
        return redirect(url_for("office.unopened", unit_id=unit.id), 303)
    places = {row.user.id: f"{row.unit} {role_labels().get(row.role, '')}" for row in chosen}
    logins = {row.user.id: row.login or "" for row in chosen}
    codes: dict[int, str] = {}
    with write():
        for keeper in dict.fromkeys(row.user.school_id for row in chosen):
            codes |= {
                user.id: code
                for user, code in issue_staff_slips(
                    viewer, [row.user for row in chosen if row.user.school_id == keeper]
                )
            }
    return slip_sheet_page(
        [(row.user, codes[row.user.id]) for row in chosen],
        first_steps.then_start(unit, url_for("office.people", unit_id=unit.id)),
        places,
        logins,
    )
