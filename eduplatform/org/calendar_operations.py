"""Verbs on calendars and settings of a unit: dated data, inherited down the tree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, select

from ..extensions import db
from ..shared import audit, clock, ttl_cache
from ..shared.refusals import Refused
from .access import Viewer
from .calendar import Calendar, TermDates
from .mark_stale import mark_below
from .models import NO_DAYS, Holiday, SchoolYear, Term, Unit, UnitSetting


@dataclass(frozen=True)
class Dates:
    """What a unit enters for a school year: first and last school day of both terms."""

    first: TermDates
    second: TermDates


def enter_terms(viewer: Viewer, unit: Unit, year: int, dates: Dates) -> None:
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


def own_days(unit: Unit, year: int) -> list[Holiday]:
    """Days off and working weekends the unit entered itself, or the word that it has none."""
    found = select(Holiday).where(Holiday.unit_id == unit.id, Holiday.year == year)
    return list(db.session.scalars(found.order_by(Holiday.starts_on)))


def enter_days(
    viewer: Viewer, unit: Unit, calendar: Calendar, kind: str, name: str, starts_on: date, ends_on: date
) -> None:
    """Enter days off (`off`) or a working weekend (`work`). The first own entry takes the inherited ones along.

    Refused dates_order, days_long (more than 60 days), dates_outside.
    """
    if ends_on < starts_on:
        raise Refused("dates_order")
    if (ends_on - starts_on).days > 60:
        raise Refused("days_long")
    if not calendar.starts_on <= starts_on <= calendar.ends_on:
        raise Refused("dates_outside", first=calendar.starts_on, last=calendar.ends_on)
    if not own_days(unit, calendar.year):
        for day in calendar.days_off:
            db.session.add(
                Holiday(
                    unit_id=unit.id,
                    year=calendar.year,
                    kind=day.kind,
                    name=day.name,
                    starts_on=day.starts_on,
                    ends_on=day.ends_on,
                )
            )
    db.session.add(
        Holiday(unit_id=unit.id, year=calendar.year, kind=kind, name=name, starts_on=starts_on, ends_on=ends_on)
    )
    _changed(viewer, unit, calendar.year, "calendar.days")


def take_days_away(viewer: Viewer, unit: Unit, calendar: Calendar, day: date, kind: str) -> None:
    """Take an entry away, inherited ones too: the unit then keeps the rest as its own."""
    kept = own_days(unit, calendar.year)
    if not kept:
        for each in calendar.days_off:
            db.session.add(
                Holiday(
                    unit_id=unit.id,
                    year=calendar.year,
                    kind=each.kind,
                    name=each.name,
                    starts_on=each.starts_on,
                    ends_on=each.ends_on,
                )
            )
        db.session.flush()
    db.session.execute(
        delete(Holiday).where(
            Holiday.unit_id == unit.id, Holiday.year == calendar.year, Holiday.starts_on == day, Holiday.kind == kind
        )
    )
    if not own_days(unit, calendar.year):  # else those of the units above would come back
        first = calendar.starts_on
        db.session.add(
            Holiday(unit_id=unit.id, year=calendar.year, kind=NO_DAYS, name="", starts_on=first, ends_on=first)
        )
    _changed(viewer, unit, calendar.year, "calendar.days")


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


def _changed(viewer: Viewer, unit: Unit, year: int, action: str) -> None:
    """Weeks move: what is due in the classes below is counted anew."""
    audit.record(unit.keeper_id, viewer.user_id, action, f"unit:{unit.id}", year=year)
    mark_below(unit, year)
    ttl_cache.forget_remembered()
