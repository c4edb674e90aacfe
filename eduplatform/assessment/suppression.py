"""Second level of suppression: a figure left out of a list must not be the total minus the rest. Pure.

The first level (rules.too_few) leaves out what rests on fewer than LEAST_PUPILS pupils. Where only one line of a list is
left out, or several that are still fewer pupils together, the smallest of the others goes with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from . import rules


@dataclass(frozen=True)
class Covered:
    """`codes`: hidden indicators of each line. `bare`: those no other line could cover; the total must not be shown either."""

    codes: Sequence[frozenset[str]]
    bare: frozenset[str]


def covered(
    lines: Sequence[Mapping[str, int]], inside: Sequence[bool], forced: frozenset[str] = frozenset()
) -> Covered:
    """What to hide of lines that stand on a page with their total. `inside`: lines of the viewer's own school, all shown.
    `forced`: indicators of which the total itself is hidden elsewhere (see `hidden_units`): the lines must not add up to it."""
    first = [frozenset() if own else rules.hidden_codes(counts) for counts, own in zip(lines, inside, strict=True)]
    if not any(first) and not forced:
        return Covered(first, frozenset())
    found, bare = [set(codes) for codes in first], set()
    for indicator in rules.PERSONAL:
        if not _cover(indicator, lines, inside, found, indicator.code in forced):
            bare.add(indicator.code)
    return Covered([frozenset(codes) for codes in found], frozenset(bare))


def _cover(
    indicator: rules.Indicator,
    lines: Sequence[Mapping[str, int]],
    inside: Sequence[bool],
    found: list[set[str]],
    forced: bool,
) -> bool:
    """Hide more lines until those hidden cover each other; whether that was possible. Where the total is hidden too, one line of
    enough pupils will do: what it could be subtracted from is not known."""
    behind = {place: _behind(indicator, counts) for place, counts in enumerate(lines)}
    hidden = [place for place, n in behind.items() if n and indicator.code in found[place]]
    shown = sorted(
        (n, place) for place, n in behind.items() if n and indicator.code not in found[place] and not inside[place]
    )
    least = 1 if forced else 2
    while (forced or hidden) and (len(hidden) < least or sum(behind[place] for place in hidden) < rules.LEAST_PUPILS):
        if not shown:
            return False
        _n, place = shown.pop(0)
        found[place].add(indicator.code)
        hidden.append(place)
    return True


def _behind(indicator: rules.Indicator, counts: Mapping[str, int]) -> int:
    """How many pupils at most stand behind the figure of a line; 0 when it has none."""
    under = sum(counts[name] for name in indicator.under)
    pupils = rules.pupils_behind(counts)
    return under if pupils is None else min(under, max(pupils, 1))


PAGE = 25  #: units on one page, one more on the last: a line alone there could not be covered by another


def page_count(total: int) -> int:
    """How many pages a list of units has."""
    return max(1, ceil((total - 1) / PAGE))


def hidden_of(
    counts: Sequence[Mapping[str, int]], inside: Sequence[bool], forced: frozenset[str] = frozenset()
) -> Covered:
    """What is hidden of lines in order: page by page, so that a sheet of all lines hides what the pages hide, not others.
    `forced` as in covered()."""
    pages = page_count(len(counts))
    ends = [*(page * PAGE for page in range(1, pages)), len(counts)]
    found = [covered(counts[start:end], inside[start:end], forced) for start, end in pairwise([0, *ends])]
    return Covered([codes for one in found for codes in one.codes], frozenset().union(*(one.bare for one in found)))


def hidden_sizes(sizes: Sequence[int], forced: bool, first: Sequence[bool] = ()) -> set[int]:
    """Places of numbers of answer sheets to hide in a list that stands beside its total. Nobody stands behind a 0. `first`: places that
    are hidden anyhow."""
    order = sorted((n, place) for place, n in enumerate(sizes) if n)
    hidden = {place for n, place in order if n < rules.LEAST_PUPILS or (first and first[place])}
    for _n, place in order:
        enough = len(hidden) >= (1 if forced else 2) and sum(sizes[one] for one in hidden) >= rules.LEAST_PUPILS
        if enough or not (hidden or forced):
            break
        hidden.add(place)
    return hidden
