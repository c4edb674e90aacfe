"""The questions of a lesson on paper: one sheet a pupil, without names and without the key."""

from __future__ import annotations

from flask import render_template, request, url_for

from ...curriculum import queries as content
from ...org import queries as org
from ...teaching import card_questions, class_checks, session_run, sessions, votes
from ...teaching.hands_questions import Asked
from .. import guard
from ..teacher import loaders
from ..teacher.blueprint import blueprint


@blueprint.get("/sessions/<int:session_id>/paper")
@guard.needs("class.teach", loaders.a_session)
def paper(viewer: guard.Viewer, class_session: loaders.SessionOfClass) -> str:
    """The questions of a lesson that is open or over, to print."""
    row = class_session.session
    put, beside = votes.votes_of(row), class_checks.numbers(row)
    asked = [
        one
        for number, one in enumerate(votes.questions_put(row, put))
        if number not in beside and (number not in put or put[number].twin_of is None)
    ]
    pupils = sessions.roll_size(row)
    return _sheet(
        asked,
        content.body(row.lesson_revision_id),
        session_run.slug_of(row.lesson_id),
        class_session.unit.name,
        pupils,
        url_for(".session", session_id=row.id),
    )


@blueprint.get("/classes/<int:class_id>/lessons/<int:lesson_id>/paper")
@guard.needs("class.teach", loaders.a_class_lesson)
def paper_ahead(viewer: guard.Viewer, found: loaders.LessonOfClass) -> str:
    """The same before the lesson: opened on paper, it asks exactly these questions."""
    quiz = content.quiz_of(found.head.lesson_id)
    asked = card_questions.choose_card_questions(
        content.question_pool(quiz.revision_id if quiz else None),
        sessions.sheet_seed(found.room.unit, found.head.lesson_id),
    )
    pupils = org.roll_count(found.room.unit.keeper_id, found.room.unit.id, found.room.today)
    back = url_for(".lesson", class_id=found.room.unit.id, lesson_id=found.head.lesson_id)
    return _sheet(asked, content.body(found.head.revision_id), found.head.slug, found.room.unit.name, pupils, back)


def _sheet(asked: list[Asked], lesson: dict, slug: str, class_name: str, pupils: int, back: str) -> str:
    two = request.args.get("per") != "1"
    return render_template(
        "teacher/paper.html",
        asked=asked,
        lesson=lesson,
        slug=slug,
        class_name=class_name,
        pupils=pupils,
        back=back,
        two=two,
        copies=-(-pupils // 2) if two else pupils,
        parts_of=card_questions.parts_of,
        landscape=two,
    )
