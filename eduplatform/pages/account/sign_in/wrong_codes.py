"""Long codes without an account behind them, in private addresses and headers: whoever tries many from one address is slowed."""

from __future__ import annotations

from ....accounts import guesses, keyed_marks
from ....shared import database
from ....shared.refusals import Refused
from ...web.security_log import log_event
from . import known_devices


def count_wrong_code(kind: str, code: str) -> None:
    """Count a code of a kind that opened nothing. TooMany 'address_slow' where too many were tried; a limit is an event of its own."""
    try:
        guess = guesses.guess_from(keyed_marks.keyed_mark(kind, code[:80]), known_devices.address_mark(), False)
    except Refused as limit:
        log_event(f"limit.{limit.code}")
        raise
    with database.write():
        guesses.wrong(guess)
    log_event(f"{kind}.unknown")
