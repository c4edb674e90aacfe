"""Courses for editors and teachers: slides with their facts and sources, questions with keys and reasons, trainings, videos."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from ...curriculum import queries
from ...curriculum.facts import Fact, load_facts
from ...curriculum.models import Course
from ...org.access import Viewer
from ...shared import ttl_cache
from ...shared.refusals import NotFound
from .. import guard, navigation
from ..filters import pick
from ..labels.units import stage_labels
from ..web.locale import gettext as _
from .blueprint import blueprint


def stages_by_code() -> dict[str, str]:
    """Stages by code, those of primary school with their grades."""
    return stage_labels() | {
        "P1": _("小学低段（1—2 年级）"),
        "P2": _("小学中段（3—4 年级）"),
        "P3": _("小学高段（5—6 年级）"),
    }


def slide_kinds() -> dict[str, str]:
    """Kinds of slides by code."""
    return {"cover": _("封面"), "teach": _("讲"), "ask": _("问"), "do": _("练"), "recap": _("收")}


def confidences() -> dict[str, str]:
    """Grades of facts."""
    return {"A": _("A 原文已核对"), "B": _("B 官方转述"), "C": _("C 通行常识，须复核"), "D": _("D 有争议，不讲不考")}


@dataclass(frozen=True)
class Preview:
    """A course with everything an editor looks at; `cited`: facts by id."""

    course: Course
    lessons: list[dict[str, Any]]
    cited: dict[str, Fact]


def a_course(viewer: Viewer, course_id: int) -> Preview:
    """A course on offer; content is the same for everybody who may preview it."""
    course = queries.course_by_id(course_id)
    if course is None:
        raise NotFound()
    heads = [head for head in queries.lessons_of() if head.course_id == course.id]
    return Preview(course, [_lesson(head) for head in heads], facts_of_courses())


def _lesson(head: queries.LessonHead) -> dict[str, Any]:
    quiz, skill, video = (
        queries.quiz_of(head.lesson_id),
        queries.skill_of(head.lesson_id),
        queries.video_of(head.lesson_id),
    )
    questions = [body for _revision, body in queries.questions(quiz.revision_id)] if quiz else []
    return {
        "head": head,
        "body": queries.body(head.revision_id),
        "quiz": quiz,
        "questions": questions,
        "skill": skill[2] if skill else None,
        "video": video[2] if video else None,
    }


def facts_of_courses() -> dict[str, Fact]:
    """Facts by id, as the course folder has them now."""
    return ttl_cache.remembered("facts", _facts)


def _facts() -> dict[str, Fact]:
    file = Path(current_app.config["COURSES"]) / "facts.yaml"
    return load_facts(file) if file.exists() else {}


@blueprint.get("/")
@guard.needs("content.preview")
@navigation.entry("studio", 10, lambda: _("课程库"), "book")
def courses(viewer: Viewer) -> ResponseReturnValue:
    """All courses on offer by stage, with what each lesson has."""
    stage = request.args.get("stage", "")
    heads = queries.lessons_of(stage or None)
    names = {code: pick({"zh": topic.zh, "en": topic.en}) for code, topic in queries.topics().items()}
    listed = [
        (course, [head for head in heads if head.course_id == course.id])
        for course in queries.courses_on_offer(stage or None)
    ]
    return render_template(
        "studio/courses.html", listed=listed, stages=stages_by_code(), stage=stage, topic_names=names, pick=pick
    )


@blueprint.get("/courses/<int:course_id>")
@guard.needs("content.preview", a_course)
@navigation.below("studio.courses")
def course(viewer: Viewer, preview: Preview) -> ResponseReturnValue:
    """One course for editors: every line with its facts, every question with key and reasons, coverage of objectives."""
    return render_template(
        "studio/course.html",
        preview=preview,
        course=preview.course,
        coverage=coverage(preview),
        facts=preview.cited,
        slide_kinds=slide_kinds(),
        confidences=confidences(),
        stages=stages_by_code(),
        pick=pick,
    )


def coverage(preview: Preview) -> list[tuple[str, int, int]]:
    """Each objective of the course with the questions that ask it and the trainings that practise it."""
    found = []
    for objective in preview.course.body["objectives"]:
        asked = sum(
            question["objective"] == objective for lesson in preview.lessons for question in lesson["questions"]
        )
        trained = sum(bool(lesson["skill"]) and lesson["skill"]["objective"] == objective for lesson in preview.lessons)
        found.append((objective, asked, trained))
    return found
