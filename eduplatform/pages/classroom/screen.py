"""The class screen: slides, video and questions, one step at a time, the place kept on the server."""

from __future__ import annotations

from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...curriculum import queries as content
from ...learning import class_answers, class_results
from ...shared import database
from ...shared.refusals import Refused
from ...teaching import card_numbers, queries, remotes, session_run, sessions
from ...teaching.models import ClassSession
from ...teaching.run_steps import ASKED, BY_NAME
from ...teaching.session_run import Run, run_of
from ...teaching.sessions import OPEN
from .. import errors, guard
from ..parsing import whole_number
from ..teacher import loaders
from ..teacher.blueprint import blueprint
from ..teacher.forms import TurnForm
from ..urls import public, qr
from ..web.ruby import set_pinyin
from . import question_view, session_outcome

SHOWN_AT_ONCE = ("slide", "video", "end")  #: the other steps change while the lesson runs and are fetched when reached
ALSO_FETCHED = ("end",)  #: stands there without a network too; how the class answered follows


@blueprint.get("/sessions/<int:session_id>/screen")
@guard.needs("class.teach", loaders.a_session)
def screen(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> ResponseReturnValue:
    """The lesson on the class screen; it opens where the lesson stands."""
    if class_session.session.state not in OPEN:
        return redirect(url_for(".session", session_id=class_session.session.id), 303)
    run = run_of(class_session.session)
    pinyin_for(run.session)
    guide = run.session.rehearsal and run.place == 0 and request.args.get("guide") != "0"
    return render_template(
        "teacher/screen.html",
        lesson=class_session,
        run=run,
        at_once=SHOWN_AT_ONCE,
        also_fetched=ALSO_FETCHED,
        seconds=sessions.taught_seconds(run.session),
        guide=guide,
        phones=remotes.phones_joined(run.session) if run.by_name else 0,
        fill=filling(run, run.place),
    )


@blueprint.get("/sessions/<int:session_id>/steps/<int:place>")
@guard.needs("class.teach", loaders.a_step)
def step(viewer: guard.Viewer, found: loaders.Step) -> str:
    """One step of the run as a piece of page: a question, its answer, the join code, the results."""
    pinyin_for(found.run.session)
    return render_template(
        "teacher/step.html", lesson=found.lesson, run=found.run, place=found.place, fill=filling(found.run, found.place)
    )


def pinyin_for(session: ClassSession) -> None:
    """Pinyin as this class chose on this screen, else for a lesson of grades 1 and 2."""
    head = content.lesson_head(session.lesson_id)
    set_pinyin(bool(head and head.stage == "P1"), session.class_id)


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
        found |= {
            "handed_in": class_results.handed_in(run.session),
            "address": join_address(run.session),
            "qr": qr.svg,
            "reachable": public.base().reachable,
        }
    if kind == "results" or (kind == "end" and run.asks):
        found["outcome"] = session_outcome.outcome_of(run.session)
    if kind in ASKED:
        found |= question_view.open_question(run, place)
        if run.session.join_code:
            found["address"] = join_address(run.session)
    if kind == "shown":
        found |= question_view.revealed(run, place)
    return found


def join_address(session: ClassSession) -> str:
    """The address pupils open, with the code in it."""
    return public.public_url(url_for("account.join", code=session.join_code or ""))


def screen_state(session: ClassSession) -> dict[str, Any]:
    """What the screen and the phone must agree on."""
    return {
        "state": session.state,
        "version": session.version,
        "place": session.slide,
        "mode": session.quiz_mode,
        "seconds": sessions.taught_seconds(session),
    }


def room_state(run: Run) -> dict[str, Any]:
    """What they must also agree on where pupils answer by name: how far the run goes, and what has come for the question now.
    Four statements."""
    step = run.now
    said: dict[str, Any] = {"last": run.last, "place": run.place, "phones": remotes.phones_joined(run.session)}
    if step.kind in ASKED:
        answered, disputed, mark = class_answers.standing_answers(run.session, step.number, step.part)
        vote = run.votes.get(step.number)
        said |= {
            "number": step.number,
            "part": step.part,
            "answered": answered,
            "disputed": disputed,
            "mark": mark,
            "present": queries.present_now(run.session)[1],
            "taking": bool(vote and vote.opened_at and not vote.closed_at),
        }
    return said


@blueprint.get("/sessions/<int:session_id>/calling")
@guard.needs("class.teach", loaders.a_session)
def calling(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> ResponseReturnValue:
    """The card numbers of the class in the order in which the screen calls pupils up. The screen asks once; no name."""
    session = class_session.session
    return jsonify(numbers=card_numbers.calling_order(session, sessions.roll_of(session)))


@blueprint.get("/sessions/<int:session_id>/state")
@guard.needs("class.teach", loaders.a_session)
def state(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> ResponseReturnValue:
    """Where the lesson stands, for the screen and the phone to follow each other. Numbers only."""
    said = screen_state(class_session.session)
    if class_session.session.quiz_mode == "devices":
        said["handed_in"] = class_results.handed_in(class_session.session)
    run = run_of(class_session.session) if class_session.session.quiz_mode in BY_NAME else None
    if run and run.by_name:
        said |= room_state(run)
    return jsonify(said)


@blueprint.post("/sessions/<int:session_id>/turn")
@guard.needs("class.teach", loaders.a_session)
def turn(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> ResponseReturnValue:
    """Turn to another step; two hands at once turn one step, not two."""
    form = TurnForm()
    if not form.validate_on_submit():
        raise Refused("odd_choice")
    with database.write():
        row = session_run.turn_to(viewer, class_session.session, form.place.data or 0, form.was.data)
    return screen_answer(row)


def screen_answer(session: ClassSession) -> ResponseReturnValue:
    """JSON for scripts; else the page the form stood on."""
    if errors.wants_json():
        return jsonify(screen_state(session))
    page = ".session" if request.form.get("page") == "control" else ".screen"
    return redirect(url_for(page, session_id=session.id), 303)


@blueprint.post("/sessions/<int:session_id>/hands")
@guard.needs("class.teach", loaders.a_session)
def hands(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> ResponseReturnValue:
    """Keep the hands counted for one question and go on to its answer."""
    run = run_of(class_session.session)
    place = _number(request.form.get("place"), run.last)
    if run.steps[place].kind != "ask":
        raise Refused("odd_choice")
    asked = run.asked[run.steps[place].number]
    counts = {choice.id: _number(request.form.get(f"count-{choice.id}") or "0", 10_000) for choice in asked.choices}
    with database.write():
        sessions.set_hands(viewer, class_session.session, asked.revision_id, counts)
        row = session_run.turn_to(viewer, class_session.session, place + 1, None)
    return screen_answer(row)


def _number(text: str | None, most: int) -> int:
    number = whole_number(text)
    if number is None or number > most:
        raise Refused("odd_choice")
    return number
