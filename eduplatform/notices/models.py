"""Notices to staff, what goes out of the house with them, and who wants what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from ..shared.database import BigInt, BySchool, Instant, Key


class Notice(BySchool, Model):
    """One thing said once to one recipient: a member of staff, or the robot of a work group. Stored as code and values; worded when read.

    The two constraints are the promise: never the same twice, and no more in a week than there are places. `slot` 0 is the weekly
    digest, 1 … n the others; test messages and confirmations of an address have none."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("school_id", "recipient", "rule", "subject", "period"),
        UniqueConstraint("school_id", "recipient", "week", "slot"),
        Index("ix_notice_school_user", "school_id", "user_id", "made_at"),
        Index("ix_notice_unit_made", "unit_id", "made_at"),
    )
    recipient: Mapped[str] = mapped_column(Key(20), comment="u and the number of a user, or h and that of a hook")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True, comment="who; empty: a group robot")
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="class or unit it is about")
    rule: Mapped[str] = mapped_column(Key(20), comment="which rule, see notices.rules.RULES")
    subject: Mapped[str] = mapped_column(Key(40), comment="what it is about: class:12, activity:5:12")
    period: Mapped[str] = mapped_column(Key(20), comment="said once in it: a Monday, a month, a day")
    week: Mapped[date] = mapped_column(Date, comment="Monday of the week it was made in, for the cap")
    slot: Mapped[int | None] = mapped_column(comment="place in that week: 0 the digest, 1 … the others")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, comment="values of its words")
    made_at: Mapped[datetime] = mapped_column(Instant, comment="when it was put into the inbox")
    read_at: Mapped[datetime | None] = mapped_column(Instant, comment="opened, or put away with the others")
    done_at: Mapped[datetime | None] = mapped_column(Instant, comment="what it asked for has been done")


class NoticeDelivery(BySchool, Model):
    """The outbox: one message by one channel. Written with its notice; a key of its own lets a receiver know it again.

    waiting → connecting (nothing said yet: may be begun again) → handing (being handed over: never again on its own) → sent, or failed
    (refused too often), unsure (cut off while handing over), dropped (done meanwhile, too late, or switched off)."""

    __tablename__ = "notice_delivery"
    __table_args__ = (
        UniqueConstraint("school_id", "notice_id", "channel", "hook_id"),
        UniqueConstraint("school_id", "key"),
        Index("ix_notice_delivery_state_next", "state", "next_at"),
    )
    notice_id: Mapped[int] = mapped_column(
        ForeignKey("notice.id", ondelete="CASCADE"), index=True, comment="what it says"
    )
    channel: Mapped[str] = mapped_column(Key(10), comment="email, webhook or console")
    hook_id: Mapped[int] = mapped_column(BigInt, default=0, comment="webhook it goes to; 0: none")
    key: Mapped[str] = mapped_column(Key(40), comment="random key by which a receiver knows a repetition")
    state: Mapped[str] = mapped_column(
        Key(10), default="waiting", comment="waiting connecting handing sent failed unsure dropped"
    )
    tries: Mapped[int] = mapped_column(default=0, comment="how often it was begun")
    next_at: Mapped[datetime] = mapped_column(Instant, comment="not before this")
    lease_until: Mapped[datetime | None] = mapped_column(Instant, comment="past this the worker that took it is dead")
    until: Mapped[datetime] = mapped_column(Instant, comment="of no use after this")
    said: Mapped[str] = mapped_column(
        Key(40), default="", comment="code of what went wrong last, or why it was dropped"
    )
    ended_at: Mapped[datetime | None] = mapped_column(Instant, comment="sent, failed, unsure or dropped")


class NoticeHook(BySchool, Model):
    """Address of a group robot (企业微信, 钉钉, 飞书) or of a program: of a unit's work group, or of one person."""

    __tablename__ = "notice_hook"
    __table_args__ = (
        Index("ix_notice_hook_unit", "unit_id"),
        Index("ix_notice_hook_school_user", "school_id", "user_id"),
    )
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id"), comment="unit whose group it is; of a person: its keeper"
    )
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id"), index=True, comment="whose own it is, if one person's"
    )
    kind: Mapped[str] = mapped_column(Key(10), comment="wecom, dingtalk, feishu or json")
    name: Mapped[str] = mapped_column(String(40), comment="what the unit calls it")
    url: Mapped[str] = mapped_column(String(500), comment="address; it lets who knows it write into the group")
    secret: Mapped[str] = mapped_column(String(80), comment="signs what is sent: ours, or the one the robot gave")
    made_at: Mapped[datetime] = mapped_column(Instant, comment="when it was entered")
    made_by: Mapped[int | None] = mapped_column(BigInt, comment="user who entered it")
    ended_at: Mapped[datetime | None] = mapped_column(Instant, comment="taken away: nothing is sent there any more")


class NoticeChoice(BySchool, Model):
    """What one person wants sent beside the inbox."""

    __tablename__ = "notice_choice"
    __table_args__ = (UniqueConstraint("school_id", "user_id"),)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True, comment="who chose")
    email: Mapped[str] = mapped_column(String(120), default="", comment="address the person entered")
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant, comment="the link sent there was opened")
    by_email: Mapped[bool] = mapped_column(default=True, server_default=true(), comment="whether mail is wanted")
    quiet: Mapped[bool] = mapped_column(default=False, server_default=false(), comment="nothing beside the inbox")
    off: Mapped[list[Any]] = mapped_column(JSON, default=list, comment="rules not sent beside the inbox")
    set_at: Mapped[datetime] = mapped_column(Instant, comment="last change")
