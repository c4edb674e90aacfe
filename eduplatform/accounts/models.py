"""People who sign in and what lets them in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from ..shared.database import BigInt, BySchool, Instant, Key, Replicated


class User(BySchool, Model):
    """A pupil, a guardian or a member of staff. A pupil who changes school gets a new row with the same person_key."""

    __tablename__ = "user"
    __table_args__ = (Index("ix_user_person_key", "person_key"), Index("ix_user_school_kind", "school_id", "kind"))
    person_key: Mapped[str] = mapped_column(Key(32), comment="random key that stays when the person changes school")
    kind: Mapped[str] = mapped_column(Key(8), comment="pupil, guardian or staff")
    name: Mapped[str] = mapped_column(String(60), comment="name as the school writes it")
    sex: Mapped[str | None] = mapped_column(String(1), comment="m or f as in the roster, if the school gave it")
    language: Mapped[str | None] = mapped_column(String(5), comment="language chosen for the pages: zh or en")
    created_at: Mapped[datetime] = mapped_column(Instant, comment="when the row was made")
    first_in_at: Mapped[datetime | None] = mapped_column(Instant, comment="first sign-in: the account is opened")
    disabled_at: Mapped[datetime | None] = mapped_column(Instant, comment="since when sign-in is refused")
    batch_id: Mapped[int | None] = mapped_column(BigInt, comment="roster import that made the row")
    unread: Mapped[int] = mapped_column(
        default=0, server_default="0", comment="notices not yet looked at: the number on the bell, see notices.giving"
    )


class LoginName(Replicated, Model):
    """The account name of a member of staff or a guardian, unique in the whole install."""

    __tablename__ = "login_name"
    login: Mapped[str] = mapped_column(Key(60), unique=True, comment="what is typed, lower case")
    school_id: Mapped[int] = mapped_column(BigInt, comment="unit that keeps the user")
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True, comment="whose it is")


class Credential(BySchool, Model):
    """A lasting secret: a password or three pictures, kept as an argon2id hash."""

    __tablename__ = "credential"
    __table_args__ = (UniqueConstraint("school_id", "user_id"),)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True, comment="whose it is")
    kind: Mapped[str] = mapped_column(String(8), comment="password or pictures")
    hash: Mapped[str] = mapped_column(String(120), comment="argon2id, 19 MiB, t=2, p=1")
    set_at: Mapped[datetime] = mapped_column(Instant, comment="when it was chosen")


class SignInSlip(BySchool, Model):
    """A one-use code printed on paper. The code itself is not kept, only its SHA-256: it is long and random."""

    __tablename__ = "sign_in_slip"
    __table_args__ = (UniqueConstraint("school_id", "code_hash"), Index("ix_sign_in_slip_code_hash", "code_hash"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True, comment="whom it lets in")
    code_hash: Mapped[str] = mapped_column(Key(64), comment="SHA-256 of the code, hexadecimal")
    issued_by: Mapped[int | None] = mapped_column(BigInt, comment="user who printed it")
    issued_at: Mapped[datetime] = mapped_column(Instant, comment="when it was printed")
    expires_at: Mapped[datetime] = mapped_column(Instant, comment="after this it is refused")
    used_at: Mapped[datetime | None] = mapped_column(Instant, comment="when it was used; it works once")
    revoked_at: Mapped[datetime | None] = mapped_column(Instant, comment="when a newer slip replaced it")


class UserSession(BySchool, Model):
    """A signed-in browser. The cookie holds a random token, the row its SHA-256."""

    __tablename__ = "user_session"
    __table_args__ = (
        UniqueConstraint("school_id", "token_hash"),
        Index("ix_user_session_token_hash", "token_hash"),
        Index("ix_user_session_class_session", "school_id", "class_session_id"),
    )
    token_hash: Mapped[str] = mapped_column(Key(64), comment="SHA-256 of the cookie token, hexadecimal")
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True, comment="who is signed in")
    device: Mapped[str] = mapped_column(String(6), comment="own or shared")
    class_session_id: Mapped[int | None] = mapped_column(BigInt, comment="class session this sign-in ends with")
    must_choose: Mapped[bool] = mapped_column(
        default=False, comment="came in with a slip and has yet to choose a secret"
    )
    started_at: Mapped[datetime] = mapped_column(Instant, comment="sign-in")
    seen_at: Mapped[datetime] = mapped_column(Instant, comment="last use, kept to five minutes")
    idle_minutes: Mapped[int] = mapped_column(default=0, comment="ends after this rest; 0: only at its end")
    expires_at: Mapped[datetime] = mapped_column(Instant, comment="ends at the latest")
    ended_at: Mapped[datetime | None] = mapped_column(Instant, comment="signed out or revoked")


class SignInGuard(Replicated, Model):
    """Wrong guesses at one account in a row, for the growing wait. Names that do not exist are counted alike,
    so that the answer does not tell which exist; that is why the account is a keyed hash and not a user."""

    __tablename__ = "sign_in_guard"
    __table_args__ = (UniqueConstraint("account", "lane"), Index("ix_sign_in_guard_at", "at"))
    account: Mapped[str] = mapped_column(Key(64), comment="keyed hash of the account that was tried")
    lane: Mapped[str] = mapped_column(Key(6), comment="device: browser it signed in from before; place: address; other")
    failures: Mapped[int] = mapped_column(default=0, comment="guesses since the last success in this lane")
    wait_until: Mapped[datetime | None] = mapped_column(Instant, comment="no guess is looked at before this")
    at: Mapped[datetime] = mapped_column(Instant, comment="last guess; the row goes 30 days later")


class AddressFailure(Replicated, Model):
    """That an account was tried from an address: only distinct accounts count, a school sits behind one address."""

    __tablename__ = "address_failure"
    __table_args__ = (UniqueConstraint("address_hash", "account"), Index("ix_address_failure_at", "at"))
    address_hash: Mapped[str] = mapped_column(Key(64), comment="keyed hash of the network address")
    account: Mapped[str] = mapped_column(Key(64), comment="keyed hash of the account that was tried")
    failed_at: Mapped[datetime | None] = mapped_column(Instant, comment="last wrong guess from there")
    succeeded_at: Mapped[datetime | None] = mapped_column(Instant, comment="last time it got in from there")
    at: Mapped[datetime] = mapped_column(Instant, comment="last try; the row goes 30 days later")
