"""Empirical Bayes for classes: what a few answers say, drawn towards the mean of comparable classes as far as they are few. Pure.

A pupil is one observation: the share of marks over all first answers in a topic. Classes of a stage are taken to scatter around a common
mean by `between`; a twentieth of them may lie far off (a topic that was not taught, or badly): without that, the very classes
that need help would be drawn so far to the mean that they could not be seen. Everything comes from sums that can be added up
(`Sums`), so no page reads an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, exp, pi, sqrt

SCALE = 10_000  #: a pupil's share as a whole number: hundredths of per cent
FAR_SHARE, FAR = (
    0.05,
    0.20,
)  #: how many classes may lie far off, and how far (20 percentage points): chosen before any simulation
LEAST_VARIANCE = 1e-4  #: one percentage point squared: classes that all answer alike are not known without end
MANY_CLASSES = 10  #: fewer say nothing of how classes differ: no shrinkage
Parts = tuple[tuple[float, float, float], ...]  #: weight, mean, variance of normal parts


@dataclass(frozen=True)
class Sums:
    """Added up over classes: how many there are, their pupils, Σ shares, Σ shares², Σ (Σ shares)² ÷ pupils, Σ pupils²."""

    classes: int = 0
    pupils: int = 0
    total: int = 0
    squares: int = 0
    between: int = 0
    sizes: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(*(a + b for a, b in zip(self.all(), other.all(), strict=True)))

    def all(self) -> tuple[int, ...]:
        return self.classes, self.pupils, self.total, self.squares, self.between, self.sizes

    @property
    def mean(self) -> float:
        """Mean share of 1; 0 without pupils."""
        return self.total / self.pupils / SCALE if self.pupils else 0.0


@dataclass(frozen=True)
class Prior:
    """What comparable classes say before a class has answered: mean, how unsure that is, variance of pupils and between classes."""

    classes: int
    mean: float
    mean_variance: float
    within: float
    between: float


def prior_of(sums: Sums) -> Prior | None:
    """By the moments of a one-way layout with unequal sizes. None where fewer than MANY_CLASSES answered."""
    k, n = sums.classes, sums.pupils
    if k < MANY_CLASSES or n <= k:
        return None
    unit = SCALE * SCALE
    within = max((sums.squares - sums.between) / (n - k) / unit, LEAST_VARIANCE)
    scatter = (sums.between - sums.total * sums.total / n) / (k - 1) / unit
    each = (n - sums.sizes / n) / (k - 1)
    between = max((scatter - within) / each, LEAST_VARIANCE)
    return Prior(k, sums.mean, between * sums.sizes / n**2 + within / n, within, between)


@dataclass(frozen=True)
class Estimate:
    """A mean share with its 95 % interval, shares of 1. `drawn`: by how much the class's own mean was moved."""

    value: float
    low: float
    high: float
    drawn: float
    parts: Parts

    def chance_below(self, line: float) -> float:
        """How probable it is that the true mean lies below `line`."""
        return _below(self.parts, line)


def estimate(pupils: int, mean: float, prior: Prior) -> Estimate:
    """What is known of a class after `pupils` answered with `mean`."""
    noise = prior.within / pupils
    near = prior.between + prior.mean_variance
    parts = _posterior(mean, noise, prior.mean, ((1 - FAR_SHARE, near), (FAR_SHARE, near + FAR * FAR)))
    value = sum(weight * middle for weight, middle, _variance in parts)
    low, high = _quantile(parts, 0.025), _quantile(parts, 0.975)
    return Estimate(value, max(low, 0.0), min(high, 1.0), value - mean, parts)


def alone(pupils: int, mean: float, variance: float) -> Estimate:
    """The same without comparable classes, or of many together: the own mean with `variance` of its error."""
    parts: Parts = ((1.0, mean, max(variance, 1e-9)),)
    return Estimate(mean, max(_quantile(parts, 0.025), 0.0), min(_quantile(parts, 0.975), 1.0), 0.0, parts)


def _posterior(seen: float, noise: float, middle: float, prior: tuple[tuple[float, float], ...]) -> Parts:
    found = []
    for weight, variance in prior:
        spread = variance + noise
        likely = weight * exp(-((seen - middle) ** 2) / (2 * spread)) / sqrt(2 * pi * spread)
        kept = variance / spread
        found.append((likely, middle + kept * (seen - middle), kept * noise))
    whole = sum(likely for likely, *_rest in found)
    return tuple((likely / whole, at, variance) for likely, at, variance in found)


def _below(parts: Parts, line: float) -> float:
    return sum(weight * 0.5 * (1 + erf((line - at) / sqrt(2 * variance))) for weight, at, variance in parts)


def _quantile(parts: Parts, share: float) -> float:
    """By halving: forty steps are exact to 1e-12 of the span."""
    low = min(at - 8 * sqrt(variance) for _weight, at, variance in parts)
    high = max(at + 8 * sqrt(variance) for _weight, at, variance in parts)
    for _step in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if _below(parts, middle) < share else (low, middle)
    return (low + high) / 2
