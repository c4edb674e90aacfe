"""Pupils of the class: names and accounts; one pupil's own record, for the teacher's eyes."""

from __future__ import annotations

from flask import Response, make_response, render_template

from ...curriculum import queries as content
from ...learning import class_results
from ...org import queries as org
from ...shared import audit
from ...teaching import card_numbers, queries
from .. import guard, navigation
from ..web.locale import gettext as _
from . import loaders
from .blueprint import blueprint
from .home import remember_taught_class


@blueprint.get("/pupils")
@blueprint.get("/classes/<int:class_id>/pupils")
@guard.needs("class.names", loaders.a_named_class)
@navigation.entry("teacher", 30, lambda: _("学生"), "people")
def pupils(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> Response:
    """Pupils of the class by number: whether the account is opened, how often away. For the own teachers only."""
    found = queries.pupil_rows(taught_class.unit, taught_class.year, taught_class.today)
    audit.looked(taught_class.unit.keeper_id, viewer.user_id, f"class:{taught_class.unit.id}", len(found))
    page = render_template(
        "teacher/pupils.html",
        room=taught_class,
        pupils=found,
        may_print=viewer.may("class.slips", taught_class.unit.path),
    )
    return remember_taught_class(make_response(page), taught_class)


@blueprint.get("/classes/<int:class_id>/pupils/<int:pupil_id>")
@guard.needs("class.names", loaders.a_pupil)
@navigation.below("teacher.pupils")
def pupil(viewer: guard.Viewer, found: loaders.Pupil) -> str:
    """What one pupil has done this year: lessons, quizzes, trainings. For helping, not for comparing."""
    room, who = found.room, found.pupil
    audit.looked(room.unit.keeper_id, viewer.user_id, f"pupil:{who.pupil_id}", 1)
    record = class_results.results_of_pupil(room.unit.keeper_id, who.pupil_id, room.year)
    away = queries.away_from(room.unit, room.year, who.pupil_id)
    items = content.items({row.lesson_id for row in record.quizzes + record.skills} | {row.lesson_id for row in away})
    roll = org.roll_on(room.unit.keeper_id, room.unit.id, room.today)
    card = card_numbers.by_pupil(card_numbers.cards_of(room.unit.keeper_id, room.unit.id, room.today, roll)).get(
        who.pupil_id
    )
    return render_template(
        "teacher/pupil.html",
        room=room,
        who=who,
        card=card,
        record=record,
        away=away,
        items=items,
        book=queries.ledger(room.unit, room.of_year, room.today),
    )
