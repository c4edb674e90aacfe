"""The outbox: one message at a time, each step on record before the next, so that a worker killed anywhere says nothing twice.

waiting    → connecting   taken; a worker that dies here has said nothing: after its lease somebody begins again
connecting → handing      on record before the first byte of the message leaves; a worker that dies here may have said it, so
                          nobody says it again: it becomes unsure, and a page tells how many there are. The inbox has it anyway
handing    → sent         the receiver took it
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select, update

from ..accounts.models import User
from ..extensions import db
from ..org.models import Unit
from ..shared import clock
from ..shared.database import affected, to_ms, write
from . import facts, rules
from .jobs import notice_is_done
from .mail import MailServer, send_mail
from .message import Message, NeverAgain, NotSure, TryAgain
from .models import Notice, NoticeChoice, NoticeDelivery, NoticeHook
from .policy import policy_at
from .webhook import send_webhook

log = structlog.get_logger("notices")
LEASE = timedelta(seconds=60)  #: longer than any try lasts
WAITS = tuple(timedelta(minutes=n) for n in (1, 5, 20, 60, 180))  #: before the second, third … try
MOST_TRIES = len(WAITS) + 1
OUTAGE = timedelta(minutes=5)  #: how long nothing is tried on a channel that is down


@dataclass(frozen=True)
class Post:
    """A message taken from the outbox, with what it speaks of and where it goes."""

    delivery: NoticeDelivery
    notice: Notice
    user: User | None
    hook: NoticeHook | None
    choice: NoticeChoice | None


#: words a post in the reader's language; lives with the pages
Wording = Callable[[Post], Message]


def send_next(config: Mapping[str, Any], wording: Wording) -> bool:
    """Take one message that is due and send it; False when none is. Several workers may do so at once."""
    now = clock.now()
    took = _take(now)
    if took is None:
        return False
    post = _with_its_things(took)
    why = _no_more(post, now)
    later = None if why else _not_yet(post, now)
    if why:
        _end(took, "dropped", why)
    elif later:
        _put_back(took, later, took.said, False)
    else:
        _try(post, config, wording)
    return True


def _take(now: datetime) -> NoticeDelivery | None:
    waits = (NoticeDelivery.state == "waiting") & (NoticeDelivery.next_at <= now)
    left = NoticeDelivery.state.in_(("connecting", "handing")) & (NoticeDelivery.lease_until < now)
    with write() as session:
        row = session.scalars(
            select(NoticeDelivery)
            .where(waits | left)
            .order_by(NoticeDelivery.next_at, NoticeDelivery.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        if row.state == "handing":  # its worker died with the message half said
            row.state, row.said, row.ended_at = "unsure", "killed", now
        else:
            row.state, row.lease_until, row.tries = "connecting", now + LEASE, row.tries + 1
    if row.state != "connecting":
        return _take(now)
    db.session.expunge(
        row
    )  # a note of what is on record; what changes is written by _mine(), as long as it is still ours
    return row


def _with_its_things(row: NoticeDelivery) -> Post:
    found = select(Notice, User, NoticeChoice).outerjoin(
        User, (User.school_id == Notice.school_id) & (User.id == Notice.user_id)
    )
    found = found.outerjoin(
        NoticeChoice, (NoticeChoice.school_id == Notice.school_id) & (NoticeChoice.user_id == Notice.user_id)
    )
    notice, user, choice = db.session.execute(
        found.where(Notice.school_id == row.school_id, Notice.id == row.notice_id)
    ).one()
    hook = db.session.get(NoticeHook, (row.school_id, row.hook_id)) if row.hook_id else None
    return Post(row, notice, user, hook, choice)


def _no_more(post: Post, now: datetime) -> str:
    """Why a message is not sent after all: '' where nothing speaks against it."""
    notice, delivery = post.notice, post.delivery
    if delivery.until < now:
        return "late"
    if notice.user_id and (post.user is None or post.user.disabled_at is not None):
        return "gone"
    if delivery.hook_id and (post.hook is None or post.hook.ended_at is not None):
        return "off"
    if notice.rule in rules.OUTSIDE:
        return "" if delivery.channel != "email" or (post.choice and post.choice.email) else "off"
    if _switched_off(post):
        return "off"
    return "done" if notice.done_at is not None or _done_meanwhile(post) else ""


def _switched_off(post: Post) -> bool:
    choice, channel = post.choice, post.delivery.channel
    if choice and (choice.quiet or post.notice.rule in choice.off) and channel != "console":
        return True
    return channel == "email" and not (choice and choice.by_email and choice.confirmed_at and choice.email)


def _done_meanwhile(post: Post) -> bool:
    """Looked up when it is sent: what was done since the notice was made is not asked for any more."""
    notice = post.notice
    if notice.user_id is None or notice.rule == rules.DIGEST:
        return False
    classes = notice.details.get("classes") or [notice.unit_id]
    year = clock.school_year_of(clock.local(notice.made_at).date())
    return notice_is_done(notice, facts.records_of(notice.school_id, classes, year))


def _not_yet(post: Post, now: datetime) -> datetime | None:
    """When to ask again, on a free day or in the quiet hours of the unit it is about."""
    if post.notice.rule in rules.OUTSIDE:
        return None
    unit = db.session.get(Unit, post.notice.unit_id)
    day = clock.local(now).date()
    if unit is None:
        return None
    policy = policy_at(unit.path, day)
    calendar = facts.school_day(unit.path, clock.school_year_of(day), day).calendar
    return None if policy.speaks(now, calendar) else policy.next_time(now)


def _try(post: Post, config: Mapping[str, Any], wording: Wording) -> None:
    row = post.delivery
    try:
        _send(post, config, wording(post), lambda: _handing(row))
    except TryAgain as problem:
        _again(row, problem)
    except NeverAgain as problem:
        _end(row, "failed", problem.code)
    except NotSure as problem:
        _end(row, "unsure", problem.code)
    except Exception as fault:  # a fault of ours must not hold up what waits behind it
        db.session.rollback()
        log.error("notice not sent", delivery=row.id, exc_info=fault)
        _again(row, TryAgain("fault"))
    else:
        _end(row, "sent", "")


def _send(post: Post, config: Mapping[str, Any], message: Message, handing: Callable[[], None]) -> None:
    match post.delivery.channel:
        case "email":
            server = MailServer.of(config)
            if server is None:
                raise TryAgain("mail_unset", outage=True)
            send_mail(server, message, handing)
        case "webhook" if post.hook:
            hook = post.hook
            send_webhook(
                hook.url, hook.kind, hook.secret, message, to_ms(clock.now()), config["WEBHOOK_INSIDE"], handing
            )
        case _:
            handing()
            log.info("notice", user=post.notice.user_id, rule=post.notice.rule, title=message.title)


def _handing(row: NoticeDelivery) -> None:
    """On record that from now on it may have arrived; whoever lost the lease meanwhile stops here."""
    with write():
        mine = _mine(row, "connecting").values(state="handing", lease_until=clock.now() + LEASE)
        if not affected(mine):
            raise TryAgain("lease_lost")
    row.state = "handing"


def _again(row: NoticeDelivery, problem: TryAgain) -> None:
    """Later, or given up after MOST_TRIES. A channel that is down costs no message a try: nothing gets lost, however long it lasts, but what
    is of no use any more."""
    now = clock.now()
    if problem.outage:
        with write():
            later = _mine(row, row.state).values(
                state="waiting", next_at=now + OUTAGE, said=problem.code, tries=row.tries - 1, lease_until=None
            )
            affected(later)
            waiting = update(NoticeDelivery).where(
                NoticeDelivery.channel == row.channel,
                NoticeDelivery.state == "waiting",
                NoticeDelivery.next_at < now + OUTAGE,
            )
            affected(waiting.values(next_at=now + OUTAGE, said=problem.code))
    elif row.tries >= MOST_TRIES:
        _end(row, "failed", problem.code)
    else:
        _put_back(row, now + WAITS[row.tries - 1], problem.code, True)


def _put_back(row: NoticeDelivery, at: datetime, said: str, tried: bool) -> None:
    with write():
        back = {"state": "waiting", "next_at": at, "said": said, "lease_until": None}
        affected(_mine(row, row.state).values(**back, tries=row.tries if tried else row.tries - 1))


def _end(row: NoticeDelivery, state: str, said: str) -> None:
    with write():
        affected(_mine(row, row.state).values(state=state, said=said, ended_at=clock.now(), lease_until=None))


def _mine(row: NoticeDelivery, state: str) -> Any:
    """The row, as long as no other worker has taken it up."""
    return (
        update(NoticeDelivery)
        .where(NoticeDelivery.school_id == row.school_id, NoticeDelivery.id == row.id)
        .where(NoticeDelivery.state == state, NoticeDelivery.tries == row.tries)
        .execution_options(synchronize_session=False)
    )
