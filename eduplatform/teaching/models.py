"""Plans, deployments, assignments, class sessions and the class-hours ledger."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from ..shared.database import BigInt, BySchool, Instant, Key, Replicated

_OPEN = text("state IN ('running', 'paused')")


class PlanWeek(Replicated, Model):
    """Theme of one teaching week; a unit inherits the plan of the nearest unit above that has one."""

    __tablename__ = "plan_week"
    __table_args__ = (UniqueConstraint("unit_id", "year", "week"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="unit that planned it")
    year: Mapped[int] = mapped_column(comment="school year")
    week: Mapped[int] = mapped_column(comment="teaching week of the school year, from 1")
    title: Mapped[str] = mapped_column(String(80), comment="theme in Chinese")
    title_en: Mapped[str] = mapped_column(String(120), default="", comment="theme in English")
    topics: Mapped[dict[str, Any]] = mapped_column(
        JSON, comment="topic codes: {'all': [...], 'K': [...]} with overrides by stage"
    )
    keys: Mapped[list[Any]] = mapped_column(JSON, default=list, comment="codes of the key days the week holds")
    kind: Mapped[str] = mapped_column(String(8), default="lesson", comment="lesson, theme (with an activity) or review")
    drill: Mapped[bool] = mapped_column(default=False, comment="whether a drill belongs to the week")
    term: Mapped[int] = mapped_column(default=0, comment="1 or 2: the half of the year of the theme; 0: either")
    starts_on: Mapped[date | None] = mapped_column(
        Date, comment="Monday of the week when it was planned: on a calendar with other weeks the plan is laid anew"
    )


class HoursRule(Replicated, Model):
    """A dated rule on how class hours are counted. A lower unit may be stricter, never laxer. How many are asked for: RuleOfUnit."""

    __tablename__ = "hours_rule"
    __table_args__ = (UniqueConstraint("unit_id", "stage", "from_on"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="unit that set it")
    stage: Mapped[str] = mapped_column(Key(2), comment="stage code")
    from_on: Mapped[date] = mapped_column(Date, comment="in force from")
    minutes: Mapped[int] = mapped_column(comment="minutes of one class hour")
    source: Mapped[str] = mapped_column(String(120), comment="requirement ids and documents it rests on")
    day_lessons: Mapped[int | None] = mapped_column(
        comment="lessons one school day of a class can hold; empty: what is usual at the stage"
    )
    evidenced: Mapped[bool] = mapped_column(
        default=False,
        server_default=false(),
        comment="whether only hours with evidence, not declared ones, count towards the floor",
    )


class RuleOfUnit(Replicated, Model):
    """What a unit asks of itself and all below it, see teaching.dated_rules. Never changed: closed, and another begins."""

    __tablename__ = "rule_of_unit"
    __table_args__ = (Index("ix_rule_of_unit_unit_measure", "unit_id", "measure"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="unit that set it")
    measure: Mapped[str] = mapped_column(Key(20), comment="what is counted, see teaching.dated_rules.MEASURES")
    topic: Mapped[str] = mapped_column(Key(12), default="", comment="topic it is about; empty: any")
    period: Mapped[str] = mapped_column(Key(12), comment="in which time, see teaching.dated_rules.PERIODS")
    least: Mapped[int] = mapped_column(comment="hundredths asked for at least (400 = 4 class hours, 10000 = 100 %)")
    stages: Mapped[str] = mapped_column(String(20), default="", comment="stage codes with commas; empty: all")
    first_grade: Mapped[int | None] = mapped_column(comment="lowest grade it is for; empty: all of the stages")
    last_grade: Mapped[int | None] = mapped_column(comment="highest grade it is for")
    from_on: Mapped[date] = mapped_column(Date, comment="first day in force")
    to_on: Mapped[date | None] = mapped_column(Date, comment="last day in force; empty: open")
    sources: Mapped[str] = mapped_column(
        String(80), default="", comment="ids of the catalogue it rests on, with blanks"
    )
    document: Mapped[str] = mapped_column(String(200), comment="document it rests on, in words")
    code: Mapped[str] = mapped_column(Key(40), default="", comment="shipped rule it was taken over from, if any")
    set_by: Mapped[int | None] = mapped_column(BigInt, comment="user who entered it")
    set_at: Mapped[datetime] = mapped_column(Instant, comment="when it was entered")


class Deployment(Replicated, Model):
    """What a unit sends down the tree, once: a lesson, an activity, a reminder or the request for a return. Not copied for any class:
    taking it back is one field of this row."""

    __tablename__ = "deployment"
    __table_args__ = (Index("ix_deployment_unit_year", "unit_id", "year"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="unit that sent it")
    year: Mapped[int] = mapped_column(comment="school year")
    kind: Mapped[str] = mapped_column(Key(10), comment="lesson, activity, reminder or return")
    title: Mapped[str] = mapped_column(
        String(120), comment="title of the lesson or activity, words of the reminder, question of the return"
    )
    title_en: Mapped[str] = mapped_column(String(160), default="", comment="the same in English, where there is one")
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), comment="lesson it asks for")
    activity_id: Mapped[int | None] = mapped_column(BigInt, comment="activity it asks for")
    answer: Mapped[str] = mapped_column(String(8), default="", comment="of a return: number or text")
    targets: Mapped[list[Any]] = mapped_column(JSON, comment="units it goes to, with all below them")
    stages: Mapped[list[Any]] = mapped_column(JSON, default=list, comment="stage codes; empty: all")
    starts_on: Mapped[date] = mapped_column(Date, comment="first day")
    ends_on: Mapped[date] = mapped_column(Date, comment="last day: after it nothing is asked any more")
    minutes: Mapped[int] = mapped_column(comment="minutes it takes: a class, a teacher to read, a school to answer")
    schools: Mapped[int] = mapped_column(default=0, comment="schools it went to, when it was sent")
    classes: Mapped[int] = mapped_column(default=0, comment="classes it went to, when it was sent")
    teachers: Mapped[int] = mapped_column(default=0, comment="homeroom teachers it went to, when it was sent")
    set_by: Mapped[int | None] = mapped_column(BigInt, comment="user who sent it")
    set_at: Mapped[datetime] = mapped_column(Instant, comment="when")
    job_id: Mapped[int | None] = mapped_column(BigInt, comment="job that lays its lesson into the classes' plans")
    placed_to: Mapped[int] = mapped_column(
        BigInt,
        default=0,
        comment="number of the last school whose classes have it: a job that was killed goes on there",
    )
    placed: Mapped[int] = mapped_column(default=0, comment="classes into whose plans it was laid")
    weekless: Mapped[int] = mapped_column(default=0, comment="schools whose calendar has no teaching week for it")
    ready_at: Mapped[datetime | None] = mapped_column(
        Instant, comment="all is laid; at once where there is nothing to lay"
    )
    withdrawn_by: Mapped[int | None] = mapped_column(BigInt, comment="user who took it back")
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant, comment="taken back")


class Assignment(BySchool, Model):
    """A lesson meant for a week of a class: by its homeroom teacher, or by a unit above that deployed it."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("school_id", "class_id", "year", "lesson_id"),
        Index("ix_assignment_school_deployment", "school_id", "deployment_id"),
    )
    class_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True, comment="class")
    year: Mapped[int] = mapped_column(comment="school year")
    week: Mapped[int] = mapped_column(comment="teaching week it is meant for")
    lesson_id: Mapped[int] = mapped_column(ForeignKey("item.id"), comment="lesson")
    assigned_by: Mapped[int] = mapped_column(BigInt, comment="teacher")
    assigned_at: Mapped[datetime] = mapped_column(Instant, comment="when")
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant, comment="taken back")
    deployment_id: Mapped[int | None] = mapped_column(
        ForeignKey("deployment.id"), comment="deployment that put it there; once that is taken back it is meant no more"
    )
    extra: Mapped[bool] = mapped_column(
        default=False,
        server_default=false(),
        comment="planned beside the week's own lesson, to catch up; see teaching.catch_up",
    )


