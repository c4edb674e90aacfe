"""Sign-in slips: printed codes that open an account once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update

from ..extensions import db
from ..shared import clock
from ..shared.database import affected
from ..shared.refusals import Refused
from . import codes, guesses, sessions
from .models import Credential, SignInSlip, User
from .people import mark_of


@dataclass(frozen=True)
class SlipState:
    """How far a person is: `opened_at` first sign-in, `has_secret` a password or pictures chosen, `slip_until` a slip still good."""

    opened_at: datetime | None
    has_secret: bool
    slip_until: datetime | None


def issue_codes(actor_id: int | None, users: Sequence[User], days: int, reset: bool = False) -> list[tuple[User, str]]:
    """A new code for each of `users` (all of one school); slips they have not used yet stop working.

    `reset`: their password or pictures are forgotten and they are signed out everywhere. Returns (user, code) in the order given;
    the codes are kept nowhere, so they can be printed only now.
    """
    if not users:
        return []
    now, school_id = clock.now(), users[0].school_id
    ids = [user.id for user in users]
    _revoke(school_id, ids, now)
    if reset:
        db.session.execute(delete(Credential).where(Credential.school_id == school_id, Credential.user_id.in_(ids)))
        sessions.end_of_many(school_id, ids)
    made = [(user, codes.new()) for user in users]
    db.session.execute(
        insert(SignInSlip.__table__),
        [
            dict(
                school_id=school_id,
                user_id=user.id,
                code_hash=codes.hashed_code(code),
                issued_by=actor_id,
                issued_at=now,
                expires_at=now + timedelta(days=days),
            )
            for user, code in made
        ],
    )
    return made


def _revoke(school_id: int, user_ids: list[int], now: datetime) -> None:
    unused = update(SignInSlip).where(SignInSlip.school_id == school_id, SignInSlip.user_id.in_(user_ids))
    db.session.execute(
        unused.where(SignInSlip.used_at.is_(None), SignInSlip.revoked_at.is_(None)).values(revoked_at=now)
    )


def check_slip(typed: str) -> tuple[SignInSlip, User]:
    """The slip and its person, if it still works; spends nothing.

    Refused: slip_unknown, slip_used, slip_replaced, slip_expired, account_disabled.
    """
    code = codes.tidy_code(typed)
    found = select(SignInSlip, User).join(
        User, (User.school_id == SignInSlip.school_id) & (User.id == SignInSlip.user_id)
    )
    row = db.session.execute(found.where(SignInSlip.code_hash == codes.hashed_code(code))).first() if code else None
    if row is None:
        raise Refused("slip_unknown")
    slip, user = row
    for wrong, refusal in (
        (slip.used_at, "slip_used"),
        (slip.revoked_at, "slip_replaced"),
        (slip.expires_at <= clock.now(), "slip_expired"),
        (user.disabled_at, "account_disabled"),
    ):
        if wrong:
            raise Refused(refusal)
    return slip, user


def redeem(typed: str) -> User:
    """Spend a slip and return its person. Of several at the same moment exactly one gets in; refusals as check_slip()."""
    slip, user = check_slip(typed)
    now = clock.now()
    still = update(SignInSlip).where(SignInSlip.school_id == slip.school_id, SignInSlip.id == slip.id)
    still = still.where(SignInSlip.used_at.is_(None), SignInSlip.revoked_at.is_(None), SignInSlip.expires_at > now)
    if affected(still.values(used_at=now)) != 1:
        raise Refused("slip_used")
    guesses.pardon(mark_of(user.school_id, user.id))
    return user


def states(school_id: int, user_ids: Sequence[int]) -> dict[int, SlipState]:
    """How far each of several people of a school is with opening the account. One statement."""
    now = clock.now()
    good = (
        select(SignInSlip.user_id, func.max(SignInSlip.expires_at).label("until"))
        .where(SignInSlip.school_id == school_id, SignInSlip.user_id.in_(user_ids), SignInSlip.used_at.is_(None))
        .where(SignInSlip.revoked_at.is_(None), SignInSlip.expires_at > now)
        .group_by(SignInSlip.user_id)
        .subquery()
    )
    found = (
        select(User.id, User.first_in_at, Credential.id, good.c.until)
        .outerjoin(Credential, (Credential.school_id == User.school_id) & (Credential.user_id == User.id))
        .outerjoin(good, good.c.user_id == User.id)
        .where(User.school_id == school_id, User.id.in_(user_ids))
    )
    return {row[0]: SlipState(row[1], row[2] is not None, row[3]) for row in db.session.execute(found)}


def forget_old_slips(days: int = 90) -> None:
    """Remove slips that ended long ago; the worker's daily sweep."""
    db.session.execute(delete(SignInSlip).where(SignInSlip.expires_at < clock.now() - timedelta(days=days)))
