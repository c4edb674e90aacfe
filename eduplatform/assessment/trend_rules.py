"""A figure now, then, and how far apart: with an interval where few stand behind it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import sqrt

from . import rules
from .rules import Rate

#: what is followed over time: one or two of each kind of figure, so that it can be taken in at a glance
MAIN = ("lesson_rate", "hours_met", "quiz_rate", "pass_rate", "skill_rate", "activity_rate")
OF_A_YEAR = ("hours_met", "evidenced_met")  #: reckoned over a whole year: a term has none


@dataclass(frozen=True)
class Difference:
    """Shares of 1. `low`, `high`: 95 % bounds, None where many stand behind both figures."""

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def unclear(self) -> bool:
        """Whether chance alone may have made it."""
        return self.low is not None and self.high is not None and self.low <= 0 <= self.high


def difference(now: Rate, then: Rate) -> Difference | None:
    """now − then; None where either is hidden or there is none. The bounds are Newcombe's, of two Wilson intervals; they are given where
    either figure stands on fewer than RANGE_BELOW."""
    if now.value is None or then.value is None:
        return None
    apart = now.value - then.value
    if not (now.few or then.few or min(now.under or 0, then.under or 0) < rules.RANGE_BELOW):
        return Difference(apart)
    down = sqrt((now.value - (now.low or 0)) ** 2 + ((then.high or 0) - then.value) ** 2)
    up = sqrt(((now.high or 0) - now.value) ** 2 + (then.value - (then.low or 0)) ** 2)
    return Difference(apart, max(-1.0, apart - down), min(1.0, apart + up))


@dataclass(frozen=True)
class Compared:
    """An indicator now and then."""

    code: str
    now: Rate
    then: Rate

    @property
    def apart(self) -> Difference | None:
        return difference(self.now, self.then)


def compared(now: Mapping[str, Rate], then: Mapping[str, Rate], leave_out: Iterable[str] = ()) -> list[Compared]:
    """The main indicators side by side."""
    return [Compared(code, now[code], then[code]) for code in MAIN if code not in leave_out]


def hidden_of_part(
    part: Mapping[str, int], rest: Mapping[str, int], *hidden_of_wholes: frozenset[str]
) -> frozenset[str]:
    """What is hidden of a part of a year. A part is one as-of figure less another: hidden where either of them is, where the part rests on
    too few, and where what is left of the year without it does: that could be had by subtraction."""
    return rules.hidden_codes(part) | rules.hidden_codes(rest) | frozenset().union(*hidden_of_wholes)


def a_year_before(day: date) -> date:
    """The same day a year before; of 29 February the day before."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
