"""Indicators, their rates with uncertainty, what is too small to show, what is weak, who is on track. Pure.

The thresholds below are the product's own, with their reasons. They never lower a score by themselves.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from math import sqrt

Z95 = 1.959964  #: two-sided 95 %
#: Fewer can be told apart by who knows the class (PC-08: no pupil's result in public). It was 5: of five pupils who sat a quiz, a
#: rate of 80 % says that one failed, and a class knows which one; one pupil in ten still has nine to hide among.
LEAST_PUPILS = 10
RANGE_BELOW = 30  #: pupils; fewer, and a rate of their results is never told without its interval, on paper too
WEAK_BELOW = (
    0.70  #: share of marks under which a topic is taught again; between the usual pass (60) and good (80) marks
)
ENOUGH_SHEETS = 20  #: fewer answer sheets say too little to call a topic weak

GROUPS = ("lessons", "quiz", "skill", "activity")


@dataclass(frozen=True)
class Indicator:
    """A rate: sum of counters over a sum of counters. `of` says what one observation is: lesson, pupil or class.

    `personal` ones are about results of pupils and are hidden where there are too few of them. `without`: stages where it does not
    exist (no quiz in a kindergarten, PC-12). `evidence`: grades of evidence that count. `since`: from when an observation counts;
    `who`: which pupils stand in the denominator.
    """

    code: str
    group: str
    over: tuple[str, ...]
    under: tuple[str, ...]
    of: str
    personal: bool = False
    without: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ("A", "B", "C")
    since: str = "lesson"
    who: str = "roll"


NO_QUIZ = ("K",)
INDICATORS = (
    Indicator("lesson_rate", "lessons", ("slots_done",), ("slots_due",), "lesson", since="week", who="class"),
    Indicator("hours_met", "lessons", ("classes_met",), ("classes",), "class", since="year", who="class"),
    Indicator(
        "evidenced_met",
        "lessons",
        ("classes_evidenced",),
        ("classes",),
        "class",
        False,
        (),
        ("A", "B"),
        "year",
        "class",
    ),
    Indicator("present_rate", "lessons", ("present",), ("roll",), "pupil"),
    Indicator(
        "quiz_rate", "quiz", ("quiz_taken", "quiz_group"), ("quiz_due",), "pupil", True, NO_QUIZ, ("A", "B"), "asked"
    ),
    Indicator(
        "pass_rate", "quiz", ("quiz_passed",), ("quiz_taken",), "pupil", True, NO_QUIZ, ("A", "B"), "sheet", "named"
    ),
    Indicator(
        "excellent_rate",
        "quiz",
        ("quiz_excellent",),
        ("quiz_taken",),
        "pupil",
        True,
        NO_QUIZ,
        ("A", "B"),
        "sheet",
        "named",
    ),
    Indicator(
        "skill_rate", "skill", ("skill_done", "skill_group"), ("skill_due",), "pupil", True, (), ("A", "B"), "asked"
    ),
    Indicator("activity_rate", "activity", ("activity_done",), ("activity_due",), "class", since="window", who="class"),
)
PERSONAL = tuple(indicator for indicator in INDICATORS if indicator.personal)
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}


@dataclass(frozen=True)
class Rate:
    """`value` = over ÷ under with the bounds `low` … `high`, shares of 1; all None when there is nothing to divide by,
    or when `hidden` because too few pupils stand behind it."""

    over: int | None
    under: int | None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    hidden: bool = False
    few: bool = False  #: results of so few pupils that the bounds are told with the value

    @property
    def said(self) -> str:
        """The rate in per cent, with its bounds where few stand behind it: 86.7%, 83.3% (64–93%)."""
        value, low, high = (100 * (part or 0) for part in (self.value, self.low, self.high))
        return f"{value:.1f}% ({low:.0f}–{high:.0f}%)" if self.few else f"{value:.1f}%"


def evidenced(counts: Mapping[str, int]) -> int:
    """Hundredths of class hours with evidence: all that were not declared."""
    return counts["hours"] - counts["hours_declared"]


def untested(counts: Mapping[str, int], group: str) -> bool:
    """Whether lessons were given that nobody was tested (trained) in, and none that anybody was: there is no rate then, not 0 %."""
    return group in ("quiz", "skill") and not counts[f"{group}_due"] and counts[f"{group}_unasked"] > 0


def rate(over: int, under: int) -> Rate:
    """A rate with its Wilson interval at 95 %: how far the true rate may lie off, as wide as the numbers are few."""
    if under <= 0:
        return Rate(over, under)
    low, high = wilson(over, under)
    return Rate(over, under, over / under, low, high)


def wilson(over: float, under: float) -> tuple[float, float]:
    """Bounds of the Wilson score interval at 95 % for `over` of `under`."""
    share, square = min(max(over / under, 0.0), 1.0), Z95 * Z95
    middle = (share + square / (2 * under)) / (1 + square / under)
    half = Z95 * sqrt(share * (1 - share) / under + square / (4 * under * under)) / (1 + square / under)
    return max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share))


def pupils_behind(counts: Mapping[str, int]) -> int | None:
    """About how many pupils stand behind a line: the mean roll of its lessons times its classes. None before a lesson."""
    if counts["lessons"] <= 0:
        return None
    return round(counts["roll"] / counts["lessons"] * max(counts["classes"], 1))


def too_few(counts: Mapping[str, int], indicator: Indicator) -> bool:
    """Whether a personal rate must not be shown to anybody above the school."""
    if not indicator.personal:
        return False
    if not counts[f"{indicator.group}_due"]:  # nothing is due: there is nothing of anybody to hide
        return False
    behind, under = pupils_behind(counts), sum(counts[name] for name in indicator.under)
    return 0 < under < LEAST_PUPILS or (behind is not None and behind < LEAST_PUPILS)


def hidden_codes(counts: Mapping[str, int]) -> frozenset[str]:
    """Indicators of a line that must not be shown to anybody above the school."""
    return frozenset(indicator.code for indicator in PERSONAL if too_few(counts, indicator))


def rates(counts: Mapping[str, int], inside: bool, hidden: Container[str] | None = None) -> dict[str, Rate]:
    """All indicators of a line by code. `inside`: the viewer belongs to the school; others do not see too small groups.
    `hidden`: what is hidden instead, where the line stands in a list (see `suppression`)."""
    hide = () if inside else hidden_codes(counts) if hidden is None else hidden
    found = {}
    for indicator in INDICATORS:
        over, under = (sum(counts[name] for name in names) for names in (indicator.over, indicator.under))
        found[indicator.code] = Rate(None, None, hidden=True) if indicator.code in hide else rate(over, under)
        if indicator.personal and under > 0 and _few(counts, under):
            found[indicator.code] = replace(found[indicator.code], few=True)
    return found


def _few(counts: Mapping[str, int], under: int) -> bool:
    behind = pupils_behind(counts)
    return min(under, under if behind is None else behind) < RANGE_BELOW


@dataclass(frozen=True)
class TopicShare:
    """How questions of a topic were answered. `sheets` are first answer sheets, one a pupil and quiz."""

    topic: str
    answered: int
    sheets: int
    share: Rate
    weak: bool


def topic_share(topic: str, answered: int, right: int, sheets: int, inside: bool, hidden: bool = False) -> TopicShare:
    """`right` in hundredths of marks. The interval counts answer sheets, not answers: the answers of one pupil hang
    together, and counting each would promise more certainty than there is.

    Weak only when even the upper bound lies below the threshold: chance alone must not send a class back to a topic.
    """
    if not inside and (hidden or 0 < sheets < LEAST_PUPILS):
        return TopicShare(topic, 0, 0, Rate(None, None, hidden=True), False)
    if not answered or not sheets:
        return TopicShare(topic, answered, sheets, Rate(right, answered), False)
    share = right / (100 * answered)
    low, high = wilson(share * sheets, sheets)
    return TopicShare(
        topic,
        answered,
        sheets,
        Rate(right, 100 * answered, share, low, high),
        sheets >= ENOUGH_SHEETS and high < WEAK_BELOW,
    )
