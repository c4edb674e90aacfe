"""Private addresses of the year of a class or a unit, for calendar programs: one a unit, made when asked for, ended in one click."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from ..extensions import db
from ..shared import audit, clock, tokens
from ..shared.refusals import NotFound
from .access import Viewer
from .models import CalendarFeed, ClassYear, Unit


@dataclass(frozen=True)
class FeedPlace:
    """What an address leads to. `stage` of a class this school year, else ''; `digest` and `changed_at` of what was read last."""

    feed_id: int
    unit: Unit
    stage: str
    digest: str
    changed_at: datetime


def open_feed(viewer: Viewer, unit: Unit) -> str:
    """The code of a new address of the unit, shown this once; one it had opens nothing any more."""
    end_feeds([unit.id])
    token = tokens.of_school(unit.id)
    now = clock.now()
    db.session.add(
        CalendarFeed(unit_id=unit.id, token_hash=tokens.hashed_token(token), made_at=now, digest="", changed_at=now)
    )
    audit.record(unit.keeper_id, viewer.user_id, "feed.open", f"unit:{unit.id}")
    return token


def close_feed(viewer: Viewer, unit: Unit) -> None:
    """End the unit's address."""
    end_feeds([unit.id])
    audit.record(unit.keeper_id, viewer.user_id, "feed.close", f"unit:{unit.id}")


def end_feeds(unit_ids: Iterable[int]) -> None:
    """End the addresses of units that close, or get a new one."""
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.unit_id.in_(list(unit_ids))))


def opened_at(unit: Unit) -> datetime | None:
    """When the unit's address was made; None where it has none."""
    return db.session.scalar(select(CalendarFeed.made_at).where(CalendarFeed.unit_id == unit.id))


def place_of(token: str) -> FeedPlace:
    """The unit behind a code, while it exists. NotFound for any other. One statement."""
    year = clock.school_year_of(clock.today())
    found = (
        select(CalendarFeed, Unit, ClassYear.stage)
        .join(Unit, Unit.id == CalendarFeed.unit_id)
        .outerjoin(ClassYear, (ClassYear.class_id == Unit.id) & (ClassYear.year == year))
        .where(CalendarFeed.token_hash == tokens.hashed_token(token), Unit.closed_on.is_(None))
    )
    row = db.session.execute(found).first()
    if row is None:
        raise NotFound()
    feed, unit, stage = row
    return FeedPlace(feed.id, unit, stage or "", feed.digest, feed.changed_at)


def note_change(feed_id: int, digest: str, now: datetime) -> None:
    """What is read under the address has changed."""
    db.session.execute(update(CalendarFeed).where(CalendarFeed.id == feed_id).values(digest=digest, changed_at=now))
