"""Server-side sessions: begin, find, rest, end. The browser holds a random token, the database its SHA-256."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from ..extensions import db
from ..shared import clock, tokens
from .models import User, UserSession

IDLE_STEP = timedelta(minutes=5)  # last use is written at most this often


def hash_token(token: str) -> str:
    """What is kept of a cookie token."""
    return tokens.hashed_token(token)


def begin_session(
    user: User,
    lifetime: timedelta,
    device: str = "own",
    class_session_id: int | None = None,
    must_choose: bool = False,
    idle: timedelta | None = None,
) -> str:
    """Open a session for `user` and return the token for the cookie (43 characters). Always a new one at sign-in."""
    token, now = secrets.token_urlsafe(32), clock.now()
    db.session.add(
        UserSession(
            school_id=user.school_id,
            token_hash=hash_token(token),
            user_id=user.id,
            device=device,
            class_session_id=class_session_id,
            must_choose=must_choose,
            started_at=now,
            seen_at=now,
            expires_at=now + lifetime,
            idle_minutes=int(idle.total_seconds() // 60) if idle else 0,
        )
    )
    return token


def is_session_over(
    ended_at: datetime | None, expires_at: datetime, seen_at: datetime, idle_minutes: int, now: datetime
) -> bool:
    """Whether a session has ended: signed out, past its end, or left alone for too long."""
    if ended_at is not None or expires_at <= now:
        return True
    return bool(idle_minutes) and seen_at + timedelta(minutes=idle_minutes) <= now


def wants_touch(seen_at: datetime, now: datetime) -> bool:
    """Whether the last use on record is older than five minutes."""
    return now - seen_at >= IDLE_STEP


def note_last_use(school_id: int, row: int) -> None:
    """Put the last use on record."""
    db.session.execute(
        update(UserSession).where(UserSession.school_id == school_id, UserSession.id == row).values(seen_at=clock.now())
    )


def sign_out_token(token: str) -> None:
    """Sign out: the token is worthless from now on."""
    db.session.execute(
        update(UserSession)
        .where(UserSession.token_hash == hash_token(token), UserSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def end_one(school_id: int, user_id: int, row: int) -> None:
    """End one session of a person, from the list of devices."""
    live = update(UserSession).where(
        UserSession.school_id == school_id, UserSession.user_id == user_id, UserSession.id == row
    )
    db.session.execute(live.where(UserSession.ended_at.is_(None)).values(ended_at=clock.now()))


def end_all(school_id: int, user_id: int, but: int | None = None) -> None:
    """End every session of a person (reset, disabled, new post or class), except row `but`."""
    live = update(UserSession).where(UserSession.school_id == school_id, UserSession.user_id == user_id)
    if but:
        live = live.where(UserSession.id != but)
    db.session.execute(live.where(UserSession.ended_at.is_(None)).values(ended_at=clock.now()))


def end_of_many(school_id: int, user_ids: list[int]) -> None:
    """End every session of several people of a school."""
    live = update(UserSession).where(UserSession.school_id == school_id, UserSession.user_id.in_(user_ids))
    db.session.execute(live.where(UserSession.ended_at.is_(None)).values(ended_at=clock.now()))


def end_class_session(school_id: int, class_session_id: int, at: datetime) -> None:
    """The lesson is over: shared devices forget their pupils."""
    live = update(UserSession).where(
        UserSession.school_id == school_id, UserSession.class_session_id == class_session_id
    )
    db.session.execute(live.where(UserSession.ended_at.is_(None)).values(ended_at=at))


def live_of(school_id: int, user_id: int, now: datetime) -> list[UserSession]:
    """Open sessions of a person, newest first, for the own-devices page."""
    found = select(UserSession).where(UserSession.school_id == school_id, UserSession.user_id == user_id)
    found = found.where(UserSession.ended_at.is_(None), UserSession.expires_at > now).order_by(
        UserSession.started_at.desc()
    )
    return [
        row
        for row in db.session.scalars(found)
        if not is_session_over(None, row.expires_at, row.seen_at, row.idle_minutes, now)
    ]


def forget_old_sessions(days: int = 30) -> None:
    """Remove sessions that ended long ago; the worker's daily sweep."""
    old = clock.now() - timedelta(days=days)
    db.session.execute(delete(UserSession).where((UserSession.expires_at < old) | (UserSession.ended_at < old)))
