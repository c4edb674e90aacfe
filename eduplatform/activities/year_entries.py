"""The year of a class or a unit as whole days for a calendar program: week themes, key days, days off, terms, activities. No person
and no result is in it: whoever has the address reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from ..org.calendar import Calendar
from ..org.models import Unit
from ..org.queries import calendar_at
from ..shared.ics import DayEvent
from ..teaching import key_days, plan
from ..teaching.year_layout import PlannedWeek
from . import queries
from .models import Activity

Words = Callable[..., str]  #: (code, **values) → the words of pages for a kind of entry


def year_entries(unit: Unit, stage: str, year: int, words: Words, english: bool) -> list[DayEvent]:
    """The entries of a school year in order, without key days whose days are announced every year. `stage` of a class; '' for units above: key days and activities of all stages. Codes of
    `words`: term_starts, term_ends (n), off, work, activity (name), week (n, name). Five statements, as it is now."""
    calendar = calendar_at(unit.path, year)
    weeks = {week.week: week for week in plan.plan_now(unit, year, calendar)}
    held = [row for row, _setter in queries.of_unit(unit, year) if row.withdrawn_at is None]
    made = [
        *_terms(calendar, words),
        *_days(calendar, words),
        *_weeks(calendar, weeks, words, english),
        *_key_days(calendar, stage, words, english),
        *_activities([row for row in held if _concerns(row, stage)], words, english),
    ]
    return sorted(made, key=lambda one: (one.first, one.key))


def _event(calendar: Calendar, key: str, title: str, days: tuple[date, date], category: str) -> DayEvent:
    return DayEvent(f"{calendar.year}/{key}", title, *days, category=category)


def _terms(calendar: Calendar, words: Words) -> Iterator[DayEvent]:
    for term in calendar.terms:
        first, last = (term.starts_on, term.starts_on), (term.ends_on, term.ends_on)
        yield _event(calendar, f"term/{term.n}/start", words("term_starts", n=term.n), first, words("terms"))
        yield _event(calendar, f"term/{term.n}/end", words("term_ends", n=term.n), last, words("terms"))


def _days(calendar: Calendar, words: Words) -> Iterator[DayEvent]:
    for off in calendar.days_off:
        key = f"{off.kind}/{off.starts_on.isoformat()}"
        yield _event(calendar, key, words(off.kind, name=off.name), (off.starts_on, off.ends_on), words("days"))


def _weeks(calendar: Calendar, plan_of: dict[int, PlannedWeek], words: Words, english: bool) -> Iterator[DayEvent]:
    """One entry a teaching week, Monday to Friday."""
    for week in calendar.weeks:
        theme = plan_of.get(week.number)
        if theme is not None:
            name = theme.title_en if english and theme.title_en else theme.title
            days = (week.starts_on, week.starts_on + timedelta(days=4))
            yield _event(calendar, f"week/{week.number}", words("week", n=week.number, name=name), days, words("weeks"))


def _key_days(calendar: Calendar, stage: str, words: Words, english: bool) -> Iterator[DayEvent]:
    seen: dict[str, int] = {}
    open_ones = key_days.announced_yearly(key_days.year_file())
    for one in key_days.for_lessons(key_days.year_file(), calendar):
        if one.code in open_ones or (stage and not one.for_stage(stage)):
            continue
        place = seen[one.code] = seen.get(one.code, 0) + 1
        name = one.title_en if english and one.title_en else one.title
        yield _event(calendar, f"key/{one.code}/{place}", name, (one.first, one.last), words("keys"))


def _activities(rows: list[Activity], words: Words, english: bool) -> Iterator[DayEvent]:
    for row in rows:
        name = row.title_en if english and row.title_en else row.title
        yield DayEvent(
            f"activity/{row.id}",
            words("activity", name=name),
            row.starts_on,
            row.ends_on,
            category=words("activities"),
        )


def _concerns(activity: Activity, stage: str) -> bool:
    return not stage or not activity.stages or stage in activity.stages
