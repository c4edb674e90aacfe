"""Joining the open lesson on a shared device: code on the board, own number, pictures or password."""

from __future__ import annotations

import random
import secrets

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from ...accounts import guesses, keyed_marks, pictures
from ...accounts.guesses import Guess
from ...org import public_lookup, queries
from ...shared import clock, database
from ...shared.refusals import Refused
from ...teaching.open_sessions import OpenSession, by_join_code, open_session_by_id
from ..guard import public
from ..web.security_log import log_event
from .blueprint import blueprint
from .sign_in import known_devices
from .sign_in.sign_in_flow import Stay
from .sign_in.views import PICTURE_GRADES, pupil_enters

TYPED = "join"  # in the form cookie: the code that came with the address
KEPT = "lesson"  # in the form cookie: which lesson this browser has shown the code of


@blueprint.get("/join")
@public("pupils on a shared device join the open lesson")
def join() -> ResponseReturnValue:
    """Step 1: the code on the board. It is looked at only when sent, so that guesses are counted."""
    if "code" in request.args:  # from the QR code on the screen: the code is put aside and does not stay in the history
        session[TYPED] = request.args["code"][:20]
        return redirect(url_for("account.join"), 303)
    return render_template("account/join.html", step=1, refusal=None, typed=session.get(TYPED, ""))


@blueprint.post("/join")
@public("pupils on a shared device join the open lesson")
def do_join() -> ResponseReturnValue:
    """Look at the code; many wrong ones from one address are slowed, as wrong passwords are."""
    typed = request.form.get("code", "")[:20]
    try:
        lesson = _lesson(typed)
    except Refused as refusal:
        return render_template("account/join.html", step=1, refusal=refusal, typed=typed), refusal.status
    session.pop(TYPED, None)
    session[KEPT] = [lesson.school_id, lesson.session_id]
    return redirect(url_for("account.join_me"), 303)


def _lesson(typed: str) -> OpenSession:
    try:
        guess = guesses.guess_from(keyed_marks.keyed_mark("join", typed.strip()), known_devices.address_mark(), False)
    except Refused as limit:
        log_event(f"limit.{limit.code}")
        raise
    lesson = by_join_code(typed)
    with database.write():
        if lesson is None:
            guesses.wrong(guess)
        else:  # each pupil who joins counts, else a class with typos would look like an attack
            guesses.right(Guess(keyed_marks.keyed_mark("joined", secrets.token_hex(8)), guess.address, "other"))
    if lesson is None:
        log_event("join.wrong")
        raise Refused("join_unknown")
    return lesson


@blueprint.get("/join/me")
@public("pupils on a shared device join the open lesson whose code they have shown")
def join_me() -> ResponseReturnValue:
    """Step 2: the own number. Step 3: pictures or password. Numbers are shown, never names."""
    lesson = _joined()
    return _page(lesson, request.args.get("number", "").strip()[:20]) if lesson else redirect(url_for("account.join"))


def _joined() -> OpenSession | None:
    kept = session.get(KEPT)
    return open_session_by_id(*kept) if kept else None


def _page(lesson: OpenSession, number: str, refusal: Refused | None = None) -> ResponseReturnValue:
    asked: dict[str, object] = {"lesson": lesson, "refusal": refusal, "step": 3 if number else 2, "number": number}
    if number:
        asked |= {"with_pictures": _pictures(lesson), "pad": shuffled()}
    else:
        roll = queries.roll_on(lesson.school_id, lesson.class_id, clock.today())
        asked["numbers"] = [pupil.number for pupil in roll if pupil.number]
    return render_template("account/join.html", **asked), refusal.status if refusal else 200


def _pictures(lesson: OpenSession) -> bool:
    """Whether the pictures are shown: in grades 1 and 2, and to whoever asks for them."""
    asked = request.values.get("with")
    if asked in ("pictures", "password"):
        return asked == "pictures"
    return (
        public_lookup.grade_of_class(lesson.school_id, lesson.class_id, clock.school_year_of(clock.today()))
        in PICTURE_GRADES
    )


def shuffled() -> list[str]:
    """The twelve pictures in another order on each page, so that places give nothing away."""
    return random.sample(pictures.PICTURES, len(pictures.PICTURES))


@blueprint.post("/join/me")
@public("pupils on a shared device join the open lesson whose code they have shown")
def enter_lesson() -> ResponseReturnValue:
    """Sign in for this lesson only: the device forgets the pupil when it ends."""
    lesson = _joined()
    if lesson is None:
        return redirect(url_for("account.join"), 303)
    number = request.form.get("number", "").strip()[:20]
    try:
        kind, secret = _secret()
        return pupil_enters(
            lesson.school_id,
            lesson.class_id,
            number,
            kind,
            secret,
            Stay("shared", lesson.session_id),
            _first_page(lesson),
        )
    except Refused as refusal:
        return _page(lesson, number, refusal)


def _first_page(lesson: OpenSession) -> str | None:
    """Where the class answers together, the room; else the pupil's own first page."""
    return url_for("student.room") if lesson.quiz_mode == "paced" else None


def _secret() -> tuple[str, str]:
    """Kind and secret as posted. Only here do pictures open anything: the own class is being taught right now."""
    if request.form.get("with") == "pictures":
        return "pictures", pictures.secret_of(request.form.getlist("pictures"))
    return "password", request.form.get("password", "")[:200]
