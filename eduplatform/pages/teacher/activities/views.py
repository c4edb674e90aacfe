"""The activities of a class: what each step asks, what is on record of it, and one button to do it."""

from __future__ import annotations

from datetime import date

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....activities import class_records
from ....activities.class_records import Entered
from ....curriculum import queries as content
from ....shared import clock, database
from ....shared.refusals import Refused
from ....teaching import card_numbers
from ... import guard, navigation
from ...labels import activities as labels
from ...messages import message_for
from ...parsing import whole_number
from ...web.locale import gettext as _
from ..blueprint import blueprint
from ..home import remember_taught_class, start_form
from ..loaders import TaughtClass, a_class
from . import loaders
from .loaders import StepOfClass
from .presenters import activities_of_class


@blueprint.get("/activities")
@blueprint.get("/classes/<int:class_id>/activities")
@guard.needs("class.teach", a_class)
@navigation.below("teacher.home")
def class_activities(viewer: guard.Viewer, taught_class: TaughtClass) -> Response:
    """Special-topic activities of the class, step by step."""
    return remember_taught_class(make_response(_page(taught_class)), taught_class)


def _page(room: TaughtClass, words: str = "", at: int = 0) -> str:
    return render_template(
        "teacher/activities.html",
        room=room,
        shown=activities_of_class(room),
        kinds=labels.step_kinds(),
        hints=labels.step_hints(),
        icons=labels.STEP_ICONS,
        states=labels.state_labels(),
        form=start_form(None, room.of_year.stage),
        roll=loaders.roll_of(room),
        is_open=class_records.is_open,
        words=words,
        at=at,
    )


@blueprint.post("/classes/<int:class_id>/activity-steps/<int:step_id>/record")
@guard.needs("class.teach", loaders.a_class_step)
@navigation.below("teacher.home")
def record_step(viewer: guard.Viewer, found: StepOfClass) -> ResponseReturnValue:
    """Put a pledge, counted questions or an act on record."""
    try:
        said = _entered(found)
        with database.write():
            class_records.enter(viewer, found.place, said)
    except Refused as refusal:
        return _page(found.room, message_for(refusal), found.place.step.id), refusal.status
    flash(_("记好了。只记人数，没有名字。"), "good")
    return _back(found)


def _entered(found: StepOfClass) -> Entered:
    try:
        held_on = date.fromisoformat(request.form.get("held_on", ""))
    except ValueError:
        raise Refused("activity_dates") from None
    roll = found.place.roll
    present = whole_number(request.form.get("present"), 3)
    asked = found.place.step.body.get("questions", ()) if found.place.step.kind == "survey" else ()
    counts = tuple(
        tuple(whole_number(request.form.get(f"q{n}-{place}") or "0", 3) or 0 for place in range(len(one["options"])))
        for n, one in enumerate(asked)
    )
    return Entered(
        held_on,
        roll if present is None and not request.form.get("present") else present or 0,
        whole_number(request.form.get("count") or "0", 3) or 0,
        counts,
        request.form.get("note", ""),
    )


@blueprint.post("/classes/<int:class_id>/activity-steps/<int:step_id>/take-back")
@guard.needs("class.teach", loaders.a_class_step)
def take_back_step(viewer: guard.Viewer, found: StepOfClass) -> ResponseReturnValue:
    """What was entered does not stand any more."""
    with database.write():
        class_records.take_back(viewer, found.place)
    flash(_("撤回了，这一步不再算。"), "good")
    return _back(found)


@blueprint.post("/classes/<int:class_id>/activity-steps/<int:step_id>/begin")
@guard.needs("class.teach", loaders.a_shown_step)
def begin_step(viewer: guard.Viewer, found: StepOfClass) -> ResponseReturnValue:
    """Put a film on the screen, or let devices answer questions."""
    verb = class_records.begin_film if found.place.step.kind == "film" else class_records.open_survey
    with database.write():
        verb(viewer, found.place)
    return redirect(url_for(".show_step", class_id=found.room.unit.id, step_id=found.place.step.id), 303)


@blueprint.post("/classes/<int:class_id>/activity-steps/<int:step_id>/finish")
@guard.needs("class.teach", loaders.a_shown_step)
def finish_step(viewer: guard.Viewer, found: StepOfClass) -> ResponseReturnValue:
    """The film is over, or no more answers are taken."""
    try:
        with database.write():
            if found.place.step.kind == "film":
                class_records.end_film(viewer, found.place, _seconds(found))
            else:
                class_records.close_survey(viewer, found.place)
    except Refused as refusal:
        flash(message_for(refusal), "warn")
        return redirect(url_for(".show_step", class_id=found.room.unit.id, step_id=found.place.step.id), 303)
    flash(_("记好了。"), "good")
    return _back(found)


def _seconds(found: StepOfClass) -> float:
    """Length of the shortest film the step can be done with."""
    films = [content.video_of(head.lesson_id) for head in found.made.lessons(found.room.of_year.stage)]
    return min((float(film[2]["seconds"]) for film in films if film), default=0.0)


@blueprint.get("/classes/<int:class_id>/activity-steps/<int:step_id>/show")
@guard.needs("class.teach", loaders.a_shown_step)
@navigation.below("teacher.home")
def show_step(viewer: guard.Viewer, found: StepOfClass) -> str:
    """A film, a pledge or questions on the class screen."""
    heads = found.made.lessons(found.room.of_year.stage)
    head = next((one for one in heads if one.has_video), None)
    film = content.video_of(head.lesson_id) if head else None
    return render_template(
        "teacher/activity_screen.html",
        room=found.room,
        step=found.place.step,
        head=head,
        film=film[2] if film else None,
        record=class_records.records_of_class(found.room.unit, [found.place.activity.id]).get(found.place.step.id),
        is_open=class_records.is_open,
        now=clock.now(),
    )


@blueprint.get("/classes/<int:class_id>/activity-steps/<int:step_id>/sheet")
@guard.needs("class.teach", loaders.a_pledge)
@navigation.below("teacher.home")
def pledge_sheet(viewer: guard.Viewer, found: StepOfClass) -> str:
    """The pledge to print: its sentences, the class's card numbers and blank lines; the paper stays with the class."""
    room = found.room
    roll = loaders.org.roll_on(room.unit.keeper_id, room.unit.id, room.today)
    cards = card_numbers.cards_of(room.unit.keeper_id, room.unit.id, room.today, roll)
    return render_template(
        "teacher/pledge_sheet.html",
        room=room,
        step=found.place.step,
        activity=found.place.activity,
        numbers=list(cards),
        more=len(roll) - len(cards),
    )


def _back(found: StepOfClass) -> ResponseReturnValue:
    at = f"step-{found.place.step.id}"
    return redirect(url_for(".class_activities", class_id=found.room.unit.id, _anchor=at), 303)
