"""How fast guesses at a secret are looked at. Pure; the figures are those of FAULTS §5.

An account has three lanes, so that a stranger's guesses cannot shut out its owner: `device` is a browser it signed in
from before, `place` an address it signed in from in the last 30 days, `other` everything else. Each lane has its own wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

FAST = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
MOST = {"device": 25, "place": 25, "other": 50}
"""Guesses in a row in each lane, 100 in all; after that only a new slip helps."""

WINDOW = timedelta(minutes=5)
MANY_ACCOUNTS = 30
SLOW_WINDOW = timedelta(seconds=60)
SLOW_RATE = 6
"""Wrong guesses a minute that are still looked at from an address under suspicion."""

KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Address:
    """What was seen from a network address: accounts failing and tried in the window, failures in the last minute,
    and whether the account in question got in from there before."""

    failing: int
    tried: int
    just_failed: int
    been_here: bool


def wait_after(failures: int) -> timedelta:
    """Wait before the next guess is looked at, after so many in a row: none up to five, then 30 s doubling to 15 min."""
    if failures < FAST:
        return timedelta(0)
    return min(FIRST_WAIT * 2 ** min(failures - FAST, 10), LONGEST_WAIT)


def lane(known_device: bool, address: Address) -> str:
    """The lane a guess comes in by."""
    if known_device:
        return "device"
    return "place" if address.been_here else "other"


def suspicious(address: Address) -> bool:
    """Whether many different accounts fail from an address and most of those tried do. One school with typos does not."""
    return address.failing > MANY_ACCOUNTS and 2 * address.failing > address.tried


def held_back(lane: str, address: Address) -> bool:
    """Whether a guess from a suspicious address has to wait. Only failures use up its allowance, so the right secret gets in."""
    return lane == "other" and suspicious(address) and address.just_failed >= SLOW_RATE
