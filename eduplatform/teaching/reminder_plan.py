"""What a 1530 reminder shows: one minute at the end of a day, five of a week, thirty before holidays. Pure.

Built from the same slides and questions as the lessons, chosen by the day, so that every class of a stage is told the
same on a day and a repeated start shows the same again. Formats: S3-059, school_year.yaml rules_1530.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ..curriculum import short_runs

FORMATS = (1, 5, 30)  #: minutes
BEFORE_HOLIDAY = ("TRAF", "TRIP", "DROWN", "FIRE", "FRAUD")  #: topics, see school_year.yaml HOLIDAY_PRE
LONG_REST = 3  #: days without school in a row that count as holidays
AHEAD = timedelta(days=7)  #: so early the long one is offered


@dataclass(frozen=True)
class Piece:
    """One screen: a slide of a lesson, or a question of it (asked, then answered). `number` from 0."""

    kind: str
    lesson_id: int
    number: int


def shape(minutes: int) -> tuple[int, int, int]:
    """(lessons, slides of each, questions of each) of a format."""
    return {1: (1, 1, 0), 5: (1, 2, 1), 30: (3, 4, 2)}[minutes]


def choose_lessons(
    minutes: int, day: date, offered: Sequence[Any], topics: Sequence[str], given: Sequence[int]
) -> list[Any]:
    """Lessons a reminder is built from: this week's topics first (before holidays: the holiday ones), then those the class
    has learned, longest ago first, then the others in turn by the day. `offered`: lessons of the stage; `given`: numbers
    of lessons given, oldest first."""
    wanted = BEFORE_HOLIDAY if minutes == 30 else tuple(topics)
    turn = day.toordinal()
    order = {lesson: place for place, lesson in enumerate(dict.fromkeys(given))}
    ranked = sorted(
        enumerate(offered),
        key=lambda pair: (
            wanted.index(pair[1].topic) if pair[1].topic in wanted else len(wanted),
            order.get(pair[1].lesson_id, len(order)),
            (pair[0] + turn) % max(1, len(offered)),
        ),
    )
    found: list[Any] = []
    for _place, head in ranked:
        if all(head.topic != one.topic for one in found):
            found.append(head)
    count = shape(minutes)[0]
    if minutes == 1 and found:  # a week of days must not show one slide five times: the lesson stays, the slide turns
        return found[:1]
    return found[:count]


def slides_for(body: dict[str, Any], minutes: int, day: date) -> list[int]:
    """Numbers of the slides to show of a lesson: those of its core that teach, in their order, another start each day."""
    core = set(short_runs.core_numbers(body)) or set(range(len(body["slides"])))
    told = [
        number
        for number in sorted(core)
        if body["slides"][number]["kind"] in ("teach", "recap") and body["slides"][number]["body"]
    ]
    told = told or sorted(core)
    count = min(shape(minutes)[1], len(told))
    if minutes == 30:
        step = len(told) / count
        return [told[int(n * step)] for n in range(count)]
    start = day.toordinal() % len(told)
    return sorted((told + told)[start : start + count])


def pieces(minutes: int, day: date, lessons: Sequence[tuple[int, dict[str, Any], int]]) -> tuple[Piece, ...]:
    """The screens of a reminder. `lessons`: (lesson number, body, questions that hands can answer)."""
    found: list[Piece] = []
    for lesson_id, body, questions in lessons:
        found += [Piece("slide", lesson_id, number) for number in slides_for(body, minutes, day)]
        for n in range(min(shape(minutes)[2], questions)):
            place = (day.toordinal() + n) % questions
            found += [Piece("ask", lesson_id, place), Piece("answer", lesson_id, place)]
    return tuple(found)


def holiday_after(calendar: Any, day: date) -> date | None:
    """First day of the next rest of three days or more that begins within a week of `day`; None when there is none."""
    for ahead in range(1, AHEAD.days + 1):
        first = day + timedelta(days=ahead)
        rest = [not calendar.is_school_day(first + timedelta(days=n)) for n in range(LONG_REST)]
        if all(rest) and calendar.is_school_day(first - timedelta(days=1)):
            return first
    return None
