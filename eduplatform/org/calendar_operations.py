"""Verbs on calendars and settings of a unit: dated data, inherited down the tree."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from ..extensions import db
from ..shared import audit, clock, ttl_cache
from ..shared.refusals import Refused
from .access import Viewer, below
from .calendar import Calendar, DaysOff, TermDates
from .day_rules import check_entry, is_same_entry
from .holiday_schedules import Schedule, shipped_schedules
from .mark_stale import mark_below
from .models import NO_DAYS, Holiday, HolidaySchedule, SchoolYear, Term, Unit, UnitSetting
from .queries import calendar_at


@dataclass(frozen=True)
class Dates:
    """What a unit enters for a school year: first and last school day of both terms."""

    first: TermDates
    second: TermDates


def enter_terms(viewer: Viewer | None, unit: Unit, year: int, dates: Dates) -> None:
    """Enter the terms of a school year. Refused dates_order, dates_outside."""
    days = [dates.first.starts_on, dates.first.ends_on, dates.second.starts_on, dates.second.ends_on]
    if days != sorted(days) or len(set(days)) < 4:
        raise Refused("dates_order")
    starts, ends = date(year, 8, 15), date(year + 1, 8, 14)
    if days[0] < starts or days[-1] > ends:
        raise Refused("dates_outside", first=starts, last=ends)
    db.session.execute(delete(Term).where(Term.unit_id == unit.id, Term.year == year))
    for term in (dates.first, dates.second):
        db.session.add(Term(unit_id=unit.id, year=year, n=term.n, starts_on=term.starts_on, ends_on=term.ends_on))
    if db.session.scalar(select(SchoolYear.id).where(SchoolYear.unit_id == unit.id, SchoolYear.year == year)) is None:
        db.session.add(
            SchoolYear(unit_id=unit.id, year=year, starts_on=date(year, 9, 1), ends_on=date(year + 1, 8, 31))
        )
    _changed(viewer, unit, year, "calendar.terms")


def own_terms(unit: Unit, year: int) -> list[TermDates]:
    """Terms the unit entered itself, in order."""
    found = select(Term).where(Term.unit_id == unit.id, Term.year == year).order_by(Term.n)
    return [TermDates(row.n, row.starts_on, row.ends_on) for row in db.session.scalars(found)]


def terms_a_year_on(terms: Iterable[TermDates]) -> list[TermDates]:
    """The same terms a year later, on the same weekdays; the 1st of September stays the 1st. To be looked through by a person."""
    return [TermDates(term.n, _a_year_on(term.starts_on), _a_year_on(term.ends_on)) for term in terms]


def _a_year_on(day: date) -> date:
    return day.replace(year=day.year + 1) if (day.month, day.day) == (9, 1) else day + timedelta(weeks=52)


def carry_terms_over(viewer: Viewer | None, unit: Unit, year: int) -> list[TermDates]:
    """Enter the unit's own terms of the year before, a year on, where it has none for `year` yet; those entered."""
    before = own_terms(unit, year - 1)
    if len(before) != 2 or own_terms(unit, year):
        return []
    first, second = terms_a_year_on(before)
    enter_terms(viewer, unit, year, Dates(first, second))
    return [first, second]


def take_terms_back(viewer: Viewer | None, unit: Unit, year: int, entered: list[TermDates]) -> bool:
    """Take terms back that were entered, unless somebody has changed them since; whether it was done."""
    if own_terms(unit, year) != entered:
        return False
    db.session.execute(delete(Term).where(Term.unit_id == unit.id, Term.year == year))
    db.session.execute(delete(SchoolYear).where(SchoolYear.unit_id == unit.id, SchoolYear.year == year))
    _changed(viewer, unit, year, "calendar.terms")
    return True


def own_days(unit: Unit, year: int) -> list[Holiday]:
    """Days off and working weekends the unit entered itself, or the word that it has none."""
    found = select(Holiday).where(Holiday.unit_id == unit.id, Holiday.year == year)
    return list(db.session.scalars(found.order_by(Holiday.starts_on)))


def enter_days(
    viewer: Viewer, unit: Unit, calendar: Calendar, kind: str, name: str, starts_on: date, ends_on: date
) -> None:
    """Enter days off (`off`) or a working weekend (`work`). The first own entry takes the inherited ones along.

    Refused as check_entry(), and dates_outside.
    """
    entry = DaysOff(kind, name, starts_on, ends_on)
    check_entry(entry, calendar.days_off)
    if not (calendar.starts_on <= starts_on and ends_on <= calendar.ends_on):
        raise Refused("dates_outside", first=calendar.starts_on, last=calendar.ends_on)
    _add_entries(unit, calendar, [entry])
    _changed(viewer, unit, calendar.year, "calendar.days")


def enter_schedule(viewer: Viewer | None, unit: Unit, schedule: Schedule, years: Collection[int]) -> int:
    """Enter the official days of a calendar year into the school years `years`: all of them or none; how many were new. What is there
    already is left as it is. Units below that have days of their own are given those that go with theirs: of such a unit nothing
    would reach it else. Refused as check_entry() when a day stands against one that is there."""
    if not any(year in years for year in schedule.by_school_year(min(years))):
        raise Refused("days_none_in_year", year=min(years), last=min(years) + 1)
    added = 0
    for year, days in schedule.by_school_year(min(years)).items():
        if year in years:
            calendar = calendar_at(unit.path, year)
            new = _missing(days, calendar)
            for at, day in enumerate(new):
                check_entry(day, [*calendar.days_off, *new[:at]])
            _add_entries(unit, calendar, new)
            added += len(new)
            _hand_down(unit, year, days)
            mark_below(unit, year)
    tell_announced(viewer, unit, schedule.year, schedule.source["zh"], schedule.confidence)
    return added


