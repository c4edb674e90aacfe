"""The teacher's side of a running lesson, also on a phone: notes, turning, roll call, pause, end; and its summary."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...curriculum import queries as content
from ...learning import class_checklist, class_results, closing
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
from .. import errors, guard, navigation
from ..messages import message_for
from ..parsing import whole_number
from ..teacher import loaders
from ..teacher.blueprint import blueprint
from ..teacher.forms import VersionForm
from ..web.locale import gettext as _
from . import session_outcome
from .screen import filling, screen_answer


@blueprint.get("/sessions/<int:session_id>")
@guard.needs("class.teach", loaders.a_session)
@navigation.below("teacher.home")
def session(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> ResponseReturnValue:
    """A running lesson: notes and controls for the teacher's eyes. A closed one: what was written down."""
    if class_session.session.rehearsal and class_session.session.state not in OPEN:
        flash(_("练习结束，没有留下记录。"), "good")
        return redirect(url_for(".home", class_id=class_session.unit.id), 303)
    if class_session.session.state not in OPEN:
        return _summary(viewer, class_session)
    run = run_of(class_session.session)
    waiting = _waiting(viewer, class_session) if run.now.kind in ("join", "results") else None
    return render_template(
        "teacher/control.html",
        lesson=class_session,
        run=run,
        seconds=sessions.taught_seconds(class_session.session),
        waiting=waiting,
        present=queries.present_now(class_session.session),
        stage=_stage(class_session),
        fill=filling(run, run.place),
    )


def _stage(class_session: loaders.SessionOfClass) -> str:
    """Of the lesson, which is the class's; known without asking the database. Empty for a lesson taken off the shelf."""
    head = content.lesson_head(class_session.session.lesson_id)
    return head.stage if head else ""


def _waiting(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> list[org.OnRoll]:
    """Pupils present who have not handed in: for the teacher's own screen, so that nobody is forgotten."""
    row = class_session.session
    done = class_results.results(row).handed_in | sessions.absent_ids(row)
    pupils = sessions.roll_of(row)
    audit.looked(row.school_id, viewer.user_id, f"class:{row.class_id}", len(pupils))
    return [pupil for pupil in pupils if pupil.pupil_id not in done]


def _summary(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> str:
    row = class_session.session
    rule = rule_of(class_session.unit, row)
    entry, gave_way = queries.entry_and_given_way(row)
    return render_template(
        "teacher/summary.html",
        lesson=class_session,
        entry=entry,
        gave_way=gave_way,
        item=content.item(row.lesson_id),
        day=sessions.day_of(row),
        rule=rule,
        counted=hours_counted(row.minutes, rule),
        outcome=session_outcome.outcome_of(row),
        skill=content.skill_of(row.lesson_id),
        ticked=class_checklist.ticked_so_far(row) if row.checked else None,
    )


@blueprint.get("/sessions/<int:session_id>/roll")
@guard.needs("class.teach", loaders.a_session)
@navigation.below("teacher.home")
def rollcall(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> ResponseReturnValue:
    """Who is away, and the end of the lesson."""
    row = class_session.session
    if row.state not in OPEN:
        return redirect(url_for(".session", session_id=row.id), 303)
    found = roll_call(row, class_session.unit)
    audit.looked(row.school_id, viewer.user_id, f"class:{row.class_id}", len(found.pupils))
    return render_template("teacher/roll_call.html", lesson=class_session, roll=found)


@blueprint.post("/sessions/<int:session_id>/roll")
@guard.needs("class.teach", loaders.a_session)
def note_roll(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> ResponseReturnValue:
    """Note who is away; with then=close also end the lesson and write its class hours."""
    absent, seen = row_numbers_posted("absent"), row_numbers_posted("seen")
    try:
        if absent != seen:  # kept even if the close is refused: nobody taps twice
            with database.write():
                sessions.note_absent(viewer, class_session.session, absent - seen)
                sessions.note_present(viewer, class_session.session, seen - absent)
        if request.form.get("then") == "close":
            with database.write():
                closing.close_lesson(viewer, class_session.session, _version())
    except Conflict as conflict:
        return _follow(class_session, conflict, ".rollcall")
    if errors.wants_json():
        return jsonify(ok=True)
    return redirect(url_for(".session", session_id=class_session.session.id), 303)


def row_numbers_posted(field: str) -> set[int]:
    """Row numbers in the fields of that name. Refused when one is none."""
    given = [whole_number(one) for one in request.form.getlist(field)]
    if None in given:
        raise Refused("odd_choice")
    return {one for one in given if one is not None}


def _version() -> int:
    form = VersionForm()
    if not form.validate_on_submit() or form.version.data is None:
        raise Refused("odd_choice")
    return form.version.data


def _follow(class_session: loaders.SessionOfClass, conflict: Conflict, page: str) -> ResponseReturnValue:
    """Somebody was faster: show the newest page with a word about it; a lesson already over shows its summary."""
    if errors.wants_json():
        raise conflict
    if conflict.code != "session_over":
        flash(message_for(conflict), "warn")
    over = conflict.code == "session_over"
    return redirect(url_for(".session" if over else page, session_id=class_session.session.id), 303)


def _change(
    viewer: guard.Viewer, class_session: loaders.SessionOfClass, verb: Callable[..., ClassSession], *more: object
) -> ResponseReturnValue:
    version = _version()
    try:
        with database.write():
            row = verb(viewer, class_session.session, *more, version)
    except Conflict as conflict:
        return _follow(class_session, conflict, ".session")
    return screen_answer(row)


@blueprint.post("/sessions/<int:session_id>/pause")
@guard.needs("class.teach", loaders.a_session)
def pause(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> ResponseReturnValue:
    """Stop the clock of the lesson."""
    return _change(viewer, class_session, sessions.pause_session)


@blueprint.post("/sessions/<int:session_id>/resume")
@guard.needs("class.teach", loaders.a_session)
def resume(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> ResponseReturnValue:
    """Go on with the lesson."""
    return _change(viewer, class_session, sessions.resume_session)


@blueprint.post("/sessions/<int:session_id>/mode")
@guard.needs("class.teach", loaders.a_session)
def mode(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> ResponseReturnValue:
    """Choose anew how questions are answered."""
    return _change(viewer, class_session, session_run.choose_mode, request.form.get("quiz_mode", ""))


@blueprint.post("/sessions/<int:session_id>/drop")
@guard.needs("class.teach", loaders.a_session)
def drop(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> ResponseReturnValue:
    """End without class hours: opened by mistake."""
    version = _version()
    try:
        with database.write():
            closing.drop_lesson(viewer, class_session.session, version)
    except Conflict as conflict:
        return _follow(class_session, conflict, ".rollcall")
    flash(_("这节课没有记课时。"), "good")
    return redirect(url_for(".home", class_id=class_session.unit.id), 303)
