"""How fast guesses at a secret are looked at. Pure.

An account has three lanes, so that a stranger's guesses cannot shut out its owner: `device` is a browser it signed in
from before, `place` an address it signed in from in the last 30 days, `other` everything else. Each lane has its own wait,
and `other` has one for each address: whoever guesses from elsewhere neither closes the account nor takes its owner's turn
at a new place. What a crowd of addresses may guess together shrinks instead: after CROWD guesses a fresh address has one.

What cannot be had: the first guess from an address nobody knows looks exactly like its owner at a new place, before it is
looked at. So N stuffed guesses from A unknown addresses cost at least A looks, or honest people would be refused. The rules
below look at MANY_UNKNOWN + 1 accounts an hour and UNKNOWN_FAST wrong guesses in all from each, then at one in one, two, four …
24 hours: 6,000 guesses at as many accounts stay below 1 % from up to six addresses, 50,000 at 1,000 accounts from 200 addresses
cost at most 2,400 looks in their first minutes and none in the rest of the hour.
A budget for the whole install was weighed and left out: whoever spends it refuses every honest newcomer, which the wait of a
single address cannot; and it would be one row that all sign-ins of a city's first school day write.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

FAST = 5
FAST_IN_A_CROWD = 1
CROWD = 50
"""Guesses at one account from new places, all together, after which a fresh address has FAST_IN_A_CROWD before the first wait."""
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
MOST = {"device": 25}
"""Guesses in a row after which only a new slip helps: in the owner's own browser alone. No outsider closes an account."""

WINDOW = timedelta(minutes=5)
MANY_ACCOUNTS = 30
LONG_WINDOW = timedelta(hours=1)
MANY_AN_HOUR = 50
UNKNOWN_FAST = 12
UNKNOWN_FIRST, UNKNOWN_LONGEST = timedelta(hours=1), timedelta(days=1)
"""Wrong guesses that have no wait at an address nobody ever got in from, at all accounts together, and the waits after them."""
MANY_UNKNOWN = 8
"""Accounts that may fail in an hour from an address nobody ever got in from: no school has its first lesson there."""
SLOW_WINDOW = timedelta(seconds=60)
SLOW_RATE = 2
"""Wrong guesses a minute that are still looked at from an address under suspicion, up to MANY_AN_HOUR in an hour."""

KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Address:
    """What was seen from a network address: accounts failing and tried in the window, failures in the last minute, whether the
    account in question got in from there before; the same for the hour; whether anybody got in from there in 30 days; and how
    often the account was guessed at from new places."""

    failing: int
    tried: int
    just_failed: int
    been_here: bool
    failing_hour: int = 0
    tried_hour: int = 0
    known: bool = True
    guessed: int = 0


@dataclass(frozen=True)
class Waits:
    """Guesses that have no wait, the wait after them, and the one it doubles up to."""

    fast: int = FAST
    first: timedelta = FIRST_WAIT
    longest: timedelta = LONGEST_WAIT

    def after(self, failures: int) -> timedelta:
        """Wait before the next guess is looked at, after so many in a row."""
        return (
            timedelta(0) if failures < self.fast else min(self.first * 2 ** min(failures - self.fast, 10), self.longest)
        )


UNKNOWN = Waits(UNKNOWN_FAST, UNKNOWN_FIRST, UNKNOWN_LONGEST)


def wait_after(failures: int, fast: int = FAST) -> timedelta:
    """Wait of an account after so many guesses in a row: none up to `fast`, then 30 s doubling to 15 min."""
    return Waits(fast).after(failures)


def fast(lane: str, address: Address) -> int:
    """How many guesses have no wait."""
    return FAST_IN_A_CROWD if lane == "other" and address.guessed >= CROWD else FAST


def lane(known_device: bool, address: Address) -> str:
    """The lane a guess comes in by."""
    if known_device:
        return "device"
    return "place" if address.been_here else "other"


def suspicious(address: Address) -> bool:
    """Whether many different accounts fail from an address and most of those tried do. One school with typos does not."""
    soon = address.failing > MANY_ACCOUNTS and 2 * address.failing > address.tried
    return soon or (address.failing_hour > MANY_AN_HOUR and 2 * address.failing_hour > address.tried_hour)


def strange(address: Address) -> bool:
    """Whether hardly anything else than failures was ever seen from an address."""
    return (
        not address.known and address.failing_hour > MANY_UNKNOWN and 4 * address.failing_hour > 3 * address.tried_hour
    )


def held_back(lane: str, address: Address) -> bool:
    """Whether a guess from a suspicious address has to wait. Only failures use up its allowance, so the right secret gets in."""
    if lane != "other":
        return False
    spent = address.just_failed >= SLOW_RATE or address.failing_hour > MANY_AN_HOUR
    return strange(address) or (suspicious(address) and spent)
