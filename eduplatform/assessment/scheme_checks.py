"""What is wrong with a scheme, each fault with its place. Pure.

Real schemes have gaps (≥ 90, 65 to below 90, 64 and below: nobody knows what 64.5 is); none is published here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..shared.refusals import Refused
from . import rules
from .counters import NAMES
from .scheme_rules import MARKERS, MODES, WHOLE, Level, Part, Scheme, Step, Veto

MOST_PARTS, MOST_STEPS, MOST_LEVELS = 40, 8, 8
TOTALS = (10_000, 100_000)  #: 100 or 1000 points
NAME_LENGTH, NOTE_LENGTH = 60, 200


@dataclass(frozen=True)
class Fault:
    """What is wrong, as the refusal that pages word; `part`: number of the part (from 1), 0: the scheme itself."""

    refusal: Refused
    part: int = 0

    @property
    def code(self) -> str:
        return self.refusal.code

    @property
    def values(self) -> dict[str, Any]:
        return self.refusal.values


def scheme_faults(scheme: Scheme) -> list[Fault]:
    """Everything that keeps a scheme from being published, in the order of its page."""
    found = [] if scheme.total in TOTALS else [Fault(Refused("scheme_total"))]
    found += _weights(scheme)
    codes = [part.code for part in scheme.parts]
    for number, part in enumerate(scheme.parts, 1):
        if codes.count(part.code) > 1:
            found.append(Fault(Refused("scheme_code_twice", part=part.name), number))
        found += [Fault(one.refusal, number) for one in part_faults(part)]
    found += level_faults(scheme.levels, scheme.total)
    return found + [Fault(Refused("scheme_veto_basis", veto=one.name)) for one in scheme.vetoes if _baseless(one)]


def _weights(scheme: Scheme) -> Iterator[Fault]:
    weighted = [part for part in scheme.parts if not part.bonus]
    if not weighted:
        yield Fault(Refused("scheme_empty"))
    elif (summed := sum(part.points for part in weighted)) != scheme.total:
        yield Fault(Refused("scheme_weights", sum=summed, total=scheme.total))
    if len(scheme.parts) > MOST_PARTS:
        yield Fault(Refused("scheme_parts", most=MOST_PARTS))


def part_faults(part: Part) -> list[Fault]:
    """What is wrong with one part."""
    name = part.name
    known_mode = part.mode in MODES and (part.mode != "manual" or part.by in MARKERS)
    if not name.strip() or not 0 < part.points <= max(TOTALS) or not known_mode:
        return [Fault(Refused("scheme_part", part=name))]
    if part.mode == "manual":
        return []
    found = [] if part.indicators else [Fault(Refused("scheme_no_indicator", part=name))]
    for code in part.indicators:
        if not _known(code):
            found.append(Fault(Refused("scheme_unknown_indicator", part=name, indicator=code)))
        elif indicator_faults([rules.BY_CODE[code]]):
            found.append(Fault(Refused("scheme_by_nothing", part=name, indicator=code)))
    if part.mode == "tiers":
        found += step_faults(part.steps, part.points)
    if part.mode in ("deduct", "add") and not 0 < part.each <= part.points:
        found.append(Fault(Refused("scheme_each", part=name)))
    if part.mode == "full_or_zero" and not 0 < part.threshold <= WHOLE:
        found.append(Fault(Refused("scheme_threshold", part=name)))
    return found


def _known(code: str) -> bool:
    return code in rules.BY_CODE


def indicator_faults(indicators: Iterable[rules.Indicator]) -> list[str]:
    """Codes of indicators that divide by nothing, or by what nobody counts."""
    return [
        one.code
        for one in indicators
        if not one.over or not one.under or not {*one.over, *one.under} <= set(NAMES) or set(one.under) - set(NAMES)
    ]


def step_faults(steps: Sequence[Step], points: int) -> list[Fault]:
    """Steps must cover 0 % to 100 % once, and give no more than the part is worth."""
    found = [Fault(_of_shares(*one)) for one in covering([(step.low, step.high) for step in steps], WHOLE)]
    if any(not 0 <= step.points <= points for step in steps):
        found.append(Fault(Refused("scheme_step_points")))
    return found


def level_faults(levels: Sequence[Level], total: int) -> list[Fault]:
    """Levels must cover 0 to the total once and have names of their own."""
    found = [Fault(_of_points(*one)) for one in covering([(one.low, one.high) for one in levels], total)]
    names = [one.name.strip() for one in levels]
    if not all(names) or len(set(names)) < len(names):
        found.append(Fault(Refused("scheme_level_names")))
    return found


def _of_points(kind: str, low: int, high: int) -> Refused:
    return {
        "gap": Refused("bands_gap", low=low, high=high),
        "overlap": Refused("bands_overlap", low=low, high=high),
        "outside": Refused("bands_outside", low=low, high=high),
        "empty": Refused("bands_empty", low=low, high=high),
    }[kind]


def _of_shares(kind: str, low: int, high: int) -> Refused:
    return {
        "gap": Refused("bands_gap_share", low=low, high=high),
        "overlap": Refused("bands_overlap_share", low=low, high=high),
        "outside": Refused("bands_outside_share", low=low, high=high),
        "empty": Refused("bands_empty_share", low=low, high=high),
    }[kind]


def covering(bands: Sequence[tuple[int, int]], top: int) -> list[tuple[str, int, int]]:
    """Where half-open bands leave a gap between 0 and `top`, overlap, lie outside or are empty, as (what, from, to); nothing when
    they cover it once."""
    if not bands:
        return [("gap", 0, top)]
    found = [("empty", low, high) for low, high in bands if high <= low]
    found += [("outside", low, high) for low, high in bands if low < 0 or high > top]
    if found:
        return found
    reached = 0
    for low, high in sorted(bands):
        if low > reached:
            found.append(("gap", reached, low))
        elif low < reached:
            found.append(("overlap", low, min(reached, high)))
        reached = max(reached, high)
    return found + ([("gap", reached, top)] if reached < top else [])


def _baseless(veto: Veto) -> bool:
    return veto.on and not veto.basis.strip()
