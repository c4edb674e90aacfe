"""The official days off and working weekends of a calendar year, as announced once a year: those shipped in courses/holidays.yaml,
and what a bureau enters for later years. No package is asked: theirs end, and one invents days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ..shared import clock
from .calendar import Calendar, DaysOff


@dataclass(frozen=True)
class Schedule:
    """The days of a calendar year. `source` by language; `confidence` A (read in the original) to C, empty for what a bureau entered."""

    year: int
    days: tuple[DaysOff, ...]
    source: dict[str, str]
    confidence: str = ""

    def within(self, calendar: Calendar) -> list[DaysOff]:
        """The days that fall into the school year of `calendar`."""
        return [day for day in self.days if calendar.starts_on <= day.starts_on <= calendar.ends_on]

    def by_school_year(self, first: int) -> dict[int, list[DaysOff]]:
        """The days from the school year `first` on, by school year: what lies before is over and does not change any more."""
        found: dict[int, list[DaysOff]] = {}
        for day in self.days:
            year = clock.school_year_of(day.starts_on)
            if year >= first:
                found.setdefault(year, []).append(day)
        return found


@dataclass(frozen=True)
class LunarDay:
    """A day by the moon or the sun whose date is known: a hint, not a day off. Names as in the file."""

    name: str
    day: date


def shipped_schedules(courses: Path) -> dict[int, Schedule]:
    """The schedules that come with the product, in holidays.yaml of its folder of courses, by calendar year."""
    return {made.year: made for made in map(_schedule, _documents(courses))}


def lunar_days(courses: Path, calendar: Calendar) -> list[LunarDay]:
    """Known lunar days of a school year that no entry of its calendar holds yet, in order."""
    known = [
        LunarDay(name, date.fromisoformat(day))
        for document in _documents(courses)
        for days in document.get("lunar_days", {}).values()
        for name, day in days.items()
    ]
    return sorted(
        (
            one
            for one in known
            if calendar.starts_on <= one.day <= calendar.ends_on
            and not any(off.kind == "off" and off.holds(one.day) for off in calendar.days_off)
        ),
        key=lambda one: one.day,
    )


def _documents(courses: Path) -> list[dict[str, Any]]:
    file = courses / "holidays.yaml"
    return _read(file, file.stat().st_mtime_ns) if file.exists() else []


@lru_cache(maxsize=4)
def _read(file: Path, _changed: int) -> list[dict[str, Any]]:
    # texts only: to YAML 1.1 the key `off` is False, and what one author quotes as a date the next does not
    text = file.read_text(encoding="utf-8")
    return [document for document in yaml.load_all(text, Loader=yaml.BaseLoader) if document]  # noqa: S506 – makes no objects


def _schedule(document: dict[str, Any]) -> Schedule:
    off = [_day("off", one["zh"], one["from"], one["to"]) for one in document.get("off", ())]
    work = [_day("work", one["for"], one["date"], one["date"]) for one in document.get("work", ())]
    return Schedule(int(document["year"]), in_order([*off, *work]), dict(document["source"]), document["conf"])


def _day(kind: str, name: str, first: str, last: str) -> DaysOff:
    return DaysOff(kind, name, date.fromisoformat(first), date.fromisoformat(last))


def in_order(days: Iterable[DaysOff]) -> tuple[DaysOff, ...]:
    """By their first day."""
    return tuple(sorted(days, key=lambda day: (day.starts_on, day.kind)))
