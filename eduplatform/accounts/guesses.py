"""Guesses on record: each is paid for before it is looked at, so that parallel guesses cannot outrun the wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Select, and_, bindparam, case, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from ..extensions import db
from ..shared import clock
from ..shared.database import Instant, to_ms
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
    asked = {"address": address, "who": account, "window": now - rules.WINDOW, "slow": now - rules.SLOW_WINDOW, "kept": now - rules.KEPT}
    found = db.session.execute(_SEEN, asked).one()
    return rules.Address(int(found[0]), int(found[1]), int(found[2]), bool(found[3]))


def _seen() -> Select[Any]:
    row, window = AddressFailure.__table__.c, bindparam("window", type_=Instant)
    failing = and_(row.failed_at > window, or_(row.succeeded_at.is_(None), row.succeeded_at < row.failed_at))
    slow = and_(failing, row.failed_at > bindparam("slow", type_=Instant))
    been = and_(row.account == bindparam("who"), row.succeeded_at > bindparam("kept", type_=Instant))
    sums = (func.coalesce(func.sum(case((what, 1), else_=0)), 0) for what in (failing, row.at > window, slow, been))
    return select(*sums).where(row.address_hash == bindparam("address"))


_SEEN = _seen()  # made once: this and _counted() are asked at every sign-in, beside a hash that leaves no cache warm


def spend(guess: Guess) -> None:
    """Count a guess as wrong before it is looked at. Refused TooMany 'account_wait' (wait), 'account_closed' after 100."""
    now = clock.now()
    asked = {"who": guess.account, "by": guess.lane, "now": now, "now_ms": to_ms(now), "most": rules.MOST[guess.lane]}
    if db.session.execute(_counted(_dialect()), asked).first() is None:
        raise _refusal(guess, now)


@cache
def _counted(dialect: str) -> Any:
    """Counts a guess unless the account has to wait; returns nothing then."""
    row, now = SignInGuard.__table__, bindparam("now", type_=Instant)
    added = _insert(dialect)(row).values(account=bindparam("who"), lane=bindparam("by"), failures=1, wait_until=None, at=now)
    may = and_(or_(row.c.wait_until.is_(None), row.c.wait_until <= now), row.c.failures < bindparam("most"))
    counted = added.on_conflict_do_update(
        index_elements=["account", "lane"], where=may,
        set_={"failures": row.c.failures + 1, "at": now, "wait_until": _next_wait(row.c.failures + 1)},
    )  # fmt: skip
    return counted.returning(row.c.failures)


def _next_wait(failures: Any) -> Any:
    """SQL: the end of the wait after `failures`, as rules.wait_after says."""
    now = bindparam("now_ms", type_=BigInteger)
    after = lambda wait: now + wait // timedelta(milliseconds=1)  # noqa: E731 – a name for the sum
    steps = [(failures < rules.FAST, None)]
    count = rules.FAST
    while rules.wait_after(count) < rules.LONGEST_WAIT:
        steps.append((failures == count, after(rules.wait_after(count))))
        count += 1
    return case(*steps, else_=after(rules.LONGEST_WAIT))


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
    added = _insert(_dialect())(AddressFailure.__table__).values(address_hash=guess.address, account=guess.account, at=now, **when)
    db.session.execute(added.on_conflict_do_update(index_elements=["address_hash", "account"], set_={"at": now, **when}))


def forget_old() -> None:
    """Remove what is older than 30 days; the worker's daily sweep."""
    old = clock.now() - rules.KEPT
    db.session.execute(delete(SignInGuard).where(SignInGuard.at < old))
    db.session.execute(delete(AddressFailure).where(AddressFailure.at < old))


def _dialect() -> str:
    return db.session.get_bind().dialect.name


def _insert(dialect: str) -> Any:
    return postgresql.insert if dialect == "postgresql" else sqlite.insert
