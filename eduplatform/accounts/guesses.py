"""Guesses on record: each is paid for before it is looked at, so that parallel guesses cannot outrun the wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from math import ceil
from typing import Any

from sqlalchemy import BigInteger, Select, and_, bindparam, case, delete, func, literal, or_, select

from ..extensions import db
from ..shared import clock
from ..shared.database import Instant, to_ms
from ..shared.refusals import Refused, TooMany
from ..shared.upsert import dialect, insert_into, insert_of
from . import guess_rules as rules
from . import keyed_marks
from .models import AddressFailure, SignInGuard

TOTAL = "total"  #: lane that counts the guesses at an account from all new places together
NEVER = 10**9


@dataclass(frozen=True)
class Guess:
    """One try to sign in: marks of the account and the address, and the lane it comes in by."""

    account: str
    address: str
    lane: str
    fast: int = rules.FAST
    stranger: bool = False  #: from an address nobody ever got in from

    @property
    def key(self) -> str:
        """Whose wait it is: the account's; at new places the account's from this address, so that nobody takes another's turn."""
        return keyed_marks.keyed_mark("at", self.account, self.address) if self.lane == "other" else self.account

    @property
    def home(self) -> str:
        """Whose wait it is at an address nobody knows: that of all its guesses together."""
        return keyed_marks.keyed_mark("from", self.address)


def guess_from(account: str, address: str, known_device: bool) -> Guess:
    """Where a try comes from. Refused TooMany 'address_slow' from an address under suspicion. One statement."""
    seen = _seen_from(address, account, clock.now())
    lane = rules.lane(known_device, seen)
    guess = Guess(account, address, lane, rules.fast(lane, seen), lane == "other" and not seen.known)
    if rules.held_back(guess.lane, seen):
        raise TooMany("address_slow", wait=10)
    return guess


def _seen_from(address: str, account: str, now: datetime) -> rules.Address:
    asked = {
        "address": address,
        "who": account,
        "window": now - rules.WINDOW,
        "slow": now - rules.SLOW_WINDOW,
        "hour": now - rules.LONG_WINDOW,
        "kept": now - rules.KEPT,
    }
    found = db.session.execute(_SEEN, asked).one()
    return rules.Address(
        int(found[0]),
        int(found[1]),
        int(found[2]),
        bool(found[3]),
        int(found[4]),
        int(found[5]),
        bool(found[6]),
        int(found[7]),
    )


def _seen() -> Select[Any]:
    row, window = AddressFailure.__table__.c, bindparam("window", type_=Instant)
    hour = bindparam("hour", type_=Instant)
    wrong = or_(row.succeeded_at.is_(None), row.succeeded_at < row.failed_at)
    failing, failing_hour = and_(row.failed_at > window, wrong), and_(row.failed_at > hour, wrong)
    slow = and_(failing, row.failed_at > bindparam("slow", type_=Instant))
    known = row.succeeded_at > bindparam("kept", type_=Instant)
    been = and_(row.account == bindparam("who"), known)
    sums = (
        func.coalesce(func.sum(case((what, 1), else_=0)), 0)
        for what in (failing, row.at > window, slow, been, failing_hour, row.at > hour, known)
    )
    guard = SignInGuard.__table__.c
    guessed = (
        select(func.coalesce(func.max(guard.failures), 0))
        .where(guard.account == bindparam("who"), guard.lane == TOTAL)
        .scalar_subquery()
    )
    return select(*sums, guessed).where(row.address_hash == bindparam("address"))


_SEEN = _seen()  # made once: this and _counted() are asked at every sign-in, beside a hash that leaves no cache warm


def spend(guess: Guess) -> None:
    """Count a guess as wrong before it is looked at. Refused TooMany 'account_wait' (wait), 'address_wait' (minutes) at an address
    nobody knows; in the owner's own browser 'account_closed' after 25."""
    now = clock.now()
    asked = {
        "who": guess.key,
        "by": guess.lane,
        "now": now,
        "now_ms": to_ms(now),
        "most": rules.MOST.get(guess.lane, NEVER),
    }
    if db.session.execute(_counted(dialect(), rules.Waits(guess.fast)), asked).first() is None:
        raise _refusal(guess, now)
    if (
        guess.stranger
        and db.session.execute(_counted(dialect(), rules.UNKNOWN), asked | {"who": guess.home, "by": TOTAL}).first()
        is None
    ):
        raise _too_many_from(guess, now)
    if guess.lane == "other":
        db.session.execute(_counted(dialect(), None), asked | {"who": guess.account, "by": TOTAL, "most": NEVER})


