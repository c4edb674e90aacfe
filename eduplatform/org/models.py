"""Units, calendars, classes of a year, posts and enrolments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from ..shared.database import BigInt, BySchool, Instant, Key, Replicated


class Unit(Replicated, Model):
    """A node of the tree: province, city, district, school or class. A subtree is one range of `path`."""

    __tablename__ = "unit"
    __table_args__ = (Index("ix_unit_parent_id_code", "parent_id", "code"),)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), comment="unit above")
    school_id: Mapped[int | None] = mapped_column(BigInt, index=True, comment="school it is or belongs to; empty above")
    kind: Mapped[str] = mapped_column(String(8), comment="province, city, district, school or class")
    code: Mapped[str] = mapped_column(
        Key(40), unique=True, comment="stable code; a class: school code-entry year-number"
    )
    name: Mapped[str] = mapped_column(String(80), comment="name; a class: its label in the present school year")
    path: Mapped[str] = mapped_column(
        Key(120), unique=True, comment="/1/4/17/ – numbers from the root, for subtree ranges"
    )
    stages: Mapped[str] = mapped_column(String(20), default="", comment="stages taught, e.g. P1,P2,P3 (schools)")
    entry_year: Mapped[int | None] = mapped_column(comment="school year in which the class entered this school's stage")
    number: Mapped[int | None] = mapped_column(comment="number of the class in its grade")
    closed_on: Mapped[date | None] = mapped_column(Date, comment="first day it no longer exists")

    @property
    def keeper_id(self) -> int:
        """Number of the unit that keeps the rows of this one: its school, or above schools itself."""
        return self.school_id or self.id


class SchoolYear(Replicated, Model):
    """First and last day of a school year in a unit; units below inherit it."""

    __tablename__ = "school_year"
    __table_args__ = (UniqueConstraint("unit_id", "year"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="unit that set it")
    year: Mapped[int] = mapped_column(comment="first calendar year: 2026 for 2026–2027")
    starts_on: Mapped[date] = mapped_column(Date, comment="first day")
    ends_on: Mapped[date] = mapped_column(Date, comment="last day")


class Term(Replicated, Model):
    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("unit_id", "year", "n"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="unit that set it")
    year: Mapped[int] = mapped_column(comment="school year")
    n: Mapped[int] = mapped_column(comment="1 or 2")
    starts_on: Mapped[date] = mapped_column(Date, comment="first school day")
    ends_on: Mapped[date] = mapped_column(Date, comment="last school day")


NO_DAYS = "none"  #: a kind of Holiday: the unit has taken away all it had, and inherits none


class Holiday(Replicated, Model):
    """Days off, or working weekends (调休). Editable: no list of public holidays is certain beyond the next year."""

    __tablename__ = "holiday"
    __table_args__ = (Index("ix_holiday_unit_year", "unit_id", "year"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="unit that set it")
    year: Mapped[int] = mapped_column(comment="school year")
    kind: Mapped[str] = mapped_column(String(4), comment="off: no school; work: a weekend day with school")
    name: Mapped[str] = mapped_column(String(40), comment="what it is called")
    starts_on: Mapped[date] = mapped_column(Date, comment="first day")
    ends_on: Mapped[date] = mapped_column(Date, comment="last day")


class HolidaySchedule(Replicated, Model):
    """The official days off of a calendar year are entered. Where there is none, the rest of the school year is not known yet."""

    __tablename__ = "holiday_schedule"
    __table_args__ = (UniqueConstraint("unit_id", "year"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="unit that entered it")
    year: Mapped[int] = mapped_column(comment="calendar year")
    source: Mapped[str] = mapped_column(
        String(120), comment="where it is from: the announcement, or the name of the file"
    )
    confidence: Mapped[str] = mapped_column(
        String(1),
        default="",
        comment="A read in the original, B reprinted officially, C hearsay; empty: entered by a bureau",
    )


class CalendarFeed(Replicated, Model):
    """A private address under which a calendar program reads the year of a unit. One at a time; a new one ends the old."""

    __tablename__ = "calendar_feed"
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), unique=True, comment="unit whose year it shows")
    token_hash: Mapped[str] = mapped_column(Key(64), unique=True, comment="hash of the code in the address")
    made_at: Mapped[datetime] = mapped_column(Instant, comment="when the address was made")
    digest: Mapped[str] = mapped_column(Key(64), default="", comment="digest of what was read last, without its stamps")
    changed_at: Mapped[datetime] = mapped_column(Instant, comment="when what is read was first seen to be so")


class UnitSetting(Replicated, Model):
    """A dated choice of a unit, inherited down the tree until a lower unit says otherwise."""

    __tablename__ = "unit_setting"
    __table_args__ = (UniqueConstraint("unit_id", "name", "from_on"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="unit that chose")
    name: Mapped[str] = mapped_column(Key(40), comment="which choice, e.g. home_duty")
    value: Mapped[Any] = mapped_column(JSON, comment="the choice")
    from_on: Mapped[date] = mapped_column(Date, comment="in force from")
    set_by: Mapped[int | None] = mapped_column(BigInt, comment="user who chose")
    basis: Mapped[str] = mapped_column(String(200), default="", comment="document it rests on")


class ApiKey(BySchool, Model):
    """A key by which another program reads figures of a unit. It opens nothing once its maker holds no such post there."""

    __tablename__ = "api_key"
    __table_args__ = (UniqueConstraint("school_id", "token_hash"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True, comment="unit it reads, with all below")
    title: Mapped[str] = mapped_column(String(60), comment="what it is for, in the words of its maker")
    token_hash: Mapped[str] = mapped_column(Key(64), comment="hash of the key")
    ending: Mapped[str] = mapped_column(Key(4), comment="its last four characters, to tell keys apart")
    reads: Mapped[str] = mapped_column(Key(120), comment="what it may read, see org.api_keys.READS, by commas")
    made_by: Mapped[int] = mapped_column(BigInt, comment="user who made it")
    made_at: Mapped[datetime] = mapped_column(Instant, comment="when it was made")
    last_day: Mapped[date] = mapped_column(Date, comment="last day it opens anything")
    ended_at: Mapped[datetime | None] = mapped_column(Instant, comment="when somebody ended it")
    ended_by: Mapped[int | None] = mapped_column(BigInt, comment="user who ended it")
    used_at: Mapped[datetime | None] = mapped_column(Instant, comment="when it was used last")
    minute: Mapped[int] = mapped_column(
        BigInt, default=0, server_default="0", comment="minute since 1970 that is counted"
    )
    asked: Mapped[int] = mapped_column(default=0, server_default="0", comment="requests in that minute")


class ClassYear(BySchool, Model):
    """A class in one school year: its grade, label and stage then. Rollover adds rows, nothing is renamed."""

    __tablename__ = "class_year"
    __table_args__ = (
        UniqueConstraint("school_id", "class_id", "year"),
        Index("ix_class_year_school_year", "school_id", "year"),
    )
    class_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True, comment="the class")
    year: Mapped[int] = mapped_column(comment="school year")
    grade: Mapped[int] = mapped_column(comment="1–12; kindergarten −3 nursery, −2 small, −1 middle, 0 large")
    stage: Mapped[str] = mapped_column(String(2), comment="K, P1, P2, P3, J, S or V")
    label: Mapped[str] = mapped_column(String(40), comment="what the class is called that year, e.g. 三(2)班")


class Post(BySchool, Model):
    """A member of staff holds a role at a unit from a day to a day (first day it no longer holds)."""

    __tablename__ = "post"
    __table_args__ = (
        Index("ix_post_school_user", "school_id", "user_id"),
        Index("ix_post_unit_role", "unit_id", "role"),
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True, comment="who")
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="where")
    role: Mapped[str] = mapped_column(Key(20), comment="role code, see org.roles")
    from_on: Mapped[date] = mapped_column(Date, comment="first day")
    to_on: Mapped[date | None] = mapped_column(Date, comment="first day no longer; empty: still")
    batch_id: Mapped[int | None] = mapped_column(BigInt, comment="import or rollover that made the row")
    given_by: Mapped[int | None] = mapped_column(
        BigInt, comment="user who gave it; empty: a roster, a rollover or the machine"
    )
    ended_by: Mapped[int | None] = mapped_column(BigInt, comment="user who ended it, or gave it to somebody else")
    ended_at: Mapped[datetime | None] = mapped_column(
        Instant, comment="when a person ended it: can be undone the same day"
    )
    told_at: Mapped[datetime | None] = mapped_column(Instant, comment="when the holder put the note about its end away")


class PostProposal(BySchool, Model):
    """Somebody outside a school names a person for a post in it; somebody inside answers. Until then it gives no right."""

    __tablename__ = "post_proposal"
    __table_args__ = (Index("ix_post_proposal_school_state", "school_id", "state"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="where: the school or a class of it")
    role: Mapped[str] = mapped_column(String(20), comment="role code, see org.roles")
    name: Mapped[str] = mapped_column(String(60), comment="name of the person meant")
    state: Mapped[str] = mapped_column(Key(10), default="open", comment="open, accepted, refused or withdrawn")
    proposed_by: Mapped[int] = mapped_column(BigInt, comment="user outside the school who proposed it")
    proposed_at: Mapped[datetime] = mapped_column(Instant, comment="when; the row goes 60 days later")
    answered_by: Mapped[int | None] = mapped_column(BigInt, comment="user who answered")
    answered_at: Mapped[datetime | None] = mapped_column(Instant, comment="when it was answered")


class Enrolment(BySchool, Model):
    """A pupil belongs to a class from a day to a day. A transfer closes one row and opens another."""

    __tablename__ = "enrolment"
    __table_args__ = (
        Index("ix_enrolment_school_class", "school_id", "class_id", "to_on"),
        Index("ix_enrolment_school_pupil", "school_id", "pupil_id"),
    )
    pupil_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True, comment="who")
    class_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True, comment="class")
    number: Mapped[str] = mapped_column(Key(20), default="", comment="number in the class as the school writes it")
    student_number: Mapped[str] = mapped_column(
        Key(30),
        default="",
        server_default="",
        comment="the school's own number of the pupil, where the list has it beside the number in class",
    )
    from_on: Mapped[date] = mapped_column(Date, comment="first day")
    to_on: Mapped[date | None] = mapped_column(Date, comment="first day no longer; empty: still")
    batch_id: Mapped[int | None] = mapped_column(BigInt, comment="import or rollover that opened the row")
    closed_by: Mapped[int | None] = mapped_column(BigInt, comment="import or rollover that closed the row")


class Guardianship(BySchool, Model):
    """A guardian may read what one pupil learned."""

    __tablename__ = "guardianship"
    __table_args__ = (UniqueConstraint("school_id", "guardian_id", "pupil_id"),)
    guardian_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True, comment="who reads")
    pupil_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True, comment="about whom")
    from_on: Mapped[date] = mapped_column(Date, comment="first day")
    to_on: Mapped[date | None] = mapped_column(Date, comment="first day no longer")


class RosterBatch(BySchool, Model):
    """One roster file on its way in: staged, applied, undone or given up. Also a year rollover, and one pupil taken in by hand."""

    __tablename__ = "roster_batch"
    __table_args__ = (Index("ix_roster_batch_school_at", "school_id", "created_at"),)
    kind: Mapped[str] = mapped_column(String(8), default="roster", comment="roster or rollover")
    filename: Mapped[str] = mapped_column(String(120), comment="name of the file as it was given")
    state: Mapped[str] = mapped_column(
        String(8), default="staged", comment="reading, staged, refused, applied, undone, dropped"
    )
    progress: Mapped[int] = mapped_column(default=0, comment="per cent read")
    year: Mapped[int] = mapped_column(comment="school year it is for")
    mapping: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict, comment="columns as guessed or confirmed, by sheet"
    )
    notes: Mapped[list[Any]] = mapped_column(JSON, default=list, comment="things to know: sheet, line, code, values")
    classes: Mapped[list[Any]] = mapped_column(
        JSON, default=list, comment="classes of the file and what changes about them"
    )
    roll_mark: Mapped[str] = mapped_column(
        Key(64), default="", comment="digest of the roll when it was staged: a later change refuses the flip"
    )
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, comment="new, changed, moved, gone, same")
    problems: Mapped[list[Any]] = mapped_column(
        JSON, default=list, comment="first 1,000 bad rows: sheet, line, code, values"
    )
    chosen: Mapped[dict[str, Any] | None] = mapped_column(
        JSON, comment="columns the person chose by hand, by sheet; every later reading uses them"
    )
    questions: Mapped[list[Any]] = mapped_column(
        JSON,
        default=list,
        server_default="[]",
        comment="questions still open: key, code, choices, values, shown; emptied with the last",
    )
    answers: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict, server_default="{}", comment="answers given: choice by key of the question, without names"
    )
    consent: Mapped[str] = mapped_column(
        String(40), default="", comment="basis of the guardians' consent for under-14s"
    )
    created_by: Mapped[int | None] = mapped_column(BigInt, comment="user who brought it")
    created_at: Mapped[datetime] = mapped_column(Instant, comment="when it was brought")
    applied_at: Mapped[datetime | None] = mapped_column(Instant, comment="when it took effect")
    undone_at: Mapped[datetime | None] = mapped_column(Instant, comment="when it was undone")
    undo_until: Mapped[datetime | None] = mapped_column(Instant, comment="can be undone until")


class RosterRow(BySchool, Model):
    """One staged change of a batch; removed when the batch ends, except what undoing needs."""

    __tablename__ = "roster_row"
    __table_args__ = (Index("ix_roster_row_batch_action", "school_id", "batch_id", "action"),)
    batch_id: Mapped[int] = mapped_column(ForeignKey("roster_batch.id"), index=True, comment="its batch")
    action: Mapped[str] = mapped_column(Key(8), comment="new, changed, moved, gone or same")
    sheet: Mapped[str] = mapped_column(String(60), default="", comment="sheet it stands in")
    line: Mapped[int] = mapped_column(default=0, comment="line in the sheet, from 1")
    class_code: Mapped[str] = mapped_column(Key(40), comment="class it belongs to")
    name: Mapped[str] = mapped_column(String(60), comment="name in the file")
    sex: Mapped[str | None] = mapped_column(String(1), comment="m or f")
    number: Mapped[str] = mapped_column(Key(20), default="", comment="number in the class")
    student_number: Mapped[str] = mapped_column(
        Key(30),
        default="",
        server_default="",
        comment="the school's own number of the pupil, beside the number in class",
    )
    pupil_id: Mapped[int | None] = mapped_column(BigInt, comment="pupil it was matched with")
    person_key: Mapped[str] = mapped_column(Key(32), default="", comment="random key of the pupil to be made")
    enrolment_id: Mapped[int | None] = mapped_column(BigInt, comment="enrolment in force when it was staged")
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON, comment="values before, for the diff and for undoing")


class Handover(BySchool, Model):
    """A pupil leaves for another school: a one-use code with which the new school takes the record over."""

    __tablename__ = "handover"
    __table_args__ = (UniqueConstraint("school_id", "code_hash"), Index("ix_handover_code_hash", "code_hash"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True, comment="who leaves")
    code_hash: Mapped[str] = mapped_column(Key(64), comment="SHA-256 of the code, hexadecimal")
    issued_by: Mapped[int] = mapped_column(BigInt, comment="user who let the pupil go")
    issued_at: Mapped[datetime] = mapped_column(Instant, comment="when")
    expires_at: Mapped[datetime] = mapped_column(Instant, comment="after this the code is refused")
    used_at: Mapped[datetime | None] = mapped_column(Instant, comment="when the new school took the pupil in")
    new_school_id: Mapped[int | None] = mapped_column(BigInt, comment="school that took the pupil in")


class YearRollover(Replicated, Model):
    """A school or a unit above it taken into the next school year. Each step is noted with what it did, in the transaction that did it:
    a job that is killed goes on behind the last one noted."""

    __tablename__ = "year_rollover"
    __table_args__ = (
        Index(
            "uq_year_rollover_standing",
            "unit_id",
            "year",
            unique=True,
            sqlite_where=text("state <> 'undone'"),
            postgresql_where=text("state <> 'undone'"),
        ),
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="school or unit above that goes on")
    year: Mapped[int] = mapped_column(comment="school year it goes into")
    state: Mapped[str] = mapped_column(Key(8), default="queued", comment="queued, done or undone")
    job_id: Mapped[int | None] = mapped_column(BigInt, comment="job that does it")
    teachers: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict, comment="class → user who becomes its homeroom teacher; the others go on"
    )
    steps: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict, comment="by step what it did: classes, calendar, plan, activities (drafts)"
    )
    asked_by: Mapped[int | None] = mapped_column(BigInt, comment="user who asked for it")
    asked_at: Mapped[datetime] = mapped_column(Instant, comment="when")
    undo_until: Mapped[datetime] = mapped_column(Instant, comment="can be undone until")
    undone_at: Mapped[datetime | None] = mapped_column(Instant, comment="when it was undone")
