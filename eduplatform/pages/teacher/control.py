"""The teacher's side of a running lesson, also on a phone: notes, turning, roll call, pause, end; and its summary."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...curriculum import queries as content
from ...learning import class_results, closing
from ...learning.roll_call import roll_call
from ...org import queries as org
from ...shared import audit, database
from ...shared.refusals import Conflict, Refused
from ...teaching import queries, session_run, sessions
from ...teaching.models import ClassSession
from ...teaching.plan import rule_of
from ...teaching.rules import hours_counted
from ...teaching.session_run import run_of
from ...teaching.sessions import OPEN
from .. import errors, guard
from ..numbers import whole
from ..wording import words_for
from . import blueprint, doors, outcome
from .forms import VersionForm
from .screen import back, filling


@blueprint.get("/sessions/<int:session_id>")
@guard.needs("class.teach", doors.a_session)
def session(viewer: guard.Viewer, lesson: doors.Lesson) -> ResponseReturnValue:
    """A running lesson: notes and controls for the teacher's eyes. A closed one: what was written down."""
    if lesson.session.rehearsal and lesson.session.state not in OPEN:
        flash(_("练习结束，没有留下记录。"), "good")
        return redirect(url_for(".home", class_id=lesson.unit.id), 303)
    if lesson.session.state not in OPEN:
        return _summary(viewer, lesson)
    run = run_of(lesson.session)
    waiting = _waiting(viewer, lesson) if run.now.kind in ("join", "results") else None
    return render_template("teacher/control.html", lesson=lesson, run=run, seconds=sessions.taught_seconds(lesson.session), waiting=waiting,
                           present=queries.present_now(lesson.session), stage=_stage(lesson), fill=filling(run, run.place))  # fmt: skip


def _stage(lesson: doors.Lesson) -> str:
    """Of the lesson, which is the class's; known without asking the database. Empty for a lesson taken off the shelf."""
    head = content.lesson_head(lesson.session.lesson_id)
    return head.stage if head else ""


def _waiting(viewer: guard.Viewer, lesson: doors.Lesson) -> list[org.OnRoll]:
    """Pupils present who have not handed in: for the teacher's own screen, so that nobody is forgotten."""
    row = lesson.session
    done = class_results.results(row).handed_in | sessions.absent_ids(row)
    pupils = sessions.roll_of(row)
    audit.looked(row.school_id, viewer.user_id, f"class:{row.class_id}", len(pupils))
    return [pupil for pupil in pupils if pupil.pupil_id not in done]


def _summary(viewer: guard.Viewer, lesson: doors.Lesson) -> str:
    row = lesson.session
    rule = rule_of(lesson.unit, row)
    entry, gave_way = queries.entry_and_given_way(row)
    return render_template(
        "teacher/summary.html", lesson=lesson, entry=entry, gave_way=gave_way, item=content.item(row.lesson_id), day=sessions.day_of(row), rule=rule,
        counted=hours_counted(row.minutes, rule), outcome=outcome.of(row), skill=content.skill_of(row.lesson_id),
    )  # fmt: skip


@blueprint.get("/sessions/<int:session_id>/roll")
@guard.needs("class.teach", doors.a_session)
def rollcall(viewer: guard.Viewer, lesson: doors.Lesson) -> ResponseReturnValue:
    """Who is away, and the end of the lesson."""
    row = lesson.session
    if row.state not in OPEN:
        return redirect(url_for(".session", session_id=row.id), 303)
    found = roll_call(row, lesson.unit)
    audit.looked(row.school_id, viewer.user_id, f"class:{row.class_id}", len(found.pupils))
    return render_template("teacher/roll.html", lesson=lesson, roll=found)


@blueprint.post("/sessions/<int:session_id>/roll")
@guard.needs("class.teach", doors.a_session)
def note_roll(viewer: guard.Viewer, lesson: doors.Lesson) -> ResponseReturnValue:
    """Note who is away; with then=close also end the lesson and write its class hours."""
    absent, seen = numbers("absent"), numbers("seen")
    try:
        if absent != seen:  # kept even if the close is refused: nobody taps twice
            with database.write():
                sessions.note_absent(viewer, lesson.session, absent - seen)
                sessions.note_present(viewer, lesson.session, seen - absent)
        if request.form.get("then") == "close":
            with database.write():
                closing.close_lesson(viewer, lesson.session, _version())
    except Conflict as conflict:
        return _follow(lesson, conflict, ".rollcall")
    if errors.wants_json():
        return jsonify(ok=True)
    return redirect(url_for(".session", session_id=lesson.session.id), 303)


def numbers(field: str) -> set[int]:
    """Row numbers in the fields of that name. Refused when one is none."""
    given = [whole(one) for one in request.form.getlist(field)]
    if None in given:
        raise Refused("odd_choice")
    return {one for one in given if one is not None}


def _version() -> int:
    form = VersionForm()
    if not form.validate_on_submit() or form.version.data is None:
        raise Refused("odd_choice")
    return form.version.data


def _follow(lesson: doors.Lesson, conflict: Conflict, page: str) -> ResponseReturnValue:
    """Somebody was faster: show the newest page with a word about it; a lesson already over shows its summary."""
    if errors.wants_json():
        raise conflict
    if conflict.code != "session_over":
        flash(words_for(conflict), "warn")
    over = conflict.code == "session_over"
    return redirect(url_for(".session" if over else page, session_id=lesson.session.id), 303)


def _change(viewer: guard.Viewer, lesson: doors.Lesson, verb: Callable[..., ClassSession], *more: object) -> ResponseReturnValue:
    version = _version()
    try:
        with database.write():
            row = verb(viewer, lesson.session, *more, version)
    except Conflict as conflict:
        return _follow(lesson, conflict, ".session")
    return back(row)


@blueprint.post("/sessions/<int:session_id>/pause")
@guard.needs("class.teach", doors.a_session)
def pause(viewer: guard.Viewer, lesson: doors.Lesson) -> ResponseReturnValue:
    """Stop the clock of the lesson."""
    return _change(viewer, lesson, sessions.pause_session)


@blueprint.post("/sessions/<int:session_id>/resume")
@guard.needs("class.teach", doors.a_session)
def resume(viewer: guard.Viewer, lesson: doors.Lesson) -> ResponseReturnValue:
    """Go on with the lesson."""
    return _change(viewer, lesson, sessions.resume_session)


@blueprint.post("/sessions/<int:session_id>/mode")
@guard.needs("class.teach", doors.a_session)
def mode(viewer: guard.Viewer, lesson: doors.Lesson) -> ResponseReturnValue:
    """Choose anew how questions are answered."""
    return _change(viewer, lesson, session_run.choose_mode, request.form.get("quiz_mode", ""))


@blueprint.post("/sessions/<int:session_id>/drop")
@guard.needs("class.teach", doors.a_session)
def drop(viewer: guard.Viewer, lesson: doors.Lesson) -> ResponseReturnValue:
    """End without class hours: opened by mistake."""
    version = _version()
    try:
        with database.write():
            closing.drop_lesson(viewer, lesson.session, version)
    except Conflict as conflict:
        return _follow(lesson, conflict, ".rollcall")
    flash(_("这节课没有记课时。"), "good")
    return redirect(url_for(".home", class_id=lesson.unit.id), 303)
