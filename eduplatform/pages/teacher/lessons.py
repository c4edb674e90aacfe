"""The lessons of the class's stage: library, preview with sources, meaning one for a week."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...curriculum import queries as content
from ...curriculum.facts import Facts, facts_at
from ...org import queries as org
from ...shared import database
from ...shared.refusals import NotFound, Refused
from ...teaching import assignments, card_questions, queries
from ...teaching.plan import themes
from .. import guard, navigation
from ..web.locale import gettext as _
from . import loaders
from .blueprint import blueprint
from .forms import AssignForm
from .home import start_form

SLIDES_ON_A_PAGE = 10  # with their notes they fill 30 KB
Place = tuple[str, int]


@blueprint.get("/lessons")
@blueprint.get("/classes/<int:class_id>/lessons")
@guard.needs("class.teach", loaders.a_class)
@navigation.entry("teacher", 20, lambda: _("课程"), "book")
def lessons(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> str:
    """All lessons for the stage of the class, by topic: what was given, what is planned, what to give when."""
    heads = content.lessons_of(taught_class.of_year.stage)
    topic = request.args.get("topic", "")
    given = {
        row.lesson_id: row
        for row in queries.ledger(taught_class.unit, taught_class.of_year, taught_class.today).standing
    }
    planned = {row.lesson_id: row.week for row in queries.assignments(taught_class.unit, taught_class.year)}
    return render_template(
        "teacher/lessons.html",
        room=taught_class,
        heads=[head for head in heads if topic in ("", head.topic)],
        topic=topic,
        topics=content.topics(),
        offered={head.topic for head in heads},
        given=given,
        planned=planned,
        themes=themes(taught_class.unit, taught_class.year, taught_class.of_year.stage),
    )


@blueprint.get("/classes/<int:class_id>/lessons/<int:lesson_id>")
@guard.needs("class.teach", loaders.a_class_lesson)
@navigation.below("teacher.lessons")
def lesson(viewer: guard.Viewer, found: loaders.LessonOfClass) -> str:
    """One lesson before it is given: slides, notes, quiz, skill training, video, and the sources behind each line."""
    room, head = found.room, found.head
    calendar = org.calendar_of(room.unit, room.year)
    near = calendar.week_near(room.today)
    part = request.args.get("part", "slides")
    quiz = content.quiz_of(head.lesson_id)
    questions = content.questions(quiz.revision_id) if quiz and part in ("quiz", "sources") else ()
    skill, video, body = (
        content.skill_of(head.lesson_id),
        content.video_of(head.lesson_id),
        content.body(head.revision_id),
    )
    page = min(max(request.args.get("page", 1, type=int), 1), -(-len(body["slides"]) // SLIDES_ON_A_PAGE))
    return render_template(
        "teacher/lesson.html",
        first=(page - 1) * SLIDES_ON_A_PAGE,
        per_page=SLIDES_ON_A_PAGE,
        room=room,
        head=head,
        body=body,
        topics=content.topics(),
        part=part,
        quiz=quiz,
        questions=questions,
        ways=[card_questions.ways_of(question) for _revision, question in pool_of(quiz)] if part == "quiz" else [],
        without={way: card_questions.left_out(pool_of(quiz), way) for way in ("hands", "cards")}
        if part == "quiz"
        else {},
        skill=skill,
        video=video,
        facts=facts_in_memory(),
        used=used(body, questions, skill[2] if skill else None, video[2] if video else None)
        if part == "sources"
        else {},
        weeks=calendar.weeks,
        week_now=near.number if near else 0,
        themes=themes(room.unit, room.year, room.of_year.stage),
        planned={row.lesson_id: row.week for row in queries.assignments(room.unit, room.year)}.get(head.lesson_id),
        form=start_form(next(iter(queries.sessions_of_class(room.unit, room.year, 1)), None), room.of_year.stage),
    )


def pool_of(quiz: content.QuizHead | None) -> content.Pool:
    """The questions of a quiz, if there is one."""
    return content.question_pool(quiz.revision_id if quiz else None)


@blueprint.get("/classes/<int:class_id>/family-cards/<int:story_id>")
@guard.needs("class.teach", loaders.a_story)
@navigation.below("teacher.lessons")
def family_card(viewer: guard.Viewer, found: loaders.LessonOfClass) -> str:
    """The card of a kindergarten lesson that children take home, to print."""
    return render_template(
        "teacher/family_card.html", room=found.room, head=found.head, body=content.body(found.head.revision_id)
    )


def used(
    body: dict[str, Any], questions: Any, skill: dict[str, Any] | None, video: dict[str, Any] | None
) -> dict[str, list[Place]]:
    """Fact → places of the lesson that rest on it, in the order they are met. A place: ('slide', 3)."""
    found: dict[str, list[Place]] = {}

    def note(ids: list[str], place: Place) -> None:
        for fact in ids:
            if place not in found.setdefault(fact, []):
                found[fact].append(place)

    for n, slide in enumerate(body["slides"], 1):
        for line in slide["body"] + slide["text"] + slide["notes"]:
            note(line["facts"], ("slide", n))
    for n, (_revision, question) in enumerate(questions, 1):
        note(question["facts"], ("question", n))
    note([*_cited(skill), *_cited(body.get("checklist"))], ("skill", 0))
    note((video or {}).get("facts", []), ("video", 0))
    return found


def _cited(part: Any) -> Iterator[str]:
    """Every fact a training cites, at any depth: each kind of scene nests its choices in its own way."""
    if isinstance(part, list):
        for each in part:
            yield from _cited(each)
    elif isinstance(part, dict):
        for key, each in part.items():
            yield from each if key == "facts" else _cited(each)


def facts_in_memory() -> Facts:
    """The safety facts, read once a process and file state."""
    return facts_at(Path(current_app.config["COURSES"]) / "facts.yaml")


@blueprint.post("/classes/<int:class_id>/assignments")
@guard.needs("class.teach", loaders.a_class)
def assign(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """Mean a lesson for a teaching week; week 0 takes it back."""
    form = AssignForm()
    if not form.validate_on_submit():
        raise Refused("odd_choice")
    head = content.lesson_head(form.lesson.data or 0)
    if head is None:
        raise NotFound()
    with database.write():
        if form.week.data == 0:
            assignments.withdraw_assignment(viewer, taught_class.unit, head.lesson_id, taught_class.year)
        else:
            assignments.assign_lesson(viewer, taught_class.unit, head, taught_class.year, form.week.data or 0)
    flash(_("已取消排课。") if form.week.data == 0 else _("已排到第 %(week)s 周。", week=form.week.data), "good")
    return redirect(url_for(".lesson", class_id=taught_class.unit.id, lesson_id=head.lesson_id, part="plan"), 303)
