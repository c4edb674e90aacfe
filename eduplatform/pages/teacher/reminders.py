"""1530 reminders: what is offered today, shown on the class screen, and put on record as reminders."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...curriculum import queries as content
from ...shared import clock, database
from ...shared.refusals import Refused
from ...teaching import reminders
from ...teaching.hands_questions import Asked
from ...teaching.reminder_plan import Piece
from .. import guard, navigation
from ..parsing import whole_number
from ..web.locale import gettext as _
from . import loaders
from .blueprint import blueprint
from .home import remember_taught_class


@blueprint.get("/reminders")
@blueprint.get("/classes/<int:class_id>/reminders")
@guard.needs("class.teach", loaders.a_class)
@navigation.below("teacher.home")
def reminder_list(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> Response:
    """Reminders of the class: today's, this week's, the one before holidays, and what was given this school year."""
    kept = reminders.reminders_of_year(taught_class.unit, taught_class.year)
    page = render_template(
        "teacher/reminders.html",
        reminder_lasted=lasted,
        room=taught_class,
        offers=reminders.offers(taught_class.unit, taught_class.of_year, taught_class.today, kept),
        kept=kept[:60],
        total=len(kept),
        topics=content.topics(),
        items=content.items({one.lesson_id for one in kept}),
    )
    return remember_taught_class(make_response(page), taught_class)


@blueprint.post("/classes/<int:class_id>/reminders")
@guard.needs("class.teach", loaders.a_class)
def begin_reminder(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """Begin a reminder and show it on the screen."""
    minutes = whole_number(request.form.get("minutes"), 2)
    if minutes is None:
        raise Refused("odd_choice")
    with database.write():
        made = reminders.put_begin_on_record(
            viewer, taught_class.unit, taught_class.of_year, minutes, taught_class.today
        )
    return redirect(url_for(".show_reminder", reminder_id=made.id), 303)


@blueprint.get("/reminders/<int:reminder_id>")
@guard.needs("class.teach", loaders.a_reminder)
def show_reminder(viewer: guard.Viewer, found: loaders.Reminded) -> str:
    """One screen of a reminder; ?n= says which, from 0; ?lesson= shows another lesson than the one on record."""
    row = found.reminder
    chosen = content.lesson_head(request.args.get("lesson", 0, type=int)) if row.format != 30 else None
    heads = [chosen] if chosen else reminders.shown_lessons(row, found.room.unit, found.room.of_year)
    if not heads:
        raise Refused("no_lesson")
    pieces = reminders.pieces_of(row.format, row.given_on, heads)
    place = min(max(request.args.get("n", 0, type=int), 0), len(pieces))
    piece = pieces[place] if place < len(pieces) else None
    head = next(one for one in heads if one.lesson_id == piece.lesson_id) if piece else heads[0]
    shown = SimpleNamespace(
        lesson=content.body(head.revision_id), slug=head.slug, folder=head.folder, asked=_asked(piece)
    )
    return render_template(
        "teacher/reminder_screen.html",
        reminder=row,
        room=found.room,
        pieces=pieces,
        place=place,
        piece=piece,
        head=head,
        run=shown,
        chosen=chosen,
    )


def _asked(piece: Piece | None) -> tuple[Asked, ...]:
    """The one question of the screen."""
    return (reminders.questions_of(piece.lesson_id)[piece.number],) if piece and piece.kind != "slide" else ()


@blueprint.post("/reminders/<int:reminder_id>/done")
@guard.needs("class.teach", loaders.a_reminder)
def finish_reminder(viewer: guard.Viewer, found: loaders.Reminded) -> ResponseReturnValue:
    """Put on record that it was shown to the end."""
    with database.write():
        reminders.put_end_on_record(reminders.reminder_by_id(found.reminder.id) or found.reminder)
    flash(_("已记入提醒。提醒不算课时。"), "good")
    return redirect(url_for(".reminder_list", class_id=found.room.unit.id), 303)


def lasted(row: Any) -> int:
    """Whole minutes from the start to the end, by the server's clock; at least one."""
    return max(1, round(((row.ended_at or clock.now()) - row.started_at).total_seconds() / 60))
