"""The official days off of a calendar year: those shipped in one click, or from a bureau's file, shown before anything is stored."""

from __future__ import annotations

import json
from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ....org import calendar_operations, holiday_files
from ....org.access import Viewer
from ....org.calendar import Calendar
from ....org.calendar_operations import Seen
from ....org.holiday_files import Raw, Told
from ....org.holiday_schedules import shipped_schedules
from ....org.roster.messages import message_in
from ....org.roster.refusals import RosterRefused
from ....org.roster.sandbox import read_file_safely
from ....shared import sheets
from ....shared.database import write
from ....shared.refusals import Refused
from ....teaching import key_days
from ... import filters, guard, navigation
from ...messages import message_for
from ...web.locale import english
from ...web.locale import gettext as _
from .. import first_steps, loaders
from ..blueprint import blueprint
from ..report.exports import XLSX
from . import calendar as calendar_page
from .forms import DaysFile, DaysLines

MOST_LINES = 100_000  #: characters of what a preview posts back


@blueprint.post("/units/<int:unit_id>/calendar/schedule")
@guard.needs("calendar.edit", loaders.calendared)
@navigation.below("office.plan")
def adopt_schedule(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """Enter the shipped days of a calendar year that fall into this school year."""
    schedule = shipped_schedules(key_days.year_file().parent).get(request.form.get("of", 0, type=int))
    if schedule is None:
        raise Refused("schedule_not_shipped")
    try:
        with write():
            added = calendar_operations.enter_schedule(viewer, place.unit, schedule, [place.year])
    except Refused as refusal:
        return calendar_page.show_calendar(place, words=message_for(refusal), status=refusal.status)
    return _stored(place, schedule.year, added)


def _stored(place: loaders.YearOf, year: int, added: int) -> ResponseReturnValue:
    flash(_("%(year)s 年的放假安排已经录入，新增 %(n)s 项。下面的学校和班级会跟着变。", year=year, n=added), "good")
    address = url_for("office.calendar", unit_id=place.unit.id, year=place.year)
    return redirect(first_steps.then_start(place.unit, address), 303)


@blueprint.post("/units/<int:unit_id>/calendar/complete")
@guard.needs("calendar.edit", loaders.calendared)
@navigation.below("office.plan")
def complete_year(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """The days of a calendar year have been entered one by one, and are all there."""
    year = request.form.get("of", 0, type=int)
    if year not in (place.year, place.year + 1):
        raise Refused("days_other_year", first=place.year, last=place.year + 1)
    with write():
        calendar_operations.tell_announced(viewer, place.unit, year, _("逐条录入"))
    flash(_("已记下：%(year)s 年的放假安排填全了。", year=year), "good")
    return redirect(url_for("office.calendar", unit_id=place.unit.id, year=place.year), 303)


@blueprint.post("/units/<int:unit_id>/calendar/file")
@guard.needs("calendar.edit", loaders.calendared)
@navigation.below("office.plan")
def look_at_days(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """Show what a file would enter. Nothing is stored."""
    form = DaysFile.for_year(place.year)
    data = form.file.data.read(holiday_files.MOST_BYTES + 1) if form.file.data else b""
    if not form.validate() or not data:
        words = _("请先选一个文件（.xlsx、.xls、.csv 或 .yaml）。")
        return calendar_page.show_calendar(place, words=words, status=422)
    name = form.file.data.filename or "days"
    try:
        told = holiday_files.read_days(name, data, form.of.data, read_file_safely)
    except RosterRefused as refusal:
        words = message_in(refusal.code, refusal.values, "en" if english() else "zh")
        return calendar_page.show_calendar(place, words=words, status=422)
    return _preview(place, told, form.of.data, told.source or name)


def _preview(place: loaders.YearOf, told: Told, year: int, source: str) -> ResponseReturnValue:
    seen = calendar_operations.look_ahead(place.unit, told.lines, _years(place))
    wrong = [(fault.line, message_for(fault.refusal)) for fault in told.faults]
    wrong += [(one.line, message_for(one.refusal)) for one in seen if one.refusal]
    fresh = sum(one.state == "new" for one in seen)
    return render_template(
        "office/calendar_file.html",
        ward=place,
        place=place.unit.name,
        year=year,
        seen=seen,
        wrong=sorted(wrong),
        fresh=fresh,
        span=filters.days,
        form=DaysLines(formdata=None, of=year, source=source[:120], lines=_packed(seen)),
    ), 422 if wrong or not fresh else 200


def _years(place: loaders.YearOf) -> tuple[int, int]:
    """The school years a calendar year's days go into: what lies before is over."""
    return (place.year, place.year + 1)


def _packed(seen: list[Seen]) -> str:
    """The lines as the preview posts them back: they are checked once more then."""
    return json.dumps(
        [
            [one.line, one.entry.name, one.entry.kind, one.entry.starts_on.isoformat(), one.entry.ends_on.isoformat()]
            for one in seen
        ],
        ensure_ascii=False,
    )


@blueprint.post("/units/<int:unit_id>/calendar/file/enter")
@guard.needs("calendar.edit", loaders.calendared)
@navigation.below("office.plan")
def enter_file(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """Store what the preview has shown: all of it or nothing."""
    form = DaysLines()
    raws, year = _unpacked(form.lines.data or ""), (form.of.data or "").strip()
    if not form.validate() or raws is None or year not in (str(place.year), str(place.year + 1)):
        return calendar_page.show_calendar(place, words=_("请重新选文件，再看一遍。"), status=422)
    told = holiday_files.checked_days(raws, int(year))
    if told.faults:
        return _preview(place, told, int(year), form.source.data or "")
    schedule = told.schedule(int(year), (form.source.data or _("文件"))[:120])
    try:
        with write():
            added = calendar_operations.enter_schedule(viewer, place.unit, schedule, _years(place))
    except Refused:  # somebody entered days meanwhile
        return _preview(place, told, int(year), form.source.data or "")
    return _stored(place, int(year), added)


def _unpacked(text: str) -> list[Raw] | None:
    try:
        found = json.loads(text) if len(text) <= MOST_LINES else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or not all(_is_raw(one) for one in found):
        return None
    return [(one[0], one[1], one[2], one[3], one[4]) for one in found]


def _is_raw(one: object) -> bool:
    if not isinstance(one, list) or len(one) != 5:
        return False
    return type(one[0]) is int and all(isinstance(part, str) for part in one[1:])


@blueprint.get("/units/<int:unit_id>/calendar/days.xlsx")
@guard.needs("calendar.edit", loaders.calendared)
def days_table(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """The days that are there, as the table that can be filled in and brought back."""
    book = BytesIO(sheets.workbook(_table(place.calendar, place.unit.name)))
    name = _("放假安排") + f"-{place.year}-{place.year + 1}.xlsx"
    return send_file(book, XLSX, as_attachment=True, download_name=name, max_age=0)


def _table(calendar: Calendar, name: str) -> sheets.Table:
    kinds = {"off": "放假", "work": "上课"}
    rows = [
        (day.name, kinds[day.kind], day.starts_on.isoformat(), day.ends_on.isoformat()) for day in calendar.days_off
    ]
    notes = (_("每行一项，类别写“放假”或“上课”（周末上课）。日期写成 2027-01-01。"),)
    columns = [sheets.Column(head, "name" if head == "名称" else "text") for head in holiday_files.HEADS]
    return sheets.Table(f"{name} {calendar.year}–{calendar.year + 1}", columns, rows, notes=notes)
