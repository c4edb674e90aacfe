"""Phones that join a class session as remote control and card reader.

The code on the screen is used once: the phone that takes it gets a secret of its own, good for this session only and until
it ends. Both are stored as hashes. Codes name the school, so that one lookup in one school finds them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from ..extensions import db
from ..org.access import Viewer
from ..shared import clock, tokens
from ..shared.refusals import Conflict, NotFound, Refused
from . import sessions
from .models import ClassSession, Remote

PHONES = 2  #: joined at one time: a teacher and a helper
GOOD_FOR = timedelta(minutes=15)  #: a code on the screen


def show(viewer: Viewer, session: ClassSession) -> str:
    """A fresh code for the screen; codes nobody took are void from now on."""
    row = sessions.fresh(session)
    sessions.must_be_open(row)
    unused = (Remote.school_id == row.school_id) & (Remote.session_id == row.id) & Remote.taken_at.is_(None)
    db.session.execute(delete(Remote).where(unused))
    token = tokens.of_school(row.school_id)
    db.session.add(Remote(school_id=row.school_id, session_id=row.id, teacher_id=viewer.user_id, token_hash=tokens.hashed(token), made_at=clock.now()))
    return token


def take(token: str) -> tuple[Remote, str]:
    """Join with a code; returns what the phone keeps. NotFound for an unknown one, Conflict('remote_used') for one taken
    or too old, Refused('remote_full') with two phones there, Conflict('session_over') after the lesson."""
    school, hashed = tokens.split(token, "remote_unknown")
    remote = db.session.scalars(select(Remote).where(Remote.school_id == school, Remote.token_hash == hashed).with_for_update()).first()
    if remote is None:
        raise NotFound("remote_unknown")
    session = session_of(remote)
    sessions.must_be_open(session)
    now = clock.now()
    if remote.taken_at is not None or now - remote.made_at > GOOD_FOR:
        raise Conflict("remote_used")
    if joined(session) >= PHONES:
        raise Refused("remote_full", most=PHONES)
    secret = tokens.of_school(school, 24)
    remote.taken_at, remote.secret_hash = now, tokens.hashed(secret)
    return remote, secret


def joined(session: ClassSession) -> int:
    """Phones there now. One statement."""
    found = select(func.count()).select_from(Remote).where(Remote.school_id == session.school_id, Remote.session_id == session.id)
    return db.session.scalar(found.where(Remote.taken_at.is_not(None), Remote.ended_at.is_(None))) or 0


def of_secret(secret: str) -> Remote | None:
    """The phone that holds this secret; None for an unknown one and for one that was let go. One statement."""
    try:
        school, hashed = tokens.split(secret)
    except NotFound:
        return None
    found = select(Remote).where(Remote.school_id == school, Remote.secret_hash == hashed, Remote.ended_at.is_(None))
    return db.session.scalars(found).first()


def session_of(remote: Remote) -> ClassSession:
    """Its class session. One statement."""
    return db.session.scalars(
        select(ClassSession).where(ClassSession.school_id == remote.school_id, ClassSession.id == remote.session_id)
    ).one()


def let_go(session: ClassSession, now: datetime | None = None) -> None:
    """Every phone of the session leaves: the teacher wants to start anew with another one."""
    found = select(Remote).where(Remote.school_id == session.school_id, Remote.session_id == session.id, Remote.ended_at.is_(None))
    for remote in db.session.scalars(found):
        remote.ended_at = now or clock.now()


def forget(session: ClassSession) -> None:
    """The lesson is over."""
    db.session.execute(delete(Remote).where(Remote.school_id == session.school_id, Remote.session_id == session.id))
