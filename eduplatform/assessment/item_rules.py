"""How a question works: difficulty, discrimination, choice of options, sure and wrong. Pure; everything from sums that can be added up.

Only first answers count (whoever repeats has read the explanations). Discrimination is the correlation of a question with the
rest of the same sheet; sheets of fewer than FULL_SHEET questions say too little of a pupil and are left out of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from math import atanh, sqrt, tanh
from typing import Any

from ..curriculum.grading import choice_of, commonest, was_sure
from ..curriculum.question import Multiple, Question, Single, Spot, TrueFalse, TwoStep
from . import rules

FULL_SHEET = 5  #: questions on a sheet, so that the rest says something of the pupil
FLAG_FROM = 30  #: answers: fewer flag nothing
TOO_EASY, TOO_HARD = 0.95, 0.30  #: share of marks
REASON = "reason:"  #: before the options of the second step of a two-step question
NOTHING = ""  #: option of an answer that is none


@dataclass(frozen=True)
class ItemSums:
    """`n` answers with `marks` (per cent, added up); of `pairs` on full sheets the sums for the correlation with the rest; `asked_sure`
    answers that said whether they are sure, `sure` of them, `sure_wrong` of those not all right; how often each option was taken."""

    n: int = 0
    marks: int = 0
    pairs: int = 0
    x: int = 0
    xx: int = 0
    r: int = 0
    rr: int = 0
    xr: int = 0
    asked_sure: int = 0
    sure: int = 0
    sure_wrong: int = 0
    chosen: Mapping[str, int] = field(default_factory=dict)

    def plus(self, other: ItemSums, sign: int = 1) -> ItemSums:
        """Added to, or (`sign` -1) taken from these."""
        numbers = [a + sign * b for a, b in zip(self.numbers(), other.numbers(), strict=True)]
        chosen = Counter(self.chosen)
        for option, count in other.chosen.items():
            chosen[option] += sign * count
        return made(numbers, {option: count for option, count in sorted(chosen.items()) if count})

    def numbers(self) -> list[int]:
        return [getattr(self, one.name) for one in fields(self)[:-1]]

    def stored(self) -> list[Any]:
        """As kept in a JSON column."""
        return [*self.numbers(), dict(sorted(self.chosen.items()))]


def loaded(stored: Sequence[Any]) -> ItemSums:
    """What stored() kept."""
    return made(stored[:-1], stored[-1])


def made(numbers: Sequence[int], chosen: Mapping[str, int]) -> ItemSums:
    """From the numbers in the order of the fields."""
    names = [one.name for one in fields(ItemSums)[:-1]]
    return ItemSums(chosen=chosen, **dict(zip(names, numbers, strict=True)))


def of_answer(question: Question, answer: object, place: int, shares: Sequence[int]) -> ItemSums:
    """The sums of one answer: `place` on a sheet with `shares` in per cent."""
    mark, sure = shares[place], was_sure(question, answer)
    wrong = int(bool(sure) and mark < 100)
    pair = _pair(mark, [one for at, one in enumerate(shares) if at != place]) if len(shares) >= FULL_SHEET else [0] * 6
    said = [int(sure is not None), int(bool(sure)), wrong]
    return made([1, mark, *pair, *said], dict(Counter(chosen_options(question, answer))))


def _pair(mark: int, others: Sequence[int]) -> list[int]:
    rest = round(sum(others) / len(others))
    return [1, mark, mark * mark, rest, rest * rest, mark * rest]


def chosen_options(question: Question, answer: object) -> list[str]:
    """Ids of the options an answer takes; [NOTHING] for none; [] for kinds without options."""
    raw = choice_of(question, answer)
    match question:
        case Single() | Spot():
            return [raw if isinstance(raw, str) else NOTHING]
        case TrueFalse():
            return [str(raw).lower() if isinstance(raw, bool) else NOTHING]
        case Multiple():
            return [each for each in raw if isinstance(each, str)] if isinstance(raw, list) and raw else [NOTHING]
        case TwoStep():
            given = raw if isinstance(raw, dict) else {}
            return [given.get("answer", NOTHING), REASON + given.get("reason", NOTHING)]
        case _:
            return []


@dataclass(frozen=True)
class ItemFigures:
    """`share` of marks with its interval (rules.Rate); discrimination with its interval, None where it cannot be told;
    `sure_wrong`: of answers that were sure, how many were not right. `flags`: codes of what to look at. `hidden`: too few."""

    n: int
    share: rules.Rate
    discrimination: float | None = None
    low: float | None = None
    high: float | None = None
    sure_wrong: rules.Rate | None = None
    flags: tuple[str, ...] = ()
    hidden: bool = False


def figures(question: Question, sums: ItemSums) -> ItemFigures:
    """What the sums say; nothing of fewer than LEAST_PUPILS answers."""
    if sums.n < rules.LEAST_PUPILS:
        return ItemFigures(0, rules.Rate(None, None, hidden=True), hidden=True)
    rate = share_of(sums)
    share = rate.value or 0.0
    found = discrimination(sums)
    sure = rules.rate(sums.sure_wrong, sums.sure) if sums.sure >= rules.LEAST_PUPILS else None
    value, low, high = found or (None, None, None)
    return ItemFigures(sums.n, rate, value, low, high, sure, _flags(question, sums, share, found))


def share_of(sums: ItemSums) -> rules.Rate:
    """Share of marks with its interval; `n` must not be 0."""
    share = sums.marks / (100 * sums.n)
    return rules.Rate(sums.marks, 100 * sums.n, share, *rules.wilson(share * sums.n, sums.n))


def discrimination(sums: ItemSums) -> tuple[float, float, float] | None:
    """Item-rest correlation with its 95 % interval (Fisher's z). None without scatter or with fewer than LEAST_PUPILS sheets."""
    n = sums.pairs
    if n < max(rules.LEAST_PUPILS, 4):
        return None
    own, rest = n * sums.xx - sums.x**2, n * sums.rr - sums.r**2
    if own <= 0 or rest <= 0:
        return None
    value = max(-1.0, min(1.0, (n * sums.xr - sums.x * sums.r) / sqrt(own * rest)))
    middle, half = atanh(max(-0.999999, min(0.999999, value))), rules.Z95 / sqrt(n - 3)
    return value, tanh(middle - half), tanh(middle + half)


def _flags(
    question: Question, sums: ItemSums, share: float, found: tuple[float, float, float] | None
) -> tuple[str, ...]:
    if sums.n < FLAG_FROM:
        return ()
    told = found if found is not None and sums.pairs >= FLAG_FROM else None
    flags = [("negative", told is not None and told[2] < 0), ("flat", told is not None and told[0] < 0 <= told[2])]
    flags += [("distractor", stronger_distractor(question, sums.chosen) is not None)]
    flags += [("easy", share > TOO_EASY), ("hard", share < TOO_HARD)]
    return tuple(code for code, holds in flags if holds)


def may_be_flagged(sums: ItemSums) -> bool:
    """Whether the sums alone allow a flag: a wrong option can only be taken more often than a key that less than half take."""
    if sums.n < FLAG_FROM:
        return False
    share, found = sums.marks / (100 * sums.n), discrimination(sums)
    return share < 0.5 or share > TOO_EASY or (found is not None and found[0] < 0)


def stronger_distractor(question: Question, chosen: Mapping[str, int]) -> str | None:
    """The wrong option that was taken more often than the key, of questions with one key; else None."""
    keys = [one.id for one in options_of(question) if one.right]
    wrong = [one.id for one in options_of(question) if not one.right]
    if isinstance(question, Multiple | TwoStep) or len(keys) != 1 or not wrong:
        return None
    most = max(wrong, key=lambda option: chosen.get(option, 0))
    return most if chosen.get(most, 0) > chosen.get(keys[0], 0) else None


@dataclass(frozen=True)
class Choice:
    """An option as editors see it."""

    id: str
    text: str
    right: bool
    belief: str = ""


def options_of(question: Question) -> list[Choice]:
    """The options of a question in the order of the file; none for kinds without."""
    match question:
        case Single() | Multiple():
            return [Choice(one.id, one.text, one.right, one.belief) for one in question.options]
        case Spot():
            return [Choice(one.id, one.label, one.right, one.belief) for one in question.regions]
        case TrueFalse():
            return [
                Choice(
                    str(said).lower(), "", said == question.answer, "" if said == question.answer else question.belief
                )
                for said in (True, False)
            ]
        case TwoStep():
            first = [Choice(one.id, one.text, one.right, one.belief) for one in question.options]
            return first + [Choice(REASON + one.id, one.text, one.right, one.belief) for one in question.reasons]
        case _:
            return []


def commonest_belief(question: Question, chosen: Mapping[str, int]) -> tuple[str, int]:
    """What most of those think who took a wrong option, and how many, by how often each option was taken; ("", 0) where the authors
    say nothing of them."""
    held: Counter[str] = Counter()
    for one in options_of(question):
        if not one.right:
            held[one.belief] += chosen.get(one.id, 0)
    return commonest(+held)
