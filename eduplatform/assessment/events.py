"""What happened on which day, from the records of one class. Pure.

Every counter is defined as a state at the end of a day that depends only on what was recorded up to that day ("pupils
tested so far", "lessons due so far"). The tally row of a day is the difference to the day before. So a report as of any
day is a sum up to it, and nothing recorded later can change it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from . import counters
from .counters import Row

Days = Mapping[date, int]  #: how many on which day; may be negative


@dataclass(frozen=True)
class Entry:
    """One line of the class-hours ledger. `day` is the day it was written; numbers are signed.

    `chain` is the number of the entry it began with: a lesson, its reversal and its replacement share one.
    `tested`, `trained`: the lesson came with a quiz, with a skill training. `hands`: most hands counted for one question.
    """

    day: date
    number: int
    chain: int
    lesson_id: int
    topic: str
    given_on: date
    sign: int
    hours: int
    roll: int
    present: int
    tested: bool = False
    trained: bool = False
    hands: int = 0
    declared: bool = False  #: grade C
    together: bool = False  #: the training was done on the class screen, the class together

    @property
    def lessons(self) -> int:
        """1 for a lesson, −1 for its reversal, 0 for a session too short to earn class hours."""
        return self.sign if self.hours else 0


@dataclass
class _Lesson:
    """A lesson given, as far as the ledger says up to some day."""

    number: int = 0
    roll: int = 0
    present: int = 0
    tested: bool = False
    trained: bool = False
    hands: int = 0
    together: bool = False

    def take(self, entry: Entry) -> None:
        self.number += entry.lessons
        self.roll += entry.roll
        self.present += entry.present
        self.tested, self.trained = entry.tested, entry.trained
        self.hands = max(self.hands, entry.hands)
        self.together = self.together or entry.together


def differences(days: Iterable[date], state: Callable[[date], Row]) -> dict[date, Row]:
    """The change of `state` on each of `days`; days without a change are left out."""
    found: dict[date, Row] = {}
    before = counters.ZERO
    for day in sorted(set(days)):
        now = state(day)
        if now != before:
            found[day] = counters.minus(now, before)
            before = now
    return found


@dataclass(frozen=True)
class FirstTimes:
    """Pupils by the day of their first hand-in, first pass, first excellent one; or of their first finished training."""

    taken: Days = field(default_factory=dict)
    passed: Days = field(default_factory=dict)
    excellent: Days = field(default_factory=dict)
    trained: Days = field(default_factory=dict)


def of_lesson(entries: Sequence[Entry], times: FirstTimes) -> dict[date, Row]:
    """Rows of class × lesson.

    Due are the pupils on the roll of the first lesson that counts and that came with the quiz, once anybody has answered it: a
    lesson in which no hand was counted and no sheet came in was not tested, which is not the same as nobody being able to.
    Never more are taken than due, never more passed than taken; show of hands fills only what no pupil did by name. The same
    for the training, which a class may do together on its screen.
    """
    ordered = sorted(entries, key=lambda entry: (entry.day, entry.number))
    sums = {name: _running(getattr(times, name)) for name in ("taken", "passed", "excellent", "trained")}
    days = [entry.day for entry in ordered] + [
        day for steps in (times.taken, times.passed, times.excellent, times.trained) for day in steps
    ]
    lessons: dict[int, _Lesson] = {}
    waiting = list(reversed(ordered))
    plain = {"lessons": 0, "hours": 0, "hours_declared": 0, "roll": 0, "present": 0}

    def state(day: date) -> Row:
        while waiting and waiting[-1].day <= day:
            entry = waiting.pop()
            lessons.setdefault(entry.chain, _Lesson()).take(entry)
            plain["lessons"] += entry.lessons
            plain["hours"] += entry.hours
            plain["hours_declared"] += entry.hours if entry.declared else 0
            if entry.hours:
                plain["roll"] += entry.roll
                plain["present"] += entry.present
        given = [lesson for lesson in lessons.values() if lesson.number > 0]
        return counters.counter_row(plain | _quiz(given, day, sums) | _skill(given, day, sums))

    return differences(days, state)


def _quiz(given: list[_Lesson], day: date, sums: Mapping[str, Callable[[date], int]]) -> dict[str, int]:
    asked, handed_in = [lesson for lesson in given if lesson.tested], sums["taken"](day)
    hands = max((min(lesson.hands, lesson.present) for lesson in asked), default=0)
    if not handed_in and not hands:
        return {"quiz_unasked": int(bool(asked))}
    due = asked[0].roll if asked else 0
    taken = min(due, handed_in)
    return {
        "quiz_due": due,
        "quiz_taken": taken,
        "quiz_group": min(hands, due - taken),
        "quiz_passed": min(taken, sums["passed"](day)),
        "quiz_excellent": min(taken, sums["excellent"](day)),
    }


def _skill(given: list[_Lesson], day: date, sums: Mapping[str, Callable[[date], int]]) -> dict[str, int]:
    asked, finished = [lesson for lesson in given if lesson.trained], sums["trained"](day)
    together = max((lesson.present for lesson in asked if lesson.together), default=0)
    if not finished and not together:
        return {"skill_unasked": int(bool(asked))}
    due = asked[0].roll if asked else 0
    done = min(due, finished)
    return {"skill_due": due, "skill_done": done, "skill_group": max(0, min(due, together) - done)}


def _running(steps: Days) -> Callable[[date], int]:
    """How many up to and with a day; to be asked with days in rising order."""
    waiting = sorted(steps.items(), reverse=True)
    reached = [0]

    def up_to(day: date) -> int:
        while waiting and waiting[-1][0] <= day:
            reached[0] += waiting.pop()[1]
        return reached[0]

    return up_to
