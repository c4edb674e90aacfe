"""Giving a notice: the one place where the cap is kept, where nothing is said twice, and where the outbox is filled."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update

from ..accounts.models import User
from ..extensions import db
from ..org.calendar import monday_of
from ..shared import clock
from ..shared.upsert import insert_unless_there
from .models import Notice, NoticeChoice, NoticeDelivery, NoticeHook
from .policy import Policy
from .rules import DIGEST, OUTSIDE, Wanted

FRESH = timedelta(days=7)  #: what nobody looked at for so long stays in the inbox, but asks for no attention any more
USEFUL = timedelta(days=4)  #: a message that could not be sent for so long is not sent any more: the inbox has it


@dataclass(frozen=True)
class Recipient:
    """Who is told: a member of staff (`user_id`), or a group's robot (`hook_id`). `school_id`: who keeps the rows."""

    school_id: int
    user_id: int = 0
    hook_id: int = 0

    @property
    def key(self) -> str:
        return f"u{self.user_id}" if self.user_id else f"h{self.hook_id}"


@dataclass(frozen=True)
class Ways:
    """How a person wants to be told beside the inbox, and over which own robots."""

    choice: NoticeChoice | None = None
    hooks: tuple[int, ...] = ()


def give(
    recipient: Recipient, wanted: Iterable[Wanted], policy: Policy, ways: Ways, console: bool, now: datetime
) -> int:
    """Give a recipient what is wanted, in that order, as far as the week has places; how many were given. In the running transaction.

    The database keeps both promises itself: a slot of a week, and a thing in its period, are there once. The rows of the recipient
    are only looked at so that nothing is tried in vain."""
    monday = monday_of(clock.local(now).date())
    told, taken = _so_far(recipient, monday)
    given = 0
    for one in wanted:
        if one.rule in policy.off or (one.rule, one.subject, one.period) in told:
            continue
        slot = 0 if one.rule == DIGEST else next((n for n in range(1, policy.cap + 1) if n not in taken), None)
        if slot is None or slot in taken:
            continue
        notice_id = _put(recipient, one, monday, slot, now)
        if notice_id is not None:
            taken.add(slot)
            given += 1
            _post(recipient, notice_id, one, policy, ways, console, now)
    if given and recipient.user_id:
        count_unread(recipient.school_id, [recipient.user_id])
    return given


def _so_far(recipient: Recipient, monday: date) -> tuple[set[tuple[str, str, str]], set[int]]:
    """What the recipient was told before, and the places of the week that are taken. One statement."""
    found = select(Notice.rule, Notice.subject, Notice.period, Notice.week, Notice.slot).where(
        Notice.school_id == recipient.school_id, Notice.recipient == recipient.key
    )
    rows = db.session.execute(found).all()
    return (
        {(row.rule, row.subject, row.period) for row in rows},
        {row.slot for row in rows if row.week == monday and row.slot is not None},
    )


def _put(recipient: Recipient, one: Wanted, monday: date, slot: int | None, now: datetime) -> int | None:
    return insert_unless_there(
        Notice.__table__,
        school_id=recipient.school_id,
        recipient=recipient.key,
        user_id=recipient.user_id or None,
        unit_id=one.unit_id,
        rule=one.rule,
        subject=one.subject,
        period=one.period,
        week=monday,
        slot=slot,
        details=one.values,
        made_at=now,
    )


def _post(
    recipient: Recipient, notice_id: int, one: Wanted, policy: Policy, ways: Ways, console: bool, now: datetime
) -> None:
    """Fill the outbox for a notice, with the ways that the unit allows and the person wants."""
    until = useful_until(one, monday_of(clock.local(now).date()), now)
    if recipient.hook_id:
        if "webhook" in policy.channels:
            queue_delivery(recipient.school_id, notice_id, "webhook", now, recipient.hook_id, until)
        return
    choice = ways.choice
    wants = choice is None or not (choice.quiet or one.rule in choice.off)
    if wants and choice and choice.by_email and choice.confirmed_at and "email" in policy.channels:
        queue_delivery(recipient.school_id, notice_id, "email", now, until=until)
    for hook_id in ways.hooks if wants and "webhook" in policy.channels else ():
        queue_delivery(recipient.school_id, notice_id, "webhook", now, hook_id, until)
    if console:
        queue_delivery(recipient.school_id, notice_id, "console", now, until=until)


def useful_until(one: Wanted, monday: date, now: datetime) -> datetime:
    """How long a message is of use: this week's lesson until the week is over, what has a day until that day is over."""
    ends = now + USEFUL
    if one.rule == "lesson_due":
        ends = min(ends, clock.start_of(monday + timedelta(days=7)))
    if "day" in one.values:
        ends = min(ends, clock.start_of(date.fromisoformat(one.values["day"]) + timedelta(days=1)))
    return ends


def queue_delivery(
    school_id: int, notice_id: int, channel: str, now: datetime, hook_id: int = 0, until: datetime | None = None
) -> None:
    """Put one message into the outbox, in the running transaction."""
    db.session.add(
        NoticeDelivery(
            school_id=school_id,
            notice_id=notice_id,
            channel=channel,
            hook_id=hook_id,
            key=secrets.token_hex(16),
            next_at=now,
            until=until or now + USEFUL,
        )
    )


def give_outside(recipient: Recipient, unit_id: int, rule: str, channel: str, values: dict[str, str]) -> None:
    """What a person asked for a moment ago, a test message or the confirmation of an address: neither cap nor quiet hours, and not in
    the inbox."""
    if rule not in OUTSIDE:
        raise ValueError(rule)
    now = clock.now()
    one = Wanted(rule, f"{recipient.key}:{secrets.token_hex(6)}", now.strftime("%Y%m%d%H%M%S"), unit_id, dict(values))
    notice_id = _put(recipient, one, monday_of(clock.local(now).date()), None, now)
    if notice_id is not None:
        queue_delivery(recipient.school_id, notice_id, channel, now, recipient.hook_id)


def ways_of(school_id: int, user_ids: Sequence[int]) -> dict[int, Ways]:
    """How people want to be told. Two statements."""
    ids = list(user_ids)
    choices = select(NoticeChoice).where(NoticeChoice.school_id == school_id, NoticeChoice.user_id.in_(ids))
    chosen = {row.user_id: row for row in db.session.scalars(choices)}
    own = select(NoticeHook).where(
        NoticeHook.school_id == school_id, NoticeHook.user_id.in_(ids), NoticeHook.ended_at.is_(None)
    )
    hooks: dict[int, list[int]] = {}
    for hook in db.session.scalars(own.order_by(NoticeHook.id)):
        hooks.setdefault(hook.user_id or 0, []).append(hook.id)
    return {each: Ways(chosen.get(each), tuple(hooks.get(each, ()))) for each in ids}


def count_unread(school_id: int, user_ids: Sequence[int] | None) -> None:
    """Keep the number on the bell, in the row every page reads anyway; counted anew, never added to. None: of everybody at a school who
    has one, because it goes down with time too."""
    open_ones = (
        select(func.count())
        .select_from(Notice)
        .where(
            Notice.school_id == User.school_id,
            Notice.user_id == User.id,
            Notice.read_at.is_(None),
            Notice.done_at.is_(None),
            Notice.made_at > clock.now() - FRESH,
            Notice.rule.not_in(OUTSIDE),
        )
        .scalar_subquery()
    )
    mine = (User.school_id == school_id) & ((User.unread > 0) if user_ids is None else User.id.in_(list(user_ids)))
    db.session.execute(update(User).where(mine).values(unread=open_ones).execution_options(synchronize_session=False))
