"""Records of one pupil's learning."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from ..shared.database import BigInt, BySchool, Instant, Key


class LessonView(BySchool, Model):
    __tablename__ = "lesson_view"
    __table_args__ = (UniqueConstraint("school_id", "pupil_id", "lesson_id"),)
    pupil_id: Mapped[int] = mapped_column(ForeignKey("user.id"), comment="who")
    lesson_id: Mapped[int] = mapped_column(ForeignKey("item.id"), comment="lesson")
    revision_id: Mapped[int] = mapped_column(BigInt, comment="revision last read")
    first_at: Mapped[datetime] = mapped_column(Instant, comment="first opened")
    last_at: Mapped[datetime] = mapped_column(Instant, comment="last page turned")
    furthest: Mapped[int] = mapped_column(default=0, comment="furthest slide reached, from 0")


class VideoWatch(BySchool, Model):
    """Which parts of a skill video a pupil has seen; never more than the server's clock allows."""

    __tablename__ = "video_watch"
    __table_args__ = (UniqueConstraint("school_id", "pupil_id", "video_id"),)
    pupil_id: Mapped[int] = mapped_column(ForeignKey("user.id"), comment="who")
    video_id: Mapped[int] = mapped_column(ForeignKey("item.id"), comment="video")
    parts: Mapped[list[Any]] = mapped_column(JSON, comment="merged [from, to] in tenths of a second")
    seen: Mapped[int] = mapped_column(default=0, comment="tenths of a second seen in all")
    opened_at: Mapped[datetime] = mapped_column(Instant, comment="page opened: watching cannot have begun before")
    credited_at: Mapped[datetime] = mapped_column(Instant, comment="up to when clock time has been spent on parts")
    done_at: Mapped[datetime | None] = mapped_column(Instant, comment="nine tenths seen")


class QuizAttempt(BySchool, Model):
    """One quiz taken by one pupil. Drawn and shuffled by `seed`; graded by the server when handed in."""

    __tablename__ = "quiz_attempt"
    __table_args__ = (
        UniqueConstraint("school_id", "pupil_id", "quiz_id", "attempt_key"),
        Index("ix_quiz_attempt_class_lesson", "school_id", "class_id", "lesson_id"),
    )
    pupil_id: Mapped[int] = mapped_column(ForeignKey("user.id"), comment="who")
    class_id: Mapped[int] = mapped_column(BigInt, comment="class the pupil was in then")
    quiz_id: Mapped[int] = mapped_column(ForeignKey("item.id"), comment="quiz")
    lesson_id: Mapped[int] = mapped_column(BigInt, comment="its lesson")
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), comment="quiz revision")
    year: Mapped[int] = mapped_column(comment="school year")
    attempt_key: Mapped[str] = mapped_column(Key(36), comment="made by the browser: a retry finds the same row")
    seed: Mapped[int] = mapped_column(comment="draw and order of options")
    asked: Mapped[Any | None] = mapped_column(
        JSON, comment="uuids of the questions where the class was asked together; empty: drawn by seed"
    )
    started_at: Mapped[datetime] = mapped_column(Instant, comment="server's clock at the start")
    due_at: Mapped[datetime] = mapped_column(Instant, comment="time is up")
    submitted_at: Mapped[datetime | None] = mapped_column(Instant, comment="server's clock when handed in")
    late: Mapped[bool] = mapped_column(default=False, comment="handed in after time was up (补交)")
    answers: Mapped[Any | None] = mapped_column(JSON, comment="answers by place in the draw, as given")
    shares: Mapped[Any | None] = mapped_column(JSON, comment="marks by place in the draw, per cent")
    score: Mapped[int | None] = mapped_column(comment="per cent, 0–100")
    passed: Mapped[bool] = mapped_column(default=False, comment="in time and at or above the pass mark")
    excellent: Mapped[bool] = mapped_column(default=False, comment="in time and at or above the excellence mark")
    grade: Mapped[str] = mapped_column(
        String(1), default="B", comment="evidence: A in a class session, B own sign-in, C typed in by the teacher"
    )
    session_id: Mapped[int | None] = mapped_column(BigInt, comment="class session it was taken in")
    draft: Mapped[Any | None] = mapped_column(
        JSON, comment="answers sent before handing in, {place: answer}; empty once handed in"
    )
    draft_no: Mapped[int] = mapped_column(
        default=0, server_default="0", comment="how often a draft was kept: which device is behind"
    )