class LostLesson(BySchool, Model):
    """A week's safety lesson whose time was given to another subject (课被占用). Never class hours; taken back, the row goes."""

    __tablename__ = "lost_lesson"
    __table_args__ = (UniqueConstraint("school_id", "class_id", "week_of"),)
    class_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True, comment="class")
    year: Mapped[int] = mapped_column(comment="school year")
    week_of: Mapped[date] = mapped_column(
        Date, comment="Monday of the week whose lesson was lost: stays right when a calendar numbers its weeks anew"
    )
    noted_by: Mapped[int] = mapped_column(BigInt, comment="homeroom teacher who noted it")
    noted_at: Mapped[datetime] = mapped_column(Instant, comment="when")


class ClassSession(BySchool, Model):
    """A lesson being given, or given. Times are the server's; `version` refuses a second, older hand."""

    __tablename__ = "class_session"
    __table_args__ = (
        Index("ix_class_session_school_class_year", "school_id", "class_id", "year"),
        UniqueConstraint("school_id", "join_code"),
        # Two tabs may both press "start": the database lets only one lesson of a class be open.
        Index(
            "uq_class_session_one_open",
            "school_id",
            "class_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )
    class_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True, comment="class")
    year: Mapped[int] = mapped_column(comment="school year")
    week: Mapped[int] = mapped_column(comment="teaching week, 0 outside term")
    lesson_id: Mapped[int] = mapped_column(ForeignKey("item.id"), comment="lesson")
    lesson_revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), comment="what was shown")
    quiz_revision_id: Mapped[int | None] = mapped_column(BigInt, comment="quiz in force when it was opened")
    teacher_id: Mapped[int] = mapped_column(BigInt, comment="who gave it")
    carrier: Mapped[str] = mapped_column(
        String(20), comment="kind of lesson it was held in, see teaching.rules.CARRIERS"
    )
    quiz_mode: Mapped[str] = mapped_column(
        String(8), default="none", comment="how questions are answered, see teaching.rules.QUIZ_MODES"
    )
    state: Mapped[str] = mapped_column(Key(8), default="running", comment="running, paused, closed or dropped")
    rehearsal: Mapped[bool] = mapped_column(
        default=False, server_default=false(), comment="practice: nothing of it is kept"
    )
    core_only: Mapped[bool] = mapped_column(
        default=False, server_default=false(), comment="given as its core slides alone, see curriculum.short_runs"
    )
    slide: Mapped[int] = mapped_column(default=0, comment="slide on the screen, so that a restart goes on there")
    seed: Mapped[int | None] = mapped_column(
        comment="draw of the questions as on sheets printed before; empty: by the session's number"
    )
    join_code: Mapped[str | None] = mapped_column(Key(8), comment="code on the screen for pupils' devices, while open")
    opened_at: Mapped[datetime] = mapped_column(Instant, comment="started")
    paused_at: Mapped[datetime | None] = mapped_column(Instant, comment="since when it rests")
    paused_ms: Mapped[int] = mapped_column(default=0, comment="milliseconds it rested in all")
    touched_at: Mapped[datetime] = mapped_column(
        Instant, comment="last change by the teacher; a forgotten lesson ends here"
    )
    closed_at: Mapped[datetime | None] = mapped_column(Instant, comment="ended")
    note: Mapped[str] = mapped_column(
        String(20), default="", comment="what to know about it: empty, forgotten, clock_back, clock_ahead or no_pupils"
    )
    taught_ms: Mapped[int] = mapped_column(
        BigInt, default=0, server_default="0", comment="milliseconds taught up to the last beat, without pauses"
    )
    beat_at: Mapped[datetime | None] = mapped_column(
        Instant, comment="last beat: a change by the teacher, by the clock on the wall"
    )
    beat_run: Mapped[str] = mapped_column(
        String(32),
        default="",
        server_default="",
        comment="run of the steady clock at that beat, see shared.clock.steady",
    )
    beat_ms: Mapped[int] = mapped_column(
        BigInt, default=0, server_default="0", comment="milliseconds of the steady clock at that beat"
    )
    trained: Mapped[list[str] | None] = mapped_column(
        JSON, comment="skill training done together on the screen: what the class chose, step by step"
    )
    trained_at: Mapped[datetime | None] = mapped_column(Instant, comment="when the class came to the end of it")
    checked: Mapped[dict[str, str] | None] = mapped_column(
        JSON, comment="checklist of the lesson: what was seen → how many of the class did it, all, most or few"
    )
    checked_at: Mapped[datetime | None] = mapped_column(Instant, comment="when the last thing on it was ticked")
    checks: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True),
        comment="questions asked beside the lesson's own, see teaching.check_rules; empty: none",
    )
    minutes: Mapped[int] = mapped_column(default=0, comment="whole minutes taught, by the server's clock")
    roll: Mapped[int] = mapped_column(default=0, comment="pupils on the roll when it closed")
    present: Mapped[int] = mapped_column(default=0, comment="of them present")
    version: Mapped[int] = mapped_column(default=1, comment="counts changes")


