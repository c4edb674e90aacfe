"""Guesses on record: each is paid for before it is looked at, so that parallel guesses cannot outrun the wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from ..extensions import db
from ..shared import clock
from ..shared.database import to_ms
from ..shared.refusals import Refused, TooMany
from . import guess_rules as rules
from .models import AddressFailure, SignInGuard


@dataclass(frozen=True)
class Guess:
    """One try to sign in: marks of the account and the address, and the lane it comes in by."""

    account: str
    address: str
    lane: str


def look(account: str, address: str, known_device: bool) -> Guess:
    """Where a try comes from. Refused TooMany 'address_slow' from an address under suspicion. One statement."""
    seen = _seen_from(address, account, clock.now())
    guess = Guess(account, address, rules.lane(known_device, seen))
    if rules.held_back(guess.lane, seen):
        raise TooMany("address_slow", wait=10)
    return guess


def _seen_from(address: str, account: str, now: datetime) -> rules.Address:
    row = AddressFailure
    recent = row.at > now - rules.WINDOW
    failing = and_(row.failed_at > now - rules.WINDOW, or_(row.succeeded_at.is_(None), row.succeeded_at < row.failed_at))
    been = and_(row.account == account, row.succeeded_at > now - rules.KEPT)
    counted = select(*(func.coalesce(func.sum(case((what, 1), else_=0)), 0) for what in (
        failing, recent, and_(failing, row.failed_at > now - rules.SLOW_WINDOW), been,
    ))).where(row.address_hash == address)  # fmt: skip
    found = db.session.execute(counted).one()
    return rules.Address(int(found[0]), int(found[1]), int(found[2]), bool(found[3]))


def spend(guess: Guess) -> None:
    """Count a guess as wrong before it is looked at. Refused TooMany 'account_wait' (wait), 'account_closed' after 100."""
    now = clock.now()
    row = SignInGuard.__table__
    added = _insert()(row).values(account=guess.account, lane=guess.lane, failures=1, wait_until=None, at=now)
    may = and_(or_(row.c.wait_until.is_(None), row.c.wait_until <= now), row.c.failures < rules.MOST[guess.lane])
    counted = added.on_conflict_do_update(
        index_elements=["account", "lane"], where=may,
        set_={"failures": row.c.failures + 1, "at": now, "wait_until": _next_wait(row.c.failures + 1, now)},
    )  # fmt: skip
    if db.session.execute(counted.returning(row.c.failures)).first() is None:
        raise _refusal(guess, now)


def _next_wait(failures: Any, now: datetime) -> Any:
    """SQL: the end of the wait after `failures`, as rules.wait_after says."""
    steps = [(failures < rules.FAST, None)]
    count = rules.FAST
    while rules.wait_after(count) < rules.LONGEST_WAIT:
        steps.append((failures == count, to_ms(now + rules.wait_after(count))))
        count += 1
    return case(*steps, else_=to_ms(now + rules.LONGEST_WAIT))


def _refusal(guess: Guess, now: datetime) -> Refused:
    found = select(SignInGuard.failures, SignInGuard.wait_until)
    row = db.session.execute(found.where(SignInGuard.account == guess.account, SignInGuard.lane == guess.lane)).one()
    if row.failures >= rules.MOST[guess.lane]:
        return Refused("account_closed")
    return TooMany("account_wait", wait=max(1, round((row.wait_until - now).total_seconds())))


def wrong(guess: Guess) -> None:
    """The guess was wrong: the address is remembered for it."""
    _note(guess, failed_at=clock.now())


def right(guess: Guess) -> None:
    """The guess was right: this lane begins anew, and the address is a place the account is known at."""
    db.session.execute(delete(SignInGuard).where(SignInGuard.account == guess.account, SignInGuard.lane == guess.lane))
    _note(guess, succeeded_at=clock.now())


def pardon(account: str) -> None:
    """Every lane begins anew: the person came with a slip."""
    db.session.execute(delete(SignInGuard).where(SignInGuard.account == account))


def _note(guess: Guess, **when: datetime) -> None:
    now = clock.now()
    added = _insert()(AddressFailure.__table__).values(address_hash=guess.address, account=guess.account, at=now, **when)
    db.session.execute(added.on_conflict_do_update(index_elements=["address_hash", "account"], set_={"at": now, **when}))


def forget_old() -> None:
    """Remove what is older than 30 days; the worker's daily sweep."""
    old = clock.now() - rules.KEPT
    db.session.execute(delete(SignInGuard).where(SignInGuard.at < old))
    db.session.execute(delete(AddressFailure).where(AddressFailure.at < old))


def _insert() -> Any:
    return postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
