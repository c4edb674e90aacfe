"""Which text the school's broadcast reads on which school day. Pure.

Worked out from the start of the term on, the same every time: what was read stays as long as the plan and the texts do. In a week a
key day comes first, then the eve of holidays, then the topics of the week in turn; when those have been said this term, what the
term's plan does not hold. No text twice in a term.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..curriculum.broadcast import Spoken
from ..org.calendar import Calendar, Week
from .key_days import KeyDay
from .reminder_plan import BEFORE_HOLIDAY, holiday_after

SOON = 3  #: a key day that falls on so many days without school after a school day is told on that one


@dataclass(frozen=True)
class BroadcastDay:
    """A school day with its text; none where all texts have been read this term. `opening`: day, key, key_soon or eve."""

    day: date
    text: Spoken | None
    opening: str = "day"
    key_day: KeyDay | None = None


@dataclass(frozen=True)
class Ground:
    """What a term is made of: `topics` of each week by its number, `named` the key days that have a day of their own."""

    calendar: Calendar
    topics: Mapping[int, Sequence[str]]
    named: Sequence[KeyDay]
    texts: Sequence[Spoken]


def days_of_term(ground: Ground, term: int) -> dict[int, list[BroadcastDay]]:
    """Every school day of a term with its text, by teaching week."""
    weeks = [week for week in ground.calendar.weeks if week.term == term]
    planned = {topic for week in weeks for topic in ground.topics.get(week.number, ())}
    others = sorted(
        ground.texts, key=lambda one: one.topic in planned
    )  # what no week of the term will ask for goes first
    left = {one.id: one for one in _in_turn(others)}
    return {week.number: list(_week(ground, week, left)) for week in weeks}


def silent_topics(ground: Ground, week: int) -> tuple[str, ...]:
    """Topics of a week that have no text at all: those of ABUSE wait for a licensed reader."""
    there = {one.topic for one in ground.texts}
    return tuple(topic for topic in ground.topics.get(week, ()) if topic not in there)


def _in_turn(texts: Iterable[Spoken]) -> list[Spoken]:
    """The first text of each topic, then the second of each …: no two of a topic in a row."""
    place: dict[str, int] = {}
    numbered = []
    for one in texts:
        place[one.topic] = place.get(one.topic, 0) + 1
        numbered.append((place[one.topic], one))
    return [one for _n, one in sorted(numbered, key=lambda pair: pair[0])]


def _week(ground: Ground, week: Week, left: dict[str, Spoken]) -> Iterator[BroadcastDay]:
    days = school_days(ground.calendar, week)
    made: dict[date, BroadcastDay] = {}
    for day in days:  # what belongs to its day is placed before the rest of the week is filled
        special = _special(ground, day)
        if special:
            opening, key_day, topics = special
            text = _take(left, topics)
            if text:
                made[day] = BroadcastDay(day, text, opening, key_day)
    topics = list(ground.topics.get(week.number, ()))
    for n, day in enumerate(day for day in days if day not in made):
        turned = topics[n % len(topics) :] + topics[: n % len(topics)] if topics else []
        made[day] = BroadcastDay(day, _take(left, turned) or _any(left))
    return (made[day] for day in days)


def school_days(calendar: Calendar, week: Week) -> list[date]:
    """The school days of a week, working weekends too."""
    return [day for n in range(7) if calendar.is_school_day(day := week.starts_on + timedelta(days=n))]


def _special(ground: Ground, day: date) -> tuple[str, KeyDay | None, Sequence[str]] | None:
    today = next((one for one in ground.named if one.first == day), None)
    if today:
        return "key", today, today.topics
    soon = next((one for one in ground.named if _told_on(ground.calendar, one.first) == day), None)
    if soon:
        return "key_soon", soon, soon.topics
    ahead = holiday_after(ground.calendar, day)
    return ("eve", None, BEFORE_HOLIDAY) if ahead == day + timedelta(days=1) else None


def _told_on(calendar: Calendar, key_day: date) -> date | None:
    """The last school day before a key day without school, if it is near."""
    if calendar.is_school_day(key_day):
        return None
    before = (key_day - timedelta(days=n) for n in range(1, SOON + 1))
    return next((day for day in before if calendar.is_school_day(day)), None)


def _take(left: dict[str, Spoken], topics: Iterable[str]) -> Spoken | None:
    """The next unread text of the first topic that has one."""
    for topic in topics:
        found = next((one for one in left.values() if one.topic == topic), None)
        if found:
            return left.pop(found.id)
    return None


def _any(left: dict[str, Spoken]) -> Spoken | None:
    return left.pop(next(iter(left))) if left else None
