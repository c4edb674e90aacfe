"""The teacher's own class hours over tenure: of each class only what was given while the post was held."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from ...assessment import hours_tenure
from ...assessment.hours_parts import Scope
from ...org import queries as org
from ...shared import clock
from .. import guard, navigation
from ..hours import presenters
from ..labels.roles import role_labels
from . import loaders
from .blueprint import blueprint


@blueprint.get("/tenure")
@guard.needs("class.teach")
@navigation.below("teacher.hours")
def tenure(viewer: guard.Viewer) -> ResponseReturnValue:
    """All classes and years of the viewer's own teaching posts."""
    today = clock.today()
    stints = hours_tenure.stints_of(viewer.school_id, viewer.user_id, today)
    total = hours_tenure.total_of(viewer.school_id, viewer.user_id, today)
    return render_template("teacher/tenure.html", stints=stints, total=total, roles=role_labels(), today=today)


@blueprint.get("/tenure/<int:post_id>")
@guard.needs("class.teach", loaders.an_own_post)
@navigation.below("teacher.hours")
def tenure_post(viewer: guard.Viewer, held: loaders.OwnPost) -> ResponseReturnValue:
    """The hours of one post in one year, taken apart down to single lessons."""
    scope = Scope(held.unit, held.year, clock.today(), held.post)

    def url(**query: Any) -> str:
        return url_for("teacher.tenure_post", post_id=held.post.id, year=held.year, **query)

    may = viewer.may("class.teach", held.unit.path)
    return render_template(
        "teacher/tenure_post.html",
        held=held,
        label=next((one.label for one in [org.class_year(held.unit, held.year)] if one), held.unit.name),
        table=presenters.taken(scope, presenters.asked("post"), url, None),
        session_page="teacher.session" if may else None,
        today=clock.today(),
    )
