"""Who is behind with weekly lessons, how many weeks, and what the records say of the reason. Pure.

No list of shame: it is shown to who can help, holds at most MOST units and no pupil, is not kept, exported or published, and a unit that is
less than a week behind is not on it. The figures are of lessons and classes; no result of a pupil is among them, so nothing of it is hidden.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from . import rules

MOST = 5  #: units at once: what can be talked about in a meeting, and helped within weeks
REASONS = ("no_lessons", "declared_only", "untested", "weak_topic", "few_lessons")
COUNTED = ("lessons", "hours", "hours_declared", "slots_due", "slots_done", "classes", "quiz_unasked")
SORTS = ("number", "name", "owed")
WEEKS = (1, 2, 3, 5, 8)  #: "behind by so many weeks or more" to choose from


@dataclass(frozen=True)
class Glance:
    """A unit below with the counters by which it is seen to be behind (COUNTED). `stages`: those taught there, "" for all."""

    unit_id: int
    code: str
    name: str
    kind: str
    path: str
    stages: str
    counts: Mapping[str, int]

    @property
    def weeks(self) -> float:
        return weeks_owed(self.counts)


def lessons_owed(counts: Mapping[str, int]) -> int:
    """Weekly lessons due and not given. The k-th lesson of a class fills its k-th week, so lessons given ahead by one class never make up
    for those another owes."""
    return max(0, counts["slots_due"] - counts["slots_done"])


def weeks_owed(counts: Mapping[str, int]) -> float:
    """Weeks of lessons owed: of one class a whole number, of many the mean of a class. 0 where there is no class any more."""
    return lessons_owed(counts) / counts["classes"] if counts["classes"] > 0 else 0.0


def is_behind(counts: Mapping[str, int], weeks: int = 1) -> bool:
    """Whether it owes so many weeks or more, in whole numbers: no share that rounding makes."""
    return counts["classes"] > 0 and lessons_owed(counts) >= weeks * counts["classes"]


def reasons(counts: Mapping[str, int], weak: bool) -> list[str]:
    """What the records say, the first thing to mend first: no lessons at all; most hours declared and not recorded; half of the lessons
    or more not tested; a weak topic; or simply too few lessons."""
    if counts["lessons"] <= 0:
        return ["no_lessons"]
    found = {
        "declared_only": counts["hours"] > 0 and 2 * counts["hours_declared"] >= counts["hours"],
        "untested": counts["quiz_unasked"] > 0 and 2 * counts["quiz_unasked"] >= counts["lessons"],
        "weak_topic": weak,
    }
    return [code for code, holds in found.items() if holds] or ["few_lessons"]


def furthest_behind(glances: Iterable[Glance], most: int = MOST) -> list[Glance]:
    """At most so many that are a week behind or more, those that owe most first, else in the order of the list."""
    return sorted((one for one in glances if is_behind(one.counts)), key=lambda one: -one.weeks)[:most]


def how_many_behind(glances: Iterable[Glance]) -> int:
    """How many are a week behind or more."""
    return sum(is_behind(one.counts) for one in glances)


def ranks(listed: int, all_: int) -> bool:
    """Whether a list of so many of all units, in the order of what they owe, would be a ranking."""
    return listed > MOST and 2 * listed > all_


@dataclass(frozen=True)
class Choice:
    """Which units below are listed: at least so many weeks `behind`, of a `stage`, with a weak `topic` (`weak`: their numbers); and in
    which order. By weeks owed only among those that are behind, and only where they are few (MOST, or half of the units): else the list
    would be a ranking."""

    behind: int = 0
    stage: str = ""
    topic: str = ""
    sort: str = SORTS[0]
    weak: Container[int] = field(default=frozenset(), compare=False)

    @property
    def narrows(self) -> bool:
        """Whether it lists anything else than all units in their order."""
        return bool(self.behind or self.stage or self.topic or self.sort != SORTS[0])

    def chosen(self, glances: Sequence[Glance]) -> list[int]:
        """Places of the units listed, in the order asked for."""
        places = [place for place, one in enumerate(glances) if self._holds(one)]
        if self.sort == "name":
            places.sort(key=lambda place: glances[place].name)
        elif self.sort == "owed" and self.behind and not ranks(len(places), len(glances)):
            places.sort(key=lambda place: -glances[place].weeks)
        return places

    def _holds(self, one: Glance) -> bool:
        if self.behind and not is_behind(one.counts, self.behind):
            return False
        if self.stage and one.stages and self.stage not in one.stages.split(","):
            return False
        return not self.topic or one.unit_id in self.weak


EVERYTHING = Choice()


def at_a_glance(counts: Mapping[str, int]) -> dict[str, int]:
    """Of all counters those that matter here."""
    return {name: counts[name] for name in COUNTED}


def weakest(shares: Sequence[rules.TopicShare]) -> rules.TopicShare | None:
    """The weakest of the topics that are weak."""
    return min((one for one in shares if one.weak), key=lambda one: (one.share.value or 0, one.topic), default=None)
