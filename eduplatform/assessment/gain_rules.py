"""What changed between two answers of the same pupils, with its interval: before and after a lesson, after it and weeks later. Pure.

Everything comes from sums that can be added up (`Sums`). An observation is a pupil in a class session; its difference is the mean over the
one or two pairs of questions, in percentage points. The interval is the wider of two: by pupils (Bonett and Price: two pupils more are
imagined, one who gained all and one who lost all, so that ten who all gained do not make it certain), and, from FEW sessions on, by
sessions, because pupils of one lesson have the same lesson. Neither needs a table of any distribution.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from ..teaching.check_rules import BEFORE, LATER

KINDS = (BEFORE, LATER)  #: a lesson, the weeks after it
NAMES = ("checks", "pairs", "was", "became", "squares", "apart", "weighed", "sizes")
COLUMNS = tuple(f"{kind}_{name}" for kind in KINDS for name in NAMES)
LEAST_PAIRS = 10  #: pupils of a session who answered twice; fewer are counted nowhere
FEW = 5  #: sessions, below which they say nothing of how lessons differ
ALL = 100  #: percentage points
Z95 = 1.959963984540054


@dataclass(frozen=True)
class Sums:
    """Of class sessions s with n pupils, sums W and B of their per cents the first and second time, D = B − W: how many sessions, Σ n, Σ W,
    Σ B, Σ d² over pupils, Σ D², Σ D·n, Σ n²."""

    checks: int = 0
    pairs: int = 0
    was: int = 0
    became: int = 0
    squares: int = 0
    apart: int = 0
    weighed: int = 0
    sizes: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(*(getattr(self, name) + getattr(other, name) for name in NAMES))


def of_session(pairs: int, was: int, became: int, squares: int) -> Sums:
    """The sums of one session; nothing of one with fewer than LEAST_PAIRS pupils."""
    if pairs < LEAST_PAIRS:
        return Sums()
    apart = became - was
    return Sums(1, pairs, was, became, squares, apart * apart, apart * pairs, pairs * pairs)


@dataclass(frozen=True)
class Change:
    """Means of the first and the second time in per cent, the difference in percentage points with its 95 % interval, and on how much it
    stands: `pairs` pupils × sessions, `checks` sessions."""

    was: float
    became: float
    apart: float
    low: float
    high: float
    pairs: int
    checks: int


def change_of(sums: Sums) -> Change | None:
    """The change; None where nothing was answered twice."""
    n = sums.pairs
    if n < LEAST_PAIRS:
        return None
    apart = (sums.became - sums.was) / n
    low, high = _by_pupils(n, sums.became - sums.was, sums.squares)
    if sums.checks >= FEW:
        half = _half_by_sessions(sums, apart)
        low, high = min(low, apart - half), max(high, apart + half)
    return Change(sums.was / n, sums.became / n, apart, max(low, -ALL), min(high, ALL), n, sums.checks)


def _by_pupils(n: int, total: int, squares: int) -> tuple[float, float]:
    middle = total / (n + 2)
    variance = (squares + 2 * ALL * ALL) / (n + 2) - middle * middle
    half = Z95 * sqrt(variance / (n + 2))
    return middle - half, middle + half


def _half_by_sessions(sums: Sums, apart: float) -> float:
    k, n = sums.checks, sums.pairs
    scatter = sums.apart - 2 * apart * sums.weighed + apart * apart * sums.sizes
    return student95(k - 1) * sqrt(max(scatter, 0.0) * k / (k - 1)) / n


def student95(freedom: int) -> float:
    """The 97.5 % point of Student's t by its expansion in 1/freedom; from 4 on right to a hundredth."""
    z, f = Z95, freedom
    first, second = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / f + second / f**2 + third / f**3
