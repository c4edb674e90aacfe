"""The own account: who I am here, my devices, my password, what is kept about me."""

from __future__ import annotations

import json

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...accounts import guesses, passwords, people, sessions
from ...org import post_notices, post_proposals, public_lookup
from ...org.access import Viewer
from ...shared import clock, database, own_data, privacy
from ...shared.refusals import Refused, there
from ..guard import signed_in
from ..labels.roles import role_labels
from ..navigation import home_of
from ..parsing import whole_number
from ..web.locale import gettext as _
from ..web.security_log import log_event
from .blueprint import blueprint
from .sign_in import known_devices, sign_in_flow
from .sign_in.choose_secret import new_password, whose_of


@blueprint.get("/me")
@signed_in
def me(viewer: Viewer) -> ResponseReturnValue:
    """My account: name and posts, language, password, devices, and what is kept about me."""
    return _page(viewer)


def _page(viewer: Viewer, refusal: Refused | None = None) -> ResponseReturnValue:
    account = there(people.by_user(viewer.school_id, viewer.user_id))
    page = render_template(
        "account/me.html",
        refusal=refusal,
        account=account,
        login=people.login_of(account.user) if viewer.kind != "pupil" else None,
        devices=sessions.live_of(viewer.school_id, viewer.user_id, clock.now()),
        keeper=public_lookup.unit_name(viewer.school_id),
        groups=_kept(viewer),
        roles=role_labels(),
        told=post_notices.notes(viewer) if viewer.kind == "staff" else [],
        proposals=_to_answer(viewer),
    )
    return page, refusal.status if refusal else 200


def _kept(viewer: Viewer) -> list[tuple[str, str]]:
    """What is kept about this kind of person: (purpose, how long) of each table that points at them."""
    hidden = {"pupil": ("login_name", "post", "guardianship"), "guardian": ("post", "enrolment")}.get(
        viewer.kind, ("enrolment", "guardianship")
    )
    shown = ("who", "door", "class", "learn") if viewer.kind == "pupil" else ("who", "door", "class", "record")
    return [
        (kept.why, kept.until)
        for name, kept in privacy.TABLES.items()
        if kept.export and kept.group in shown and name not in hidden
    ]


def _to_answer(viewer: Viewer) -> list[post_proposals.Proposed]:
    """Proposals for the own school that wait for the viewer's word."""
    return (
        [one for one in post_proposals.proposals_of(viewer, viewer.school_id, open_only=True) if one.may_answer]
        if viewer.kind == "staff"
        else []
    )


@blueprint.post("/me/posts/<int:post_id>/seen")
@signed_in
def put_away(viewer: Viewer, post_id: int) -> ResponseReturnValue:
    """The note about a post that ended is read and put away."""
    with database.write():
        post_notices.put_note_away(viewer, post_id)
    return redirect(url_for(home_of(viewer)), 303)


@blueprint.post("/me/password")
@signed_in
def change_password(viewer: Viewer) -> ResponseReturnValue:
    """Another password, after the present one; every other device is signed out and this one gets a new session."""
    try:
        account = _proven(viewer)
        secret = new_password(viewer, whose_of(viewer), people.login_of(account.user))
        response = sign_in_flow.keep_chosen_secret(viewer, account.user, "password", secret, url_for("account.me"))
    except Refused as refusal:
        return _page(viewer, refusal)
    flash(_("密码已经改好，别的设备都已退出。"), "good")
    return response


def _proven(viewer: Viewer) -> people.Account:
    """The account, after the present password was right; wrong ones count as at the door."""
    account = people.by_user(viewer.school_id, viewer.user_id)
    if account is None or account.kind != "password":
        raise Refused("password_old_wrong")
    guess = guesses.guess_from(account.mark, known_devices.address_mark(), True)
    with database.write():
        guesses.spend(guess)
    if not passwords.matches(account.hash, request.form.get("present", "")[:200]):
        log_event("sign_in.wrong", lane=guess.lane, user=viewer.user_id, school=viewer.school_id)
        raise Refused("password_old_wrong")
    with database.write():
        guesses.right(guess)
    return account


@blueprint.post("/me/devices/end")
@signed_in
def end_devices(viewer: Viewer) -> ResponseReturnValue:
    """Sign out one device (`row`), or all but this one."""
    row = whole_number(request.form.get("row"))
    with database.write():
        if row is not None:
            sessions.end_one(viewer.school_id, viewer.user_id, row)
        else:
            sessions.end_all(viewer.school_id, viewer.user_id, but=viewer.session_row)
    flash(_("已经退出。"), "good")
    return redirect(url_for("account.me"), 303)


@blueprint.get("/me/data.json")
@signed_in
def my_data(viewer: Viewer) -> ResponseReturnValue:
    """Everything kept about me, as a file to take away."""
    said = {"as_of": clock.now().isoformat(), "data": own_data.own_data_of(viewer.school_id, viewer.user_id)}
    text = json.dumps(said, ensure_ascii=False, indent=1)
    return Response(
        text, mimetype="application/json", headers={"Content-Disposition": 'attachment; filename="my-data.json"'}
    )
