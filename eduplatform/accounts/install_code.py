"""The code that lets somebody set up an empty install: made at each start, shown on the console, kept in the memory of one process.

Whoever sits at the machine can read it, nobody in the network can: 40 random bits, five looks without a wait from each address,
then ever longer waits. Waits are kept by address, so that a stranger who guesses does not shut out who holds the code.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime
from threading import Lock

from ..shared import clock
from ..shared.refusals import Refused, TooMany
from . import codes, guess_rules

LENGTH = 8  #: characters of 5 bits
MOST_ADDRESSES = 1000  #: counted one by one; all further ones share a wait


class InstallCode:
    def __init__(self, code: str):
        self._hash, self._pass = codes.hashed_code(code), secrets.token_urlsafe(24)
        self._guard = Lock()
        self._tries: dict[str, tuple[int, datetime]] = {}  # address → guesses, and from when the next is looked at

    def check(self, typed: str, address: str) -> str:
        """What the browser that typed the code carries from then on. Refused install_code_wrong, TooMany install_code_wait (wait)."""
        self._spend(address)
        if not hmac.compare_digest(codes.hashed_code(codes.tidy_code(typed, LENGTH)), self._hash):
            raise Refused("install_code_wrong")
        return self._pass

    def lets_in(self, carried: str) -> bool:
        """Whether a browser has typed this code: that of an earlier start opens nothing."""
        return hmac.compare_digest(carried.encode(), self._pass.encode())

    def _spend(self, address: str) -> None:
        """Count a guess before it is looked at, so that parallel ones cannot outrun the wait."""
        now = clock.now()
        with self._guard:
            known = address in self._tries or len(self._tries) < MOST_ADDRESSES
            count, ready = self._tries.get(address if known else "", (0, now))
            wait = min(ready - now, guess_rules.LONGEST_WAIT)  # a clock set back must not shut anybody out for longer
            if wait.total_seconds() > 0:
                raise TooMany("install_code_wait", wait=max(1, round(wait.total_seconds())))
            self._tries[address if known else ""] = (count + 1, now + guess_rules.wait_after(count + 1))


def fresh() -> tuple[InstallCode, str]:
    """A new code, to be looked at and to be shown: ABCD-EFGH."""
    code = codes.new(LENGTH)
    return InstallCode(code), codes.grouped(code)
