"""The cheapest catch-up: which weeks take one lesson more, and which lessons. Pure.

As few lessons as reach both the floor and the weekly lessons; one more a week, the nearest weeks first, those of a key day last: its
lesson must not be crowded out. Lessons on topics the class has not had, before those the plan brings anyway.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..org.calendar import Week


@dataclass(frozen=True)
class Extra:
    """A lesson beside the plan; `lesson` None: the shelf has none left that is new to the class."""

    week: Week
    lesson: Any | None


@dataclass(frozen=True)
class CatchUp:
    """`wanted` lessons in all, of which `arranged` stand in weeks to come already; `extras` to arrange; `uncatchable` have no week left."""

    wanted: int
    arranged: int
    extras: tuple[Extra, ...]
    uncatchable: int

    @property
    def bare(self) -> int:
        """Of the extras, those for which no new lesson is left."""
        return sum(extra.lesson is None for extra in self.extras)


def free_weeks(asking: Sequence[Week], day: date, taken: Collection[int], key_weeks: Collection[int]) -> list[Week]:
    """Weeks that can take one lesson more, in the order to use them: after the running one (that one where no other is left), without
    one arranged already, those of key days last."""
    ahead = [week for week in asking if week.ends_on >= day]
    later = [week for week in ahead if week.starts_on > day] or ahead
    free = [week for week in later if week.number not in taken]
    return sorted(free, key=lambda week: (week.number in key_weeks, week.number))


def arrange(wanted: int, arranged: int, free: Sequence[Week], lessons: Sequence[Any]) -> CatchUp:
    """The catch-up: the first free weeks, in their order of the year, with the first lessons."""
    open_ones = max(0, wanted - arranged)
    weeks = sorted(free[:open_ones], key=lambda week: week.number)
    offered = [*lessons[: len(weeks)], *[None] * max(0, len(weeks) - len(lessons))]
    extras = tuple(Extra(week, lesson) for week, lesson in zip(weeks, offered, strict=True))
    return CatchUp(wanted, min(arranged, wanted), extras, open_ones - len(weeks))


def new_first(
    heads: Sequence[Any], given: Collection[int], meant: Collection[int], coming: Collection[str]
) -> list[Any]:
    """Lessons to catch up with: neither given nor planned; topics not yet given before others, one lesson of each topic before a second,
    topics the plan brings (`coming`) after those it does not."""
    had = {head.topic for head in heads if head.lesson_id in given}
    new = [head for head in heads if head.lesson_id not in given and head.lesson_id not in meant]
    turn: Counter[str] = Counter()
    ranked = []
    for place, head in enumerate(new):
        ranked.append((head.topic in had, turn[head.topic], head.topic in coming, place))
        turn[head.topic] += 1
    return [new[rank[-1]] for rank in sorted(ranked)]
