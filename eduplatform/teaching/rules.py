"""Rules on class hours: what a lesson can be held in, how minutes become hours, how units' rules are joined. Pure.

A class hour is a lesson period of the school (40 minutes in primary, 45 above, as the rule of the day says). Minutes are
counted by the server's clock from opening to closing, without pauses, and rounded down to quarters of an hour. A tenth of
a class hour is granted first: the roll call before the first slide and the last word after it belong to the lesson.
1530 reminders are not lessons and never enter here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

#: kinds of lesson that safety education is held in (S0-016 names the first four, PC-15 adds 体育与健康)
CARRIERS = ("class_activity", "morality_law", "subject", "practice", "pe_health", "local", "other")
QUIZ_MODES = ("none", "hands", "devices", "cards", "paced", "paper")
JOINED = ("devices", "paced")  #: modes that pupils join from devices, with a code
GRADES = ("A", "B", "C", "D")

LENGTHS = (15, 5, 1)  #: minutes a lesson can be cut to: its core slides, and two 1530 reminders of it
FORGOTTEN = timedelta(hours=3)  #: a lesson that nobody touched for so long was forgotten, and ends at the last touch
LEAST_MINUTES = 10  #: a shorter session is a reminder, not a lesson
MOST_HOURS = 200  #: hundredths one session can earn: a double lesson
LONGEST_DECLARED = 90  #: minutes a teacher can declare
DECLARE_DAYS = 14  #: days back a lesson held without the system can be declared
SAME_DAYS = (
    14  #: days around a lesson in which the same lesson is taken for the same one, unless the teacher says otherwise
)
DAY_FROM, DAY_TO = 6 * 60, 22 * 60  #: minutes of the day between which a lesson can have been held
CORRECT_DAYS = 14  #: days after entry in which a teacher can correct it


@dataclass(frozen=True)
class Rule:
    """How hours are counted and how many are asked of a class: minutes of a class hour; hundredths of class hours a year and a
    teaching week (0: as dated_rules say, see with_least())."""

    minutes: int
    floor: int = 0
    weekly: int = 0
    source: str = ""
    day_lessons: int = 0  #: lessons one school day of a class can hold; 0: as above
    evidenced: bool = False  #: whether only hours with evidence count towards the floor, not declared ones

    @property
    def day_minutes(self) -> int:
        """Minutes of lessons one school day of a class can hold."""
        return self.day_lessons * self.minutes


@dataclass(frozen=True)
class Counted:
    """Hundredths of class hours and why they are fewer than one might think: '', 'too_short' or 'capped'."""

    hours: int
    why: str = ""


def usual(stage: str) -> Rule:
    """How hours are counted where no unit has entered a rule. A day holds what the timetable does: 30 lessons in the weeks of
    primary, 34 and more above."""
    minutes = {"K": 30, "P1": 40, "P2": 40, "P3": 40}.get(stage, 45)
    return Rule(minutes, day_lessons={"K": 3, "P1": 6, "P2": 6, "P3": 6}.get(stage, 8))


def entered(stage: str, minutes: int, source: str, day_lessons: int | None, evidenced: bool) -> Rule:
    """How a unit counts, as entered; what it says nothing about is as usual at the stage."""
    lessons = usual(stage).day_lessons if day_lessons is None else day_lessons
    return Rule(minutes, source=source, day_lessons=lessons, evidenced=evidenced)


def with_least(rule: Rule, least: tuple[int, int]) -> Rule:
    """The rule with the hundredths of class hours asked of a school year and of a teaching week."""
    return replace(rule, floor=least[0], weekly=least[1])


def hours_counted(minutes: int, rule: Rule) -> Counted:
    """Class hours of a session of `minutes` whole minutes."""
    if minutes < LEAST_MINUTES:
        return Counted(0, "too_short")
    quarters = (minutes + rule.minutes // 10) * 4 // rule.minutes
    hours = quarters * 25
    return Counted(MOST_HOURS, "capped") if hours > MOST_HOURS else Counted(hours)


def joined_rule(rules: Iterable[Rule]) -> Rule | None:
    """The rule for a unit from those of the units above, root first: a lower unit counts where it is stricter."""
    merged: Rule | None = None
    for rule in rules:
        merged = rule if merged is None else _stricter(merged, rule)
    return merged


def _stricter(above: Rule, below: Rule) -> Rule:
    rule = Rule(
        max(above.minutes, below.minutes),
        max(above.floor, below.floor),
        max(above.weekly, below.weekly),
        above.source,
        min(above.day_lessons or below.day_lessons, below.day_lessons or above.day_lessons),
        above.evidenced or below.evidenced,
    )
    return rule if rule == above else replace(rule, source=below.source)


def may_declare(given_on: date, today: date) -> bool:
    """Whether a lesson held on `given_on` can still be declared today."""
    return 0 <= (today - given_on).days <= DECLARE_DAYS


def may_correct_entry(entered_on: date, today: date) -> bool:
    """Whether an entry first made on `entered_on` can still be corrected today."""
    return (today - entered_on).days <= CORRECT_DAYS