def enter_known_days(viewer: Viewer | None, unit: Unit, year: int, courses: Path) -> None:
    """Enter what is shipped of a school year's official days, where anything is: a new install does not begin with National Day alone."""
    for schedule in shipped_schedules(courses).values():
        if year in schedule.by_school_year(year):
            enter_schedule(viewer, unit, schedule, [year])


@dataclass(frozen=True)
class Seen:
    """A line of a file looked at beside what is there: `state` new, there (nothing to do), past (of a school year before), or wrong."""

    line: int
    entry: DaysOff
    state: str
    refusal: Refused | None = None


def look_ahead(unit: Unit, lines: Iterable[tuple[int, DaysOff]], years: Collection[int]) -> list[Seen]:
    """What entering lines into the school years `years` would do. Changes nothing."""
    calendars = {year: calendar_at(unit.path, year) for year in years}
    return [_look(line, entry, calendars) for line, entry in lines]


def _look(line: int, entry: DaysOff, calendars: dict[int, Calendar]) -> Seen:
    calendar = calendars.get(clock.school_year_of(entry.starts_on))
    if calendar is None:
        return Seen(line, entry, "past")
    if not _missing([entry], calendar):
        return Seen(line, entry, "there")
    try:
        check_entry(entry, calendar.days_off)
    except Refused as refusal:
        return Seen(line, entry, "wrong", refusal)
    return Seen(line, entry, "new")


def tell_announced(viewer: Viewer | None, unit: Unit, year: int, source: str, confidence: str = "") -> None:
    """The official days of a calendar year are all entered."""
    found = select(HolidaySchedule).where(HolidaySchedule.unit_id == unit.id, HolidaySchedule.year == year)
    row = db.session.scalars(found).first() or HolidaySchedule(unit_id=unit.id, year=year)
    row.source, row.confidence = source[:120], confidence
    db.session.add(row)
    audit.record(
        unit.keeper_id,
        viewer.user_id if viewer else None,
        "calendar.schedule",
        f"unit:{unit.id}",
        year=year,
        source=row.source,
    )
    ttl_cache.forget_remembered()


def _missing(days: Iterable[DaysOff], calendar: Calendar) -> list[DaysOff]:
    return [day for day in days if not any(is_same_entry(day, there) for there in calendar.days_off)]


def _hand_down(unit: Unit, year: int, days: Iterable[DaysOff]) -> None:
    """Into the calendars below that are kept apart: what neither is there nor stands against anything. Who took all days away meant it."""
    found = select(Holiday).join(Unit, Unit.id == Holiday.unit_id).where(Holiday.year == year)
    rows = db.session.scalars(found.where(below(Unit.path, [unit.path]), Unit.id != unit.id, Unit.closed_on.is_(None)))
    theirs: dict[int, list[DaysOff]] = {}
    for row in rows:
        theirs.setdefault(row.unit_id, []).append(DaysOff(row.kind, row.name, row.starts_on, row.ends_on))
    for unit_id, there in theirs.items():
        if any(day.kind == NO_DAYS for day in there):
            continue
        for day in days:
            try:
                check_entry(day, there)
            except Refused:
                continue
            db.session.add(_row(unit_id, year, day))


def take_days_away(viewer: Viewer, unit: Unit, calendar: Calendar, day: date, kind: str) -> None:
    """Take an entry away, inherited ones too: the unit then keeps the rest as its own."""
    _add_entries(unit, calendar, ())
    db.session.flush()
    db.session.execute(
        delete(Holiday).where(
            Holiday.unit_id == unit.id, Holiday.year == calendar.year, Holiday.starts_on == day, Holiday.kind == kind
        )
    )
    if not own_days(unit, calendar.year):  # else those of the units above would come back
        first = calendar.starts_on
        db.session.add(_row(unit.id, calendar.year, DaysOff(NO_DAYS, "", first, first)))
    _changed(viewer, unit, calendar.year, "calendar.days")


def _add_entries(unit: Unit, calendar: Calendar, entries: Iterable[DaysOff]) -> None:
    """The entries become the unit's own; before its first ones those it inherits."""
    taken_along = () if own_days(unit, calendar.year) else calendar.days_off
    db.session.add_all(_row(unit.id, calendar.year, day) for day in [*taken_along, *entries])


def _row(unit_id: int, year: int, day: DaysOff) -> Holiday:
    return Holiday(
        unit_id=unit_id, year=year, kind=day.kind, name=day.name, starts_on=day.starts_on, ends_on=day.ends_on
    )


def choose_setting(viewer: Viewer, unit: Unit, name: str, value: Any, basis: str) -> None:
    """Enter a dated choice of a unit, in force from today."""
    today = clock.today()
    found = select(UnitSetting).where(
        UnitSetting.unit_id == unit.id, UnitSetting.name == name, UnitSetting.from_on == today
    )
    row = db.session.scalars(found).first() or UnitSetting(unit_id=unit.id, name=name, from_on=today)
    row.value, row.basis, row.set_by = value, basis, viewer.user_id
    db.session.add(row)
    audit.record(unit.keeper_id, viewer.user_id, "setting.choose", f"unit:{unit.id}", name=name, value=value)
    ttl_cache.forget_remembered()


def _changed(viewer: Viewer | None, unit: Unit, year: int, action: str) -> None:
    """Weeks move: what is due in the classes below is counted anew."""
    audit.record(unit.keeper_id, viewer.user_id if viewer else None, action, f"unit:{unit.id}", year=year)
    mark_below(unit, year)
    ttl_cache.forget_remembered()
