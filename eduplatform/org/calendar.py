"""School calendars: which days are school days and which teaching week a day lies in. Pure."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

ENOUGH_DAYS = 3  # a week with fewer school days asks for no lesson


def monday_of(day: date) -> date:
    """The first day of the week of a day."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class TermDates:
    n: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class DaysOff:
    """`kind` off: no school; work: a weekend day with school (调休)."""

    kind: str
    name: str
    starts_on: date
    ends_on: date

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True)
class Week:
    """A teaching week, Monday to Sunday. `number` counts through the school year."""

    number: int
    term: int
    starts_on: date
    ends_on: date
    school_days: int

    @property
    def counts(self) -> bool:
        """Whether a lesson is due: a week cut short by holidays asks for none."""
        return self.school_days >= ENOUGH_DAYS


@dataclass(frozen=True)
class Calendar:
    year: int
    starts_on: date
    ends_on: date
    terms: tuple[TermDates, ...]
    days_off: tuple[DaysOff, ...] = ()

    def is_school_day(self, day: date) -> bool:
        """Whether there is school on `day`: in term, and a working day by the weekday or by 调休."""
        if not any(term.starts_on <= day <= term.ends_on for term in self.terms):
            return False
        if any(off.kind == "work" and off.holds(day) for off in self.days_off):
            return True
        return day.weekday() < 5 and not any(off.kind == "off" and off.holds(day) for off in self.days_off)

    def day_off_name(self, day: date) -> str:
        """What the calendar calls a day without school: a holiday's name, '' for a plain weekend or outside the terms."""
        return next((off.name for off in self.days_off if off.kind == "off" and off.holds(day)), "")

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        """Teaching weeks of the year in order. Weeks without a school day are left out and not numbered."""
        found: list[Week] = []
        for term in self.terms:
            monday = monday_of(term.starts_on)
            while monday <= term.ends_on:
                days = sum(self.is_school_day(monday + timedelta(days=n)) for n in range(7))
                again = bool(found) and found[-1].starts_on == monday  # one term ends in it and the next begins
                if days and not again:
                    found.append(Week(len(found) + 1, term.n, monday, monday + timedelta(days=6), days))
                monday += timedelta(days=7)
        return tuple(found)

    def week_on(self, day: date) -> Week | None:
        """The teaching week that holds `day`; None in holidays."""
        place = bisect_right([week.starts_on for week in self.weeks], day) - 1
        week = self.weeks[place] if place >= 0 else None
        return week if week and day <= week.ends_on else None

    def week_near(self, day: date) -> Week | None:
        """The week of `day`, or in holidays the next one, or the last of the year."""
        later = [week for week in self.weeks if week.ends_on >= day]
        return later[0] if later else (self.weeks[-1] if self.weeks else None)

    def school_days_between(self, first: date, last: date) -> int:
        """School days from `first` to `last`, both counted."""
        return sum(self.is_school_day(first + timedelta(days=n)) for n in range((last - first).days + 1))


def typical(year: int) -> Calendar:
    """The calendar used until a unit enters its own: 1 Sep – mid-January, late February – early July."""
    first = date(year, 9, 1)
    second = date(year + 1, 2, 22)
    terms = (
        TermDates(1, first, first + timedelta(days=20 * 7 - 1)),
        TermDates(2, second, second + timedelta(days=20 * 7 - 1)),
    )
    week_off = DaysOff("off", "国庆节", date(year, 10, 1), date(year, 10, 7))
    return Calendar(year, first, date(year + 1, 8, 31), terms, (week_off,))
