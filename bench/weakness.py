"""A simulated city with planted weaknesses: are they found, are others left alone, do intervals and funnel hold what they say?

The effect was chosen before anything was run: 20 percentage points; 15 and 25 are told beside it. Nothing here is fitted.
`python -m bench.weakness [seeds]` prints the figures; `measure` gives them to the table of the bench.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from eduplatform.assessment import funnel, rules, shrinkage, weak_rules
from eduplatform.assessment.shrinkage import SCALE, Sums

from .figures import Figure, table

SCHOOLS, CLASSES, TOPICS = 60, 6, 12  #: 360 classes of one stage
QUESTIONS = 10  #: of a quiz
PUPILS = (18, 55)  #: on a roll
ABILITY, CLASS, CELL = 0.10, 0.03, 0.03  #: spread of pupils, of classes, of a class in a topic (shares of 1)
PLANTED = 0.20  #: of the classes have one to three topics they were not taught
EFFECT = 0.20


@dataclass(frozen=True)
class Cell:
    """A class in a topic: what is true and what was answered."""

    school: int
    room: int
    topic: int
    true: float
    planted: bool
    sums: Sums


def city(chance: Random, effect: float, planted: float = PLANTED, differ: float = 1.0) -> list[Cell]:
    """Every class in every topic. `differ` 0: classes and schools that are all the same."""
    levels = [chance.uniform(0.74, 0.88) for _topic in range(TOPICS)]
    found = []
    for school in range(SCHOOLS):
        for room in range(CLASSES):
            weak = set(chance.sample(range(TOPICS), chance.randint(1, 3))) if chance.random() < planted else set()
            able = chance.gauss(0, CLASS * differ)
            pupils = [chance.gauss(0, ABILITY) for _pupil in range(chance.randint(*PUPILS))]
            for topic, level in enumerate(levels):
                middle = level + able + chance.gauss(0, CELL * differ) - effect * (topic in weak)
                found.append(_answered(chance, pupils, middle, Cell(school, room, topic, 0, topic in weak, Sums())))
    return found


def _answered(chance: Random, pupils: Sequence[float], middle: float, cell: Cell) -> Cell:
    """A tenth is away. The true mean is that of the class's pupils, expected over answers."""
    chances = [min(max(middle + one, 0.05), 0.98) for one in pupils]
    there = [one for one in chances if chance.random() < 0.9]
    shares = [sum(chance.random() < one for _q in range(QUESTIONS)) * SCALE // QUESTIONS for one in there]
    return Cell(cell.school, cell.room, cell.topic, _expected(middle), cell.planted, sums_of(shares))


def _expected(middle: float) -> float:
    """Mean chance of a pupil of such a class, with the bounds on chances; by a grid over the pupils' spread."""
    grid = [-2.4 + 0.1 * step for step in range(49)]
    weights = [2.718281828 ** (-z * z / 2) for z in grid]
    return sum(w * min(max(middle + ABILITY * z, 0.05), 0.98) for w, z in zip(weights, grid, strict=True)) / sum(
        weights
    )


def sums_of(shares: Sequence[int]) -> Sums:
    """Of one class."""
    n, total = len(shares), sum(shares)
    return Sums(1, n, total, sum(one * one for one in shares), total * total // n, n * n) if n else Sums()


@dataclass(frozen=True)
class Found:
    """Counts of one city."""

    planted: int
    hit: int
    suggested: int
    false: int
    unfounded: int
    cells: int
    covered: int
    planted_covered: int


def ask(cells: Sequence[Cell]) -> Found:
    """What the product would suggest to each class, beside what was planted."""
    priors = {
        topic: shrinkage.prior_of(sum((one.sums for one in cells if one.topic == topic), Sums()))
        for topic in range(TOPICS)
    }
    hit = suggested = unfounded = covered = planted_covered = 0
    for mine in _classes(cells):
        known = {}
        level = weak_rules.level_of((one.sums, priors[one.topic]) for one in mine)
        for one in mine:
            known[str(one.topic)] = made = weak_rules.known_of(str(one.topic), one.sums, priors[one.topic], level)
            inside = made.low <= one.true <= made.high
            covered, planted_covered = covered + inside, planted_covered + (inside and one.planted)
        said = {int(each.topic) for each in weak_rules.suggest(list(known.values()))}
        suggested += len(said)
        hit += sum(one.topic in said for one in mine if one.planted)
        unfounded += sum(one.topic in said and not one.planted and one.true >= rules.WEAK_BELOW for one in mine)
    planted = sum(one.planted for one in cells)
    return Found(planted, hit, suggested, suggested - hit, unfounded, len(cells), covered, planted_covered)


def _classes(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    for start in range(0, len(cells), TOPICS):
        yield list(cells[start : start + TOPICS])


def identical(chance: Random, differ: float = 0.0) -> tuple[int, int]:
    """(schools outside their limits, schools) over all topics, of a city whose schools do not differ. `differ` 1: their classes do."""
    cells = city(chance, 0, 0, differ)
    outside = seen = 0
    for topic in range(TOPICS):
        schools = [sum((c.sums for c in cells if c.topic == topic and c.school == s), Sums()) for s in range(SCHOOLS)]
        shape = funnel.funnel_of(schools)
        assert shape is not None
        outside += sum(shape.outside(one) != 0 for one in schools)
        seen += len(schools)
    return outside, seen


def figures(seeds: int = 12) -> list[Figure]:
    """All of them, over so many cities each."""
    found = []
    for effect in (0.20, 0.15, 0.25):
        every = [ask(city(Random(f"{effect}:{seed}"), effect)) for seed in range(seeds)]
        found += _told(effect, every, judged=effect == EFFECT)
    for differ, words in ((0.0, "schools and classes all alike"), (1.0, "schools alike, classes not")):
        pairs = [identical(Random(f"alike:{differ}:{seed}"), differ) for seed in range(seeds)]
        share = 100 * sum(out for out, _n in pairs) / sum(n for _out, n in pairs)
        found.append(Figure("weakness", f"outside the 95 % limits: {words}", share, "%", 5))
    nothing = [ask(city(Random(f"none:{seed}"), 0, 0)) for seed in range(seeds)]
    rooms = seeds * SCHOOLS * CLASSES
    found.append(
        Figure("weakness", "suggestions a class, nothing planted", sum(one.suggested for one in nothing) / rooms)
    )
    return found


def _told(effect: float, every: Sequence[Found], judged: bool) -> list[Figure]:
    def share(over: str, under: str) -> float:
        return 100 * sum(getattr(one, over) for one in every) / max(sum(getattr(one, under) for one in every), 1)

    points = f"{effect * 100:.0f} points"
    return [
        Figure("weakness", f"missed of planted, {points}", 100 - share("hit", "planted"), "%", 10 if judged else None),
        Figure("weakness", f"false of suggested, {points}", share("false", "suggested"), "%", 10 if judged else None),
        Figure("weakness", f"of them not below the line either, {points}", share("unfounded", "suggested"), "%"),
        Figure("weakness", f"truth outside intervals, {points}", 100 - share("covered", "cells"), "%", 7),
        Figure("weakness", f"the same of planted ones, {points}", 100 - share("planted_covered", "planted"), "%", None),
    ]


def measure(_places: Any) -> list[Figure]:
    return figures()


if __name__ == "__main__":
    print(table(figures(int(sys.argv[1]) if sys.argv[1:] else 12)))
