"""What the product asks of a homeroom teacher outside the lesson: acts with their taps and seconds, as stated here. Pure.

Nobody's taps are recorded: acts are counted from the records they leave (lessons, reminders, notices), and each costs what is stated.
A tap is two seconds; a lesson is prepared in two minutes by its sheet; what is done in front of the class is no time outside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

TAP = 2  #: seconds: to find the button and to wait for the page
A_WEEK = 180  #: seconds a week that an ordinary week may take, see PRODUCT


@dataclass(frozen=True)
class ActCost:
    """`taps`, and `seconds` beside them: to read or to fill in."""

    taps: int
    seconds: int = 0

    @property
    def total(self) -> int:
        return self.taps * TAP + self.seconds


COSTS = {
    "lesson": ActCost(1, 120),  #: the notes read through, before the lesson
    "run": ActCost(3),  #: start, end, confirm who was there
    "away": ActCost(1),  #: one tap for each pupil who was not there
    "reminder": ActCost(3),  #: open, start, put on record
    "notice": ActCost(1, 5),  #: a notice opened and read
    "declared": ActCost(6, 30),  #: a lesson with own material entered by hand
}
#: a week as it should be: one lesson, everybody there, a reminder a day and one of five minutes, what may be said in a week
ORDINARY = {"lesson": 1, "run": 1, "reminder": 5, "notice": 3}


@dataclass(frozen=True)
class Spent:
    """One kind of act in a week: how often, its taps and seconds together."""

    act: str
    times: int
    taps: int
    seconds: int


def spent(counts: Mapping[str, int]) -> list[Spent]:
    """The acts of a week with their costs, in the order of COSTS; those that did not happen are left out."""
    return [
        Spent(act, counts[act], counts[act] * cost.taps, counts[act] * cost.total)
        for act, cost in COSTS.items()
        if counts.get(act)
    ]


def seconds_of(counts: Mapping[str, int]) -> int:
    """Seconds of a week outside the lessons."""
    return sum(one.seconds for one in spent(counts))


def seconds_of_one_more_lesson() -> int:
    """What one lesson more in a week costs a teacher: said before something is deployed."""
    return COSTS["lesson"].total + COSTS["run"].total


def middle(seconds: Iterable[int]) -> int | None:
    """The median of weeks in which anything was done; None for none."""
    found = [each for each in seconds if each]
    return round(median(found)) if found else None