class RemarkedSheet(BySchool, Model):
    """Marks of an answer sheet before and after a key was corrected. Named as the attempt is, not by its row: that is made anew when a
    teacher puts an answer of the lesson right."""

    __tablename__ = "remarked_sheet"
    __table_args__ = (
        UniqueConstraint(
            "school_id", "pupil_id", "quiz_id", "attempt_key", "corrected_key_id", name="uq_remarked_sheet_attempt"
        ),
    )
    pupil_id: Mapped[int] = mapped_column(ForeignKey("user.id"), comment="who")
    quiz_id: Mapped[int] = mapped_column(ForeignKey("item.id"), comment="quiz")
    attempt_key: Mapped[str] = mapped_column(Key(36), comment="which attempt")
    class_id: Mapped[int] = mapped_column(BigInt, comment="class the pupil was in then")
    year: Mapped[int] = mapped_column(comment="school year")
    session_id: Mapped[int | None] = mapped_column(BigInt, comment="class session it was taken in")
    corrected_key_id: Mapped[int] = mapped_column(
        ForeignKey("corrected_key.id"), index=True, comment="correction that changed it"
    )
    place: Mapped[int] = mapped_column(comment="place of the question in the draw, from 0")
    share_was: Mapped[int] = mapped_column(comment="marks of the question before, per cent")
    share_now: Mapped[int] = mapped_column(comment="and after")
    score_was: Mapped[int] = mapped_column(comment="score of the sheet before, per cent")
    score_now: Mapped[int] = mapped_column(comment="and after")
    passed_was: Mapped[bool] = mapped_column(comment="whether it was passed before; what was passed stays passed")
    passed_now: Mapped[bool] = mapped_column(comment="and after")
    at: Mapped[datetime] = mapped_column(Instant, comment="when it was marked again")


class SkillAttempt(BySchool, Model):
    """One skill training. The path is kept choice by choice; points come from the server."""

    __tablename__ = "skill_attempt"
    __table_args__ = (
        UniqueConstraint("school_id", "pupil_id", "skill_id", "attempt_key"),
        Index("ix_skill_attempt_class_lesson", "school_id", "class_id", "lesson_id"),
    )
    pupil_id: Mapped[int] = mapped_column(ForeignKey("user.id"), comment="who")
    class_id: Mapped[int] = mapped_column(BigInt, comment="class the pupil was in then")
    skill_id: Mapped[int] = mapped_column(ForeignKey("item.id"), comment="skill training")
    lesson_id: Mapped[int] = mapped_column(BigInt, comment="its lesson")
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), comment="revision trained")
    year: Mapped[int] = mapped_column(comment="school year")
    attempt_key: Mapped[str] = mapped_column(Key(36), comment="made by the browser")
    seed: Mapped[int] = mapped_column(comment="order of choices")
    started_at: Mapped[datetime] = mapped_column(Instant, comment="start")
    finished_at: Mapped[datetime | None] = mapped_column(Instant, comment="reached an end")
    path: Mapped[list[Any]] = mapped_column(JSON, comment="choice ids in order")
    points: Mapped[int] = mapped_column(default=0, comment="points so far")
    most: Mapped[int] = mapped_column(default=0, comment="points possible")
    outcome: Mapped[str | None] = mapped_column(String(8), comment="good, mixed or bad")
    grade: Mapped[str] = mapped_column(String(1), default="B", comment="evidence: A in a class session, B own sign-in")
    session_id: Mapped[int | None] = mapped_column(BigInt, comment="class session it was done in")


