"""This week: the lesson ready to teach, and starting it."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...curriculum import queries as content
from ...learning import missed_lessons
from ...org import post_notices
from ...shared import clock, database
from ...shared.refusals import Conflict, Refused
from ...teaching import queries, sessions
from ...teaching.models import ClassSession
from .. import guard
from ..filters import day
from ..role_words import role_words
from ..wording import words_for
from . import blueprint, doors, outcome, words
from .forms import StartForm


@blueprint.get("")
@blueprint.get("/classes/<int:class_id>")
@guard.needs("class.teach", doors.a_class)
def home(viewer: guard.Viewer, room: doors.Room) -> Response:
    """The class's week: the lesson to teach now, the year so far, what to do next."""
    week = queries.week(room.unit, room.of_year, room.today)
    to_make_up, unopened = missed_lessons.at_a_glance(room.unit, room.year, room.today)
    page = render_template(
        "teacher/week.html", room=room, week=week, topics=content.topics(), last=outcome.of(week.last_session),
        form=start_form(week.last_session, room.of_year.stage), unopened=unopened if room.of_year.stage != "K" else 0,
        strip_items=[{"week": one.week, "state": one.state, "label": day(one.starts_on)} for one in week.strip], seen_at=clock.now(),
        to_make_up=to_make_up if viewer.may("class.names", room.unit.path) else 0, told=post_notices.notes(viewer), roles=role_words(),
    )  # fmt: skip
    return remember(make_response(page), room)


def start_form(last: ClassSession | None, stage: str) -> StartForm:
    """What the teacher chose last time for this class is chosen again; else what is usual at its stage."""
    offered = list(words.offered_modes(stage))
    mode = last.quiz_mode if last and last.quiz_mode in offered else offered[0]
    return StartForm(formdata=None, carrier=last.carrier if last else "class_activity", quiz_mode=mode)


def remember(response: Response, room: doors.Room) -> Response:
    """The pages without a class in their address open the class looked at last."""
    response.set_cookie(doors.CLASS_COOKIE, str(room.unit.id), samesite="Lax", path="/teacher", httponly=True)
    return response


@blueprint.post("/classes/<int:class_id>/sessions")
@guard.needs("class.teach", doors.a_class)
def start(viewer: guard.Viewer, room: doors.Room) -> ResponseReturnValue:
    """Start a lesson now, or a practice run of it, and show it on the screen."""
    form = StartForm()
    if not form.validate_on_submit() or form.quiz_mode.data not in words.offered_modes(room.of_year.stage):
        raise Refused("odd_choice")
    lesson = content.lesson_head(form.lesson.data or 0)
    if lesson is None:
        raise Refused("no_lesson")
    try:
        with database.write():
            session = sessions.start_session(viewer, room.unit, lesson, form.carrier.data, form.quiz_mode.data,
                                            rehearsal=bool(request.form.get("rehearsal")))  # fmt: skip
    except Conflict as conflict:
        flash(words_for(conflict), "warn")
        return redirect(url_for(".session", session_id=conflict.values["session_id"]), 303)
    return redirect(url_for(".screen", session_id=session.id), 303)


@blueprint.get("/report")
@blueprint.get("/classes/<int:class_id>/report")
@guard.needs("assessment.view", doors.a_reported_class)
def report(viewer: guard.Viewer, room: doors.Room) -> ResponseReturnValue:
    """The report of the class, on the page that serves every unit."""
    return redirect(url_for("office.unit", unit_id=room.unit.id))
