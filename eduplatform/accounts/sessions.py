"""Server-side sessions: begin, find, rest, end. The browser holds a random token, the database its SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update

from ..extensions import db
from ..shared import clock
from .models import User, UserSession

IDLE_STEP = timedelta(minutes=5)  # last use is written at most this often


def hash_token(token: str) -> str:
    """What is kept of a cookie token."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(user: User, lifetime: timedelta, device: str = "own", class_session_id: int | None = None,
          must_choose: bool = False) -> str:  # fmt: skip
    """Open a session for `user` and return the token for the cookie (43 characters). Always a new one at sign-in."""
    token, now = secrets.token_urlsafe(32), clock.now()
    db.session.add(UserSession(
        school_id=user.school_id, token_hash=hash_token(token), user_id=user.id, device=device,
        class_session_id=class_session_id, must_choose=must_choose, started_at=now, seen_at=now, expires_at=now + lifetime,
    ))  # fmt: skip
    return token


def end(token: str) -> None:
    """Sign out: the token is worthless from now on."""
    db.session.execute(
        update(UserSession).where(UserSession.token_hash == hash_token(token), UserSession.ended_at.is_(None)).values(ended_at=clock.now())
    )


def end_all(school_id: int, user_id: int, but: int | None = None) -> None:
    """End every session of a person (reset, disabled, new post or class), except row `but`."""
    live = update(UserSession).where(UserSession.school_id == school_id, UserSession.user_id == user_id)
    if but:
        live = live.where(UserSession.id != but)
    db.session.execute(live.where(UserSession.ended_at.is_(None)).values(ended_at=clock.now()))


def end_class_session(school_id: int, class_session_id: int) -> None:
    """The lesson is over: shared devices forget their pupils."""
    live = update(UserSession).where(UserSession.school_id == school_id, UserSession.class_session_id == class_session_id)
    db.session.execute(live.where(UserSession.ended_at.is_(None)).values(ended_at=clock.now()))


def live_of(school_id: int, user_id: int, now: datetime) -> list[UserSession]:
    """Open sessions of a person, newest first, for the own-devices page."""
    found = select(UserSession).where(UserSession.school_id == school_id, UserSession.user_id == user_id)
    found = found.where(UserSession.ended_at.is_(None), UserSession.expires_at > now)
    return list(db.session.scalars(found.order_by(UserSession.started_at.desc())))
