"""An assessment scheme applied to figures: every part says what it saw, what it gave and why. Pure, whole numbers only.

Points are hundredths of a point, shares hundredths of a per cent (9000 = 90 %). Two counts are compared by multiplying
crosswise, never as floats, so that a share of exactly 90 % is 90 %.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

WHOLE = 10_000  #: 100 %
MODES = ("ratio", "tiers", "full_or_zero", "deduct", "add", "manual")
MARKERS = (
    "self",
    "both",
    "bureau",
)  #: who enters a manual part: the school, the school and the bureau checks, only the bureau


@dataclass(frozen=True)
class Step:
    """A half-open interval [low, high) of shares and what it earns; the one that reaches 100 % holds it too."""

    low: int
    high: int
    points: int


@dataclass(frozen=True)
class Level:
    """A half-open interval [low, high) of totals; the one that reaches the scheme's total holds it too."""

    name: str
    low: int
    high: int
    name_en: str = ""


@dataclass(frozen=True)
class Part:
    """One line of a scheme. `indicators`: the least of them counts. `each`: points for one missing (deduct) or done (add).
    `bonus`: beyond the weights, and never beyond the scheme's total."""

    code: str
    name: str
    points: int
    mode: str
    indicators: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    threshold: int = WHOLE
    each: int = 0
    by: str = "bureau"
    bonus: bool = False
    note: str = ""
    name_en: str = ""
    note_en: str = ""


@dataclass(frozen=True)
class Veto:
    """What brings a unit to the lowest level whatever its points. Off unless the bureau names the document (PC-05)."""

    code: str
    name: str
    action: str = ""
    source: str = ""
    on: bool = False
    basis: str = ""
    name_en: str = ""
    action_en: str = ""


@dataclass(frozen=True)
class Scheme:
    """`total` 10000 for 100 points, 100000 for 1000."""

    total: int
    parts: tuple[Part, ...]
    levels: tuple[Level, ...] = ()
    vetoes: tuple[Veto, ...] = ()


@dataclass(frozen=True)
class Figure:
    """What was counted: `over` of `under`. `why`: nothing_due, few or kindergarten where there is no figure."""

    over: int = 0
    under: int = 0
    why: str = ""

    @property
    def usable(self) -> bool:
        return not self.why and self.under > 0


@dataclass(frozen=True)
class Marks:
    """What was entered by hand for one unit: points by part and side, and vetoes found."""

    own: Mapping[str, int] = field(default_factory=dict)
    bureau: Mapping[str, int] = field(default_factory=dict)
    vetoes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Outcome:
    """`points` None: the part is left out for this unit, or waits to be marked; `why` says it by a code that pages word."""

    part: Part
    points: int | None
    why: str
    indicator: str = ""
    figure: Figure | None = None
    step: Step | None = None


@dataclass(frozen=True)
class Score:
    """`base` is what the parts that count are worth, `earned` what they gave. `total` None: no part counts yet."""

    outcomes: Sequence[Outcome]
    earned: int
    base: int
    bonus: int
    total: int | None
    level: Level | None
    vetoes: Sequence[Veto]
    complete: bool


def half_up(over: int, under: int) -> int:
    """over ÷ under to the nearest whole number, halves up; both ≥ 0."""
    return (2 * over + under) // (2 * under)


def scored(scheme: Scheme, figures: Mapping[str, Figure], marks: Marks) -> Score:
    """The score of one unit. Parts without a figure, and those not yet marked, leave the base: the others are worth the whole."""
    outcomes = [outcome(part, figures, marks) for part in scheme.parts]
    counted = [(one.part, one.points) for one in outcomes if one.points is not None]
    earned = sum(points for part, points in counted if not part.bonus)
    base = sum(part.points for part, _points in counted if not part.bonus)
    bonus = sum(points for part, points in counted if part.bonus)
    total = min(scheme.total, half_up(earned * scheme.total, base) + bonus) if base else None
    vetoes = [veto for veto in scheme.vetoes if veto.on and veto.code in marks.vetoes]
    complete = total is not None and not any(one.why == "waiting" for one in outcomes)
    return Score(outcomes, earned, base, bonus, total, level_of(scheme, total, bool(vetoes)), vetoes, complete)


def level_of(scheme: Scheme, total: int | None, vetoed: bool = False) -> Level | None:
    """The level of a total; a veto found makes it the lowest. None without a total or without levels."""
    if vetoed and scheme.levels:
        return min(scheme.levels, key=lambda level: level.low)
    if total is None:
        return None
    return next((one for one in scheme.levels if _within(one.low, one.high, total, scheme.total)), None)


def _within(low: int, high: int, value: int, top: int) -> bool:
    return low <= value < high or value == high == top


def outcome(part: Part, figures: Mapping[str, Figure], marks: Marks) -> Outcome:
    """What one part gives."""
    if part.mode == "manual":
        return _by_hand(part, marks)
    known = {code: figures.get(code, Figure(why="nothing_due")) for code in part.indicators}
    usable = {code: figure for code, figure in known.items() if figure.usable}
    if not usable:
        code, figure = next(iter(known.items()))
        return Outcome(part, None, figure.why or "nothing_due", code, figure)
    code = least(usable)
    return _REWARDS[part.mode](part, code, usable[code])


def least(figures: Mapping[str, Figure]) -> str:
    """The indicator with the least share; of equal ones the first."""
    best = ""
    for code, figure in figures.items():
        if not best or figure.over * figures[best].under < figures[best].over * figure.under:
            best = code
    return best


def _by_hand(part: Part, marks: Marks) -> Outcome:
    """The bureau's points where it may give and gave them, else the school's own."""
    if part.by != "self" and part.code in marks.bureau:
        return Outcome(part, min(part.points, marks.bureau[part.code]), "marked_bureau")
    if part.by != "bureau" and part.code in marks.own:
        return Outcome(part, min(part.points, marks.own[part.code]), "marked_self")
    return Outcome(part, None, "waiting")


def _ratio(part: Part, code: str, figure: Figure) -> Outcome:
    over = min(figure.over, figure.under)
    return Outcome(part, half_up(part.points * over, figure.under), "ratio", code, figure)


def _tiers(part: Part, code: str, figure: Figure) -> Outcome:
    reached = WHOLE * min(figure.over, figure.under)
    for step in part.steps:
        above, below = step.low * figure.under <= reached, reached < step.high * figure.under
        if above and (below or step.high == WHOLE):
            return Outcome(part, step.points, "tier", code, figure, step)
    raise ValueError(f"{part.code}: steps with a gap")  # refused before a scheme is published


def _full_or_zero(part: Part, code: str, figure: Figure) -> Outcome:
    full = figure.over * WHOLE >= part.threshold * figure.under
    return Outcome(part, part.points if full else 0, "reached" if full else "not_reached", code, figure)


def _deduct(part: Part, code: str, figure: Figure) -> Outcome:
    missing = max(0, figure.under - figure.over)
    return Outcome(part, max(0, part.points - part.each * missing), "deduct", code, figure)


def _add(part: Part, code: str, figure: Figure) -> Outcome:
    return Outcome(part, min(part.points, part.each * max(0, figure.over)), "add", code, figure)


_REWARDS = {"ratio": _ratio, "tiers": _tiers, "full_or_zero": _full_or_zero, "deduct": _deduct, "add": _add}
