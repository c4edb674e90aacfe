"""Content: an identity row by uuid, and immutable revisions that records point at."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from ..shared.database import BigInt, Instant, Key, Replicated


class Topic(Replicated, Model):
    __tablename__ = "topic"
    code: Mapped[str] = mapped_column(Key(10), unique=True, comment="taxonomy code, e.g. FIRE")
    zh: Mapped[str] = mapped_column(String(40), comment="Chinese name")
    en: Mapped[str] = mapped_column(String(60), comment="English name")
    position: Mapped[int] = mapped_column(comment="order in lists")


class Course(Replicated, Model):
    """A course package: one topic for one stage."""

    __tablename__ = "course"
    uuid: Mapped[str] = mapped_column(Key(36), unique=True, comment="identity in course.yaml")
    slug: Mapped[str] = mapped_column(Key(80), comment="folder below courses/, e.g. fire/p2-smoke")
    topic: Mapped[str] = mapped_column(Key(10), index=True, comment="topic code")
    stage: Mapped[str] = mapped_column(Key(2), index=True, comment="stage code")
    title_zh: Mapped[str] = mapped_column(String(80), comment="Chinese title")
    title_en: Mapped[str] = mapped_column(String(120), comment="English title")
    body: Mapped[dict[str, Any]] = mapped_column(JSON, comment="course.yaml as loaded, without lessons")
    digest: Mapped[str] = mapped_column(Key(64), comment="SHA-256 of the whole package as loaded")
    loaded_at: Mapped[datetime] = mapped_column(Instant, comment="last load")
    retired_at: Mapped[datetime | None] = mapped_column(Instant, comment="no longer in the folder")


class Item(Replicated, Model):
    """The identity of a lesson, quiz, question, skill training or skill video."""

    __tablename__ = "item"
    __table_args__ = (
        Index("ix_item_course_kind", "course_id", "kind"),
        Index("ix_item_lesson_kind", "lesson_id", "kind"),
    )
    uuid: Mapped[str] = mapped_column(Key(36), unique=True, comment="identity in the course files")
    kind: Mapped[str] = mapped_column(Key(8), comment="lesson, quiz, question, skill or video")
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), comment="its course")
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), comment="its lesson; empty for a lesson")
    position: Mapped[int] = mapped_column(default=0, comment="order within the course or lesson")
    title_zh: Mapped[str] = mapped_column(String(120), default="", comment="Chinese title")
    title_en: Mapped[str] = mapped_column(String(160), default="", comment="English title")
    revision_id: Mapped[int | None] = mapped_column(BigInt, comment="revision in force; empty when withdrawn")


class Revision(Replicated, Model):
    """What an item said from one load to the next. Never changed, never removed: records point here."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("item_id", "number"), UniqueConstraint("item_id", "digest"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), comment="its item")
    number: Mapped[int] = mapped_column(comment="1, 2, 3 …")
    digest: Mapped[str] = mapped_column(Key(64), comment="SHA-256 of the body")
    body: Mapped[dict[str, Any]] = mapped_column(
        JSON, comment="the content, validated; shape by kind in curriculum.package"
    )
    loaded_at: Mapped[datetime] = mapped_column(Instant, comment="when it was loaded")


class QuizQuestion(Replicated, Model):
    """Which question revisions a quiz revision draws from."""

    __tablename__ = "quiz_question"
    __table_args__ = (UniqueConstraint("quiz_revision_id", "position"),)
    quiz_revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), comment="quiz revision")
    question_revision_id: Mapped[int] = mapped_column(
        ForeignKey("revision.id"), index=True, comment="question revision"
    )
    position: Mapped[int] = mapped_column(comment="order in the pool")


class CorrectedKey(Replicated, Model):
    """A key that was wrong: answers to a question revision are marked by the key of another one. The youngest row of a revision holds;
    one that names itself takes the earlier ones back."""

    __tablename__ = "corrected_key"
    question_revision_id: Mapped[int] = mapped_column(
        ForeignKey("revision.id"), index=True, comment="question as it was asked"
    )
    by_revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), comment="edition whose key holds for it")
    made_at: Mapped[datetime] = mapped_column(Instant, comment="when the corrected file was loaded")
    remarked_at: Mapped[datetime | None] = mapped_column(Instant, comment="all answer sheets have been marked again")
    sheets: Mapped[int] = mapped_column(default=0, comment="answer sheets whose marks it changed")
    higher: Mapped[int] = mapped_column(default=0, comment="of these with more marks than before")
    newly_passed: Mapped[int] = mapped_column(default=0, comment="of these passed only since then")
