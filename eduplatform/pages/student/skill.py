"""Skill training: scene by scene, or steps to put in order. Plain forms; the server keeps the path."""

from __future__ import annotations

import secrets
from functools import singledispatch
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...curriculum import queries as curriculum
from ...curriculum import question_draw, skill_play
from ...curriculum.queries import LessonHead
from ...curriculum.skill import Scenario, Sequence
from ...learning import skill_training as verbs
from ...learning.models import SkillAttempt
from ...org.access import Viewer
from ...shared.database import write
from ...shared.refusals import Refused, there
from .. import guard, navigation
from ..messages import message_for
from ..parsing import whole_number
from . import answer_form, loaders
from .blueprint import blueprint
from .choice_names import Veil

NO_STEP = 999  #: a step no training has


@blueprint.get("/lessons/<int:lesson_id>/skill")
@guard.needs("learn.own", loaders.a_skill)
@navigation.below("student.lessons")
def skill(viewer: Viewer, head: LessonHead) -> ResponseReturnValue:
    """What the training is about, and its start."""
    _skill_id, _revision, body = there(curriculum.skill_of(head.lesson_id))
    return render_template("student/skill.html", head=head, skill=body, key=secrets.token_urlsafe(16))


@blueprint.post("/lessons/<int:lesson_id>/skill")
@guard.needs("learn.own", loaders.a_skill)
def begin(viewer: Viewer, head: LessonHead) -> ResponseReturnValue:
    """Begins a training; one that is still open is gone on with."""
    skill_id, revision_id, _body = there(curriculum.skill_of(head.lesson_id))
    with write():
        number = verbs.start_training(viewer, head.lesson_id, skill_id, revision_id, request.form.get("key", ""))
    return redirect(url_for("student.training", training_id=number), 303)


@blueprint.get("/trainings/<int:training_id>")
@guard.needs("learn.own", loaders.a_training)
@navigation.below("student.lessons")
def training(viewer: Viewer, row: SkillAttempt) -> ResponseReturnValue:
    """Where the own training stands: the scene, what the last choice brought, or the end."""
    return _page(row)


def _page(row: SkillAttempt, order: list[str] | None = None, words: str = "", status: int = 200) -> ResponseReturnValue:
    its_skill = verbs.skill_in(row.revision_id)
    head, veil = curriculum.lesson_head(row.lesson_id), Veil("training", row.id, row.seed)
    template, found = _shown(its_skill, row, order)
    return render_template(template, row=row, head=head, skill=its_skill, words=words, veil=veil, **found), status


@singledispatch
def _shown(its_skill: object, row: SkillAttempt, order: list[str] | None) -> tuple[str, dict[str, Any]]:
    """The template of a kind of training and what it shows."""
    raise TypeError(f"not a training: {type(its_skill).__name__}")


@_shown.register
def _(its_skill: Scenario, row: SkillAttempt, order: list[str] | None) -> tuple[str, dict[str, Any]]:
    now = skill_play.walk(its_skill, row.path)
    walked = skill_play.moves(its_skill, row.path)
    return "student/training.html", {"now": now, "walked": walked, "choices": now.mixed(row.seed)}


@_shown.register
def _(its_skill: Sequence, row: SkillAttempt, order: list[str] | None) -> tuple[str, dict[str, Any]]:
    steps = {step.id: step for step in its_skill.steps}
    shown = order or row.path or question_draw.mixed_steps(its_skill.steps, its_skill.uuid, row.seed)
    mark = skill_play.grade_order(its_skill, row.path) if row.finished_at else None
    return "student/order.html", {"steps": [steps[each] for each in shown], "mark": mark}


@blueprint.post("/trainings/<int:training_id>")
@guard.needs("learn.own", loaders.a_training)
def go_on(viewer: Viewer, row: SkillAttempt) -> ResponseReturnValue:
    """Takes one choice, or grades the order; the same step sent twice moves once."""
    veil, names = Veil("training", row.id, row.seed), verbs.skill_in(row.revision_id).names
    order = [veil.real(value.partition(".")[2], names) for value in request.form.getlist("order")]
    if "move" in request.form and row.finished_at is None:
        return _moved(row, order)
    try:
        with write():
            if order:
                verbs.put_in_order(viewer, row.id, order)
            else:
                step = whole_number(request.form.get("step"), 3)
                said = request.form.get("measured") or veil.real(request.form.get("choice", ""), names)
                verbs.take_choice(viewer, row.id, NO_STEP if step is None else step, said)
    except Refused as refusal:
        return _page(row, None, message_for(refusal), refusal.status)
    return redirect(url_for("student.training", training_id=row.id) + "#now", 303)


def _moved(row: SkillAttempt, order: list[str]) -> ResponseReturnValue:
    target, _colon, way = request.form["move"].partition(":")
    its_skill = verbs.skill_in(row.revision_id)
    known = its_skill.names if isinstance(its_skill, Sequence) else []
    if not known or sorted(order) != sorted(known):
        return _page(row)
    step = Veil("training", row.id, row.seed).real(target.partition(".")[2], known)
    return _page(row, answer_form.shifted(order, step, way))
