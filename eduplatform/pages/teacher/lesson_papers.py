"""A lesson to take along: one page for the teacher, slides with notes on paper (or as PDF), slides for WPS and PowerPoint.

PDF is made by the browser's own "save as PDF" from the printed page. A PDF made on the server would need a Chinese typeface
of 16 MB and a second layout of every page; the browser has both, and what is on the screen is what is on the paper.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from flask import current_app, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ...curriculum import queries as content
from ...curriculum import short_runs, slideshow, teacher_sheet
from ...shared.refusals import NotFound
from ...teaching.run_steps import take_home
from .. import guard, navigation
from ..web.locale import gettext as _
from . import loaders
from .blueprint import blueprint

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@blueprint.get("/classes/<int:class_id>/lessons/<int:lesson_id>/sheet")
@guard.needs("class.teach", loaders.a_class_lesson)
@navigation.below("teacher.lessons")
def lesson_sheet(viewer: guard.Viewer, found: loaders.LessonOfClass) -> str:
    """The lesson on one page of A4: aims, steps with minutes, what to say and ask, the line for home."""
    body = content.body(found.head.revision_id)
    course = content.course_by_id(found.head.course_id)
    return render_template(
        "teacher/lesson_sheet.html",
        head=found.head,
        lesson=body,
        aims=course.body["objectives"] if course else [],
        home=take_home(body),
        steps=teacher_sheet.sheet_steps(body),
        back=_back(found),
        video=found.head.has_video,
        printed_for=found.room,
    )


@blueprint.get("/classes/<int:class_id>/lessons/<int:lesson_id>/handout")
@guard.needs("class.teach", loaders.a_class_lesson)
@navigation.below("teacher.lessons")
def lesson_handout(viewer: guard.Viewer, found: loaders.LessonOfClass) -> str:
    """Slides and notes, to print or to save as PDF; ?core=1: the core only."""
    body, numbers = _chosen(found)
    return render_template(
        "teacher/lesson_handout.html", head=found.head, lesson=body, numbers=numbers, back=_back(found)
    )


@blueprint.get("/classes/<int:class_id>/lessons/<int:lesson_id>/slides.pptx")
@guard.needs("class.teach", loaders.a_class_lesson)
def lesson_pptx(viewer: guard.Viewer, found: loaders.LessonOfClass) -> ResponseReturnValue:
    """The slides as .pptx; ?core=1: the core only."""
    body, numbers = _chosen(found)
    course, head = content.course_by_id(found.head.course_id), found.head
    credit = " · ".join(["、".join(course.body["authors"]), course.body["licence"]]) if course else ""
    folder = Path(current_app.config["COURSES"]) / head.slug / "lessons" / head.folder
    data = slideshow.slideshow(body, folder, numbers, credit)
    return send_file(
        BytesIO(data),
        PPTX,
        as_attachment=True,
        download_name=f"{_name(head.title_zh, len(numbers) < len(body['slides']))}.pptx",
        max_age=0,
    )


def _chosen(found: loaders.LessonOfClass) -> tuple[dict, list[int]]:
    """The lesson and the numbers of its slides asked for. NotFound for the core of a lesson without marks."""
    body = content.body(found.head.revision_id)
    numbers = short_runs.numbers_shown(body, request.args.get("core") == "1")
    if not numbers:
        raise NotFound()
    return body, numbers


def _name(title: str, short: bool) -> str:
    return f"{title}（{_('15 分钟')}）" if short else title


def _back(found: loaders.LessonOfClass) -> str:
    return url_for(".lesson", class_id=found.room.unit.id, lesson_id=found.head.lesson_id)
