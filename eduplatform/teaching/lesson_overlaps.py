"""Lessons of a class beside each other: whether two are the same one, lie at the same time, or fill the day. Pure.

What was taught with the system stands, however much it is: a clock nobody can set saw it, and only one lesson of a class is open
at a time. What a teacher declares has to find room beside it and gives way to it.
"The same lesson" is the same lesson of the platform within SAME_DAYS, whichever came first, or a lesson with own material
and one of the platform on the same topic in the same teaching week. Two lessons with own material are the same only on one
day: nothing is known of them but the topic. Who declares can say that it was another lesson (`apart`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .rules import DAY_FROM, DAY_TO, SAME_DAYS, Rule


@dataclass(frozen=True)
class Held:
    """A lesson as held. `entry`: number in the ledger, 0 for one not entered yet. `begins`: minute of the day, None where it was
    never said; `lasts`: minutes until its end, pauses and all; `minutes`: taught. `taught`: with the system; `own`: with material
    of the teacher's own. `week`: teaching week, 0 outside term."""

    entry: int
    day: date
    begins: int | None
    lasts: int
    minutes: int
    lesson_id: int
    topic: str
    week: int
    own: bool = False
    taught: bool = False
    apart: bool = False
    open: bool = False


@dataclass(frozen=True)
class Problem:
    """Why a lesson cannot stand beside the others: 'already_recorded', 'overlaps' or 'day_full'; `other`: because of which."""

    code: str
    other: Held | None = None


def same(one: Held, other: Held) -> bool:
    """Whether two entries speak of the same lesson, as far as their content and days say."""
    if one.lesson_id == other.lesson_id:
        return abs((one.day - other.day).days) <= (0 if one.own else SAME_DAYS)
    return one.own != other.own and one.topic == other.topic and one.week == other.week != 0


def overlap(one: Held, other: Held) -> bool:
    """Whether two lessons lie at the same time, as far as their times are known."""
    if one.day != other.day or one.begins is None or other.begins is None:
        return False
    return one.begins < other.begins + other.lasts and other.begins < one.begins + one.lasts


def _crowded(new: Held, beside: Sequence[Held]) -> Held | None:
    """The lesson next to which the minutes of the day find no room any more once `new` is there; None where they do."""
    known = [one for one in beside if one.day == new.day and one.begins is not None]
    if new.begins is None or all(one.minutes <= one.lasts for one in [new, *known]) or _without_room(known):
        return None
    return next((one for one in _without_room([new, *known]) if one is not new), None)


def _without_room(lessons: Sequence[Held]) -> list[Held]:
    """The first lesson of a day that has no room, and its neighbours. One put right to more than the system saw began earlier or
    went on later: each takes what is free before it first, so that most is left for those after it."""
    day, free = sorted(lessons, key=lambda one: one.begins or 0), DAY_FROM
    for place, one in enumerate(day):
        begins, more = one.begins or 0, max(0, one.minutes - one.lasts)
        free = begins + one.lasts + more - min(more, max(0, begins - free))
        ends = (day[place + 1].begins or 0) if place + 1 < len(day) else max(DAY_TO, begins + one.lasts)
        if free > ends:
            return [*day[place + 1 : place + 2], one, *reversed(day[:place])]
    return []


def full(lessons: Sequence[Held], rule: Rule) -> bool:
    """Whether these lessons of one day are more than a school day holds."""
    return len(lessons) > rule.day_lessons or sum(one.minutes for one in lessons) > rule.day_minutes


def problem(new: Held, others: Iterable[Held], rule: Rule) -> Problem | None:
    """Why `new` cannot be declared or corrected to what it is beside `others`; None: it can."""
    beside = [one for one in others if one.entry != new.entry]
    if not new.apart and (twin := next((one for one in beside if not one.open and same(new, one)), None)):
        return Problem("already_recorded", twin)
    if clash := next((one for one in beside if overlap(new, one)), None) or _crowded(new, beside):
        return Problem("overlaps", clash)
    if full([new, *(one for one in beside if one.day == new.day and not one.open)], rule):
        return Problem("day_full")
    return None


def given_way(taught: Held, others: Iterable[Held], rule: Rule) -> list[tuple[Held, str]]:
    """Declared lessons that give way to one taught with the system, and why: 'taught' (the same lesson), 'overlap' or
    'day_full', the newest first."""
    beside = sorted((one for one in others if one.entry != taught.entry), key=lambda one: -one.entry)
    found = [(one, cause) for one in beside if not one.taught and (cause := _cause(one, taught))]
    gone = {one.entry for one, _cause_ in found}
    day = [one for one in beside if one.day == taught.day and one.entry not in gone]
    for one in [one for one in day if not one.taught]:
        if not full([taught, *day], rule):
            break
        day.remove(one)
        found.append((one, "day_full"))
    return found


def _cause(declared: Held, taught: Held) -> str:
    if not declared.apart and same(declared, taught):
        return "taught"
    return "overlap" if overlap(declared, taught) else ""
