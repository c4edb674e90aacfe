"""Tables that any package may write to: stale marks, background jobs, the audit chain and looks at named people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from .database import BigInt, BySchool, Instant, Key, Replicated


class StaleMark(BySchool, Model):
    """A note that a tally no longer equals its records; written with the change, taken by the worker."""

    __tablename__ = "stale_mark"
    tally: Mapped[str] = mapped_column(String(20), comment="which tally: class_lesson, class_year or class_all")
    class_id: Mapped[int] = mapped_column(BigInt, comment="class whose tally is stale")
    lesson_id: Mapped[int] = mapped_column(BigInt, default=0, comment="lesson, or 0 where the tally has none")
    year: Mapped[int] = mapped_column(comment="school year by its first calendar year")


class Job(Replicated, Model):
    """Work for the worker, written in the same transaction as the change that asks for it."""

    __tablename__ = "job"
    kind: Mapped[str] = mapped_column(String(40), comment="name of the registered job")
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, comment="arguments of the job")
    state: Mapped[str] = mapped_column(Key(10), default="queued", index=True, comment="queued, running, done or failed")
    progress: Mapped[int] = mapped_column(default=0, comment="per cent done")
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON, comment="what the job answered, or its refusal")
    asked_by: Mapped[int | None] = mapped_column(BigInt, comment="user who asked")
    asked_at: Mapped[datetime] = mapped_column(Instant, comment="when it was asked for")
    started_at: Mapped[datetime | None] = mapped_column(Instant, comment="when the worker took it")
    ended_at: Mapped[datetime | None] = mapped_column(Instant, comment="when it ended")
    lease_until: Mapped[datetime | None] = mapped_column(
        Instant, comment="the worker that runs it puts this off; past it that worker is dead"
    )
    tries: Mapped[int] = mapped_column(default=0, server_default="0", comment="how often a worker has taken it")


class AuditEntry(BySchool, Model):
    """One link of the audit chain of a school: who did what; each entry carries the hash of the one before."""

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("school_id", "seq"),)
    seq: Mapped[int] = mapped_column(comment="place in the school's chain, from 1, without gaps")
    at: Mapped[datetime] = mapped_column(Instant, comment="when")
    actor_id: Mapped[int | None] = mapped_column(BigInt, comment="user who acted; empty for the system")
    action: Mapped[str] = mapped_column(Key(40), comment="verb, e.g. session.close")
    subject: Mapped[str] = mapped_column(String(60), comment="kind and number of the thing acted on")
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, comment="old and new values where they matter; no names")
    link: Mapped[bytes] = mapped_column(LargeBinary(32), comment="SHA-256 over this entry and the link before it")


class CacheVersion(Replicated, Model):
    """The version of what processes remember of this database: one row, raised with each change of it (`shared/ttl_cache.py`)."""

    __tablename__ = "cache_version"
    number: Mapped[int] = mapped_column(
        BigInt, default=0, comment="raised by one with each change of what is remembered"
    )


class ErasedMark(Replicated, Model):
    """That a person was erased, as a keyed hash: a backup made before must not bring the person back."""

    __tablename__ = "erased_mark"
    mark: Mapped[str] = mapped_column(Key(64), unique=True, comment="keyed hash of the erased row")
    at: Mapped[datetime] = mapped_column(Instant, comment="when")


class AccessLook(BySchool, Model):
    """That a person looked at named pupils: one row a viewer, subject and day."""

    __tablename__ = "access_look"
    __table_args__ = (
        UniqueConstraint("school_id", "viewer_id", "subject", "day"),
        Index("ix_access_look_subject", "school_id", "subject"),
    )
    viewer_id: Mapped[int] = mapped_column(BigInt, comment="user who looked")
    subject: Mapped[str] = mapped_column(Key(60), comment="what was looked at, e.g. class:12")
    day: Mapped[date] = mapped_column(Date, comment="school day of the look")
    names: Mapped[int] = mapped_column(default=0, comment="how many names could be seen")
