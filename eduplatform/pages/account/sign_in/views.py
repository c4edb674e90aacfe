"""The sign-in page: pupils by school, class and name or number; staff and guardians by account name; slips by their code."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from ....accounts import people
from ....org import public_lookup
from ....shared import clock
from ....shared.refusals import Refused
from ....teaching.open_sessions import open_session_of
from ...current_viewer import the_viewer
from ...guard import public
from ..blueprint import blueprint
from . import last_school, sign_in_flow
from .safe_redirects import after_sign_in
from .sign_in_flow import Stay

TABS = ("pupil", "staff", "slip")
STAFF_PATHS = ("/teacher", "/office", "/studio", "/guardian")
PICTURE_GRADES = (1, 2)


@blueprint.get("/sign-in")
@public("people who are not signed in sign in here")
def sign_in() -> ResponseReturnValue:
    """The form that fits the reader: tabs pupil, staff and guardian, slip code."""
    viewer = the_viewer()
    if viewer is not None and not viewer.must_choose:
        return redirect(after_sign_in(viewer, request.args.get("next")))
    tab = request.args.get("tab", "")
    return _page(tab if tab in TABS else _likely_tab(request.args.get("next", "")))


def _likely_tab(wanted: str) -> str:
    """The door of the desk that was asked for: who comes from /teacher is no pupil."""
    return "staff" if wanted.startswith(STAFF_PATHS) else "pupil"


def _page(tab: str, refusal: Refused | None = None) -> ResponseReturnValue:
    asked: dict[str, Any] = {
        "tab": tab,
        "refusal": refusal,
        "next": request.values.get("next", ""),
        "typed": request.form,
    }
    if tab == "pupil":
        asked |= _pupil_form()
    page = render_template("account/sign_in.html", **asked)
    headers = {"Retry-After": str(refusal.values["wait"])} if refusal and "wait" in refusal.values else {}
    return page, refusal.status if refusal else 200, headers


def _pupil_form() -> dict[str, object]:
    query = request.args.get("q", "").strip()
    school = None if query else last_school.school_asked()
    if school is None:
        return {"school": None, "q": query, "found": public_lookup.schools(query), "class_": None}
    classes = last_school.classes_on_offer(school)
    chosen = next((one for one in classes if one.class_id == last_school.last_class()), None)
    only_in_class = chosen is not None and chosen.grade in PICTURE_GRADES and request.values.get("with") != "password"
    return {"school": school, "classes": classes, "class_": chosen, "only_in_class": only_in_class}


@blueprint.post("/sign-in")
@public("people who are not signed in sign in here")
def do_sign_in() -> ResponseReturnValue:
    """Look at the secret and open the session; a wrong one leaves what was typed in the form."""
    tab = request.form.get("tab", "")
    try:
        if tab == "pupil":
            return _pupil()
        if tab == "staff":
            return _staff()
        return redirect(url_for("account.slip", code=request.form.get("code", "").strip() or "-"), 303)
    except Refused as refusal:
        return _page(tab, refusal)


def _pupil() -> ResponseReturnValue:
    school, class_id, typed = last_school.school_asked(), last_school.last_class(), request.form.get("who", "")[:60]
    if school is None:
        raise Refused("sign_in_wrong")
    lesson = open_session_of(class_id, school.id)
    stay = Stay("own") if request.form.get("own") else Stay("shared", lesson.session_id if lesson else None)
    secret = request.form.get("password", "")[:200]
    response = pupil_enters(school.id, class_id, typed, "password", secret, stay, request.form.get("next"))
    last_school.remember_class(response, school.code, class_id)
    return response


def pupil_enters(
    school_id: int, class_id: int, typed: str, kind: str, secret: str, stay: Stay, wanted: str | None
) -> Response:
    """Sign in the one pupil of a class with that name or number. As many statements for a name nobody has."""
    pupil_id = public_lookup.pupil_called(school_id, class_id, typed, clock.today())
    account = people.by_user(school_id, pupil_id)
    return sign_in_flow.by_secret(
        account, f"{school_id}/{class_id}/{typed.strip().lower()}", kind, secret, stay, wanted
    )


def _staff() -> ResponseReturnValue:
    login = request.form.get("login", "")[:80]
    account = people.by_login(login)
    stay = Stay("own") if request.form.get("own") else Stay()
    secret = request.form.get("password", "")[:200]
    try:
        return sign_in_flow.by_secret(
            account, people.tidy_login(login), "password", secret, stay, request.form.get("next")
        )
    except Refused as refusal:  # the words for pupils speak of classes and numbers
        if refusal.code != "sign_in_wrong":
            raise
        raise Refused("sign_in_wrong_staff") from None
