"""Where a class stands at the end of the year if every lesson is given that plan and calendar still hold. Pure.

One rule for the teacher's page, the report of a class and the counts of units above. The k-th lesson fills the k-th weekly lesson
(`slots`), so what the plan still holds is what is neither due already nor given ahead of its time.
"""

from __future__ import annotations

from dataclasses import dataclass

from .slots import SLOT

STATES = ("met", "ahead", "short")


@dataclass(frozen=True)
class Forecast:
    """Hours in hundredths. `counting` towards the `floor` of the year's end; `due` and `given` weekly lessons up to the day, `asked`
    in the whole year."""

    counting: int
    floor: int
    due: int
    given: int
    asked: int

    @property
    def left(self) -> int:
        """Lessons the plan still holds."""
        return max(0, self.asked - max(self.due, self.given))

    @property
    def behind(self) -> int:
        """Weekly lessons due and not given."""
        return max(0, self.due - self.given)

    @property
    def planned(self) -> int:
        """Hundredths at the year's end if each lesson the plan still holds is given in full."""
        return self.counting + self.left * SLOT

    @property
    def missing(self) -> int:
        """Hundredths missing to the floor even then."""
        return max(0, self.floor - self.planned)

    @property
    def extra(self) -> int:
        """The fewest lessons beside the plan with which both the floor and the weekly lessons are reached."""
        return max(self.behind, -(-self.missing // SLOT))

    @property
    def state(self) -> str:
        """Of the floor: met, reached by the plan ('ahead'), or not even then ('short')."""
        if self.counting >= self.floor:
            return "met"
        return "short" if self.missing else "ahead"
