"""Watched parts: merging, and crediting no more than the clock allows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from eduplatform.learning import intervals

T = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
part = st.tuples(st.integers(0, 900), st.integers(1, 100)).map(lambda p: (p[0], p[0] + p[1]))
parts = st.lists(part, max_size=12)


def seconds(parts) -> set[int]:
    return {tenth for first, last in parts for tenth in range(first, last)}


@given(parts)
def test_merging_keeps_the_same_seconds_in_disjoint_parts(parts):
    merged = intervals.merged(parts)
    assert seconds(merged) == seconds(parts)
    assert all(before[1] < after[0] for before, after in zip(merged, merged[1:], strict=False))
    assert intervals.total_length(merged) == len(seconds(parts))


@given(parts, parts)
def test_missing_is_what_the_others_do_not_have(one, other):
    assert seconds(intervals.missing(intervals.merged(one), intervals.merged(other))) == seconds(one) - seconds(other)


@given(parts, parts, st.integers(-100, 200))
def test_credit_never_exceeds_double_time_and_never_takes_away(before, claimed, elapsed):
    now = T + timedelta(seconds=elapsed)
    credit = intervals.credit(before, claimed, T, now)
    gained = credit.seen - len(seconds(before))
    assert 0 <= gained <= max(0, elapsed) * 20 + intervals.SLACK
    assert seconds(before) <= seconds(credit.parts) <= seconds(before) | seconds(claimed)
    assert credit.credited_at >= now


@given(st.lists(st.tuples(st.integers(0, 5), parts), max_size=20))
def test_no_series_of_messages_beats_the_clock(messages):
    at, now, kept = T, T, ()
    for wait, claimed in messages:
        now += timedelta(seconds=wait)
        credit = intervals.credit(kept, claimed, at, now)
        kept, at = credit.parts, credit.credited_at
    assert intervals.total_length(kept) <= (now - T).total_seconds() * 20 + intervals.SLACK


def test_what_is_no_part_is_left_out():
    odd = [[5, 1], [1], "ab", None, [1, 2, 3], [True, 5], [float("nan"), 3], ["1", "2"], {}, [10, 20]]
    assert intervals.tidy_intervals(odd, 1000) == [(10, 20)]
    assert intervals.tidy_intervals({"a": 1}, 1000) == []
