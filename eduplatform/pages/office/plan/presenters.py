"""A school year as one list by month: terms, days off, working weekends, hints and key days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from ....org.calendar import Calendar
from ....org.holiday_schedules import lunar_days
from ....org.models import HolidaySchedule
from ....teaching import key_days
from ...web.locale import english
from ...web.locale import gettext as _

ORDER = ("term", "off", "work", "hint", "key")  #: of what falls on the same day


@dataclass(frozen=True)
class CalendarLine:
    """One line: `kind` of ORDER, first and last day, the teaching week it is taught or lies in (None: none), for days that can be taken
    away what the form posts. `whole_month`: of it only the month is known."""

    kind: str
    title: str
    first: date
    last: date
    week: int | None = None
    entry: dict[str, str] | None = None
    whole_month: bool = False


def months_of(calendar: Calendar, year_file: Path) -> list[tuple[date, list[CalendarLine]]]:
    """Lines by month (its first day), in order."""
    lines = [*_terms(calendar), *_days(calendar), *_hints(calendar, year_file.parent), *_key_days(calendar, year_file)]
    lines.sort(key=lambda line: (line.first, ORDER.index(line.kind), line.title))
    return [(month, list(group)) for month, group in groupby(lines, key=lambda line: line.first.replace(day=1))]


def _terms(calendar: Calendar) -> Iterable[CalendarLine]:
    for term in calendar.terms:
        first, last = _("第%(n)s学期开学", n="一二"[term.n - 1]), _("第%(n)s学期结束", n="一二"[term.n - 1])
        if english():
            first, last = f"Term {term.n} begins", f"Term {term.n} ends"
        for title, day in ((first, term.starts_on), (last, term.ends_on)):
            week = calendar.week_on(day)
            yield CalendarLine("term", title, day, day, week.number if week else None)


def _days(calendar: Calendar) -> Iterable[CalendarLine]:
    for off in calendar.days_off:
        entry = {"day": off.starts_on.isoformat(), "kind": off.kind}
        yield CalendarLine(off.kind, off.name, off.starts_on, off.ends_on, None, entry)


def _hints(calendar: Calendar, courses: Path) -> Iterable[CalendarLine]:
    return (CalendarLine("hint", hint.name, hint.day, hint.day) for hint in lunar_days(courses, calendar))


def _key_days(calendar: Calendar, year_file: Path) -> Iterable[CalendarLine]:
    open_ones = key_days.announced_yearly(year_file)
    for one in key_days.for_lessons(year_file, calendar):
        week = key_days.week_for(calendar, one.first)
        title = one.title_en if english() and one.title_en else one.title
        if one.code in open_ones:
            yield CalendarLine("key", title, one.first, one.last, whole_month=True)
        else:
            yield CalendarLine("key", title, one.first, one.last, week.number if week else None)


@dataclass(frozen=True)
class YearKnown:
    """How far the official days off of a calendar year are known: `state` entered, shipped (one click away) or missing."""

    year: int
    state: str
    source: str = ""


def years_known(year: int, entered: dict[int, HolidaySchedule], shipped: Iterable[int]) -> list[YearKnown]:
    """Both calendar years of a school year."""
    found = []
    for one in (year, year + 1):
        if one in entered:
            found.append(YearKnown(one, "entered", entered[one].source))
        else:
            found.append(YearKnown(one, "shipped" if one in shipped else "missing"))
    return found


WEEKDAYS = "一二三四五六日"


def month_name(month: date) -> str:
    """2026年11月 / November 2026."""
    return f"{month:%B %Y}" if english() else f"{month.year}年{month.month}月"


def short_day(day: date) -> str:
    """A day within its month, with its weekday: 9 日 周一 / Mon 9."""
    return f"{day:%a} {day.day}" if english() else f"{day.day}日 周{WEEKDAYS[day.weekday()]}"


def short_span(first: date, last: date) -> str:
    """First and last day: 1日 – 7日, 30日 – 10月2日 / 1–7, 30 Sep – 2 Oct."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {first:%b}" if english() else f"{first.day}日 – {last.day}日"
    if english():
        return f"{first.day} {first:%b} – {last.day} {last:%b}"
    return f"{first.day}日 – {last.month}月{last.day}日"
