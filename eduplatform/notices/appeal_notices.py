"""Notices about appeals 申诉: who is to answer hears that some wait, who made one hears that it is answered. In a look of the worker like all
others, so that cap, quiet hours and free days hold: what finds no place in a week is said in the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from ..accounts.models import User
from ..assessment import snapshot_queries
from ..assessment.appeals import CONTEST
from ..assessment.snapshot_queries import AppealNews
from ..assessment.snapshots import MAKE
from ..extensions import db
from ..org.calendar import monday_of
from ..org.models import Post, Unit
from ..org.roles import ROLES
from ..shared import clock
from ..shared.database import end_read, write
from . import facts
from .facts import OFFICER
from .giving import Recipient, Ways, give, ways_of
from .models import Notice
from .policy import policy_at
from .rules import Wanted

LATELY = timedelta(days=60)  #: an answer is spoken of for so long, in case there was no place for it before

ANSWERING = frozenset(
    role for role, may in ROLES.items() if MAKE in may
)  #: roles that answer appeals against their unit's figures
CONTESTING = frozenset(role for role, may in ROLES.items() if CONTEST in may)


def make_for_appeals(now: datetime, console: bool = False) -> int:
    """Give what is due about appeals at an instant; how many notices. Three statements where there is none to speak of."""
    news = snapshot_queries.appeals_to_tell(now - LATELY)
    monday = monday_of(clock.local(now).date())
    wanted = [*_to_who_answers(news, monday), *_to_who_made(news)] if news else []
    by_unit: dict[int, list[tuple[Recipient, Wanted]]] = defaultdict(list)
    for recipient, one in wanted:
        by_unit[one.unit_id].append((recipient, one))
    return sum(_give_about(db.session.get_one(Unit, unit_id), each, now, console) for unit_id, each in by_unit.items())


def _give_about(unit: Unit, wanted: Iterable[tuple[Recipient, Wanted]], now: datetime, console: bool) -> int:
    day = clock.local(now).date()
    policy, at = policy_at(unit.path, day), facts.school_day(unit.path, clock.school_year_of(day), day)
    if not policy.speaks(now, at.calendar):
        return 0
    mine: dict[Recipient, list[Wanted]] = defaultdict(list)
    for recipient, one in wanted:
        mine[recipient].append(one)
    ways = {who: ways_of(who.school_id, [who.user_id]).get(who.user_id, Ways()) for who in mine}
    end_read()
    with write():
        return sum(give(who, each, policy, ways[who], console, now) for who, each in mine.items())


def _to_who_answers(news: Sequence[AppealNews], monday: date) -> list[tuple[Recipient, Wanted]]:
    """Once a week while some wait: how many, and by when the first is to be answered. Nobody answers the own."""
    waiting: dict[int, list[AppealNews]] = defaultdict(list)
    for one in news:
        if one.row.state == "open":
            waiting[one.unit.id].append(one)
    found = []
    for post in _who_answer(_posts(waiting, ANSWERING)):
        mine = [one for one in waiting[post.unit_id] if one.row.made_by != post.user_id]
        if mine:
            values = {"count": len(mine), "due": mine[0].row.due_on.isoformat(), "year": mine[0].year}
            values["appeal"] = mine[0].row.id if len(mine) == 1 else 0
            wanted = Wanted("appeals", f"unit:{post.unit_id}", monday.isoformat(), post.unit_id, values)
            found.append((Recipient(post.school_id, post.user_id), wanted))
    return found


def _who_answer(posts: Sequence[Post]) -> list[Post]:
    """One of each person and unit; a principal only where no safety officer is told."""
    officers = {post.unit_id for post in posts if post.role == OFFICER}
    told = [post for post in posts if post.role != "principal" or post.unit_id not in officers]
    return list({(post.user_id, post.unit_id): post for post in told}.values())


def _to_who_made(news: Sequence[AppealNews]) -> list[tuple[Recipient, Wanted]]:
    """Each answer once, to who made the appeal and still speaks for the unit. An answer given anew is said anew."""
    answered = [one for one in news if one.row.answered_at]
    posts = {(post.user_id, post.unit_id): post for post in _posts({one.row.unit_id for one in answered}, CONTESTING)}
    found = []
    for one in answered:
        post = posts.get((one.row.made_by or 0, one.row.unit_id))
        if post is not None and one.row.answered_at:
            at = clock.local(one.row.answered_at).strftime("%Y%m%d%H%M%S")
            wanted = Wanted("appeal_answered", f"appeal:{one.row.id}", at, one.row.unit_id, _answer(one))
            found.append((Recipient(post.school_id, post.user_id), wanted))
    return found


def _answer(one: AppealNews) -> dict[str, object]:
    return {
        "appeal": one.row.id,
        "state": one.row.state,
        "by": one.unit.name,
        "by_kind": one.unit.kind,
        "number": one.number,
        "kind": one.kind,
        "as_of": one.day.isoformat(),
    }


def _posts(unit_ids: Iterable[int] | Mapping[int, object], roles: Iterable[str]) -> list[Post]:
    """Posts of today at units in some roles; nobody who cannot sign in or never did. One statement."""
    day = clock.today()
    found = select(Post).join(User, (User.school_id == Post.school_id) & (User.id == Post.user_id))
    found = found.where(Post.unit_id.in_(list(unit_ids)), Post.role.in_(list(roles)), Post.from_on <= day)
    found = found.where(or_(Post.to_on.is_(None), Post.to_on > day), User.kind == "staff")
    found = found.where(User.disabled_at.is_(None), User.first_in_at.is_not(None))
    return list(db.session.scalars(found.order_by(Post.unit_id, Post.user_id, Post.id)))


def appeal_is_done(row: Notice) -> bool:
    """Whether what a notice about appeals asks for is done: none waits any more for who was told. An answer asks for nothing."""
    return row.rule == "appeals" and not snapshot_queries.appeals_wait(row.unit_id, row.user_id or 0)
