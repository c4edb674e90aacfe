"""Funnel of units: within which limits means of units would lie if all units taught equally well. Pure.

Pupils of a class share a teacher, so a unit of few classes scatters more than its number of pupils says: the limits take the
scatter of classes inside units with them. No unit is before another: the picture has no order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from .rules import Z95
from .shrinkage import SCALE, Sums


@dataclass(frozen=True)
class Funnel:
    """`middle` of all units together (share of 1); `spread`: variance of a unit's mean times its pupils."""

    middle: float
    spread: float

    def limits(self, pupils: float) -> tuple[float, float]:
        """95 % limits for a unit with so many pupils."""
        half = Z95 * sqrt(self.spread / pupils)
        return max(self.middle - half, 0.0), min(self.middle + half, 1.0)

    def outside(self, sums: Sums) -> int:
        """-1 below, 1 above the limits, 0 within."""
        low, high = self.limits(sums.pupils)
        return (sums.mean > high) - (sums.mean < low)


def funnel_of(units: Iterable[Sums]) -> Funnel | None:
    """From the sums of each unit. None where there are fewer than three units, or nothing to estimate scatter from."""
    every = [one for one in units if one.pupils]
    whole = sum(every, Sums())
    if len(every) < 3 or whole.pupils <= whole.classes:
        return None
    unit = SCALE * SCALE
    within = max((whole.squares - whole.between) / (whole.pupils - whole.classes) / unit, 0.0)
    return Funnel(whole.mean, within + _of_classes(every, whole, within) * whole.sizes / whole.pupils)


def _of_classes(every: list[Sums], whole: Sums, within: float) -> float:
    """Variance between classes of one unit, by moments; 0 where each unit is a class."""
    degrees = whole.classes - len(every)
    if degrees <= 0:
        return 0.0
    scatter = (whole.between - sum(one.total**2 / one.pupils for one in every)) / degrees / (SCALE * SCALE)
    each = (whole.pupils - sum(one.sizes / one.pupils for one in every)) / degrees
    return max((scatter - within) / each, 0.0) if each > 0 else 0.0


def hidden_units(pupils: Mapping[int, int], inside: Mapping[int, bool], least: int) -> frozenset[int]:
    """Which units of a list must not be shown: those with fewer than `least` pupils, and so many more that none follows from the
    total. `inside`: units of the viewer's own school, always shown."""
    few = [unit for unit, n in pupils.items() if 0 < n < least and not inside.get(unit)]
    others = sorted((n, unit) for unit, n in pupils.items() if n >= least and not inside.get(unit))
    while few and (len(few) < 2 or sum(pupils[unit] for unit in few) < least) and others:
        few.append(others.pop(0)[1])
    return frozenset(few)
