"""Key days of courses/school_year.yaml as suggestions for activities: what, when, which topics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ..org.calendar import Calendar


@dataclass(frozen=True)
class KeyDay:
    """A day or span that suits an activity. Titles as in the file."""

    code: str
    title: str
    title_en: str
    topics: tuple[str, ...]
    stages: tuple[str, ...]
    starts_on: date
    ends_on: date


def suggestions(file: Path, calendar: Calendar, today: date) -> list[KeyDay]:
    """Key days of the calendar's year that are not over, the next one first; rules without a date are left out."""
    found = [made for entry in _entries(file, file.stat().st_mtime_ns) if (made := _made(entry, calendar))]
    return sorted((one for one in found if one.ends_on >= today), key=lambda one: (one.starts_on, one.code))


@lru_cache(maxsize=4)
def _entries(file: Path, _changed: int) -> list[dict[str, Any]]:
    """The key days of the file as it is now; reading it takes a tenth of a second, so once."""
    return yaml.safe_load(file.read_text(encoding="utf-8")).get("key_days", [])


def _made(entry: dict[str, Any], calendar: Calendar) -> KeyDay | None:
    span = _span(entry, calendar)
    if span is None:
        return None
    title = str(entry["zh"]).split("(")[0][:80]
    return KeyDay(
        entry["code"], title, entry.get("en", ""), tuple(entry.get("topics", ())), tuple(entry.get("stages", ())), *span
    )


def _span(entry: dict[str, Any], calendar: Calendar) -> tuple[date, date] | None:
    rule = entry["rule"]
    dated = entry.get("dates", {})
    for year in (calendar.year, calendar.year + 1):
        if year in dated:
            day = date.fromisoformat(str(dated[year]))
            if calendar.starts_on <= day <= calendar.ends_on:
                return _week(day)
    match rule["type"]:
        case "fixed":
            return _week(_in_year(calendar, rule["month"], rule["day"]))
        case "nth_weekday":
            return _week(_nth(calendar, rule["month"], rule["weekday"], rule["n"]))
        case "last_weekday":
            return _week(_last(calendar, rule["month"], rule["weekday"]))
        case "range" if "start" in rule and "end" in rule:
            first, last = (_in_year(calendar, *map(int, str(rule[end]).split("-"))) for end in ("start", "end"))
            return first, last
        case "term":
            return _term(calendar, rule)
    return None


def _in_year(calendar: Calendar, month: int, day: int) -> date:
    return date(calendar.year if month >= 9 else calendar.year + 1, month, day)


def _week(day: date) -> tuple[date, date]:
    """The Monday to Sunday around a day: the week in which classes can take part."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _nth(calendar: Calendar, month: int, weekday: int, n: int) -> date:
    first = _in_year(calendar, month, 1)
    return first + timedelta(days=(weekday - 1 - first.weekday()) % 7 + 7 * (n - 1))


def _last(calendar: Calendar, month: int, weekday: int) -> date:
    after = _in_year(calendar, month, 28) + timedelta(days=4)
    last = after - timedelta(days=after.day)
    return last - timedelta(days=(last.weekday() - (weekday - 1)) % 7)


def _term(calendar: Calendar, rule: dict[str, Any]) -> tuple[date, date] | None:
    terms = {"term_start": 0, "term2_start": 1}
    place = terms.get(rule.get("at", ""))
    if place is None or place >= len(calendar.terms):
        return None
    first = calendar.terms[place].starts_on
    return first, first + timedelta(days=int(rule.get("within_days", 7)) - 1)
