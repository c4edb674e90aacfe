"""Phones that join a class session as remote control and card reader.

The code on the screen is used once: the phone that takes it gets a secret of its own, good for this session only and until
it ends. Both are stored as hashes. Codes name the school, so that one lookup in one school finds them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, func, select, update

from ..accounts.models import User
from ..extensions import db
from ..org import appointment_rules
from ..org.access import Viewer
from ..org.models import Post
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
    db.session.add(
        Remote(
            school_id=row.school_id,
            session_id=row.id,
            teacher_id=viewer.user_id,
            token_hash=tokens.hashed_token(token),
            made_at=clock.now(),
        )
    )
    return token


def take_join_code(token: str) -> tuple[Remote, str]:
    """Join with a code; returns what the phone keeps. NotFound for an unknown one, Conflict('remote_used') for one taken
    or too old, Refused('remote_full') with two phones there, Conflict('session_over') after the lesson."""
    school, hashed = tokens.split(token, "remote_unknown")
    remote = db.session.scalars(
        select(Remote).where(Remote.school_id == school, Remote.token_hash == hashed).with_for_update()
    ).first()
    if remote is None:
        raise NotFound("remote_unknown")
    session = session_of(remote)
    sessions.must_be_open(session)
    now = clock.now()
    if remote.taken_at is not None or now - remote.made_at > GOOD_FOR:
        raise Conflict("remote_used")
    if phones_joined(session) >= PHONES:
        raise Refused("remote_full", most=PHONES)
    secret = tokens.of_school(school, 24)
    remote.taken_at, remote.secret_hash = now, tokens.hashed_token(secret)
    return remote, secret


def phones_joined(session: ClassSession) -> int:
    """Phones there now. One statement."""
    found = (
        select(func.count())
        .select_from(Remote)
        .where(Remote.school_id == session.school_id, Remote.session_id == session.id)
    )
    return db.session.scalar(found.where(Remote.taken_at.is_not(None), Remote.ended_at.is_(None))) or 0


def phone_of_secret(secret: str) -> Remote | None:
    """The phone that holds this secret; None for an unknown one, for one that was let go, and for one whose teacher may no longer
    teach the class or has been shut out: whatever ended that, the phone ends with it. One statement."""
    try:
        school, hashed = tokens.split(secret)
    except NotFound:
        return None
    found = select(Remote).where(Remote.school_id == school, Remote.secret_hash == hashed, Remote.ended_at.is_(None))
    return db.session.scalars(found.where(_still_teaches())).first()


def _still_teaches() -> ColumnElement[bool]:
    """SQL: the teacher of a phone holds a post that teaches the class of its session, and may sign in."""
    there = (
        (Post.school_id == Remote.school_id)
        & (Post.user_id == Remote.teacher_id)
        & (Post.unit_id == ClassSession.class_id)
    )
    session = (ClassSession.school_id == Remote.school_id) & (ClassSession.id == Remote.session_id)
    user = (User.school_id == Remote.school_id) & (User.id == Remote.teacher_id) & User.disabled_at.is_(None)
    return exists().where(
        session, there, user, Post.role.in_(appointment_rules.TEACHERS), appointment_rules.holds_today()
    )


def session_of(remote: Remote) -> ClassSession:
    """Its class session. One statement."""
    return db.session.scalars(
        select(ClassSession).where(ClassSession.school_id == remote.school_id, ClassSession.id == remote.session_id)
    ).one()


def let_phones_go(session: ClassSession, now: datetime | None = None) -> None:
    """Every phone of the session leaves: the teacher wants to start anew with another one."""
    found = select(Remote).where(
        Remote.school_id == session.school_id, Remote.session_id == session.id, Remote.ended_at.is_(None)
    )
    for remote in db.session.scalars(found):
        remote.ended_at = now or clock.now()


def let_go_of(school_id: int, teacher_ids: list[int]) -> None:
    """Every phone that joined on the screens of these teachers leaves: they are signed out everywhere."""
    theirs = update(Remote).where(
        Remote.school_id == school_id, Remote.teacher_id.in_(teacher_ids), Remote.ended_at.is_(None)
    )
    db.session.execute(theirs.values(ended_at=clock.now()))
