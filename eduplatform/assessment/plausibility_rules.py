"""Whether answer sheets took the time that reading takes, and what goes with it. Pure. It lowers no score and names no pupil.

One signal speaks by itself: the share of sheets handed in sooner than their questions can be read. One sheet after another and the
same wrong answers have common innocent causes: they speak only where many sheets were quick as well. Many sheets at once are told
beside and change nothing: a computer room does the same. The thresholds were set by `python -m bench.plausible fit` on one seed
and are measured by `python -m bench plausible`, and in tests, on others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import reduce

from ..curriculum.question import Baskets, Matching, Multiple, Ordering, Place, Question, Single, Spot, TwoStep

#: Characters a pupil of a stage reads in a minute (design/FAULTS.md §6: 500 from a paper on junior high, 300 for grades 5 and 6 not
#: checked). Younger pupils read slower; the same 300 for them only makes fewer sheets look quick.
READ_IN_A_MINUTE: Mapping[str, int] = {"P1": 300, "P2": 300, "P3": 300}
READ_BY_OLDER = 500
SKIMMED = 3  #: times as fast as that nobody reads
ENOUGH = 20  #: sheets with a time of their own; of fewer nothing is said

CHAIN, GAP = (
    5,
    60.0,
)  #: so many sheets, each begun within so many seconds after the one before was handed in: one after another
AT_ONCE = 600.0  #: seconds within which sheets handed in outside a class session count as many at once
WRONG_ALIKE = 3  #: wrong answers two sheets must have in common, and no others

QUICK = 0.31  #: share of quick sheets that is said by itself …
QUICK_AND = 0.25  #: … and where one of the next two goes with it
IN_CHAIN, SAME_WRONG = 0.25, 0.10
IN_BURST = 0.80  #: share handed in at once that is told beside
#: Not fitted, and never a signal of answers: half of at least four class hours declared instead of recorded in a lesson.
DECLARED, DECLARED_FROM = 0.5, 400


@dataclass(frozen=True)
class Times:
    """Counts of first answer sheets. `sheets` all of them, `in_class` in a class session; `timed` answered at the pupil's own pace on a
    device, and of those `quick`, `in_chain`, `in_burst`, `alike`."""

    sheets: int = 0
    in_class: int = 0
    timed: int = 0
    quick: int = 0
    in_chain: int = 0
    in_burst: int = 0
    alike: int = 0

    def __add__(self, other: Times) -> Times:
        return Times(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def plausible(self) -> int:
        """Sheets that nothing speaks against: all but the quick ones."""
        return self.sheets - self.quick

    def share(self, name: str) -> float:
        """Of the sheets with a time."""
        return getattr(self, name) / self.timed if self.timed else 0.0


TIMES = tuple(one.name for one in fields(Times))  #: and the columns of tally_topic
SUMMED = ("sheets", "in_class", "timed", "quick")  #: of these, the ones that are added up for the units above as well


@dataclass(frozen=True)
class TimedSheet:
    """A sheet answered at the pupil's own pace: seconds on one clock, the `least` its questions take to read, its wrong answers as one
    text ('' where they are fewer than WRONG_ALIKE), and whether it was taken in a class session."""

    began: float
    ended: float
    least: float
    wrong: str = ""
    in_session: bool = False

    @property
    def quick(self) -> bool:
        return self.ended - self.began < self.least


def letters_of(question: Question) -> int:
    """Characters a pupil finds to read in a question."""
    parts: list[str] = [question.stem]
    match question:
        case Single() | Multiple():
            parts += [one.text for one in question.options]
        case TwoStep():
            parts += [question.ask, *(one.text for one in (*question.options, *question.reasons))]
        case Ordering():
            parts += [one.text for one in question.steps]
        case Matching():
            parts += [one.text for one in (*question.left, *question.right)]
        case Baskets():
            parts += [one.text for one in question.baskets] + [one.text for one in question.things]
        case Place():
            parts += [one.label for one in question.places] + [one.text for one in question.things]
        case Spot():
            parts += [one.label for one in question.regions]
    return sum(len(part) for part in parts)


def least_seconds(letters: int, stage: str) -> float:
    """The time in which nobody of a stage can have read so many characters."""
    return 60 * letters / (SKIMMED * READ_IN_A_MINUTE.get(stage, READ_BY_OLDER))


def times_of_lesson(timed: Sequence[TimedSheet], sheets: int, in_class: int) -> Times:
    """Counts of one lesson of one class; `sheets` and `in_class` of all its first sheets, timed or not."""
    quick = sum(one.quick for one in timed)
    burst = _most_at_once([one.ended for one in timed if not one.in_session])
    return Times(sheets, in_class, len(timed), quick, _in_chains(timed), burst, _alike(timed))


def _in_chains(timed: Sequence[TimedSheet]) -> int:
    """Sheets that belong to a chain: no two of it at the same time, no long pause between."""
    found, length, until = 0, 0, float("-inf")
    for one in sorted(timed, key=lambda each: (each.began, each.ended)):
        if 0 <= one.began - until < GAP:
            length += 1
        else:
            found += length if length >= CHAIN else 0
            length = 1 if one.began >= until else 0
        until = max(until, one.ended)
    return found + (length if length >= CHAIN else 0)


def _most_at_once(ends: Sequence[float]) -> int:
    """The most sheets handed in within AT_ONCE."""
    ordered, first, most = sorted(ends), 0, 0
    for place, end in enumerate(ordered):
        while end - ordered[first] > AT_ONCE:
            first += 1
        most = max(most, place - first + 1)
    return most


def _alike(timed: Sequence[TimedSheet]) -> int:
    counts = Counter(one.wrong for one in timed if one.wrong)
    return sum(n for n in counts.values() if n > 1)


@dataclass(frozen=True)
class Signal:
    """Something to look at: `code` quick, in_chain, alike or in_burst, `n` of `of` sheets."""

    code: str
    n: int
    of: int


BESIDE = (("in_chain", IN_CHAIN), ("alike", SAME_WRONG), ("in_burst", IN_BURST))
WEIGHS = ("in_chain", "alike")  #: of these, the ones with which fewer quick sheets are said


def signals(times: Times) -> tuple[Signal, ...]:
    """What stands out in a class's sheets, the quick ones first; empty where there is nothing to say or too little to say it of."""
    if times.timed < ENOUGH:
        return ()
    beside = [code for code, least in BESIDE if times.share(code) >= least]
    if times.share("quick") < (QUICK_AND if any(code in WEIGHS for code in beside) else QUICK):
        return ()
    return tuple(Signal(code, getattr(times, code), times.timed) for code in ("quick", *beside))


def topics_to_look_at(by_topic: Mapping[str, Times]) -> list[str]:
    """Topics of a class where something stands out; ALL where it does so only in all topics taken together."""
    found = sorted(topic for topic, times in by_topic.items() if signals(times))
    whole = reduce(Times.__add__, by_topic.values(), Times())
    return found or ([ALL] if signals(whole) else [])


ALL = "*"


def mostly_declared(hours: int, declared: int) -> bool:
    """Whether half of the class hours (hundredths) or more were declared, of enough to say so."""
    return hours >= DECLARED_FROM and declared >= DECLARED * hours
