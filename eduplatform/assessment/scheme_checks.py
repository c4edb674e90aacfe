"""What is wrong with a scheme, each fault with its place. Pure.

Real schemes have gaps (≥ 90, 65 to below 90, 64 and below: nobody knows what 64.5 is); none is published here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import rules
from .counters import NAMES
from .scheme_rules import MARKERS, MODES, WHOLE, Level, Part, Scheme, Step, Veto

MOST_PARTS, MOST_STEPS, MOST_LEVELS = 40, 8, 8
TOTALS = (10_000, 100_000)  #: 100 or 1000 points
NAME_LENGTH, NOTE_LENGTH = 60, 200


@dataclass(frozen=True)
class Fault:
    """`code` of a refusal with its values; `part`: number of the part (from 1), 0: the scheme itself."""

    code: str
    part: int = 0
    values: dict[str, Any] = field(default_factory=dict)


def scheme_faults(scheme: Scheme) -> list[Fault]:
    """Everything that keeps a scheme from being published, in the order of its page."""
    found = [] if scheme.total in TOTALS else [Fault("scheme_total")]
    found += _weights(scheme)
    codes = [part.code for part in scheme.parts]
    for number, part in enumerate(scheme.parts, 1):
        found += [Fault("scheme_code_twice", number, {"part": part.name})] if codes.count(part.code) > 1 else []
        found += [Fault(one.code, number, one.values) for one in part_faults(part)]
    found += level_faults(scheme.levels, scheme.total)
    return found + [Fault("scheme_veto_basis", 0, {"veto": one.name}) for one in scheme.vetoes if _baseless(one)]


def _weights(scheme: Scheme) -> Iterator[Fault]:
    weighted = [part for part in scheme.parts if not part.bonus]
    if not weighted:
        yield Fault("scheme_empty")
    elif (sum_ := sum(part.points for part in weighted)) != scheme.total:
        yield Fault("scheme_weights", 0, {"sum": sum_, "total": scheme.total})
    if len(scheme.parts) > MOST_PARTS:
        yield Fault("scheme_parts", 0, {"most": MOST_PARTS})


def part_faults(part: Part) -> list[Fault]:
    """What is wrong with one part."""
    named = {"part": part.name}
    if not part.name.strip() or part.points <= 0 or part.points > max(TOTALS) or part.mode not in MODES:
        return [Fault("scheme_part", 0, named)]
    if part.mode == "manual":
        return [] if part.by in MARKERS else [Fault("scheme_part", 0, named)]
    found = [] if part.indicators else [Fault("scheme_no_indicator", 0, named)]
    found += [Fault("scheme_unknown_indicator", 0, named | {"indicator": c}) for c in part.indicators if not _known(c)]
    found += [Fault("scheme_by_nothing", 0, named | {"indicator": c}) for c in part.indicators if _by_nothing(c)]
    if part.mode == "tiers":
        found += step_faults(part.steps, part.points)
    if part.mode in ("deduct", "add") and not 0 < part.each <= part.points:
        found.append(Fault("scheme_each", 0, named))
    if part.mode == "full_or_zero" and not 0 < part.threshold <= WHOLE:
        found.append(Fault("scheme_threshold", 0, named))
    return found


def _known(code: str) -> bool:
    return code in rules.BY_CODE


def _by_nothing(code: str) -> bool:
    return _known(code) and bool(indicator_faults([rules.BY_CODE[code]]))


def indicator_faults(indicators: Iterable[rules.Indicator]) -> list[str]:
    """Codes of indicators that divide by nothing, or by what nobody counts."""
    return [
        one.code
        for one in indicators
        if not one.over or not one.under or not {*one.over, *one.under} <= set(NAMES) or set(one.under) - set(NAMES)
    ]


def step_faults(steps: Sequence[Step], points: int) -> list[Fault]:
    """Steps must cover 0 % to 100 % once, and give no more than the part is worth."""
    found = [Fault(code, 0, values) for code, values in covering([(s.low, s.high) for s in steps], WHOLE)]
    found = [Fault(f"{one.code}_share", 0, one.values) for one in found]
    if any(not 0 <= step.points <= points for step in steps):
        found.append(Fault("scheme_step_points"))
    return found


def level_faults(levels: Sequence[Level], total: int) -> list[Fault]:
    """Levels must cover 0 to the total once and have names of their own."""
    found = [Fault(code, 0, values) for code, values in covering([(one.low, one.high) for one in levels], total)]
    names = [one.name.strip() for one in levels]
    if not all(names) or len(set(names)) < len(names):
        found.append(Fault("scheme_level_names"))
    return found


def covering(bands: Sequence[tuple[int, int]], top: int) -> list[tuple[str, dict[str, Any]]]:
    """Where half-open bands leave a gap between 0 and `top`, overlap, lie outside or are empty; nothing when they cover it once."""
    if not bands:
        return [("bands_gap", {"low": 0, "high": top})]
    found = [("bands_empty", {"low": low, "high": high}) for low, high in bands if high <= low]
    found += [("bands_outside", {"low": low, "high": high}) for low, high in bands if low < 0 or high > top]
    if found:
        return found
    reached = 0
    for low, high in sorted(bands):
        if low > reached:
            found.append(("bands_gap", {"low": reached, "high": low}))
        elif low < reached:
            found.append(("bands_overlap", {"low": low, "high": min(reached, high)}))
        reached = max(reached, high)
    return found + ([("bands_gap", {"low": reached, "high": top})] if reached < top else [])


def _baseless(veto: Veto) -> bool:
    return veto.on and not veto.basis.strip()
