"""Rules of a quiz: until when, how much, and what an answer may look like."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Of

import pytest

from eduplatform.curriculum.grading import Mark
from eduplatform.curriculum.question import (
    Baskets,
    Matching,
    Multiple,
    Ordering,
    Place,
    Single,
    Spot,
    TrueFalse,
    TwoStep,
)
from eduplatform.learning import rules

DUE = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def marks(*shares: float) -> list[Mark]:
    return [Mark(share == 1, share, ()) for share in shares]


def test_thirty_seconds_of_grace_and_two_days_for_the_late():
    assert not rules.is_late(DUE, DUE + timedelta(seconds=30)) and rules.is_late(DUE, DUE + timedelta(seconds=31))
    assert not rules.is_past_late(DUE, DUE + timedelta(hours=48))
    assert rules.is_past_late(DUE, DUE + timedelta(hours=48) + SECOND)


def test_supervision_lasts_three_hours_and_two_minutes_past_the_end():
    assert timedelta(hours=3) == rules.SUPERVISED and timedelta(minutes=2) == rules.AFTER_CLOSE


def test_questions_weigh_the_same_and_half_a_point_is_rounded_up():
    found = rules.score(marks(1, 0.5, 0.335), False, 60, 90)
    assert found.shares == (100, 50, 34) and found.total == 61
    assert rules.score(marks(1, 0.25), False, 60, 90).total == 63
    assert rules.score([], False, 60, 90).total == 0 and rules.score([], False, 60, 90).shares == ()


@pytest.mark.parametrize(
    ("share", "late", "passed", "excellent"),
    [
        (0.59, False, False, False),
        (0.6, False, True, False),
        (0.9, False, True, True),
        (0.89, False, True, False),
        (1, True, False, False),
    ],
)
def test_the_mark_itself_passes_and_late_never_does(share, late, passed, excellent):
    found = rules.score(marks(share), late, 60, 90)
    assert (found.passed, found.excellent, found.late) == (passed, excellent, late)


def made(kind, **parts):
    """A question as far as its answer's shape goes."""
    return kind.model_construct(**parts)


def ids(*names: str) -> list:
    return [Of(id=name) for name in names]


SINGLE, SPOT = made(Single, options=ids("a", "b")), made(Spot, regions=ids("door", "lift"))
MULTIPLE, ORDERING = made(Multiple, options=ids("a", "b", "c")), made(Ordering, steps=ids("a", "b", "c"))
MATCHING = made(Matching, left=ids("l1", "l2"), right=ids("r1", "r2"))
BASKETS, PLACE = (
    made(Baskets, things=ids("t1", "t2"), baskets=ids("b1", "b2")),
    made(Place, things=ids("t1", "t2"), places=ids("b1", "b2")),
)
TWO_STEP = made(TwoStep, options=ids("a", "b"), reasons=ids("r", "s"))


@pytest.mark.parametrize(
    ("question", "raw", "kept"),
    [
        (SINGLE, "b", "b"),
        (SINGLE, "c", None),
        (SINGLE, ["a"], None),
        (SPOT, "lift", "lift"),
        (SPOT, "a", None),
        *((put, {"t1": "b2", "t2": "b9", "t9": "b1"}, {"t1": "b2"}) for put in (BASKETS, PLACE)),
        *((put, {"t9": "b1"}, None) for put in (BASKETS, PLACE)),
        *((put, ["t1"], None) for put in (BASKETS, PLACE)),
        (TWO_STEP, {"answer": "a", "reason": "s", "more": "x"}, {"answer": "a", "reason": "s"}),
        (TWO_STEP, {"answer": "r", "reason": "s"}, {"reason": "s"}),
        (TWO_STEP, {"answer": "r", "reason": "a"}, None),
        (TWO_STEP, "a", None),
        (made(TrueFalse), False, False),
        (made(TrueFalse), True, True),
        (made(TrueFalse), 1, None),
        (made(TrueFalse), "true", None),
        (MULTIPLE, ["c", "a", "x"], ["a", "c"]),
        (MULTIPLE, [], None),
        (MULTIPLE, ["x"], None),
        (MULTIPLE, "ab", None),
        (MULTIPLE, ["a", 1], None),
        (ORDERING, ["c", "a", "b"], ["c", "a", "b"]),
        (ORDERING, ["c", "a"], None),
        (ORDERING, ["c", "a", "a"], None),
        (ORDERING, ["c", "a", "b", "b"], None),
        (ORDERING, ["c", "a", 2], None),
        (ORDERING, "cab", None),
        (MATCHING, {"l1": "r2", "l2": "r1"}, {"l1": "r2", "l2": "r1"}),
        (MATCHING, {"l1": "r2", "x": "r1", "l2": "y"}, {"l1": "r2"}),
        (MATCHING, {"l1": ["r2"]}, None),
        (MATCHING, {}, None),
        (MATCHING, [["l1", "r2"]], None),
    ],
)
def test_only_known_ids_in_the_right_shape_are_kept(question, raw, kept):
    assert rules.tidy_answer(question, raw) == kept


def test_the_word_whether_the_pupil_is_sure_is_kept_beside_the_answer():
    asks = made(Single, options=ids("a", "b"), sure=True)
    assert rules.tidy_answer(asks, {"choice": "b", "sure": True}) == {"choice": "b", "sure": True}
    assert rules.tidy_answer(asks, {"choice": "x", "sure": True}) is None
    assert rules.tidy_answer(asks, {"choice": "b", "sure": "yes"}) == "b"
