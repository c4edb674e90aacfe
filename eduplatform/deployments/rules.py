"""What may be sent down the tree, and the caps on it. Pure. Numbers of caps: shared/domain/policy_constraints.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..activities.rules import MOST_A_TERM
from ..org.calendar import Calendar, Week

KINDS = ("lesson", "activity", "reminder", "return")
ANSWERS = ("number", "text")
LONGEST_REMINDER, LONGEST_QUESTION, LONGEST_ANSWER = 60, 80, 200
LARGEST_NUMBER = 999_999_999
READING = 1  #: minutes a teacher needs to read a reminder
MOST_MINUTES = 120  #: a return that takes longer is no return
MOST_TARGETS = 200  #: units named one by one; more than that is the whole unit, or two deployments
MOST_ITEMS = 10  #: PC-06: items of the white list of what may enter schools at all


@dataclass(frozen=True)
class Wish:
    """What an officer wants to send, as the form says it. No `targets`: all below; no `stages`: all."""

    kind: str
    lesson_id: int | None = None
    activity_id: int | None = None
    words: str = ""
    answer: str = "number"
    minutes: int | None = None
    targets: tuple[int, ...] = ()
    stages: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None


def fault_of_days(starts_on: date | None, ends_on: date | None, calendar: Calendar, today: date) -> str | None:
    """The code of what is wrong with the days of a deployment, or None."""
    if starts_on is None or ends_on is None:
        return "deployment_days"
    if ends_on < starts_on:
        return "deployment_turned"
    if ends_on < today:
        return "deployment_over"
    if starts_on < calendar.starts_on or ends_on > calendar.ends_on:
        return "deployment_year"
    return None


def fault_of_words(wish: Wish) -> str | None:
    """The code of what is wrong with the words of a reminder or of a return, or None."""
    longest = LONGEST_REMINDER if wish.kind == "reminder" else LONGEST_QUESTION
    if not wish.words or len(wish.words) > longest:
        return "deployment_words" if wish.kind == "reminder" else "deployment_question"
    if wish.kind == "return" and wish.answer not in ANSWERS:
        return "odd_choice"
    if wish.kind == "return" and not (wish.minutes and 1 <= wish.minutes <= MOST_MINUTES):
        return "deployment_minutes"
    return None


def week_for(weeks: Iterable[Week], starts_on: date, ends_on: date) -> Week | None:
    """The teaching week of a deployed lesson: the first of those in its days that has a lesson, else the first; None in holidays."""
    inside = [one for one in weeks if one.starts_on <= ends_on and one.ends_on >= starts_on]
    return next((one for one in inside if one.counts), inside[0] if inside else None)


@dataclass(frozen=True)
class Campaign:
    """An activity as far as caps ask: where it was set, when."""

    activity_id: int
    path: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Load:
    """How many activities the fullest school meets in the term and in the year, this one among them; in how many schools too many."""

    term: int
    year: int
    over: int


def load_of_schools(paths: Sequence[str], campaigns: Sequence[Campaign], this: Campaign, calendar: Calendar) -> Load:
    """PC-06: each school and term meets at most MOST_A_TERM activities. A school meets those set at it or above it."""
    terms = [one for one in calendar.terms if _meet(one.starts_on, one.ends_on, this)]
    every = {one.activity_id: one for one in [*campaigns, this]}.values()
    in_terms = [[one for one in every if _meet(term.starts_on, term.ends_on, one)] for term in terms] or [list(every)]
    most = over = year = 0
    for path in paths:
        fullest = max(sum(path.startswith(one.path) for one in held) for held in in_terms)
        most, over = max(most, fullest), over + (fullest > MOST_A_TERM)
        year = max(year, sum(path.startswith(one.path) for one in every))
    return Load(most, year, over)


def _meet(first: date, last: date, one: Campaign) -> bool:
    return one.starts_on <= last and one.ends_on >= first
