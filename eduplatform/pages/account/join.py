"""Joining the open lesson on a shared device: code on the board, own number, pictures or password."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for

from ...org import doorstep, queries
from ...shared import clock
from ...shared.refusals import Refused
from ...teaching.open_sessions import OpenSession, by_join_code
from ..guard import public
from . import blueprint
from .entering import Stay
from .sign_in import PICTURE_GRADES, pupil_enters, secret_in_form, shuffled


@blueprint.get("/join")
@public("pupils on a shared device join the open lesson")
def join():  # type: ignore[no-untyped-def]
    """Step 1: the code. Step 2: the own number. Step 3: pictures or password. Numbers are shown, never names."""
    typed = request.args.get("code", "").strip()
    if not typed:
        return render_template("account/join.html", step=1, refusal=None)
    lesson = by_join_code(typed)
    if lesson is None:
        return _first(Refused("join_unknown"))
    return _lesson_page(lesson, request.args.get("number", "").strip()[:20])


def _first(refusal: Refused):  # type: ignore[no-untyped-def]
    return render_template("account/join.html", step=1, refusal=refusal, typed=request.values.get("code", "")), refusal.status


def _lesson_page(lesson: OpenSession, number: str, refusal: Refused | None = None):  # type: ignore[no-untyped-def]
    today = clock.today()
    asked: dict[str, object] = {"lesson": lesson, "refusal": refusal, "step": 3 if number else 2, "number": number}
    if number:
        asked |= {"with_pictures": _pictures(lesson), "pad": shuffled()}
    else:
        asked["numbers"] = [pupil.number for pupil in queries.roll(lesson.school_id, lesson.class_id, today) if pupil.number]
    return render_template("account/join.html", **asked), refusal.status if refusal else 200


def _pictures(lesson: OpenSession) -> bool:
    asked = request.values.get("with")
    if asked in ("pictures", "password"):
        return asked == "pictures"
    return doorstep.grade_of(lesson.school_id, lesson.class_id, clock.school_year_of(clock.today())) in PICTURE_GRADES


@blueprint.post("/join")
@public("pupils on a shared device join the open lesson")
def do_join():  # type: ignore[no-untyped-def]
    """Sign in for this lesson only: the device forgets the pupil when it ends."""
    lesson = by_join_code(request.form.get("code", ""))
    if lesson is None:
        return _first(Refused("join_unknown"))
    number = request.form.get("number", "").strip()[:20]
    if not number:
        return redirect(url_for("account.join", code=lesson.join_code), 303)
    try:
        kind, secret = secret_in_form(True)
        stay = Stay("shared", lesson.session_id)
        school = doorstep.school_of(lesson.school_id)
        return pupil_enters(school, lesson.class_id, number, kind, secret, stay, None)
    except Refused as refusal:
        return _lesson_page(lesson, number, refusal)
