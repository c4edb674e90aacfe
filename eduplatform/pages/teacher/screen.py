"""The class screen: slides, video and questions, one step at a time, the place kept on the server."""

from __future__ import annotations

from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...learning import class_answers, class_results
from ...shared import database
from ...shared.refusals import Refused
from ...teaching import queries, remotes, session_run, sessions
from ...teaching.models import ClassSession
from ...teaching.run_steps import BY_NAME
from ...teaching.session_run import Run, run_of
from ...teaching.sessions import OPEN
from .. import errors, guard, reach
from ..numbers import whole
from . import asking, blueprint, doors, outcome, qr
from .forms import TurnForm

SHOWN_AT_ONCE = ("slide", "video", "end")  #: the other steps change while the lesson runs and are fetched when reached
ALSO_FETCHED = ("end",)  #: stands there without a network too; how the class answered follows


@blueprint.get("/sessions/<int:session_id>/screen")
@guard.needs("class.teach", doors.a_session)
def screen(viewer: guard.Viewer, lesson: doors.Lesson) -> ResponseReturnValue:
    """The lesson on the class screen; it opens where the lesson stands."""
    if lesson.session.state not in OPEN:
        return redirect(url_for(".session", session_id=lesson.session.id), 303)
    run = run_of(lesson.session)
    guide = run.session.rehearsal and run.place == 0 and request.args.get("guide") != "0"
    return render_template("teacher/screen.html", lesson=lesson, run=run, at_once=SHOWN_AT_ONCE, also_fetched=ALSO_FETCHED, seconds=sessions.taught_seconds(run.session), guide=guide,
                           phones=remotes.phones_joined(run.session) if run.by_name else 0, fill=filling(run, run.place))  # fmt: skip


@blueprint.get("/sessions/<int:session_id>/steps/<int:place>")
@guard.needs("class.teach", doors.a_step)
def step(viewer: guard.Viewer, found: doors.Step) -> str:
    """One step of the run as a piece of page: a question, its answer, the join code, the results."""
    return render_template("teacher/step.html", lesson=found.lesson, run=found.run, place=found.place,
                           fill=filling(found.run, found.place))  # fmt: skip


def filling(run: Run, place: int) -> dict[str, Any]:
    """What a step shows beside content: hands counted, pupils present, answers handed in. Never a name."""
    kind = run.steps[place].kind
    found: dict[str, Any] = {}
    if kind in ("ask", "answer"):
        counted = queries.hands_by_option(run.session).get(run.asked[run.steps[place].number].revision_id, {})
        found["counts"] = {option: row.count for option, row in counted.items()}
        found["hands"] = sum(found["counts"].values())
    if kind in ("ask", "join", "results"):
        found["roll"], found["present"] = queries.present_now(run.session)
    if kind == "join":
        found |= {"handed_in": class_results.handed_in(run.session), "address": join_address(run.session), "qr": qr.svg,
                  "reachable": reach.base().reachable}  # fmt: skip
    if kind == "results" or (kind == "end" and run.asks):
        found["outcome"] = outcome.of(run.session)
    if kind == "vote":
        found |= asking.open_question(run, place)
        if run.session.join_code:
            found["address"] = join_address(run.session)
    if kind == "shown":
        found |= asking.revealed(run, place)
    return found


def join_address(session: ClassSession) -> str:
    """The address pupils open, with the code in it."""
    return reach.address(url_for("account.join", code=session.join_code or ""))


def state_of(session: ClassSession) -> dict[str, Any]:
    """What the screen and the phone must agree on."""
    return {"state": session.state, "version": session.version, "place": session.slide, "mode": session.quiz_mode,
            "seconds": sessions.taught_seconds(session)}  # fmt: skip


def room_state(run: Run) -> dict[str, Any]:
    """What they must also agree on where pupils answer by name: how far the run goes, and what has come for the question now.
    Four statements."""
    step = run.now
    said: dict[str, Any] = {"last": run.last, "place": run.place, "phones": remotes.phones_joined(run.session)}
    if step.kind == "vote":
        answered, disputed, mark = class_answers.standing_answers(run.session, step.number, step.part)
        vote = run.votes.get(step.number)
        said |= {"number": step.number, "part": step.part, "answered": answered, "disputed": disputed, "mark": mark,
                 "present": queries.present_now(run.session)[1], "taking": bool(vote and vote.opened_at and not vote.closed_at)}  # fmt: skip
    return said


@blueprint.get("/sessions/<int:session_id>/state")
@guard.needs("class.teach", doors.a_session)
def state(viewer: guard.Viewer, lesson: doors.Lesson) -> ResponseReturnValue:
    """Where the lesson stands, for the screen and the phone to follow each other. Numbers only."""
    said = state_of(lesson.session)
    if lesson.session.quiz_mode == "devices":
        said["handed_in"] = class_results.handed_in(lesson.session)
    run = run_of(lesson.session) if lesson.session.quiz_mode in BY_NAME else None
    if run and run.by_name:
        said |= room_state(run)
    return jsonify(said)


@blueprint.post("/sessions/<int:session_id>/turn")
@guard.needs("class.teach", doors.a_session)
def turn(viewer: guard.Viewer, lesson: doors.Lesson) -> ResponseReturnValue:
    """Turn to another step; two hands at once turn one step, not two."""
    form = TurnForm()
    if not form.validate_on_submit():
        raise Refused("odd_choice")
    with database.write():
        row = session_run.turn_to(viewer, lesson.session, form.place.data or 0, form.was.data)
    return back(row)


def back(session: ClassSession) -> ResponseReturnValue:
    """JSON for scripts; else the page the form stood on."""
    if errors.wants_json():
        return jsonify(state_of(session))
    page = ".session" if request.form.get("page") == "control" else ".screen"
    return redirect(url_for(page, session_id=session.id), 303)


@blueprint.post("/sessions/<int:session_id>/hands")
@guard.needs("class.teach", doors.a_session)
def hands(viewer: guard.Viewer, lesson: doors.Lesson) -> ResponseReturnValue:
    """Keep the hands counted for one question and go on to its answer."""
    run = run_of(lesson.session)
    place = _number(request.form.get("place"), run.last)
    if run.steps[place].kind != "ask":
        raise Refused("odd_choice")
    asked = run.asked[run.steps[place].number]
    counts = {choice.id: _number(request.form.get(f"count-{choice.id}") or "0", 10_000) for choice in asked.choices}
    with database.write():
        sessions.set_hands(viewer, lesson.session, asked.revision_id, counts)
        row = session_run.turn_to(viewer, lesson.session, place + 1, None)
    return back(row)


def _number(text: str | None, most: int) -> int:
    number = whole(text)
    if number is None or number > most:
        raise Refused("odd_choice")
    return number
