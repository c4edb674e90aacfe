"""Second level of suppression: a figure left out of a list must not be the total minus the rest. Pure.

The first level (rules.too_few) leaves out what rests on fewer than LEAST_PUPILS pupils. Where only one line of a list is
left out, or several that are still fewer pupils together, the smallest of the others goes with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import rules


@dataclass(frozen=True)
class Covered:
    """`codes`: hidden indicators of each line. `bare`: those no other line could cover; the total must not be shown either."""

    codes: Sequence[frozenset[str]]
    bare: frozenset[str]


def covered(lines: Sequence[Mapping[str, int]], inside: Sequence[bool]) -> Covered:
    """What to hide of lines that stand on a page with their total. `inside`: lines of the viewer's own school, all shown."""
    first = [frozenset() if own else rules.hidden_codes(counts) for counts, own in zip(lines, inside, strict=True)]
    if not any(first):
        return Covered(first, frozenset())
    found, bare = [set(codes) for codes in first], set()
    for indicator in rules.PERSONAL:
        if not _cover(indicator, lines, inside, found):
            bare.add(indicator.code)
    return Covered([frozenset(codes) for codes in found], frozenset(bare))


def _cover(
    indicator: rules.Indicator, lines: Sequence[Mapping[str, int]], inside: Sequence[bool], found: list[set[str]]
) -> bool:
    """Hide more lines until those hidden cover each other; whether that was possible."""
    behind = {place: _behind(indicator, counts) for place, counts in enumerate(lines)}
    hidden = [place for place, n in behind.items() if n and indicator.code in found[place]]
    shown = sorted(
        (n, place) for place, n in behind.items() if n and indicator.code not in found[place] and not inside[place]
    )
    while hidden and (len(hidden) < 2 or sum(behind[place] for place in hidden) < rules.LEAST_PUPILS):
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
