"""Simulated classes, honest and partly faked: how many honest ones would be told that something stands out, how many faked ones found?

The honest world was written down before anything was run: evenings on own devices, computer rooms without a class session, one tablet
handed round, lessons reviewed just before, answers read aloud together; in every class some who click through. Fakes are one adult at
2.2 seconds a question (design/FAULTS.md §6). Thresholds were set from what `python -m bench.plausible fit` prints of the seed "fit";
`python -m bench plausible` measures the product's own rules, as they stand in plausibility_rules.py, on the seed "third". Seeds on which a
pair was found too loose were given up: (0.29, 0.24) told 6 of 6,000 honest classes of "check", (0.29, 0.25) told 10 of 12,000 of "held" and
40 of 40,000 of "second" – just what is allowed, and half of that by luck.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from math import log
from random import Random
from typing import Any

from eduplatform.assessment.plausibility_rules import (
    ENOUGH,
    IN_CHAIN,
    QUICK,
    QUICK_AND,
    SAME_WRONG,
    WRONG_ALIKE,
    TimedSheet,
    Times,
    least_seconds,
    signals,
    times_of_lesson,
    topics_to_look_at,
)

from .figures import Figure, table

#: Stage: (questions drawn, least and most characters of the shipped quizzes' papers, how fast its pupils read: characters a minute)
QUIZZES = {
    "P1": (8, 314, 386, 150),
    "P2": (8, 422, 526, 220),
    "P3": (10, 547, 672, 300),
    "J": (10, 686, 798, 500),
    "S": (10, 738, 869, 500),
    "V": (10, 561, 688, 450),
}
LESSONS = 20  #: quizzes of a class in a year, each its own topic
PUPILS = (20, 55)
READERS = 0.30  #: spread of reading speeds (log) within a class
HASTY = (1, 30)  #: Beta: share of pupils of a class who click through, mean 3 %
HASTY_SHEETS = 0.7  #: of their sheets
WAYS = (
    ("home", 60),
    ("computer room", 15),
    ("one tablet", 10),
    ("reviewed", 10),
    ("aloud", 5),
)  #: honest ways, per cent
CLICK = (2.2, 0.25)  #: seconds a question of an adult who fakes, and its spread (log)
PATIENT = (5.0, 0.25)  #: one who takes his time: told, not judged


@dataclass(frozen=True)
class School:
    """A class: its stage, and each pupil's speed of reading and whether the pupil is hasty."""

    stage: str
    speeds: tuple[float, ...]
    hasty: tuple[bool, ...]
    way: str


def a_class(chance: Random) -> School:
    stage, n = chance.choice(list(QUIZZES)), chance.randint(*PUPILS)
    share, speed = chance.betavariate(*HASTY), QUIZZES[stage][3]
    way = chance.choices([name for name, _n in WAYS], [n for _name, n in WAYS])[0]
    return School(
        stage,
        tuple(chance.lognormvariate(log(speed), READERS) for _pupil in range(n)),
        tuple(chance.random() < share for _pupil in range(n)),
        way,
    )


def lesson(
    chance: Random, room: School, faked: float = 0.0, click: tuple[float, float] = CLICK, spread: bool = False
) -> Times:
    """One quiz of a class; `faked`: the share of its sheets adults fill in, one after another (`spread`: on several devices at once)."""
    n, low, high, _speed = QUIZZES[room.stage]
    letters, there = chance.randint(low, high), [p for p in range(len(room.speeds)) if chance.random() < 0.92]
    chance.shuffle(there)
    fakes = there[: round(faked * len(there))]
    level, popular = chance.uniform(0.74, 0.92), chance.uniform(0.4, 0.7)
    said = _wrong(chance, n, level, popular)
    clock, found = chance.uniform(0, 3600), []
    for pupil in there[len(fakes) :]:
        took = _took(chance, room, pupil, n, letters)
        if room.way == "one tablet":
            began = clock + chance.uniform(15, 50)
            clock = began + took
        else:
            began = chance.uniform(0, 90) if room.way != "home" else chance.triangular(0, 4 * 3600, 3 * 3600)
        wrong = said if room.way == "aloud" else _wrong(chance, n, level, popular)
        found.append(TimedSheet(began, began + took, least_seconds(letters, room.stage), wrong))
    clock = chance.uniform(5 * 3600, 6 * 3600)
    for _pupil in fakes:
        began = clock + chance.uniform(5, 30)
        took = sum(chance.lognormvariate(log(click[0]), click[1]) for _question in range(n))
        clock = began + (0 if spread else took)
        found.append(
            TimedSheet(began, began + took, least_seconds(letters, room.stage), _wrong(chance, n, 0.97, popular))
        )
    return times_of_lesson(found, len(found), 0)