@cache
def _counted(of: str, waits: rules.Waits | None) -> Any:
    """Counts a guess unless the account has to wait; returns nothing then. `waits` None: there are none."""
    row, now = SignInGuard.__table__, bindparam("now", type_=Instant)
    added = insert_of(of, row).values(
        account=bindparam("who"), lane=bindparam("by"), failures=1, wait_until=_next_wait(literal(1), waits), at=now
    )
    may = and_(or_(row.c.wait_until.is_(None), row.c.wait_until <= now), row.c.failures < bindparam("most"))
    counted = added.on_conflict_do_update(
        index_elements=["account", "lane"],
        where=may,
        set_={"failures": row.c.failures + 1, "at": now, "wait_until": _next_wait(row.c.failures + 1, waits)},
    )
    return counted.returning(row.c.failures)


def _next_wait(failures: Any, waits: rules.Waits | None) -> Any:
    """SQL: the end of the wait after `failures`."""
    if waits is None:
        return None
    now = bindparam("now_ms", type_=BigInteger)
    after = lambda wait: now + wait // timedelta(milliseconds=1)  # noqa: E731 – a name for the sum
    steps = [(failures < waits.fast, None)]
    count = waits.fast
    while waits.after(count) < waits.longest:
        steps.append((failures == count, after(waits.after(count))))
        count += 1
    return case(*steps, else_=after(waits.longest))


def _too_many_from(guess: Guess, now: datetime) -> Refused:
    until = db.session.execute(
        select(SignInGuard.wait_until).where(SignInGuard.account == guess.home, SignInGuard.lane == TOTAL)
    ).scalar_one()
    return TooMany("address_wait", minutes=max(1, ceil(((until or now) - now).total_seconds() / 60)))


def _refusal(guess: Guess, now: datetime) -> Refused:
    found = select(SignInGuard.failures, SignInGuard.wait_until)
    row = db.session.execute(found.where(SignInGuard.account == guess.key, SignInGuard.lane == guess.lane)).one()
    if row.failures >= rules.MOST.get(guess.lane, NEVER):
        return Refused("account_closed")
    return TooMany("account_wait", wait=max(1, round((row.wait_until - now).total_seconds())))


def wrong(guess: Guess) -> None:
    """The guess was wrong: the address is remembered for it."""
    _note(guess, failed_at=clock.now())


def right(guess: Guess) -> None:
    """The guess was right: this lane begins anew, and the address is a place the account is known at."""
    this = and_(SignInGuard.account == guess.key, SignInGuard.lane == guess.lane)
    crowd = and_(SignInGuard.account == guess.account, SignInGuard.lane == TOTAL)
    here = and_(SignInGuard.account == guess.home, SignInGuard.lane == TOTAL)
    db.session.execute(delete(SignInGuard).where(or_(this, crowd, here) if guess.lane == "other" else this))
    _note(guess, succeeded_at=clock.now())


def pardon(account: str) -> None:
    """Every lane of the account begins anew: the person came with a slip. The waits of single addresses stay with them."""
    db.session.execute(delete(SignInGuard).where(SignInGuard.account == account))


def at_home(account: str, address: str) -> None:
    """The person came with a slip: the address is a place the account is known at."""
    _note(Guess(account, address, "place"), succeeded_at=clock.now())


def _note(guess: Guess, **when: datetime) -> None:
    now = clock.now()
    added = insert_into(AddressFailure.__table__).values(
        address_hash=guess.address, account=guess.account, at=now, **when
    )
    db.session.execute(
        added.on_conflict_do_update(index_elements=["address_hash", "account"], set_={"at": now, **when})
    )


def forget_old_guesses() -> None:
    """Remove what is older than 30 days; the worker's daily sweep."""
    old = clock.now() - rules.KEPT
    db.session.execute(delete(SignInGuard).where(SignInGuard.at < old))
    db.session.execute(delete(AddressFailure).where(AddressFailure.at < old))
