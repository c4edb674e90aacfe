"""The phone's page: what stands on the screen now, with notes, the right answer and who has answered."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from flask import current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...learning import class_answers
from ...shared import audit, database
from ...shared.refusals import NotFound, Refused
from ...teaching import card_questions, session_run, sessions, votes
from ...teaching.models import ClassSession
from ...teaching.run_steps import ASKED, PUT
from ...teaching.session_run import Run, run_of
from .. import errors
from ..parsing import whole_number
from . import loaders, question_view, screen
from .blueprint import blueprint
from .phones import MOST_QUESTIONS


@blueprint.get("/")
@loaders.for_joined_phone
def now(phone: loaders.Phone) -> str:
    """The step on the screen for the teacher's eyes: notes, question, readings, turning."""
    run = run_of(phone.session)
    return render_template(
        "classroom/remote_control.html",
        phone=phone,
        run=run,
        step=run.now,
        seconds=sessions.taught_seconds(run.session),
        key=secrets.token_hex(12),
        camera="room.camera" in current_app.view_functions,
        **question_shown(phone, run),
    )


def question_shown(phone: loaders.Phone, run: Run) -> dict[str, Any]:
    """What the page shows of the question now; empty at other steps."""
    step = run.now
    if step.kind not in PUT:
        return {}
    asked, vote = run.asked[step.number], run.votes.get(step.number)
    part = step.part if step.kind in ASKED else min(number_of("part"), card_questions.parts_of(asked.question) - 1)
    seats = class_answers.seats_of(run.session, vote, part, asked)
    audit.looked(run.session.school_id, phone.remote.teacher_id, f"class:{run.session.class_id}", len(seats))
    away = sessions.absent_ids(run.session)
    chosen = number_of("pupil")
    found: dict[str, Any] = {
        "asked": asked,
        "part": part,
        "parts": card_questions.parts_of(asked.question),
        "seats": seats,
        "away": away,
        "right": card_questions.right_option(asked.question, part),
        "picked": next((one for one in seats if one.pupil.pupil_id == chosen), None),
        "answered": sum(1 for one in seats if one.letter and not one.rival),
        "present": len(seats) - len(away),
        "closed": bool(vote and vote.closed_at),
    } | question_view.heading(run, step.number)
    return found | ({"fill": question_view.revealed(run, run.place)} if step.kind == "shown" else {})


def number_of(name: str, default: int = 0) -> int:
    """A small number out of the address or the form."""
    number = whole_number(request.values.get(name))
    return default if number is None else number


@blueprint.get("/seats")
@loaders.for_joined_phone
def seats(phone: loaders.Phone) -> ResponseReturnValue:
    """Who has answered the question now, and how, as a piece of page."""
    run = run_of(phone.session)
    found = question_shown(phone, run)
    if not found:
        return "", 204
    return render_template("classroom/seats.html", run=run, step=run.now, **found)


@blueprint.get("/state")
@loaders.for_joined_phone
def state(phone: loaders.Phone) -> ResponseReturnValue:
    """Where the lesson stands and how many answers have come. Numbers only."""
    return jsonify(phone_state(phone.session))


def phone_state(session: ClassSession) -> dict[str, Any]:
    run = run_of(session)
    return screen.screen_state(session) | {"kind": run.now.kind} | screen.room_state(run)


def phone_answer(session: ClassSession) -> ResponseReturnValue:
    """JSON for scripts; else the page again."""
    return jsonify(phone_state(session)) if errors.wants_json() else redirect(url_for(".now"), 303)


@blueprint.post("/turn")
@loaders.for_joined_phone
def turn(phone: loaders.Phone) -> ResponseReturnValue:
    """Turn the screen to another step; two hands at once turn one step, not two."""
    place, was = number_of("place", -1), number_of("was", -1)
    if place < 0 or was < 0:
        raise Refused("odd_choice")
    with database.write():
        row = session_run.turn_to(phone.hand, phone.session, place, was)
    return phone_answer(row)


@blueprint.post("/again")
@loaders.for_joined_phone
def again(phone: loaders.Phone) -> ResponseReturnValue:
    """Teach the slide behind a question again, then ask another one like it."""
    number = number_of("number", MOST_QUESTIONS)
    if number >= MOST_QUESTIONS:
        raise Refused("odd_choice")
    with database.write():
        row = session_run.teach_again(phone.hand, phone.session, number)
    return phone_answer(row)


@blueprint.post("/pause")
@loaders.for_joined_phone
def pause(phone: loaders.Phone) -> ResponseReturnValue:
    """Stop the clock of the lesson."""
    return _change(phone, sessions.pause_session)


@blueprint.post("/resume")
@loaders.for_joined_phone
def resume(phone: loaders.Phone) -> ResponseReturnValue:
    """Go on with the lesson."""
    return _change(phone, sessions.resume_session)


def _change(phone: loaders.Phone, verb: Callable[..., ClassSession]) -> ResponseReturnValue:
    with database.write():
        row = verb(phone.hand, phone.session, number_of("version"))
    return phone_answer(row)


@blueprint.post("/enter")
@loaders.for_joined_phone
def enter(phone: loaders.Phone) -> ResponseReturnValue:
    """The teacher's word about one pupil: one of two readings, or a letter typed by hand; no letter takes it away."""
    number, part, pupil, letter = (
        number_of("number", MOST_QUESTIONS),
        number_of("part"),
        number_of("pupil"),
        request.form.get("letter", ""),
    )
    questions = votes.questions_put(phone.session, votes.votes_of(phone.session))
    if number >= len(questions):
        raise NotFound()
    options = {choice.letter: choice.id for choice in questions[number].choices}
    if letter and letter not in options:
        raise Refused("odd_choice")
    with database.write():
        class_answers.enter_answer(phone.session, number, part, pupil, options.get(letter))
    if errors.wants_json():
        return jsonify(phone_state(phone.session))
    return redirect(url_for(".now", part=part or None, _anchor="seats"), 303)