class RoomAnswer(BySchool, Model):
    """What one pupil answers to one question (one part of an ordering) put to the whole class, as it stands now."""

    __tablename__ = "room_answer"
    __table_args__ = (UniqueConstraint("school_id", "vote_id", "part", "pupil_id"),)
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), comment="question put to the class")
    part: Mapped[int] = mapped_column(default=0, comment="place asked for in an ordering, from 0; 0 elsewhere")
    pupil_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True, comment="who")
    option: Mapped[str | None] = mapped_column(Key(20), comment="option id that stands; empty: taken away by hand")
    rival: Mapped[str | None] = mapped_column(
        Key(20), comment="another reading that contradicts it: somebody must look"
    )
    way: Mapped[str] = mapped_column(String(6), comment="card, device or hand")
    at: Mapped[datetime] = mapped_column(Instant, comment="last change, server's clock")


class CheckAnswer(BySchool, Model):
    """A pair of answers of one pupil: to a question before a lesson and to the one at its end that goes with it, or at the end of a lesson
    and weeks later. Counted apart from quizzes: no mark, no completion. Kept only where both were given."""

    __tablename__ = "check_answer"
    __table_args__ = (
        UniqueConstraint("school_id", "session_id", "place", "pupil_id"),
        Index("ix_check_answer_class_year", "school_id", "class_id", "year"),
    )
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), comment="class session it was asked in")
    place: Mapped[int] = mapped_column(comment="number of the question among those of the session")
    pupil_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True, comment="who")
    class_id: Mapped[int] = mapped_column(BigInt, comment="class the pupil was in then")
    year: Mapped[int] = mapped_column(comment="school year")
    kind: Mapped[str] = mapped_column(Key(6), comment="before (a lesson) or later (weeks after one)")
    lesson_id: Mapped[int] = mapped_column(ForeignKey("item.id"), comment="lesson whose question it is")
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), comment="question as shown")
    was: Mapped[int] = mapped_column(comment="marks before the lesson, or at its end; per cent")
    became: Mapped[int] = mapped_column(comment="marks at its end, or weeks later; per cent")
    asked_at: Mapped[datetime] = mapped_column(Instant, comment="end of the class session it was asked in")


class Makeup(BySchool, Model):
    """A lesson made up on a school device by a pupil who was away: opened by a code used once, ended by one quiz attempt."""

    __tablename__ = "makeup"
    __table_args__ = (
        UniqueConstraint("school_id", "token_hash"),
        UniqueConstraint("school_id", "secret_hash"),
        Index("ix_makeup_session_pupil", "school_id", "session_id", "pupil_id"),
    )
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), comment="class session that was missed")
    pupil_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True, comment="who makes it up")
    teacher_id: Mapped[int] = mapped_column(BigInt, comment="who opened it")
    token_hash: Mapped[str] = mapped_column(Key(64), comment="SHA-256 of the code for the device")
    secret_hash: Mapped[str | None] = mapped_column(Key(64), comment="SHA-256 of what the device holds since it began")
    made_at: Mapped[datetime] = mapped_column(Instant, comment="code made")
    taken_at: Mapped[datetime | None] = mapped_column(Instant, comment="begun on a device")
    answers: Mapped[list[Any]] = mapped_column(
        JSON, comment="option ids question by question, part by part, as far as answered"
    )
    done_at: Mapped[datetime | None] = mapped_column(Instant, comment="made up")


class RoomReading(BySchool, Model):
    """One photo or one report of a live camera, so that a retry is told what the first one did. Gone when the lesson ends."""

    __tablename__ = "room_reading"
    __table_args__ = (UniqueConstraint("school_id", "session_id", "key"),)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), comment="class session")
    key: Mapped[str] = mapped_column(Key(36), comment="made by the phone: a retry carries the same")
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), comment="question put to the class")
    part: Mapped[int] = mapped_column(default=0, comment="part of an ordering")
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON, comment="what the phone was told: counts and card numbers")
    at: Mapped[datetime] = mapped_column(Instant, comment="arrived")
