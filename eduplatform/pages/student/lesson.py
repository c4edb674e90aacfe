"""One lesson: its steps, its slides and its skill video."""

from __future__ import annotations

import json

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...curriculum import queries as curriculum
from ...curriculum.queries import LessonHead
from ...learning import bookmarks, queries, video_watch
from ...learning.progress import Progress
from ...org.access import Viewer
from ...shared.database import write
from ...shared.refusals import there
from .. import guard, navigation
from ..errors import wants_json
from ..parsing import whole_number
from . import loaders
from .blueprint import blueprint


@blueprint.get("/lessons/<int:lesson_id>")
@guard.needs("learn.own", loaders.a_lesson)
@navigation.below("student.lessons")
def lesson(viewer: Viewer, head: LessonHead) -> ResponseReturnValue:
    """The steps of one lesson and how far the pupil is."""
    done = queries.progress_of(viewer).get(head.lesson_id) or Progress(head.lesson_id)
    return render_template("student/lesson.html", head=head, body=curriculum.body(head.revision_id), done=done)


@blueprint.get("/lessons/<int:lesson_id>/read")
@guard.needs("learn.own", loaders.a_lesson)
@navigation.below("student.lessons")
def read(viewer: Viewer, head: LessonHead) -> ResponseReturnValue:
    """The slides of a lesson with their reading text."""
    return render_template("student/read.html", head=head, slides=curriculum.body(head.revision_id)["slides"])


@blueprint.post("/lessons/<int:lesson_id>/read")
@guard.needs("learn.own", loaders.a_lesson)
def turned(viewer: Viewer, head: LessonHead) -> ResponseReturnValue:
    """Keeps how far the pupil has read: a bookmark without credit."""
    slides = len(curriculum.body(head.revision_id)["slides"])
    reached = whole_number(request.form.get("slide"), 3) or 0
    with write():
        bookmarks.note_turned(viewer, head.lesson_id, head.revision_id, slides, reached)
    return (
        ("", 204)
        if wants_json() or "beacon" in request.form
        else redirect(url_for("student.lesson", lesson_id=head.lesson_id), 303)
    )


@blueprint.get("/lessons/<int:lesson_id>/video")
@guard.needs("learn.own", loaders.a_video)
@navigation.below("student.lessons")
def video(viewer: Viewer, head: LessonHead) -> ResponseReturnValue:
    """The skill video of a lesson with captions and its words to read."""
    _video_id, _revision, body = there(curriculum.video_of(head.lesson_id))
    return render_template("student/video.html", head=head, video=body)


@blueprint.post("/lessons/<int:lesson_id>/video")
@guard.needs("learn.own", loaders.a_video)
def watched(viewer: Viewer, head: LessonHead) -> ResponseReturnValue:
    """Keeps which parts of the video were played, as far as the server's clock allows."""
    video_id, _revision, body = there(curriculum.video_of(head.lesson_id))
    try:
        parts = json.loads(request.form.get("parts", "[]"))
    except (ValueError, RecursionError):
        parts = []
    with write():
        done = video_watch.beat(viewer, video_id, head.lesson_id, body["seconds"], parts)
    return {"done": done}
