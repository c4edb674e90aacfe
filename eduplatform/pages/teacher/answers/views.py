"""After the lesson: who answered what, for the teacher's eyes; answers and attendance put right within seven days."""

from __future__ import annotations

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....curriculum import queries as content
from ....learning import attendance_corrections, class_answers, closing
from ....learning.answer_sheet import sheet
from ....shared import audit, clock, database
from ....shared.refusals import Refused
from ....teaching import card_questions, class_checks, sessions, votes
from ....teaching.models import ClassSession
from ... import guard, navigation
from ...messages import message_for
from ...parsing import whole_number
from ...web.locale import gettext as _
from ..blueprint import blueprint
from . import loaders
from .loaders import Sat, SessionOfClass


@blueprint.get("/sessions/<int:session_id>/answers")
@guard.needs("class.names", loaders.a_closed_session)
@navigation.below("teacher.home")
def answers(viewer: guard.Viewer, class_session: SessionOfClass) -> str:
    """Who answered what in a lesson that is over: pupils by questions, and who was there. For helping, not for comparing."""
    row = class_session.session
    found = sheet(row)
    audit.looked(row.school_id, viewer.user_id, f"class:{row.class_id}", len(found.lines))
    return render_template(
        "teacher/answers.html",
        lesson=class_session,
        sheet=found,
        item=content.item(row.lesson_id),
        until=_until(row),
        may_correct=closing.may_correct_answers(row, clock.now()),
    )


def _until(row: ClassSession) -> datetime | None:
    return row.closed_at + closing.CORRECT if row.closed_at else None


@blueprint.get("/sessions/<int:session_id>/pupils/<int:pupil_id>")
@guard.needs("class.names", loaders.a_sat)
@navigation.below("teacher.home")
def sat(viewer: guard.Viewer, found: Sat) -> str:
    """One pupil in one lesson: each answer, and whether the pupil was there; both can be put right for seven days."""
    return _page(viewer, found)


def _page(viewer: guard.Viewer, found: Sat, words: str = "") -> str:
    row = found.lesson.session
    audit.looked(row.school_id, viewer.user_id, f"pupil:{found.pupil.pupil_id}", 1)
    put, beside = votes.votes_of(row), class_checks.numbers(row)
    asked = votes.questions_put(row, put)
    held = {
        (one.vote_id, one.part): one for one in class_answers.answers_of(row) if one.pupil_id == found.pupil.pupil_id
    }
    parts = [
        (number, part, asked[number], card_questions.parts_of(asked[number].question), held.get((vote.id, part)))
        for number, vote in sorted(put.items())
        if vote.opened_at and number not in beside
        for part in range(card_questions.parts_of(asked[number].question))
    ]
    return render_template(
        "teacher/pupil_answers.html",
        found=found,
        lesson=found.lesson,
        parts=parts,
        item=content.item(row.lesson_id),
        words=words,
        away=found.pupil.pupil_id in sessions.absent_ids(row),
        may_correct=closing.may_correct_answers(row, clock.now()),
        until=_until(row),
    )


@blueprint.post("/sessions/<int:session_id>/pupils/<int:pupil_id>")
@guard.needs("class.names", loaders.a_sat)
@navigation.below("teacher.home")
def put_right(viewer: guard.Viewer, found: Sat) -> ResponseReturnValue:
    """Put answers of a pupil, or the attendance, right: on record, and answers count as typed in from then on."""
    here = {"here": True, "away": False}.get(request.form.get("presence", ""))
    try:
        with database.write():
            changed = _presence(viewer, found, here) if here is not None else _answers(viewer, found)
    except Refused as refusal:
        if refusal.status != 422:
            raise
        return _page(viewer, found, message_for(refusal)), 422
    flash(
        _("已改好，留了记录。报表一分钟内会跟上。") if changed else _("和原来一样，没有要改的。"),
        "good" if changed else "info",
    )
    return redirect(url_for(".sat", session_id=found.lesson.session.id, pupil_id=found.pupil.pupil_id), 303)


def _presence(viewer: guard.Viewer, found: Sat, here: bool) -> bool:
    row = found.lesson.session
    before = found.pupil.pupil_id in sessions.absent_ids(row)
    attendance_corrections.correct_presence(viewer, row, found.pupil.pupil_id, here, _("按名单更正到课人数"))
    return before == here


def _answers(viewer: guard.Viewer, found: Sat) -> int:
    """Fields a<number>-<part>: an option id or empty, beside was<number>-<part>: what the page had shown."""
    row, changed = found.lesson.session, 0
    for name, option in request.form.items():
        said = name[1:].split("-")
        number, part = (whole_number(said[0], 3), whole_number(said[1], 3)) if len(said) == 2 else (None, None)
        if not name.startswith("a") or number is None or part is None:
            continue
        if option != request.form.get(f"was{name[1:]}", ""):
            closing.correct_answer(viewer, row, number, part, found.pupil.pupil_id, option[:20] or None)
            changed += 1
    return changed
