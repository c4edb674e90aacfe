"""The quiz: what will happen, the paper, handing in, the result."""

from __future__ import annotations

import secrets
from typing import Any

from flask import jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...curriculum import queries as curriculum
from ...curriculum.queries import LessonHead
from ...learning import quiz as verbs
from ...learning import quiz_draft, remarking, rules, supervision
from ...learning.paper import Paper
from ...org.access import Viewer
from ...shared import clock
from ...shared.database import to_ms, write
from ...shared.refusals import Conflict, NotFound, Refused, there
from .. import guard, navigation
from ..errors import wants_json
from ..messages import message_for
from . import answer_form, loaders
from .blueprint import blueprint
from .browser_key import who
from .choice_names import Veil
from .review import reviewed


@blueprint.get("/lessons/<int:lesson_id>/quiz")
@guard.needs("learn.own", loaders.a_quiz)
@navigation.below("student.lessons")
def quiz(viewer: Viewer, head: LessonHead) -> ResponseReturnValue:
    """What the quiz is: how many questions, how long, how often."""
    return _intro(viewer, head)


def _intro(viewer: Viewer, head: LessonHead, words: str = "", status: int = 200) -> ResponseReturnValue:
    its_quiz, now = there(curriculum.quiz_of(head.lesson_id)), clock.now()
    session_id = supervision.find_open_session(viewer, head.lesson_id, now)
    before = [row for row in verbs.attempts_of(viewer, its_quiz.quiz_id) if row.session_id == session_id]
    year = clock.school_year_of(clock.today())
    running = next((row for row in before if row.submitted_at is None and row.due_at > now), None)
    left = its_quiz.attempts - sum(row.year == year for row in before)
    page = render_template(
        "student/quiz.html",
        head=head,
        quiz=its_quiz,
        left=left,
        running=running,
        in_class=session_id is not None,
        words=words,
        last=next((row for row in reversed(before) if row.submitted_at), None),
        key=secrets.token_urlsafe(16),
    )
    return make_response(page, status)


@blueprint.post("/lessons/<int:lesson_id>/quiz")
@guard.needs("learn.own", loaders.a_quiz)
def start(viewer: Viewer, head: LessonHead) -> ResponseReturnValue:
    """Begins an attempt; a second click finds the first."""
    try:
        with write():
            attempt_id = verbs.start_attempt(
                viewer, there(curriculum.quiz_of(head.lesson_id)), request.form.get("key", "")
            )
    except Refused as refusal:
        return _intro(viewer, head, message_for(refusal), refusal.status)
    return redirect(url_for("student.attempt", attempt_id=attempt_id), 303)


@blueprint.get("/attempts/<int:attempt_id>")
@guard.needs("learn.own", loaders.an_attempt)
@navigation.below("student.lessons")
def attempt(viewer: Viewer, row: verbs.Attempt) -> ResponseReturnValue:
    """The questions of the own attempt, without key or reasons; the result once it is handed in."""
    if row.submitted_at is not None:
        return redirect(url_for("student.result", attempt_id=row.id))
    forms = Paper.of(row).forms()
    return _paper(row, forms, quiz_draft.by_place(row.draft, len(forms)))


def _paper(row: verbs.Attempt, forms: Any, chosen: Any) -> Any:
    """The page holds no name: where a service worker may run, it is kept for reloading without a network."""
    now = clock.now()
    return render_template(
        "student/attempt.html",
        attempt=row,
        head=curriculum.lesson_head(row.lesson_id),
        questions=answer_form.questions_for_page(forms, chosen, Veil("attempt", row.id, row.seed)),
        now_ms=to_ms(now),
        due_ms=to_ms(row.due_at),
        late=now > row.due_at,
        over=rules.is_past_late(row.due_at, now),
    )


@blueprint.post("/attempts/<int:attempt_id>")
@guard.needs("learn.own", loaders.an_attempt)
def submit(viewer: Viewer, row: verbs.Attempt) -> ResponseReturnValue:
    """Hands in: graded by the server, stored once, the same answer for every repetition."""
    _own_words(viewer, row)
    paper = Paper.of(row)
    veil = Veil("attempt", row.id, row.seed)
    given = answer_form.given(paper.questions, request.form, veil)
    if "move" in request.form:
        return _paper(row, paper.forms(), answer_form.moved(given, request.form["move"], veil))
    if "known" in request.form:
        given = quiz_draft.filled(given, row.draft, answer_form.numbers_posted(request.form, "known"))
    with write():
        verbs.hand_in_attempt(viewer, row, given)
    there = url_for("student.result", attempt_id=row.id)
    return jsonify(result=there) if wants_json() else redirect(there, 303)


def _own_words(viewer: Viewer, row: verbs.Attempt) -> None:
    """What is posted speaks of this attempt, and comes from the pupil who is signed in: tablets are shared."""
    if request.form.get("who", who(viewer)) != who(viewer):
        raise Conflict("other_person")
    if request.form.get("key") != row.attempt_key:
        raise NotFound()


@blueprint.post("/attempts/<int:attempt_id>/draft")
@guard.needs("learn.own", loaders.an_attempt)
def keep_draft(viewer: Viewer, row: verbs.Attempt) -> ResponseReturnValue:
    """Keeps the answers made so far, for going on with another device. Answers {"no": …}, or the result where it is in already."""
    _own_words(viewer, row)
    given = answer_form.given(Paper.of(row).questions, request.form, Veil("attempt", row.id, row.seed))
    spoken = {place: given[place] for place in answer_form.numbers_posted(request.form, "places") if place < len(given)}
    with write():
        number = quiz_draft.keep_answers_sent(viewer, row, spoken)
    return jsonify(no=number) if number is not None else jsonify(result=url_for("student.result", attempt_id=row.id))


@blueprint.get("/attempts/<int:attempt_id>/result")
@guard.needs("learn.own", loaders.an_attempt)
@navigation.below("student.lessons")
def result(viewer: Viewer, row: verbs.Attempt) -> ResponseReturnValue:
    """The own result: each question with what is right and why."""
    if row.submitted_at is None:
        return redirect(url_for("student.attempt", attempt_id=row.id))
    paper = Paper.of(row)
    return render_template(
        "student/result.html",
        attempt=row,
        head=curriculum.lesson_head(row.lesson_id),
        questions=reviewed(paper, row.answers),
        changed=remarking.change_of(row, paper),
    )
