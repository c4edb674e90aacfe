"""What people are told of posts that changed: who lost one, by whom, and what changed in a school lately. Read from the posts themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from ..accounts.models import User
from ..extensions import db
from ..shared import clock, ttl_cache
from ..shared.refusals import NotFound
from .access import Viewer
from .models import Post, Unit

TOLD_DAYS = 60
LISTED = 30


@dataclass(frozen=True)
class Ended:
    """A post somebody no longer holds: since when, who does now ("": nobody), and who ended it ("": a roster or the machine)."""

    post_id: int
    role: str
    unit: str
    since: date
    now: str
    by: str


@dataclass(frozen=True)
class Change:
    """One line of what changed in a school: a post given or ended. `restorable` is left to the page."""

    post: Post
    name: str
    unit: str
    given: bool
    on: date
    by: str


def notes(viewer: Viewer) -> list[Ended]:
    """Posts that ended for the viewer and have not been put away. One statement, remembered for seconds: the week page asks each time."""
    return ttl_cache.remembered(("posts told", viewer.school_id, viewer.user_id), lambda: _notes(viewer))


def _notes(viewer: Viewer) -> list[Ended]:
    after, holder, ender = aliased(Post), aliased(User), aliased(User)
    today = clock.today()
    found = (
        select(Post.id, Post.role, Unit.name, Post.to_on, holder.name, ender.name)
        .join(Unit, Unit.id == Post.unit_id)
        .outerjoin(
            after,
            (after.school_id == Post.school_id)
            & (after.unit_id == Post.unit_id)
            & (after.role == Post.role)
            & (after.user_id != Post.user_id)
            & (after.from_on <= today)
            & or_(after.to_on.is_(None), after.to_on > today),
        )
        .outerjoin(holder, holder.id == after.user_id)
        .outerjoin(ender, ender.id == Post.ended_by)
        .where(*to_tell(viewer.school_id, viewer.user_id, today, today - timedelta(days=TOLD_DAYS)))
        .order_by(Post.id)
    )
    told = {
        row[0]: Ended(row[0], row[1], row[2], row[3] or clock.today(), row[4] or "", row[5] or "")
        for row in db.session.execute(found)
    }
    return list(told.values())


def to_tell(school_id: Any, user_id: Any, today: Any, since: Any) -> tuple[ColumnElement[bool], ...]:
    """SQL: posts of somebody that ended after `since` and up to today and have not been put away."""
    ended = (Post.to_on <= today) & (Post.to_on > since)
    return Post.school_id == school_id, Post.user_id == user_id, Post.told_at.is_(None), ended


def put_note_away(viewer: Viewer, post_id: int) -> None:
    """The viewer has read the note. NotFound for a post of somebody else; one still held stays as it is."""
    post = db.session.get(Post, (viewer.school_id, post_id))
    if post is None or post.user_id != viewer.user_id:
        raise NotFound()
    if post.to_on is not None and post.to_on <= clock.today():
        post.told_at = clock.now()
        ttl_cache.forget_remembered()


def changes(unit: Unit, days: int = LISTED) -> list[Change]:
    """Posts given and ended at a unit and directly below it in the last days, newest first; at most 20 lines. One statement."""
    first = clock.today() - timedelta(days=days)
    giver, ender = aliased(User), aliased(User)
    found = (
        select(Post, User.name, Unit.name, giver.name, ender.name)
        .join(Unit, Unit.id == Post.unit_id)
        .join(User, (User.school_id == Post.school_id) & (User.id == Post.user_id))
        .outerjoin(giver, giver.id == Post.given_by)
        .outerjoin(ender, ender.id == Post.ended_by)
        .where(or_(Unit.id == unit.id, Unit.parent_id == unit.id))
        .where(
            or_(
                (Post.given_by.is_not(None)) & (Post.from_on >= first),
                (Post.ended_by.is_not(None)) & (Post.to_on >= first),
            )
        )
        .order_by(Post.id.desc())
        .limit(60)
    )
    lines: list[Change] = []
    for post, name, at, given_by, ended_by in db.session.execute(found):
        if post.ended_at and post.to_on and post.to_on >= first:
            lines.append(Change(post, name, at, False, post.to_on, ended_by or ""))
        if post.given_by and post.from_on >= first:
            lines.append(Change(post, name, at, True, post.from_on, given_by or ""))
    return sorted(lines, key=lambda line: (line.on, line.post.id, not line.given), reverse=True)[:20]