class Absence(BySchool, Model):
    """A pupil of the class who was not there. Everybody else on the roll was."""

    __tablename__ = "absence"
    __table_args__ = (UniqueConstraint("school_id", "session_id", "pupil_id"),)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), comment="class session")
    pupil_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True, comment="who was away")
    noted_at: Mapped[datetime] = mapped_column(Instant, comment="when it was tapped")


class HandsCount(BySchool, Model):
    """A show of hands: how many chose an option. Counts of the class only, no pupil."""

    __tablename__ = "hands_count"
    __table_args__ = (UniqueConstraint("school_id", "session_id", "question_revision_id", "option"),)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), comment="class session")
    question_revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), comment="question as shown")
    option: Mapped[str] = mapped_column(Key(20), comment="option id")
    right: Mapped[bool] = mapped_column(comment="whether that option is right")
    count: Mapped[int] = mapped_column(comment="hands counted")


class Vote(BySchool, Model):
    """One question put to a class whose pupils answer by name: open from the moment it stands on the screen until it is revealed."""

    __tablename__ = "vote"
    __table_args__ = (UniqueConstraint("school_id", "session_id", "number"),)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), comment="class session")
    number: Mapped[int] = mapped_column(comment="place among the questions of the session, from 0")
    question_revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), comment="question as shown")
    twin_of: Mapped[int | None] = mapped_column(
        comment="number of the question it is asked after, once that was taught again"
    )
    slide: Mapped[int | None] = mapped_column(comment="slide taught again before it, from 0")
    opened_at: Mapped[datetime | None] = mapped_column(Instant, comment="stood on the screen")
    closed_at: Mapped[datetime | None] = mapped_column(Instant, comment="answer revealed: nothing is taken any more")


