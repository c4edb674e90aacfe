"""Today, the lessons, and the own record."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ...activities import own_steps
from ...curriculum import queries as curriculum
from ...learning import own_record, queries
from ...org.access import Viewer
from .. import guard, navigation
from ..web.locale import gettext as _
from .blueprint import blueprint


@blueprint.get("/")
@guard.needs("learn.own")
@navigation.entry("student", 10, lambda: _("今天"), "home")
def home(viewer: Viewer) -> ResponseReturnValue:
    """The pupil's first page: this week's lesson, what was begun, something new."""
    today = queries.todays_page(viewer)
    return render_template(
        "student/home.html",
        today=today,
        offered=bool(queries.lessons_on_offer(today.own)),
        own=own_steps.own_steps(viewer, today.own.year, today.own.stage),
    )


@blueprint.get("/lessons")
@guard.needs("learn.own")
@navigation.entry("student", 20, lambda: _("课程"), "book")
def lessons(viewer: Viewer) -> ResponseReturnValue:
    """All lessons of a stage by topic, the own stage first."""
    own = queries.own_class(viewer)
    stages = queries.stages_on_offer(own)
    stage = request.args.get("stage", own.stage)
    stage = stage if stage in stages else own.stage
    return render_template(
        "student/lessons.html",
        own=own,
        stages=stages,
        stage=stage,
        topics=curriculum.topics(),
        lessons=queries.lessons_on_offer(own, stage),
        progress=queries.progress_of(viewer),
    )


@blueprint.get("/record")
@guard.needs("learn.own")
@navigation.entry("student", 30, lambda: _("我的记录"), "chart")
def record(viewer: Viewer) -> ResponseReturnValue:
    """What the pupil has learned so far, at this school and earlier ones; seen by nobody else through this page."""
    offered = {head.lesson_id for head in curriculum.lessons_of()}
    own = own_record.own_record(viewer.school_id, viewer.user_id, viewer.person_key)
    return render_template("student/record.html", record=own, offered=offered)
