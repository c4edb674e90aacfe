"""Which topics a class or unit is told to teach again: at most three, only where chance is no explanation. Pure.

Weak is a topic whose true mean is below WEAK_BELOW, or clearly below comparable classes, with 97.5 % certainty. Before a key day
that the topic belongs to (防溺水 before summer) a smaller certainty is enough: then a lesson too many costs less than one too few.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from . import rules
from .shrinkage import LEAST_VARIANCE, SCALE, Estimate, Prior, Sums, alone, estimate

MOST = 3  #: suggestions at once: what can be done in the weeks to come
BEHIND = 0.05  #: below comparable classes by this much, or it is not worth a lesson
SURE, SURE_IN_SEASON = 0.975, 0.80
TOPICS_FOR_LEVEL = 5  #: fewer topics say nothing of a class on the whole
SHOW_RANGE_BELOW = 30  #: fewer pupils: never a figure without its interval


@dataclass(frozen=True)
class Known:
    """What is known of a topic in a class or unit. `value` with its interval: shares of 1; `own` the plain mean of its pupils;
    `others` the mean of comparable classes, None where there are too few; `compared`: how many."""

    topic: str
    pupils: int
    own: float
    value: float
    low: float
    high: float
    others: float | None
    compared: int
    below_line: float
    below_others: float


@dataclass(frozen=True)
class Suggestion:
    """`reason`: low (below the line), behind (below comparable classes) or season (weaker evidence, before a key day `season`)."""

    known: Known
    reason: str
    season: str = ""

    @property
    def topic(self) -> str:
        return self.known.topic


def level_of(cells: Iterable[tuple[Sums, Prior | None]]) -> float:
    """How far a class stands above or below comparable classes on the whole: the median over its topics, 0 where there are few.
    A weak topic is weak beside what this class knows otherwise; a class that is behind everywhere needs no list of all topics."""
    off = [sums.mean - prior.mean for sums, prior in cells if prior is not None and sums.pupils]
    return median(off) if len(off) >= TOPICS_FOR_LEVEL else 0.0


def known_of(topic: str, sums: Sums, prior: Prior | None, level: float = 0.0) -> Known:
    """Of one class: drawn to comparable classes where there are enough of them, else by itself (Wilson). `level`: see level_of()."""
    if prior is None:
        made = alone(sums.pupils, sums.mean, _own_error(sums))
        below = made.chance_below(rules.WEAK_BELOW)
        return Known(topic, sums.pupils, sums.mean, sums.mean, made.low, made.high, None, 0, below, 0)
    return _known(topic, sums, estimate(sums.pupils, sums.mean, prior), prior, level)


def _own_error(sums: Sums) -> float:
    """Variance of the error of a mean: by how its own pupils scatter; where they are few, as wide as shares can scatter (Wilson)."""
    if sums.pupils < SHOW_RANGE_BELOW or sums.pupils <= sums.classes:
        low, high = rules.wilson(sums.mean * sums.pupils, sums.pupils)
        return ((high - low) / 2 / rules.Z95) ** 2
    scatter = (sums.squares - sums.between) / (sums.pupils - sums.classes) / SCALE**2
    return max(scatter, LEAST_VARIANCE) / sums.pupils


def _known(topic: str, sums: Sums, made: Estimate, prior: Prior, level: float = 0.0) -> Known:
    return Known(
        topic,
        sums.pupils,
        sums.mean,
        made.value,
        made.low,
        made.high,
        prior.mean,
        prior.classes,
        made.chance_below(rules.WEAK_BELOW),
        made.chance_below(prior.mean + level - BEHIND),
    )


def known_of_many(topic: str, sums: Sums, prior: Prior | None) -> Known:
    """Of a unit of several classes: its own mean; classes scatter, so the error is that of classes and pupils together."""
    if prior is None or sums.classes < 2:
        return known_of(topic, sums, prior)
    error = prior.between * sums.sizes / sums.pupils**2 + prior.within / sums.pupils
    return _known(topic, sums, alone(sums.pupils, sums.mean, error), prior)


def suggest(known: Iterable[Known], seasons: Mapping[str, str] | None = None) -> list[Suggestion]:
    """At most MOST, those furthest below first. `seasons`: topic → key day that is near."""
    near = seasons or {}
    found = [one for each in known if (one := judged(each, near.get(each.topic, ""))) is not None]
    return sorted(found, key=lambda one: (-shortfall(one.known), one.topic))[:MOST]


def judged(known: Known, season: str) -> Suggestion | None:
    """Whether a topic is to be taught again, and why; None where chance may explain it, or too few answered."""
    if known.pupils < rules.LEAST_PUPILS:
        return None
    for sure in (SURE, SURE_IN_SEASON) if season else (SURE,):
        for reason, chance in (("behind", known.below_others), ("low", known.below_line)):
            if chance >= sure:
                return Suggestion(known, reason if sure == SURE else "season", season)
    return None


def shortfall(known: Known) -> float:
    """How far below: the line, or comparable classes, whichever is further off."""
    return max(rules.WEAK_BELOW - known.value, (known.others or 0.0) - known.value)
