"""Key days of courses/school_year.yaml on a calendar: which days they are, which teaching week teaches them, what suits an activity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ..org.calendar import Calendar, DaysOff, Week, monday_of

DAY = timedelta(days=1)
#: 清明 is the 4th, 5th or 6th of April; where the calendar does not say which, what comes before it is before the 4th
QINGMING = (4, 4)
Span = tuple[date, date]  #: first and last day, both counted
_file: list[Path] = []


def use(courses: str) -> None:
    """Set the folder of this install's courses, in which school_year.yaml lies; done once at start."""
    _file[:] = [Path(courses) / "school_year.yaml"]


def year_file() -> Path:
    """courses/school_year.yaml of this install."""
    return _file[0]


@dataclass(frozen=True)
class KeyDay:
    """A day or span that suits an activity or a lesson. Titles as in the file."""

    code: str
    title: str
    title_en: str
    topics: tuple[str, ...]
    stages: tuple[str, ...]  #: empty: all
    starts_on: date  #: when classes can take part: the week around a day, a span as it stands
    ends_on: date
    first: date  #: the day itself, or the first of the span; of a term its first school day
    last: date

    def for_stage(self, stage: str) -> bool:
        return not self.stages or stage in self.stages


def suggestions(file: Path, calendar: Calendar, today: date) -> list[KeyDay]:
    """Key days of the calendar's year that are not over, the next one first; rules without a date are left out, and the half
    hour before a holiday, which is no activity."""
    found = [
        made
        for entry in entries(file)
        if entry["rule"]["type"] in _OFFERED and not _whole_month(entry["rule"])
        for made in _made(entry, calendar)
    ]
    return sorted((one for one in found if one.ends_on >= today), key=lambda one: (one.starts_on, one.code))


def for_lessons(file: Path, calendar: Calendar) -> list[KeyDay]:
    """The key days of the calendar's year that a week's lesson is about, in their order; the half hour before every holiday is a
    reminder of its own."""
    return [made for entry in entries(file) if not entry.get("reminder_only") for made in _made(entry, calendar)]


def announced_yearly(file: Path) -> set[str]:
    """Codes of the key days of which only the month is known: somebody announces the days every year."""
    return {entry["code"] for entry in entries(file) if _whole_month(entry["rule"])}


def entries(file: Path) -> list[dict[str, Any]]:
    """The key days as the file has them now."""
    return list(school_year(file).get("key_days", []))


def school_year(file: Path) -> dict[str, Any]:
    """courses/school_year.yaml as it is now, empty where an install has none; reading it takes a tenth of a second, so once."""
    return _read(file, file.stat().st_mtime_ns) if file.exists() else {}


@lru_cache(maxsize=4)
def _read(file: Path, _changed: int) -> dict[str, Any]:
    return yaml.safe_load(file.read_text(encoding="utf-8")) or {}


def week_for(calendar: Calendar, day: date) -> Week | None:
    """The teaching week for a day: the one that holds it, else the last before it, else the first. None without any week."""
    held = calendar.week_on(day)
    if held is not None or not calendar.weeks:
        return held
    earlier = [week for week in calendar.weeks if week.ends_on < day]
    return earlier[-1] if earlier else calendar.weeks[0]


def weeks_for(calendar: Calendar, key_day: KeyDay) -> list[Week]:
    """The teaching weeks a key day may be taught in: those that touch its days, else the last before them."""
    touched = [week for week in calendar.weeks if week.starts_on <= key_day.last and week.ends_on >= key_day.first]
    before = week_for(calendar, key_day.first)
    return touched or ([before] if before else [])


def _made(entry: dict[str, Any], calendar: Calendar) -> list[KeyDay]:
    title = str(entry["zh"]).split("(")[0][:80]
    topics, stages = tuple(entry.get("topics", ())), tuple(entry.get("stages", ()))
    return [
        KeyDay(entry["code"], title, entry.get("en", ""), topics, stages, *part, *own)
        for days in _days(entry, calendar)
        for part, own in [_two_spans(entry["rule"]["type"], days, calendar)]
    ]


def _two_spans(kind: str, days: Span, calendar: Calendar) -> tuple[Span, Span]:
    """(when classes can take part, the days themselves): a day has the Monday to Sunday around it, a span is taken as it stands."""
    if kind == "term":
        return days, _opening(calendar, days[0])
    if kind == "range":
        return days, days
    monday = monday_of(days[0])
    return (monday, monday + timedelta(days=6)), days


