"""Signing in with a printed slip. Looking spends nothing: a phone that fetches a link ahead must not use it up."""

from __future__ import annotations

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from ....accounts import slips
from ....accounts.models import User
from ....org.queries import class_of_pupil
from ....shared import clock, database
from ....shared.database import to_ms
from ....shared.refusals import Refused
from ....teaching.open_sessions import open_session_of
from ...guard import public
from ...web.security_log import log_event
from ..blueprint import blueprint
from ..sign_in import sign_in_flow
from ..sign_in.sign_in_flow import Stay

KEPT = "slip"  # in the form cookie: the code this browser has just opened the address of
KEPT_MS = 10 * 60 * 1000  #: so long it waits for the button


@blueprint.get("/s/<string:code>")
@public("whoever holds the slip may open its account once")
def slip(code: str) -> ResponseReturnValue:
    """Puts the code aside and goes to a page without it: what stands in the history of a shared browser opens nothing."""
    session[KEPT] = [code[:80], to_ms(clock.now())]
    return redirect(url_for("account.slip_here"), 303)


@blueprint.get("/s")
@public("whoever has just opened a slip's address confirms here")
def slip_here() -> ResponseReturnValue:
    """Asks to confirm; the slip is spent only by the button."""
    code, at = session.get(KEPT) or ("", 0)
    if not code or to_ms(clock.now()) - at > KEPT_MS:
        return redirect(url_for("account.sign_in", tab="slip"))
    try:
        _slip, user = slips.check_slip(code)
    except Refused as refusal:
        session.pop(KEPT)
        return _refused(refusal, code)
    return render_template("account/slip.html", code=code, person=user, refusal=None)


def _refused(refusal: Refused, code: str) -> ResponseReturnValue:
    return render_template("account/slip.html", code=code, person=None, refusal=refusal), refusal.status


@blueprint.post("/s/<string:code>")
@public("whoever holds the slip may open its account once")
def open_slip(code: str) -> ResponseReturnValue:
    """Spend the slip, open the account, and go on to choosing a password or pictures."""
    own = bool(request.form.get("own"))
    try:
        with database.write():
            user = slips.redeem(code)
            stay = Stay("own") if own else Stay("shared", _lesson_of(user))
            token = sign_in_flow.with_slip(user, stay)
    except Refused as refusal:
        log_event("slip.refused", code=refusal.code)
        return _refused(refusal, code)
    session.pop(KEPT, None)
    log_event("slip.used", user=user.id, school=user.school_id)
    response = redirect(url_for("account.choose"), 303)
    sign_in_flow.set_cookies(response, user, token, Stay(stay.device, stay.class_session_id, must_choose=True))
    return response


def _lesson_of(user: User) -> int | None:
    """The lesson a pupil on a shared device is sitting in, if one is open."""
    if user.kind != "pupil":
        return None
    class_ = class_of_pupil(user.school_id, user.id, clock.today())
    lesson = open_session_of(class_.id, user.school_id) if class_ else None
    return lesson.session_id if lesson else None
