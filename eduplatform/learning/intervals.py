"""Which parts of a video were seen, and how much of it the server's clock believes. Pure; tenths of a second throughout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

FASTEST = 2.0  # the highest speed a browser offers in our player, with room
SLACK = 30  # tenths: the way of the message
MOST_PARTS = 60
Part = tuple[int, int]


@dataclass(frozen=True)
class Credit:
    """What is kept after a message: merged parts, tenths seen, and up to when clock time has been spent."""

    parts: tuple[Part, ...]
    seen: int
    credited_at: datetime


def tidy_intervals(raw: object, length: int) -> list[Part]:
    """The parts in `raw` (anything a client may send), cut to a video of `length`; what is no part is left out."""
    found = []
    for each in raw[:MOST_PARTS] if isinstance(raw, list) else ():
        if isinstance(each, list | tuple) and len(each) == 2 and all(_number(end) for end in each):
            first, last = (max(0, min(length, int(end))) for end in each)
            if first < last:
                found.append((first, last))
    return found


def _number(value: object) -> bool:
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9
    )  # also refuses NaN and infinity


def merged(parts: Iterable[Part]) -> list[Part]:
    """The same seconds as disjoint parts in order."""
    done: list[Part] = []
    for first, last in sorted(parts):
        if done and first <= done[-1][1]:
            done[-1] = (done[-1][0], max(done[-1][1], last))
        else:
            done.append((first, last))
    return done


def total_length(parts: Iterable[Part]) -> int:
    """Tenths in disjoint parts."""
    return sum(last - first for first, last in parts)


def missing(parts: list[Part], among: list[Part]) -> list[Part]:
    """What of merged `parts` is not in merged `among`."""
    rest = []
    for first, last in parts:
        for start, stop in among:
            if stop <= first or start >= last:
                continue
            if start > first:
                rest.append((first, start))
            first = max(first, stop)
        if first < last:
            rest.append((first, last))
    return rest


def credit(before: Iterable[Part], claimed: Iterable[Part], credited_at: datetime, now: datetime) -> Credit:
    """Add to `before` as much of `claimed` as could have been played since `credited_at`.

    Idle time is not saved up: after each message counting begins anew. Slack that was used is paid back by the
    time that follows, so many small messages earn no more than one.
    """
    old = merged(before)
    since = min(
        credited_at, now + timedelta(seconds=SLACK / 10 / FASTEST)
    )  # later only if the server's clock was set back
    allowed = max(0, int((now - since).total_seconds() * 10 * FASTEST) + SLACK)
    gained: list[Part] = []
    for first, last in missing(merged(claimed), old):
        taken = min(last - first, allowed)
        if taken > 0:
            gained.append((first, first + taken))
            allowed -= taken
    spent = since + timedelta(seconds=total_length(gained) / 10 / FASTEST)
    parts = merged([*old, *gained])
    return Credit(tuple(parts), total_length(parts), max(now, spent))
