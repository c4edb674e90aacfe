"""This week: the lesson ready to teach, and starting it."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...assessment import weak_topics
from ...curriculum import queries as content
from ...notices import teacher_week
from ...org import post_notices
from ...shared import audit, clock, database
from ...shared.refusals import Conflict, Refused
from ...teaching import plan, queries, reminders, sessions, teacher_acts
from ...teaching.models import ClassSession
from .. import guard, navigation
from ..classroom import session_outcome
from ..filters import day
from ..labels.roles import role_labels
from ..labels.teacher_acts import minutes_said
from ..messages import message_for
from ..web.locale import gettext as _
from . import labels, loaders
from .activities.presenters import running_activities
from .blueprint import blueprint
from .forms import StartForm


@blueprint.get("")
@blueprint.get("/classes/<int:class_id>")
@guard.needs("class.teach", loaders.a_class)
@navigation.entry("teacher", 10, lambda: _("本周"), "calendar")
def home(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> Response:
    """The class's week: the lesson to teach now, the year so far, what to do next."""
    week = queries.week(taught_class.unit, taught_class.of_year, taught_class.today, lambda: least_known(taught_class))
    glance = teacher_week.glance(viewer, week, taught_class.today)
    knows_names = viewer.may("class.names", taught_class.unit.path)
    absent = glance.absent if knows_names else ()
    if absent:
        audit.looked(taught_class.of_year.school_id, viewer.user_id, f"class:{taught_class.unit.id}", len(absent))
    may_note = viewer.may("class.plan", taught_class.unit.path)
    page = render_template(
        "teacher/week.html",
        room=taught_class,
        week=week,
        topics=content.topics(),
        last=session_outcome.outcome_of(week.last_session, week.last_hands),
        form=start_form(week.last_session, taught_class.of_year.stage),
        key_days=plan.days_of(week.theme, week.calendar, taught_class.of_year.stage) if week.theme else [],
        glance=glance,
        minutes_said=minutes_said,
        ordinary=teacher_acts.seconds_of(teacher_acts.ORDINARY),
        absent=absent,
        unopened=glance.unopened if taught_class.of_year.stage != "K" else 0,
        activities=running_activities(taught_class) if glance.activity_runs else [],
        strip_items=[{"week": one.week, "state": one.state, "label": day(one.starts_on)} for one in week.strip],
        seen_at=clock.now(),
        to_make_up=glance.to_make_up if knows_names else 0,
        losable=[(one, one.starts_on in glance.lost) for one in week.losable(taught_class.today)] if may_note else [],
        told=post_notices.notes(viewer) if glance.post_ended else [],
        roles=role_labels(),
    )
    return remember_taught_class(make_response(page), taught_class)


def least_known(taught_class: loaders.TaughtClass) -> list[str]:
    """Topics the class should have again, what a review week is for."""
    found = weak_topics.class_topics(taught_class.unit, taught_class.of_year, taught_class.today)
    return [one.topic for one in found.suggestions]


def start_form(last: ClassSession | None, stage: str) -> StartForm:
    """What the teacher chose last time for this class is chosen again; else what is usual at its stage."""
    offered = list(labels.offered_modes(stage))
    mode = last.quiz_mode if last and last.quiz_mode in offered else offered[0]
    return StartForm(formdata=None, carrier=last.carrier if last else "class_activity", quiz_mode=mode)


def remember_taught_class(response: Response, taught_class: loaders.TaughtClass) -> Response:
    """The pages without a class in their address open the class looked at last."""
    response.set_cookie(loaders.CLASS_COOKIE, str(taught_class.unit.id), samesite="Lax", path="/teacher", httponly=True)
    return response


@blueprint.post("/classes/<int:class_id>/sessions")
@guard.needs("class.teach", loaders.a_class)
def start(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """Start a lesson now, or a practice run of it, and show it on the screen."""
    form = StartForm()
    if not form.validate_on_submit() or form.quiz_mode.data not in labels.offered_modes(taught_class.of_year.stage):
        raise Refused("odd_choice")
    lesson = content.lesson_head(form.lesson.data or 0)
    if lesson is None:
        raise Refused("no_lesson")
    if form.length.data in ("5", "1"):
        return _remind(viewer, taught_class, lesson, int(form.length.data))
    try:
        with database.write():
            session = sessions.start_session(
                viewer,
                taught_class.unit,
                lesson,
                form.carrier.data,
                form.quiz_mode.data,
                rehearsal=bool(request.form.get("rehearsal")),
                core_only=form.length.data == "15",
            )
    except Conflict as conflict:
        flash(message_for(conflict), "warn")
        return redirect(url_for(".session", session_id=conflict.values["session_id"]), 303)
    return redirect(url_for(".screen", session_id=session.id), 303)


def _remind(
    viewer: guard.Viewer, taught_class: loaders.TaughtClass, lesson: content.LessonHead, minutes: int
) -> ResponseReturnValue:
    """A few minutes of a lesson are a 1530 reminder: on record as one, and only when it was shown to its end."""
    with database.write():
        made = reminders.put_begin_on_record(
            viewer, taught_class.unit, taught_class.of_year, minutes, taught_class.today, lesson
        )
    other = lesson.lesson_id if made.lesson_id != lesson.lesson_id else None  # shown again, on record once
    return redirect(url_for(".show_reminder", reminder_id=made.id, lesson=other), 303)


@blueprint.get("/report")
@blueprint.get("/classes/<int:class_id>/report")
@guard.needs("assessment.view", loaders.a_reported_class)
@navigation.entry("teacher", 50, lambda: _("报表"), "chart")
def report(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """The report of the class, on the page that serves every unit."""
    return redirect(url_for("office.unit", unit_id=taught_class.unit.id))
