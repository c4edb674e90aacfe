"""After a slip: choosing what to sign in with from now on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....accounts import password_rules, people, pictures
from ....accounts.models import User
from ....org import public_lookup
from ....org.access import Viewer
from ....shared import clock
from ....shared.refusals import Refused
from ...guard import before_choosing, signed_in
from ...navigation import home_of
from ..blueprint import blueprint
from ..join import shuffled
from . import sign_in_flow
from .views import PICTURE_GRADES

YOUNG_GRADES = range(3, 7)
_MADE_UP = re.compile(r"t\d{6,}")  # given by roster imports of older versions


@blueprint.get("/choose")
@signed_in
@before_choosing
def choose(viewer: Viewer) -> ResponseReturnValue:
    """Choose a password, or in grades 1 and 2 three pictures; only straight after a slip."""
    return _page(viewer) if viewer.must_choose else redirect(url_for(home_of(viewer)))


def _page(viewer: Viewer, refusal: Refused | None = None) -> ResponseReturnValue:
    whose = whose_of(viewer)
    login = people.login_of(_user(viewer)) if viewer.kind != "pupil" else None
    page = render_template(
        "account/choose.html",
        whose=whose,
        least=password_rules.SHORTEST.get(whose),
        refusal=refusal,
        pad=shuffled(),
        login=login,
        free=_free_names(viewer) if viewer.kind != "pupil" and (not login or _MADE_UP.fullmatch(login)) else [],
        typed=request.form,
    )
    return page, refusal.status if refusal else 200


def _free_names(viewer: Viewer) -> list[str]:
    """Account names nobody has, from the person's own name as it is written: how it is spoken a machine does not know (曾, 单, 查)."""
    name = re.sub(r"\s", "", viewer.name).removesuffix("的家长")
    place = next((re.sub(r"\D", "", held.name) for held in viewer.holdings if held.kind == "class"), "")
    return (
        people.free_of([name, *([name + place] if place else []), *(f"{name}{n}" for n in range(2, 9))])[:3]
        if name
        else []
    )


def whose_of(viewer: Viewer) -> str:
    """Which rule on secrets applies: pictures, young (grades 3–6), pupil, guardian or staff."""
    if viewer.kind != "pupil":
        return viewer.kind
    year = clock.school_year_of(clock.today())
    grade = public_lookup.grade_of_class(viewer.school_id, viewer.class_id or 0, year) or 0
    if grade in PICTURE_GRADES:
        return "pictures"
    return "young" if grade in YOUNG_GRADES else "pupil"


def _user(viewer: Viewer) -> User:
    return people.people_of(viewer.school_id, [viewer.user_id])[0]


@blueprint.post("/choose")
@signed_in
@before_choosing
def do_choose(viewer: Viewer) -> ResponseReturnValue:
    """Keep the secret, open the account, go on with a new session."""
    if not viewer.must_choose:
        return redirect(url_for(home_of(viewer)), 303)
    user, whose = _user(viewer), whose_of(viewer)
    try:
        login = _login(user)
        if whose == "pictures":
            return sign_in_flow.keep_chosen_secret(
                viewer, user, "pictures", pictures.secret_of(request.form.getlist("pictures"))
            )
        return sign_in_flow.keep_chosen_secret(
            viewer, user, "password", new_password(viewer, whose, login or people.login_of(user)), login=login
        )
    except Refused as refusal:
        return _page(viewer, refusal)


def _login(user: User) -> str | None:
    """The account name a guardian or member of staff has typed; None for pupils, and for who keeps the one there is."""
    typed = request.form.get("login", "")
    if user.kind == "pupil" or (not typed.strip() and people.login_of(user)):
        return None
    return typed


def new_password(viewer: Viewer, whose: str, login: str | None) -> str:
    """The new password of the form, typed twice. Refused 'password_repeat', or as password_rules.check_password()."""
    password = request.form.get("password", "")
    password_rules.check_password(password, "young" if whose == "pictures" else whose, _about(viewer, login))
    if request.form.get("repeat", "") != password:
        raise Refused("password_repeat")
    return password


def _about(viewer: Viewer, login: str | None) -> Iterable[str]:
    places = [viewer.class_name, *(held.name for held in viewer.holdings)]
    school = public_lookup.unit_name(viewer.school_id)
    return [viewer.name, viewer.name[1:], viewer.number if len(viewer.number) > 3 else "", login or "", school, *places]
