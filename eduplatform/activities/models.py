"""Special-topic activities 专题活动: what a unit sets, the steps it is made of, and what a class did that no lesson records."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from ..shared.database import BigInt, BySchool, Instant, Key, Replicated


class Activity(Replicated, Model):
    """A campaign of a unit for the classes below it, made of steps. A class takes part by what is on record of a step in its days."""

    __tablename__ = "activity"
    __table_args__ = (Index("ix_activity_unit_year", "unit_id", "year"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="unit that set it")
    year: Mapped[int] = mapped_column(comment="school year")
    title: Mapped[str] = mapped_column(String(80), comment="title in Chinese")
    title_en: Mapped[str] = mapped_column(String(120), default="", comment="title in English")
    topics: Mapped[list[Any]] = mapped_column(JSON, comment="topic codes it is about")
    stages: Mapped[list[Any]] = mapped_column(JSON, default=list, comment="stage codes; empty: all")
    starts_on: Mapped[date] = mapped_column(Date, comment="first day of the window")
    ends_on: Mapped[date] = mapped_column(Date, comment="last day of the window")
    set_by: Mapped[int | None] = mapped_column(BigInt, comment="user who set it")
    set_at: Mapped[datetime] = mapped_column(Instant, comment="when it was published; of a draft, when it was begun")
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant, comment="taken back")
    draft: Mapped[bool] = mapped_column(
        default=False, server_default=false(), comment="still being composed: nobody below sees it"
    )
    ended_at: Mapped[datetime | None] = mapped_column(Instant, comment="closed by an officer before its last day came")
    version: Mapped[int] = mapped_column(
        default=1, server_default=text("1"), comment="counts changes of a draft: an older page is told so"
    )


class ActivityStep(Replicated, Model):
    """One step of an activity. Body by kind: pledge {lines: [{text, facts}]}, survey {questions: [{ask, options}]}, act {task}."""

    __tablename__ = "activity_step"
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True, comment="its activity")
    position: Mapped[int] = mapped_column(comment="order, from 0")
    kind: Mapped[str] = mapped_column(Key(8), comment="lesson, film, quiz, training, pledge, survey or act")
    title: Mapped[str] = mapped_column(String(80), comment="what is to be done, in Chinese")
    title_en: Mapped[str] = mapped_column(String(120), default="", comment="the same in English")
    stages: Mapped[list[Any]] = mapped_column(JSON, default=list, comment="stage codes; empty: those of the activity")
    starts_on: Mapped[date | None] = mapped_column(Date, comment="first day; filled in when it is published")
    ends_on: Mapped[date | None] = mapped_column(Date, comment="last day; filled in when it is published")
    alone: Mapped[bool] = mapped_column(
        default=False, server_default=false(), comment="done by pupils one by one, not by the class together"
    )
    body: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, comment="what is read, asked or done, by kind")


class ActivityThing(Replicated, Model):
    """A lesson (with its film, quiz and training) or a topic that a step is done with; where there are several, one of them is enough."""

    __tablename__ = "activity_thing"
    step_id: Mapped[int] = mapped_column(ForeignKey("activity_step.id"), index=True, comment="its step")
    stage: Mapped[str] = mapped_column(Key(2), default="", comment="for classes of this stage; empty: of all")
    topic: Mapped[str] = mapped_column(Key(10), default="", comment="any lesson of this topic; empty: see lesson_id")
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), comment="this lesson; empty: see topic")


class ActivityRecord(BySchool, Model):
    """What a class did of a step that no lesson records: film shown, pledge signed, questions counted, act held. Counts, no names."""

    __tablename__ = "activity_record"
    __table_args__ = (
        Index("ix_activity_record_activity_class", "activity_id", "class_id"),
        # a step stands once for a class: two tabs may both press
        Index(
            "uq_activity_record_standing",
            "school_id",
            "class_id",
            "step_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )
    class_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="class")
    year: Mapped[int] = mapped_column(comment="school year")
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), comment="activity")
    step_id: Mapped[int] = mapped_column(ForeignKey("activity_step.id"), comment="step")
    held_on: Mapped[date] = mapped_column(Date, comment="day it was done")
    present: Mapped[int] = mapped_column(default=0, comment="pupils there")
    count: Mapped[int] = mapped_column(default=0, comment="of them signed, or answered")
    counts: Mapped[list[Any] | None] = mapped_column(
        JSON, comment="of a survey: how many chose each option, by question"
    )
    note: Mapped[str] = mapped_column(String(120), default="", comment="one line on an act; names no pupil")
    grade: Mapped[str] = mapped_column(String(1), comment="evidence: A by the server's clock or devices, C declared")
    begun_at: Mapped[datetime] = mapped_column(Instant, comment="film or survey begun, or entered")
    done_at: Mapped[datetime | None] = mapped_column(Instant, comment="entered as done; empty: still going on")
    recorded_by: Mapped[int] = mapped_column(BigInt, comment="teacher")
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant, comment="taken back or replaced")
    marks: Mapped[list[Any] | None] = mapped_column(
        JSON, deferred=True, comment="while a survey is open: keyed marks of the accounts that answered; then emptied"
    )
