"""Keys by which other programs read figures of a unit: made and ended on a page, shown once, kept as hashes.

A key never reaches further than its maker: it is made at a unit where the maker holds a post, sees what that post sees of figures
(suppression included) and nothing else, and opens nothing once the post has ended, its last day is over or the unit is closed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, or_, select, update

from ..accounts.models import User
from ..extensions import db
from ..shared import audit, clock, tokens
from ..shared.database import affected, to_ms
from ..shared.refusals import Conflict, NotFound, Refused, TooMany, Unauthorized, there
from .access import Holding, Viewer
from .models import ApiKey, Post, Unit
from .roles import ROLES

RIGHT = "api.keys"
READS = ("units", "reports", "indicators", "sessions")  #: what a key may read, each chosen on its own
LIVES = (30, 90, 180, 365)  #: days a key may hold
MOST = 20  #: keys of a unit that hold at a time
A_MINUTE = 120  #: requests a minute, of one key
PREFIX = "anxue_"  #: so that a key that strays into a file or a log is known for what it is
_MAKERS = tuple(sorted(role for role, may in ROLES.items() if RIGHT in may))


@dataclass(frozen=True)
class OpenKey:
    """A key that opens something now: its row, its unit, and the viewer it stands for."""

    key: ApiKey
    unit: Unit
    viewer: Viewer

    @property
    def reads(self) -> list[str]:
        return self.key.reads.split(",")


@dataclass(frozen=True)
class ListedKey:
    """A key in the list of its unit. `state`: holds, ended, over (its days) or left (the maker's post has ended)."""

    key: ApiKey
    maker: str
    state: str

    @property
    def reads(self) -> list[str]:
        return self.key.reads.split(",")


def may_make(viewer: Viewer, unit: Unit) -> bool:
    """Whether the viewer holds a post with the right at this very unit: a key sees what the post sees, from where it stands."""
    return any(held.unit_id == unit.id and RIGHT in ROLES.get(held.role, ()) for held in viewer.holdings)


def make_key(viewer: Viewer, unit: Unit, title: str, reads: Collection[str], days: int) -> str:
    """The secret of a new key, shown this once. NotFound where may_make() says no. Refused 'key_reads', 'key_days', 'key_many'."""
    if not may_make(viewer, unit):
        raise NotFound()
    chosen = [one for one in READS if one in reads]
    if not chosen or set(reads) - set(READS):
        raise Refused("key_reads")
    if days not in LIVES:
        raise Refused("key_days")
    if sum(one.state == "holds" for one in keys_of(unit)) >= MOST:
        raise Refused("key_many", most=MOST)
    secret, now = tokens.of_school(unit.keeper_id), clock.now()
    key = ApiKey(
        school_id=unit.keeper_id,
        unit_id=unit.id,
        title=title,
        token_hash=tokens.hashed_token(secret),
        ending=secret[-4:],
        reads=",".join(chosen),
        made_by=viewer.user_id,
        made_at=now,
        last_day=clock.today() + timedelta(days=days),
    )
    db.session.add(key)
    db.session.flush()
    about = {"key": key.id, "reads": key.reads, "until": key.last_day.isoformat()}
    audit.record(unit.keeper_id, viewer.user_id, "api.key_make", f"unit:{unit.id}", **about)
    return PREFIX + secret


def key_by_id(unit: Unit, key_id: int) -> ApiKey:
    """A key of the unit. NotFound for any other."""
    found = select(ApiKey).where(ApiKey.school_id == unit.keeper_id, ApiKey.unit_id == unit.id, ApiKey.id == key_id)
    return there(db.session.scalars(found).first())


def end_key(viewer: Viewer, unit: Unit, key: ApiKey) -> None:
    """The key opens nothing any more. Conflict 'key_ended' where somebody was faster."""
    mine = (ApiKey.school_id == key.school_id, ApiKey.id == key.id, ApiKey.ended_at.is_(None))
    if not affected(update(ApiKey).where(*mine).values(ended_at=clock.now(), ended_by=viewer.user_id)):
        raise Conflict("key_ended")
    audit.record(unit.keeper_id, viewer.user_id, "api.key_end", f"unit:{unit.id}", key=key.id)


def keys_of(unit: Unit) -> list[ListedKey]:
    """Keys made at a unit, the newest first. One statement."""
    today = clock.today()
    found = select(ApiKey, User.name, User.disabled_at, _held_post(today).label("post"))
    found = found.outerjoin(User, User.id == ApiKey.made_by)
    found = found.where(ApiKey.school_id == unit.keeper_id, ApiKey.unit_id == unit.id).order_by(ApiKey.id.desc())
    return [
        ListedKey(key, name or "", _state(key, None if gone else post, today))
        for key, name, gone, post in db.session.execute(found)
    ]


def _held_post(today: date) -> Any:
    """SQL: a post with the right that the maker of a key holds at its unit; NULL where there is none."""
    here = and_(Post.user_id == ApiKey.made_by, Post.unit_id == ApiKey.unit_id, Post.role.in_(_MAKERS))
    now = and_(Post.from_on <= today, or_(Post.to_on.is_(None), Post.to_on > today))
    return select(func.min(Post.role)).where(here, now).correlate(ApiKey).scalar_subquery()


def _state(key: ApiKey, post: str | None, today: date) -> str:
    if key.ended_at is not None:
        return "ended"
    if key.last_day < today:
        return "over"
    return "holds" if post else "left"


def opened_by(secret: str) -> OpenKey:
    """What a key opens. Unauthorized 'key_unknown', and to who has the right secret why it opens nothing: 'key_was_ended', 'key_over'
    (day), 'key_left'. One statement."""
    try:
        school_id, token_hash = tokens.split(secret.removeprefix(PREFIX))
    except NotFound:
        raise Unauthorized("key_unknown") from None
    today = clock.today()
    found = select(ApiKey, Unit, User, _held_post(today).label("post")).join(Unit, Unit.id == ApiKey.unit_id)
    found = found.outerjoin(User, User.id == ApiKey.made_by)
    row = db.session.execute(found.where(ApiKey.school_id == school_id, ApiKey.token_hash == token_hash)).first()
    if row is None or not secret.startswith(PREFIX):
        raise Unauthorized("key_unknown")
    key, unit, maker, role = row
    state = _state(key, role, today)
    if state == "over":
        raise Unauthorized("key_over", day=key.last_day)
    if state == "left" or maker is None or maker.disabled_at is not None or unit.closed_on is not None:
        raise Unauthorized("key_was_ended" if key.ended_at else "key_left")
    if state == "ended":
        raise Unauthorized("key_was_ended")
    stands_at = Holding(role, unit.id, unit.kind, unit.path, unit.name)
    viewer = Viewer(
        maker.id, maker.school_id, "program", "", holdings=(stands_at,), only=frozenset({"assessment.view"})
    )
    return OpenKey(key, unit, viewer)


def count_use(opened: OpenKey) -> int:
    """Count a request; how many the key has left in this minute. TooMany 'key_fast' (wait, most) beyond A_MINUTE. The first of a day goes
    on record: that a program reads is known, each single look is not."""
    now = clock.now()
    minute, key = to_ms(now) // 60_000, opened.key
    may = or_(ApiKey.minute != minute, ApiKey.asked < A_MINUTE)
    counted = update(ApiKey).where(ApiKey.school_id == key.school_id, ApiKey.id == key.id, may)
    asked = case((ApiKey.minute == minute, ApiKey.asked + 1), else_=1)
    row = db.session.execute(
        counted.values(asked=asked, minute=minute, used_at=now)
        .returning(ApiKey.asked)
        .execution_options(synchronize_session=False)
    ).first()
    if row is None:
        raise TooMany("key_fast", wait=seconds_left(now), most=A_MINUTE)
    if key.used_at is None or clock.local(key.used_at).date() != clock.local(now).date():
        audit.record(opened.unit.keeper_id, None, "api.read", f"unit:{opened.unit.id}", key=key.id)
    return A_MINUTE - int(row[0])


def seconds_left(now: datetime) -> int:
    """Until the next minute is counted, at least one."""
    return max(1, 60 - to_ms(now) // 1000 % 60)
