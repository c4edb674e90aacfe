"""What units ask for, as dated rules: who, measure, least, period, from and to, source. What holds is the strictest of a unit's line. Pure.

A rule is never changed: it is closed, and another begins. So whatever is asked of a day gone by stays what it was. The lines above a unit
can only be topped, since the strictest counts; a rule that would be laxer is refused when it is entered (standing_over()).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..org.grades import KINDER, stage_of

HOURS = "class_hours"
ALWAYS = date(1, 1, 1)  #: first day of a rule that was there before the product was


@dataclass(frozen=True)
class Measure:
    """What a rule can ask for. `each`: whose figure it is, a class's or a school's; `most`: no rule asks for more, in hundredths;
    `record`: whether the product counts it against the rule, keeps records of it without comparing, or has none yet."""

    each: str
    unit: str  #: hour, time, kind or percent
    periods: tuple[str, ...]
    most: int
    record: str = "none"  #: counted, kept or none


#: Whoever begins to count one of them changes `record`: from then on a rule about it can no longer begin in the past.
MEASURES = {
    HOURS: Measure("class", "hour", ("year", "week"), 8000, "counted"),
    "topic_hours": Measure("class", "hour", ("year", "term"), 4000, "kept"),
    "topics": Measure("class", "kind", ("year",), 3200, "kept"),
    "activities": Measure("school", "time", ("year", "term"), 5000, "kept"),
    "holiday_reminders": Measure("class", "time", ("holiday",), 500, "kept"),
    "drills": Measure("school", "time", ("year", "term", "quarter", "month", "first_week"), 5000),
    "lectures": Measure("school", "time", ("year", "term"), 5000),
    "staff_training": Measure("school", "time", ("year", "term"), 5000),
    "officer_training": Measure("school", "time", ("year", "term"), 5000),
    "parents_meetings": Measure("school", "percent", ("meeting",), 10000),
}
MOST_A_WEEK = 500  #: hundredths of class hours a teaching week
PERIODS = ("year", "term", "quarter", "month", "week", "first_week", "holiday", "meeting")
TARGETS = {(HOURS, "week")}  #: aimed at, not a floor: S0-015 keeps both side by side
BY_TOPIC = ("topic_hours", "activities", "staff_training")  #: can be about one topic
#: every grade with its stage; grades 10–12 are senior or vocational
GRADES = tuple(
    [(stage_of(grade), grade) for grade in sorted({*KINDER.values(), *range(1, 13)})]
    + [("V", grade) for grade in (10, 11, 12)]
)


@dataclass(frozen=True)
class DatedRule:
    """One line of what is asked. `least` in hundredths (400 = 4 class hours, 10000 = 100 %); `stages` empty: all; `grades` first and
    last, empty: all of the stages; `unit_id` 0: shipped with the product; `sources`: ids of the catalogue of requirements or facts."""

    measure: str
    period: str
    least: int
    unit_id: int = 0
    stages: frozenset[str] = frozenset()
    grades: tuple[int, int] | None = None
    topic: str = ""
    from_on: date = ALWAYS
    to_on: date | None = None
    sources: tuple[str, ...] = ()
    document: str = ""
    number: int = 0  #: of its row; 0: shipped
    code: str = ""  #: of a shipped one, or that it was taken over from

    @property
    def about(self) -> tuple[str, str, str]:
        """What is compared with what: measure, topic, period."""
        return self.measure, self.topic, self.period

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)

    def is_for(self, stage: str, grade: int | None = None) -> bool:
        """Whether it asks something of a stage or one grade of it. Of a stage as a whole only what is asked of all its grades."""
        if self.stages and stage not in self.stages:
            return False
        if self.grades is None:
            return True
        asked = [number for code, number in GRADES if code == stage] if grade is None else [grade]
        return bool(asked) and all(self.grades[0] <= number <= self.grades[1] for number in asked)

    def touches(self, stage: str) -> bool:
        """Whether it asks something of any grade of a stage."""
        return any(code == stage for code, _grade in self.people)

    @cached_property
    def people(self) -> frozenset[tuple[str, int]]:
        """Stages and grades it is about."""
        return frozenset(pair for pair in GRADES if self.is_for(*pair))

    def meets(self, other: DatedRule) -> bool:
        """Whether both are about the same thing, for some of the same people, on some of the same days."""
        return (
            self.about == other.about
            and self.from_on <= (other.to_on or date.max)
            and other.from_on <= (self.to_on or date.max)
            and not self.people.isdisjoint(other.people)
        )


def in_force(lines: Iterable[DatedRule], day: date) -> list[DatedRule]:
    """Rules of a line of units that hold on a day, whether or not a stricter one stands beside them."""
    return [rule for rule in lines if rule.holds_on(day)]


def strictest(rules: Iterable[DatedRule]) -> DatedRule | None:
    """The rule that asks for most; of equals the first, so the one from furthest above where they come from the root down."""
    best: DatedRule | None = None
    for rule in rules:
        if best is None or rule.least > best.least:
            best = rule
    return best


def asked_of(
    lines: Iterable[DatedRule],
    about: tuple[str, str, str],
    day: date,
    stage: str,
    grade: int | None = None,
) -> DatedRule | None:
    """The rule that counts for a stage (or a grade of it) on a day; None where nothing is asked."""
    return strictest(one for one in lines if one.about == about and one.holds_on(day) and one.is_for(stage, grade))


def least_hours(lines: Sequence[DatedRule], stage: str, day: date) -> tuple[int, int]:
    """Hundredths of class hours asked of a class: a school year, a teaching week."""
    found = (asked_of(lines, (HOURS, "", period), day, stage) for period in ("year", "week"))
    year, week = (one.least if one else 0 for one in found)
    return year, week


def hours_change_on(lines: Iterable[DatedRule], stage: str) -> set[date]:
    """Days from which on something else may be asked of a stage in class hours."""
    mine = [one for one in lines if one.measure == HOURS and one.touches(stage)]
    starts = {one.from_on for one in mine}
    return starts | {date.fromordinal(one.to_on.toordinal() + 1) for one in mine if one.to_on and one.to_on < date.max}


def standing_over(above: Iterable[DatedRule], wanted: DatedRule) -> DatedRule | None:
    """The rule of the units above that a wanted one would fall short of on some day for somebody: the strictest of them."""
    return strictest(one for one in above if one.meets(wanted) and one.least > wanted.least)


def in_the_way(own: Iterable[DatedRule], wanted: DatedRule) -> DatedRule | None:
    """A rule of the same unit that says something about the same days and people already."""
    return next((one for one in own if one.meets(wanted)), None)
