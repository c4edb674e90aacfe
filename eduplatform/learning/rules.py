"""Rules of a quiz: what an answer may look like, what it is worth, until when it is taken. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..curriculum.grading import Mark, choice_of, was_sure
from ..curriculum.question import (
    Baskets,
    Matching,
    Multiple,
    Ordering,
    Place,
    Question,
    Single,
    Spot,
    TrueFalse,
    TwoStep,
)

GRACE = timedelta(seconds=30)  # the way from the classroom to the server is not the pupil's time
LATEST = timedelta(hours=48)  # a phone that was offline over the weekend evening may still hand in, as late
SUPERVISED = timedelta(hours=3)  # a class session left open by mistake supervises nobody in the evening
AFTER_CLOSE = timedelta(minutes=2)  # answers on their way while the teacher closes the session
NINE_TENTHS = 0.9


@dataclass(frozen=True)
class Score:
    """`shares` and `total` in per cent; a late one never passes."""

    shares: tuple[int, ...]
    total: int
    late: bool
    passed: bool
    excellent: bool


def is_late(due_at: datetime, now: datetime) -> bool:
    """Whether what arrives now counts as handed in after time (补交)."""
    return now > due_at + GRACE


def is_past_late(due_at: datetime, now: datetime) -> bool:
    """Whether it is too late even for a late hand-in."""
    return now > due_at + LATEST


def score(marks: Sequence[Mark], late: bool, pass_mark: int, excellent_mark: int) -> Score:
    """The outcome of one attempt; each question weighs the same."""
    return score_of([mark.share for mark in marks], late, pass_mark, excellent_mark)


def mark_again(stored: Sequence[int], marks: Sequence[Mark], places: Collection[int]) -> list[float]:
    """Shares, 0..1, once the keys at `places` were corrected: there by the marks of today, elsewhere as they were kept, in per cent; exact
    where the marks of today say the same."""
    return [
        mark.share if place in places or _percent(mark.share) == kept else kept / 100
        for place, (kept, mark) in enumerate(zip(stored, marks, strict=True))
    ]


def score_of(shares: Sequence[float], late: bool, pass_mark: int, excellent_mark: int) -> Score:
    """The outcome of one attempt from the share of each question, 0..1; each weighs the same."""
    total = _percent(sum(shares) / len(shares)) if shares else 0
    kept = tuple(_percent(share) for share in shares)
    return Score(kept, total, late, not late and total >= pass_mark, not late and total >= excellent_mark)


def _percent(share: float) -> int:
    return int(share * 100 + 0.5 + 1e-9)


def tidy_answer(question: Question, raw: object) -> object:
    """`raw` (anything a client may send) as it is kept: only known ids in the right shape, else None. Bounds what is stored."""
    kept, sure = _tidy(question, choice_of(question, raw)), was_sure(question, raw)
    return kept if kept is None or sure is None else {"choice": kept, "sure": sure}


def _tidy(question: Question, raw: object) -> object:
    match question:
        case Single():
            return _one_of(raw, {option.id for option in question.options})
        case Spot():
            return _one_of(raw, {region.id for region in question.regions})
        case TwoStep():
            return _both_steps(question, raw)
        case TrueFalse():
            return raw if isinstance(raw, bool) else None
        case Multiple():
            known = [option.id for option in question.options]
            return [each for each in known if each in raw] or None if isinstance(raw, list) and _texts(raw) else None
        case Place():
            return _joined(raw, {thing.id for thing in question.things}, {place.id for place in question.places})
        case Ordering():
            return _arranged(raw, [step.id for step in question.steps])
        case Matching():
            return _joined(raw, {side.id for side in question.left}, {side.id for side in question.right})
        case Baskets():
            return _joined(raw, {thing.id for thing in question.things}, {basket.id for basket in question.baskets})


def _one_of(raw: object, known: set[str]) -> str | None:
    return raw if isinstance(raw, str) and raw in known else None


def _both_steps(question: TwoStep, raw: object) -> dict[str, str] | None:
    given = raw if isinstance(raw, dict) else {}
    steps = {"answer": question.options, "reason": question.reasons}
    kept = {step: _one_of(given.get(step), {part.id for part in parts}) for step, parts in steps.items()}
    return {step: chosen for step, chosen in kept.items() if chosen} or None


def _joined(raw: object, lefts: set[str], rights: set[str]) -> dict[str, str] | None:
    pairs = raw.items() if isinstance(raw, dict) else ()
    return {
        left: right for left, right in pairs if left in lefts and isinstance(right, str) and right in rights
    } or None


def _arranged(raw: object, known: list[str]) -> list[str] | None:
    return list(raw) if _texts(raw) and sorted(raw) == sorted(known) else None  # type: ignore[call-overload]


def _texts(raw: object) -> bool:
    return isinstance(raw, list) and all(isinstance(each, str) for each in raw)


tidy_order = _arranged