def _opening(calendar: Calendar, starts_on: date) -> Span:
    """The first school day of the term that begins then: its lesson belongs to the first week and no other."""
    term = next(term for term in calendar.terms if term.starts_on == starts_on)
    day = starts_on
    while day < term.ends_on and not calendar.is_school_day(day):
        day += DAY
    return day, day


def _days(entry: dict[str, Any], calendar: Calendar) -> list[Span]:
    rule, dated = entry["rule"], entry.get("dates", {})
    for year in (calendar.year, calendar.year + 1):
        if year in dated:
            day = date.fromisoformat(str(dated[year]))
            if calendar.starts_on <= day <= calendar.ends_on:
                return [(day, day)]
    return [(day, day) if isinstance(day, date) else day for day in _by_rule(rule, calendar)]


def _by_rule(rule: dict[str, Any], calendar: Calendar) -> list[date | Span]:
    match rule["type"]:
        case "fixed":
            return [_in_year(calendar, rule["month"], rule["day"])]
        case "nth_weekday":
            return [_nth(calendar, rule["month"], rule["weekday"], rule["n"])]
        case "last_weekday":
            return [_last(calendar, rule["month"], rule["weekday"])]
        case "range" if "start" in rule and "end" in rule:
            first, last = (_in_year(calendar, *map(int, str(rule[end]).split("-"))) for end in ("start", "end"))
            return [(first, last)]
        case "range" if _whole_month(rule):
            first = _in_year(calendar, rule["month"], 1)
            return [(first, _end_of_month(first))]
        case "term":
            return _term(calendar, rule)
        case "before":
            day = _before(calendar, _in_year(calendar, rule["month"], rule["day"]))
            return [day] if day else []
        case "holiday_before":
            return list(_before_holiday(calendar, rule["holiday"]))
    return []


_OFFERED = ("fixed", "nth_weekday", "last_weekday", "range", "term")


def _whole_month(rule: dict[str, Any]) -> bool:
    """A span that somebody announces every year: of it only the month is known."""
    return rule["type"] == "range" and "month" in rule and not {"start", "end"} & set(rule)


def _in_year(calendar: Calendar, month: int, day: int) -> date:
    return date(calendar.year if month >= 9 else calendar.year + 1, month, day)


def _end_of_month(first: date) -> date:
    after = first + timedelta(days=31)
    return after - timedelta(days=after.day)


def _nth(calendar: Calendar, month: int, weekday: int, n: int) -> date:
    first = _in_year(calendar, month, 1)
    return first + timedelta(days=(weekday - 1 - first.weekday()) % 7 + 7 * (n - 1))


def _last(calendar: Calendar, month: int, weekday: int) -> date:
    last = _end_of_month(_in_year(calendar, month, 1))
    return last - timedelta(days=(last.weekday() - (weekday - 1)) % 7)


def _term(calendar: Calendar, rule: dict[str, Any]) -> list[date | Span]:
    terms = {"term_start": 0, "term2_start": 1}
    place = terms.get(rule.get("at", ""))
    if place is None or place >= len(calendar.terms):
        return []
    first = calendar.terms[place].starts_on
    return [(first, first + timedelta(days=int(rule.get("within_days", 7)) - 1))]


def _before(calendar: Calendar, day: date) -> date | None:
    """The last school day before `day`."""
    for term in reversed(calendar.terms):
        at = min(day - DAY, term.ends_on)
        while at >= term.starts_on:
            if calendar.is_school_day(at):
                return at
            at -= DAY
    return None


def _before_holiday(calendar: Calendar, holiday: str) -> list[date]:
    match holiday:
        case "winter_break" | "summer_break":
            place = 0 if holiday == "winter_break" else 1
            ends = [calendar.terms[place].ends_on + DAY] if place < len(calendar.terms) else []
        case "qingming":
            named = [off.starts_on for off in calendar.days_off if off.kind == "off" and "清明" in off.name]
            ends = named or [_in_year(calendar, *QINGMING)]
        case "any":
            ends = [off.starts_on for off in calendar.days_off if off.kind == "off" and _free(calendar, off)]
        case _:
            ends = []
    return list(dict.fromkeys(day for end in ends if (day := _before(calendar, end))))


def _free(calendar: Calendar, off: DaysOff) -> bool:
    """Whether children stay at home for it: a holiday outside the terms changes nothing."""
    return any(term.starts_on <= off.starts_on <= term.ends_on for term in calendar.terms)