class Remote(BySchool, Model):
    """A phone that joined one class session by the QR code on the screen: remote control and reader, until the session ends."""

    __tablename__ = "remote"
    __table_args__ = (UniqueConstraint("school_id", "token_hash"), UniqueConstraint("school_id", "secret_hash"))
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), index=True, comment="class session")
    teacher_id: Mapped[int] = mapped_column(BigInt, comment="on whose screen the code stood")
    token_hash: Mapped[str] = mapped_column(Key(64), comment="SHA-256 of the code on the screen")
    secret_hash: Mapped[str | None] = mapped_column(Key(64), comment="SHA-256 of what the phone holds since it joined")
    made_at: Mapped[datetime] = mapped_column(Instant, comment="code shown")
    taken_at: Mapped[datetime | None] = mapped_column(Instant, comment="phone joined")
    ended_at: Mapped[datetime | None] = mapped_column(Instant, comment="let go")
    # read only where a photo is: every poll of the phone loads this row
    known: Mapped[dict[str, Any] | None] = mapped_column(
        JSON, deferred=True, comment="how its photos lie, and where cards were in the trusted ones"
    )
    asked: Mapped[dict[str, Any] | None] = mapped_column(
        JSON, deferred=True, comment="reading of the photo whose way up the teacher is asked for"
    )