def _took(chance: Random, room: School, pupil: int, n: int, letters: int) -> float:
    """Seconds of an honest sheet: reading and thinking; less of both just after it was all gone through together."""
    if room.hasty[pupil] and chance.random() < HASTY_SHEETS:
        return sum(chance.uniform(0.8, 3.0) for _question in range(n))
    reads, thinks = (2.0, (1.0, 3.0)) if room.way == "reviewed" else (1.0, (2.5, 6.0))
    noise = chance.lognormvariate(0, 0.15)
    reading = noise * 60 * letters / (reads * room.speeds[pupil])
    thinking = n * chance.uniform(*thinks)
    return reading + thinking + (90.0 if room.way == "aloud" else 0.0)


def _wrong(chance: Random, n: int, level: float, popular: float) -> str:
    """The wrong answers of a sheet whose questions all drew alike: most take the same tempting option."""
    wrong = [
        f"{place}{'a' if chance.random() < popular else chance.choice('bc')}"
        for place in range(n)
        if chance.random() > level + (0.1 if place % 2 else -0.1)
    ]
    return ",".join(wrong) if len(wrong) >= WRONG_ALIKE else ""


def honest_years(seed: str, classes: int) -> Iterator[dict[str, Times]]:
    """A year of each class: topic → counts."""
    for number in range(classes):
        chance = Random(f"{seed}:honest:{number}")
        room = a_class(chance)
        yield {f"T{topic}": lesson(chance, room) for topic in range(LESSONS)}


def faked_lessons(
    seed: str, classes: int, faked: float, click: tuple[float, float] = CLICK, spread: bool = False
) -> Iterator[Times]:
    """A faked lesson of each class that has sheets enough to be judged."""
    for number in range(classes):
        chance = Random(f"{seed}:faked:{faked}:{click[0]}:{number}")
        made = lesson(chance, a_class(chance), faked, click, spread)
        if made.timed >= ENOUGH:
            yield made


def flagged(seed: str, classes: int) -> int:
    """Honest classes in whose year anything stands out."""
    return sum(bool(topics_to_look_at(year)) for year in honest_years(seed, classes))


def found(seed: str, classes: int, faked: float, click: tuple[float, float] = CLICK, spread: bool = False) -> float:
    """Per cent of faked lessons that are found."""
    every = [bool(signals(one)) for one in faked_lessons(seed, classes, faked, click, spread)]
    return 100 * sum(every) / len(every)


def figures(seed: str = "third", honest: int = 12_000, faked: int = 4000) -> list[Figure]:
    """Both figures that were promised, and what lies around them."""
    told = f"quick ≥ {QUICK:.0%}; ≥ {QUICK_AND:.0%} with chain {IN_CHAIN:.0%} or alike {SAME_WRONG:.0%}"
    share = 100 * flagged(seed, honest) / honest
    made = [
        Figure(
            "plausible", f"honest classes told, {LESSONS} quizzes a year", share, "%", 0.1, note=f"n = {honest}; {told}"
        )
    ]
    for part in (0.1, 0.2, 0.3, 0.6):
        missed = 100 - found(seed, faked, part)
        made.append(
            Figure(
                "plausible", f"faked lessons missed, {part:.0%} of the sheets", missed, "%", 10 if part == 0.3 else None
            )
        )
    spread = 100 - found(seed, faked, 0.3, CLICK, spread=True)
    made.append(Figure("plausible", "the same at 30%, on several devices at once", spread, "%"))
    patient = 100 - found(seed, faked, 0.3, PATIENT)
    made.append(Figure("plausible", "the same at 30%, five seconds a question", patient, "%"))
    return made


def fit(classes: int) -> None:
    """Print, of the seed "fit", what each pair of thresholds would tell and find: from this they were set, and then left."""
    years = [[*year.values(), reduce(Times.__add__, year.values())] for year in honest_years("fit", classes)]
    fakes = list(faked_lessons("fit", classes // 3, 0.3))
    print(
        f"{len(years)} honest classes, {LESSONS} lessons each and the year as a whole; {len(fakes)} lessons faked by 30 %"
    )
    for alone in (0.28, 0.29, 0.30, 0.31, 0.32):
        for beside in (0.22, 0.24, 0.25, 0.26, 0.27):

            def tells(one: Times, alone: float = alone, beside: float = beside) -> bool:
                other = one.share("in_chain") >= IN_CHAIN or one.share("alike") >= SAME_WRONG
                return one.timed >= ENOUGH and one.share("quick") >= (beside if other else alone)

            told = 100 * sum(any(map(tells, year)) for year in years) / len(years)
            missed = 100 - 100 * sum(map(tells, fakes)) / len(fakes)
            print(
                f"quick ≥ {alone:.2f}, with another ≥ {beside:.2f}: honest told {told:.3f} %, faked missed {missed:.1f} %"
            )


def measure(_places: Any) -> list[Figure]:
    return figures()


if __name__ == "__main__":
    if sys.argv[1:2] == ["fit"]:
        fit(int(sys.argv[2]) if sys.argv[2:] else 12_000)
    else:
        print(table(figures(*sys.argv[1:2])))
