"""Changing the school calendar: terms, days off, working weekends."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ....org import calendar_operations
from ....org import queries as org
from ....org.access import Viewer
from ....org.calendar import TermDates
from ....org.holiday_schedules import shipped_schedules
from ....shared import clock
from ....shared.database import write
from ....shared.refusals import Refused
from ....teaching import key_days
from ... import guard, navigation
from ...messages import message_for
from ...web.locale import gettext as _
from .. import first_steps, loaders
from ..blueprint import blueprint
from . import presenters
from .forms import Away, Days, DaysFile, Terms


@blueprint.get("/units/<int:unit_id>/calendar")
@guard.needs("calendar.edit", loaders.calendared)
@navigation.below("office.plan")
def calendar(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """A year's terms, days off, hints and key days by month; units below inherit what is entered."""
    return show_calendar(place)


def show_calendar(
    place: loaders.YearOf, terms: Terms | None = None, days: Days | None = None, words: str = "", status: int = 200
) -> ResponseReturnValue:
    """The page, with a form that was refused, and words on why."""
    own = place.calendar.terms
    terms = terms or Terms(
        formdata=None,
        first_start=own[0].starts_on,
        first_end=own[0].ends_on,
        second_start=own[-1].starts_on,
        second_end=own[-1].ends_on,
    )
    year_file = key_days.year_file()
    shipped = shipped_schedules(year_file.parent)
    return render_template(
        "office/calendar.html",
        ward=place,
        place=place.unit.name,
        terms=terms,
        adding=days is not None,
        days=days or Days(formdata=None),
        months=presenters.months_of(place.calendar, year_file),
        known=presenters.years_known(place.year, org.announced_years(place.unit, place.year), shipped),
        shipped=shipped,
        upload=DaysFile.for_year(place.year),
        today=clock.today(),
        month_name=presenters.month_name,
        short_day=presenters.short_day,
        short_span=presenters.short_span,
        words=words,
        own=calendar_operations.own_days(place.unit, place.year),
    ), status


def _back(place: loaders.YearOf) -> ResponseReturnValue:
    flash(_("校历已保存。下面的学校和班级会跟着变。"), "good")
    return redirect(
        first_steps.then_start(place.unit, url_for("office.calendar", unit_id=place.unit.id, year=place.year)), 303
    )


@blueprint.post("/units/<int:unit_id>/calendar/terms")
@guard.needs("calendar.edit", loaders.calendared)
@navigation.below("office.plan")
def set_terms(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """Enter the terms."""
    form = Terms()
    if not form.validate():
        return show_calendar(place, form, status=422)
    dates = calendar_operations.Dates(
        TermDates(1, form.first_start.data, form.first_end.data),
        TermDates(2, form.second_start.data, form.second_end.data),
    )
    try:
        with write():
            calendar_operations.enter_terms(viewer, place.unit, place.year, dates)
    except Refused as refusal:
        return show_calendar(place, form, None, message_for(refusal), refusal.status)
    return _back(place)


@blueprint.post("/units/<int:unit_id>/calendar/days")
@guard.needs("calendar.edit", loaders.calendared)
@navigation.below("office.plan")
def add_days(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """Enter days off or a working weekend."""
    form = Days()
    if not form.validate():
        return show_calendar(place, None, form, status=422)
    try:
        with write():
            calendar_operations.enter_days(
                viewer,
                place.unit,
                place.calendar,
                form.kind.data,
                form.name.data,
                form.starts_on.data,
                form.ends_on.data,
            )
    except Refused as refusal:
        return show_calendar(place, None, form, message_for(refusal), refusal.status)
    return _back(place)


@blueprint.post("/units/<int:unit_id>/calendar/days/remove")
@guard.needs("calendar.edit", loaders.calendared)
@navigation.below("office.plan")
def remove_days(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """Take an entry away."""
    form = Away()
    if not form.validate() or form.day.data is None:
        return show_calendar(place, words=_("请从列表里选要删的一项。"), status=422)
    with write():
        calendar_operations.take_days_away(viewer, place.unit, place.calendar, form.day.data, form.kind.data)
    return _back(place)
