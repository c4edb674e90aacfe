"""Making a missed lesson up on a school device: outside of signing in, opened by a code the teacher made. No name is shown."""

from __future__ import annotations

from typing import Any

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from ...curriculum.grading import grade
from ...learning import makeup as verbs
from ...learning.makeup import Work
from ...learning.models import Makeup
from ...org import queries as org
from ...shared.database import write
from ...shared.refusals import Conflict, Refused
from ...teaching import card_questions, sessions
from .. import guard
from ..messages import message_for
from ..parsing import whole_number
from ..web.ruby import set_pinyin
from .blueprint import blueprint
from .choice_names import Veil

COOKIE = "makeup"
PATH = "/student/make-up"
NO_PAGE = 999


@blueprint.get("/make-up/<string:ticket>")
@guard.public("a pupil who was away makes the lesson up on a school device, with the code the teacher made")
def makeup_start(ticket: str) -> ResponseReturnValue:
    """What the code opens: class and number, no name. Looking spends nothing."""
    try:
        row = verbs.makeup_of_code(ticket)
    except Conflict as refusal:
        return _nothing(refusal)
    return _page("student/makeup_start.html", row, verbs.work_of(row), ticket=ticket)


@blueprint.post("/make-up/<string:ticket>")
@guard.public("a pupil who was away makes the lesson up on a school device, with the code the teacher made")
def makeup_begin(ticket: str) -> ResponseReturnValue:
    """Spend the code: this device goes on with the lesson for an hour."""
    try:
        with write():
            secret = verbs.take_makeup_code(ticket)
    except Conflict as refusal:
        return _nothing(refusal)
    return remember_makeup(redirect(url_for("student.makeup"), 303), secret)


def remember_makeup(response: Response, secret: str) -> Response:
    """What the device keeps until the browser ends. SameSite is Strict: no other site can answer."""
    response.set_cookie(
        COOKIE,
        secret,
        httponly=True,
        samesite="Strict",
        path=PATH,
        secure=current_app.config["COOKIE_SECURE"] or request.is_secure,
    )
    return response


@blueprint.get("/make-up")
@guard.public("the device holds what it was given for the code")
def makeup() -> ResponseReturnValue:
    """One page of the lesson made up: a slide, a question, the reason, the end."""
    row = verbs.makeup_of_secret(request.cookies.get(COOKIE, ""))
    if row is None:
        return _nothing(None)
    work = verbs.work_of(row)
    return _shown(row, work, _place(request.args.get("step"), work))


def _place(text: str | None, work: Work) -> int:
    """The page asked for, as far as it is open; without one where the pupil stopped."""
    place = whole_number(text, 3)
    if place is None:
        return work.reached if work.given else 0
    return min(place, work.reached)


def _shown(row: Makeup, work: Work, place: int, words: str = "", status: int = 200) -> ResponseReturnValue:
    shown = work.pages[place]
    more: dict[str, object] = {}
    if shown.kind == "ask":
        asked = work.asked[shown.number]
        given = work.options(shown.number)
        more = {
            "asked": asked,
            "veil": Veil("make-up", row.id),
            "left": verbs.options_left_on_page(work, shown),
            "of": card_questions.parts_of(asked.question),
            "chosen": given[shown.part] if shown.part < len(given) else None,
        }
    if shown.kind == "why":
        asked = work.asked[shown.number]
        right = card_questions.right_options(asked.question)
        more = {
            "asked": asked,
            "of": len(right),
            "right": right,
            "own": work.options(shown.number),
            "why": grade(asked.question, None).why,
        }
    return _page("student/makeup.html", row, work, place, status, shown=shown, words=words, **more)


def _page(
    template: str, row: Makeup, work: Work, place: int = 0, status: int = 200, **more: Any
) -> ResponseReturnValue:
    here = next((one for one in sessions.roll_of(work.session) if one.pupil_id == row.pupil_id), None)
    unit = org.unit_by_id(work.session.class_id)
    year = org.class_year(unit, work.session.year) if unit else None
    set_pinyin(bool(year and year.grade <= 2))
    return make_response(
        render_template(
            template,
            row=row,
            work=work,
            place=place,
            day=sessions.day_of(work.session),
            number=here.number if here else "",
            class_name=unit.name if unit else "",
            young=bool(year and year.grade <= 2),
            last=len(work.pages) - 1,
            **more,
        ),
        status,
    )


@blueprint.post("/make-up")
@guard.public("the device holds what it was given for the code")
def makeup_answer() -> ResponseReturnValue:
    """Keep one answer, or that everything was read; the first answer stands, so that a retry changes nothing."""
    row = verbs.makeup_of_secret(request.cookies.get(COOKIE, ""))
    if row is None:
        return _nothing(None)
    place = whole_number(request.form.get("step"), 3)
    try:
        with write():
            if "option" in request.form:
                verbs.answer_page(
                    row, NO_PAGE if place is None else place, _option(row, place, request.form["option"][:20])
                )
            else:
                verbs.finish_makeup(row)
    except Refused as refusal:
        work = verbs.work_of(row)
        return _shown(row, work, work.reached, message_for(refusal), 422)
    return redirect(url_for("student.makeup", step=(place or 0) + 1), 303)


def _option(row: Makeup, place: int | None, text: str) -> str:
    """The choice of the page that was asked."""
    work = verbs.work_of(row)
    shown = work.pages[place] if place is not None and place < len(work.pages) else None
    names = [choice.id for choice in work.asked[shown.number].choices] if shown and shown.kind == "ask" else []
    return Veil("make-up", row.id).real(text, names)


def _nothing(refusal: Refused | None) -> ResponseReturnValue:
    """A code that was used or is too old, or a device that holds nothing: what to do now."""
    page = render_template("student/makeup_nothing.html", words=message_for(refusal) if refusal else "")
    return make_response(page, refusal.status if refusal else 200)