class Reminder(BySchool, Model):
    """A 1530 reminder given to a class: one minute at the end of a day, five of a week, thirty before holidays. Never class hours."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("school_id", "class_id", "given_on", "format"),
        Index("ix_reminder_school_class_year", "school_id", "class_id", "year"),
    )
    class_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="class")
    year: Mapped[int] = mapped_column(comment="school year")
    given_on: Mapped[date] = mapped_column(Date, comment="day")
    format: Mapped[int] = mapped_column(comment="minutes of the format: 1, 5 or 30")
    lesson_id: Mapped[int] = mapped_column(ForeignKey("item.id"), comment="lesson its content came from")
    teacher_id: Mapped[int] = mapped_column(BigInt, comment="who gave it")
    started_at: Mapped[datetime] = mapped_column(Instant, comment="began")
    ended_at: Mapped[datetime | None] = mapped_column(Instant, comment="shown to its end; empty: broken off")


class ClassHour(BySchool, Model):
    """Class-hours ledger. Only ever added to: a correction is a second entry with the opposite sign."""

    __tablename__ = "class_hour"
    __table_args__ = (
        Index("ix_class_hour_school_class_year", "school_id", "class_id", "year"),
        Index("ix_class_hour_lesson_year", "lesson_id", "year"),  # who has given a deployed lesson
        # which classes of a city were given a lesson, or one of a topic, in the days of an activity
        Index("ix_class_hour_lesson_given", "lesson_id", "given_on"),
        Index("ix_class_hour_topic_given", "topic", "given_on"),
    )
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("class_session.id"), index=True, comment="class session behind it"
    )
    class_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True, comment="class")
    year: Mapped[int] = mapped_column(comment="school year")
    week: Mapped[int] = mapped_column(comment="teaching week, 0 outside term")
    given_on: Mapped[date] = mapped_column(Date, comment="day of the lesson")
    entered_at: Mapped[datetime] = mapped_column(Instant, comment="when the entry was written: as-of reports go by it")
    lesson_id: Mapped[int] = mapped_column(ForeignKey("item.id"), comment="lesson")
    topic: Mapped[str] = mapped_column(Key(10), comment="topic code")
    carrier: Mapped[str] = mapped_column(String(20), comment="kind of lesson it was held in")
    teacher_id: Mapped[int] = mapped_column(BigInt, comment="who gave it")
    sign: Mapped[int] = mapped_column(default=1, comment="1, or −1 for a correction")
    minutes: Mapped[int] = mapped_column(comment="minutes taught, signed")
    hours: Mapped[int] = mapped_column(comment="hundredths of class hours, signed")
    grade: Mapped[str] = mapped_column(
        String(1), comment="evidence: A supervised, B own sign-in, C declared, D imported"
    )
    roll: Mapped[int] = mapped_column(comment="pupils on the roll, signed")
    present: Mapped[int] = mapped_column(comment="of them present, signed")
    reason: Mapped[str] = mapped_column(String(120), default="", comment="why it was corrected")
    begins: Mapped[int | None] = mapped_column(
        comment="declared: minute of the day it began; empty: not asked yet, or the session knows"
    )
    day_reason: Mapped[str] = mapped_column(
        String(120), default="", server_default="", comment="declared on a day without school: why it was held then"
    )
    apart: Mapped[bool] = mapped_column(
        default=False,
        server_default=false(),
        comment="declared as another lesson than the one of the same content nearby",
    )
    cause: Mapped[str] = mapped_column(
        String(10),
        default="",
        server_default="",
        comment="what the system did it for: empty, taught, overlap, day_full or restored",
    )
    instead_id: Mapped[int | None] = mapped_column(
        BigInt, comment="of a reversal: first entry of the lesson that stands in place of the one taken back"
    )
    corrects_id: Mapped[int | None] = mapped_column(BigInt, comment="entry that this one takes back or replaces")


class CardNumber(BySchool, Model):
    """The answer card a pupil has in a class for a school year. Given once; a leaver's number stays given in that year."""

    __tablename__ = "card_number"
    __table_args__ = (
        UniqueConstraint("school_id", "class_id", "year", "number"),
        UniqueConstraint("school_id", "class_id", "year", "pupil_id"),
    )
    class_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="class")
    year: Mapped[int] = mapped_column(comment="school year")
    pupil_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True, comment="who")
    number: Mapped[int] = mapped_column(comment="number on the printed card, 1–60")


class Narration(BySchool, Model):
    """A sentence of a film, read by somebody of the school for its own classes."""

    __tablename__ = "narration"
    __table_args__ = (UniqueConstraint("school_id", "lesson_id", "language", "scene"),)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("item.id"), comment="lesson whose film it is")
    language: Mapped[str] = mapped_column(Key(2), comment="zh or en")
    scene: Mapped[str] = mapped_column(Key(24), comment="scene of the storyboard")
    says: Mapped[str] = mapped_column(Key(12), comment="hash of the sentence that was read, see curriculum.voice_files")
    kind: Mapped[str] = mapped_column(Key(5), comment="suffix by its bytes: .m4a, .opus or .webm")
    size: Mapped[int] = mapped_column(comment="bytes")
    sound: Mapped[bytes] = mapped_column(LargeBinary, comment="the file as it was recorded")
    reader: Mapped[str] = mapped_column(
        String(20), comment="who reads, as typed: goes with the course when it is given back"
    )
    licence: Mapped[str] = mapped_column(Key(12), comment="licence the reader agreed to")
    made_by: Mapped[int] = mapped_column(BigInt, comment="who saved it")
    made_at: Mapped[datetime] = mapped_column(Instant, comment="when")
