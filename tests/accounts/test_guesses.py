"""Guesses with the real tables: counted before they are looked at, so nothing outruns the wait."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from eduplatform.accounts import guesses
from eduplatform.accounts.guess_rules import MOST
from eduplatform.accounts.guesses import Guess
from eduplatform.extensions import db
from eduplatform.shared.database import write
from eduplatform.shared.refusals import Refused, TooMany

ATTACKER, OWNER = Guess("a" * 64, "x" * 64, "other"), Guess("a" * 64, "y" * 64, "device")


def looked_at(guess: Guess) -> bool:
    """Whether one more guess would be evaluated."""
    try:
        with write():
            guesses.spend(guess)
    except Refused:
        return False
    return True


def test_twenty_guesses_at_the_same_moment_are_no_better_than_five(app):
    def one(_n: int) -> bool:
        with app.app_context():
            try:
                return looked_at(ATTACKER)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(one, range(20))) == 5


def test_the_wait_is_said_and_passes(app, clock):
    with app.app_context():
        assert sum(looked_at(ATTACKER) for _ in range(9)) == 5
        with pytest.raises(TooMany) as refused, write():
            guesses.spend(ATTACKER)
        assert refused.value.values["wait"] == 30
        clock.shift(29)
        assert not looked_at(ATTACKER)
        clock.shift(1)
        assert looked_at(ATTACKER) and not looked_at(ATTACKER)
        clock.shift(59)
        assert not looked_at(ATTACKER)
        clock.shift(1)
        assert looked_at(ATTACKER)


def test_success_begins_anew(app):
    with app.app_context():
        for _ in range(4):
            assert looked_at(ATTACKER)
        with write():
            guesses.right(ATTACKER)
        assert sum(looked_at(ATTACKER) for _ in range(9)) == 5


def test_an_attacker_who_never_stops_cannot_shut_the_owner_out(app, clock):
    """Test C: at her own browser or place she gets in at any moment; elsewhere after 15 minutes at the latest."""
    with app.app_context():
        for _minute in range(60):
            looked_at(ATTACKER)
            clock.shift(60)
        assert looked_at(OWNER)
        assert looked_at(Guess(OWNER.account, "z" * 64, "place"))
        clock.shift(15 * 60)
        assert looked_at(Guess(OWNER.account, "n" * 64, "other"))


def test_after_the_hundredth_guess_only_a_slip_helps(app, clock):
    with app.app_context():
        seen = 0
        for _ in range(400):
            seen += looked_at(ATTACKER)
            clock.shift(15 * 60)
        assert seen == MOST["other"]
        with pytest.raises(Refused, match="account_closed"), write():
            guesses.spend(ATTACKER)
        assert looked_at(OWNER)
        with write():
            guesses.pardon(ATTACKER.account)
        assert looked_at(ATTACKER)


def test_a_place_where_somebody_got_in_is_known_for_thirty_days(app, clock):
    with app.app_context():
        assert guesses.look("a" * 64, "x" * 64, False).lane == "other"
        with write():
            guesses.right(ATTACKER)
        assert guesses.look("a" * 64, "x" * 64, False).lane == "place"
        with write():
            guesses.wrong(ATTACKER)  # a typo does not make it strange again
        assert guesses.look("a" * 64, "x" * 64, False).lane == "place"
        clock.shift(31 * 86400)
        assert guesses.look("a" * 64, "x" * 64, False).lane == "other"


def test_what_is_older_than_thirty_days_is_swept_away(app, clock):
    from eduplatform.accounts.jobs import sweep
    from eduplatform.accounts.models import AddressFailure, SignInGuard

    with app.app_context():
        looked_at(ATTACKER)
        with write():
            guesses.wrong(ATTACKER)
        clock.shift(31 * 86400)
        sweep()
        assert db.session.query(SignInGuard).count() == db.session.query(AddressFailure).count() == 0


def test_stuffing_comes_to_a_halt(app, clock):
    """Test B at a twenty-fifth of the size and at the rules' level (real tables, no hashing): 40 accounts × 50 guesses from
    8 addresses, one guess an account every 18 seconds for a quarter of an hour. After ten minutes ≤ 0.1 % are looked at."""
    early = late = late_sent = 0
    with app.app_context():
        for round_ in range(50):
            for account in range(40):
                address = f"{(account * 7 + round_ * 3) % 8:064d}"
                seen = _try(f"{account:064d}", address)
                if round_ * 18 < 600:
                    early += seen
                else:
                    late, late_sent = late + seen, late_sent + 1
            clock.shift(18)
    assert late_sent >= 640 and late <= late_sent / 1000
    assert early <= 40 * 10


def _try(account: str, address: str) -> bool:
    try:
        guess = guesses.look(account, address, False)
    except Refused:
        return False
    if not looked_at(guess):
        return False
    with write():
        guesses.wrong(guess)
    return True


def test_one_password_tried_on_every_account_is_slowed_too(app, clock):
    """A spray: 600 accounts once each from one address in a minute."""
    with app.app_context():
        seen = sum(_try(f"{n:064d}", "s" * 64) for n in range(600))
        assert seen <= 31
        clock.shift(61)
        assert sum(_try(f"{n:064d}", "s" * 64) for n in range(600, 900)) <= 6
