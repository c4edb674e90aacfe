"""Tallies. Written by jobs that can be run again at any time and equal a recount from the records.

Counters are events on a day, so that a report as of any day is a sum up to it and never changes afterwards.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from ..shared.database import BigInt, BySchool, Instant, Key, Replicated


class Counters:
    """What is counted. Denominators (…_due) and numerators are both events, so every rate is sum ÷ sum."""

    lessons: Mapped[int] = mapped_column(default=0, comment="class sessions that count")
    hours: Mapped[int] = mapped_column(default=0, comment="hundredths of class hours")
    roll: Mapped[int] = mapped_column(default=0, comment="pupils on the roll of those sessions")
    present: Mapped[int] = mapped_column(default=0, comment="of them present")
    slots_due: Mapped[int] = mapped_column(default=0, comment="weekly lessons due by the calendar")
    slots_done: Mapped[int] = mapped_column(default=0, comment="of them given")
    quiz_due: Mapped[int] = mapped_column(default=0, comment="pupils × lessons that were to be tested")
    quiz_taken: Mapped[int] = mapped_column(default=0, comment="of them handed in by name")
    quiz_group: Mapped[int] = mapped_column(default=0, comment="of them answered by show of hands, no names")
    quiz_passed: Mapped[int] = mapped_column(default=0, comment="of those handed in, passed")
    quiz_excellent: Mapped[int] = mapped_column(default=0, comment="of those handed in, excellent")
    skill_due: Mapped[int] = mapped_column(default=0, comment="pupils × lessons that were to be trained")
    skill_done: Mapped[int] = mapped_column(default=0, comment="of them finished")
    activity_due: Mapped[int] = mapped_column(default=0, comment="classes × activities due")
    activity_done: Mapped[int] = mapped_column(default=0, comment="of them taken part in")
    classes: Mapped[int] = mapped_column(default=0, comment="classes of the year")
    classes_met: Mapped[int] = mapped_column(default=0, comment="of them at or above the yearly floor of class hours")
    hours_declared: Mapped[int] = mapped_column(
        default=0, server_default="0", comment="hundredths of class hours that were declared: part of hours"
    )
    quiz_unasked: Mapped[int] = mapped_column(
        default=0, server_default="0", comment="lessons with a quiz that nobody has answered: not tested"
    )
    skill_group: Mapped[int] = mapped_column(
        default=0, server_default="0", comment="of skill_due, trained together on the class screen, no names"
    )
    skill_unasked: Mapped[int] = mapped_column(
        default=0, server_default="0", comment="lessons with a skill training that nobody has done: not trained"
    )
    classes_evidenced: Mapped[int] = mapped_column(
        default=0, server_default="0", comment="classes at or above the yearly floor by hours with evidence alone"
    )


class TallyLesson(Counters, BySchool, Model):
    """Class × lesson × day."""

    __tablename__ = "tally_lesson"
    __table_args__ = (UniqueConstraint("school_id", "class_id", "year", "lesson_id", "day"),)
    class_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="class")
    year: Mapped[int] = mapped_column(comment="school year")
    lesson_id: Mapped[int] = mapped_column(BigInt, comment="lesson; 0 for counters without one")
    day: Mapped[date] = mapped_column(Date, comment="day of the events")


class TallyUnit(Counters, Replicated, Model):
    """Unit × day: a class adds up its lessons, every higher unit adds up its children."""

    __tablename__ = "tally_unit"
    __table_args__ = (
        UniqueConstraint("unit_id", "year", "day"),
        Index("ix_tally_unit_parent_day", "parent_id", "year", "day"),
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="unit")
    parent_id: Mapped[int | None] = mapped_column(BigInt, comment="unit above, for adding up")
    year: Mapped[int] = mapped_column(comment="school year")
    day: Mapped[date] = mapped_column(Date, comment="day of the events")


def _sum(comment: str) -> Mapped[int]:
    """A column that rows before its migration have as 0."""
    return mapped_column(BigInt, default=0, server_default="0", comment=comment)


class Gains:
    """Pairs of answers of the same pupils, added up (assessment.gain_rules): before and after a lesson, after it and weeks later. A session
    that fewer than ten pupils answered twice is left out here already, so nothing above can be taken apart."""

    before_checks: Mapped[int] = _sum("class sessions opened by a check that ten pupils or more answered twice")
    before_pairs: Mapped[int] = _sum("pupils × those sessions")
    before_was: Mapped[int] = _sum("sum of the per cents of those pupils the first time")
    before_became: Mapped[int] = _sum("the same the second time")
    before_squares: Mapped[int] = _sum("sum of the squares of their differences")
    before_apart: Mapped[int] = _sum("sum over sessions of the difference of the sums, squared")
    before_weighed: Mapped[int] = _sum("sum over sessions of that difference times the pupils")
    before_sizes: Mapped[int] = _sum("sum over sessions of pupils squared")
    later_checks: Mapped[int] = _sum("class sessions of 2–6 weeks later that ten pupils or more answered twice")
    later_pairs: Mapped[int] = _sum("pupils × those sessions")
    later_was: Mapped[int] = _sum("sum of the per cents of those pupils the first time")
    later_became: Mapped[int] = _sum("the same the second time")
    later_squares: Mapped[int] = _sum("sum of the squares of their differences")
    later_apart: Mapped[int] = _sum("sum over sessions of the difference of the sums, squared")
    later_weighed: Mapped[int] = _sum("sum over sessions of that difference times the pupils")
    later_sizes: Mapped[int] = _sum("sum over sessions of pupils squared")


class SheetTimes:
    """How answer sheets came about, added up (assessment.plausibility_rules)."""

    in_class: Mapped[int] = mapped_column(default=0, server_default="0", comment="of sheets, taken in a class session")
    timed: Mapped[int] = mapped_column(
        default=0, server_default="0", comment="of sheets, answered at the pupil's own pace on a device"
    )
    quick: Mapped[int] = mapped_column(
        default=0, server_default="0", comment="of timed, handed in sooner than it can be read"
    )


class TallyTopic(Gains, SheetTimes, BySchool, Model):
    """Class × topic: how questions of a topic were answered."""

    __tablename__ = "tally_topic"
    __table_args__ = (
        UniqueConstraint("school_id", "class_id", "year", "topic"),
        Index("ix_tally_topic_class_year", "class_id", "year"),  # a class report asks by class alone
    )
    class_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="class")
    year: Mapped[int] = mapped_column(comment="school year")
    topic: Mapped[str] = mapped_column(Key(10), comment="topic code")
    answered: Mapped[int] = mapped_column(default=0, comment="answers given by name")
    right: Mapped[int] = mapped_column(default=0, comment="hundredths of marks they earned")
    sheets: Mapped[int] = mapped_column(
        default=0, comment="answer sheets they stand on: the first of each pupil and quiz"
    )
    in_chain: Mapped[int] = mapped_column(
        default=0, server_default="0", comment="of timed, one right after another: see assessment.plausibility_rules"
    )
    in_burst: Mapped[int] = mapped_column(
        default=0, server_default="0", comment="of timed outside class sessions, most handed in within ten minutes"
    )
    alike: Mapped[int] = mapped_column(
        default=0, server_default="0", comment="of timed, with the same wrong answers as another"
    )


class TallyUnitTopic(Gains, SheetTimes, Replicated, Model):
    """Unit above the class × topic: every unit adds up the units below."""

    __tablename__ = "tally_unit_topic"
    __table_args__ = (
        UniqueConstraint("unit_id", "year", "topic"),
        Index("ix_tally_unit_topic_parent", "parent_id", "year"),
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="unit")
    parent_id: Mapped[int | None] = mapped_column(BigInt, comment="unit above, for adding up")
    year: Mapped[int] = mapped_column(comment="school year")
    topic: Mapped[str] = mapped_column(Key(10), comment="topic code")
    answered: Mapped[int] = mapped_column(default=0, comment="answers given by name")
    right: Mapped[int] = mapped_column(default=0, comment="hundredths of marks they earned")
    sheets: Mapped[int] = mapped_column(default=0, comment="answer sheets they stand on")


class Spread:
    """How pupils of a topic scatter, added up: a pupil is one observation (hundredths of per cent of all first answers)."""

    classes: Mapped[int] = mapped_column(default=0, comment="classes with an answer")
    pupils: Mapped[int] = mapped_column(default=0, comment="pupils who answered")
    total: Mapped[int] = mapped_column(
        BigInt, default=0, comment="sum of their shares of marks, in hundredths of per cent"
    )
    squares: Mapped[int] = mapped_column(BigInt, default=0, comment="sum of the squares of those shares")
    between: Mapped[int] = mapped_column(
        BigInt, default=0, comment="sum over classes of total squared by pupils, rounded down: how classes differ"
    )
    sizes: Mapped[int] = mapped_column(BigInt, default=0, comment="sum over classes of pupils squared")


class TallyTopicSpread(Spread, BySchool, Model):
    """Class × topic: mean and scatter of its pupils. No pupil can be told from it."""

    __tablename__ = "tally_topic_spread"
    __table_args__ = (
        UniqueConstraint("school_id", "class_id", "year", "topic"),
        Index("ix_tally_topic_spread_class_year", "class_id", "year"),
    )
    class_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="class")
    year: Mapped[int] = mapped_column(comment="school year")
    stage: Mapped[str] = mapped_column(Key(2), comment="stage of the class in that year")
    topic: Mapped[str] = mapped_column(Key(10), comment="topic code")


class TallyUnitSpread(Spread, Replicated, Model):
    """Unit above the class × stage × topic: every unit adds up the units below."""

    __tablename__ = "tally_unit_spread"
    __table_args__ = (
        UniqueConstraint("unit_id", "year", "stage", "topic"),
        Index("ix_tally_unit_spread_parent", "parent_id", "year"),
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="unit")
    parent_id: Mapped[int | None] = mapped_column(BigInt, comment="unit above, for adding up")
    year: Mapped[int] = mapped_column(comment="school year")
    stage: Mapped[str] = mapped_column(Key(2), comment="stage of the classes")
    topic: Mapped[str] = mapped_column(Key(10), comment="topic code")


class TallyClassItems(BySchool, Model):
    """Class × lesson: how each question of its quiz was answered, by revision of the question. Shape: assessment.item_rules."""

    __tablename__ = "tally_class_items"
    __table_args__ = (UniqueConstraint("school_id", "class_id", "year", "lesson_id"),)
    class_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="class")
    year: Mapped[int] = mapped_column(index=True, comment="school year")
    lesson_id: Mapped[int] = mapped_column(BigInt, comment="lesson")
    sums: Mapped[dict[str, Any]] = mapped_column(JSON, comment="question revision → sums, see assessment.item_rules")


class TallyItem(Replicated, Model):
    """City × question revision: the sums of all its classes."""

    __tablename__ = "tally_item"
    __table_args__ = (
        UniqueConstraint("unit_id", "year", "revision_id"),
        Index("ix_tally_item_revision", "revision_id", "unit_id"),
    )
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id"), comment="city (or the unit above all, where there is none)"
    )
    year: Mapped[int] = mapped_column(comment="school year")
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), comment="revision of the question")
    sums: Mapped[list[Any]] = mapped_column(JSON, comment="sums, see assessment.item_rules")


class TallyState(Replicated, Model):
    """Up to when the tallies are known to equal the records."""

    __tablename__ = "tally_state"
    name: Mapped[str] = mapped_column(Key(20), unique=True, comment="always 'all'")
    as_of: Mapped[datetime] = mapped_column(Instant, comment="records up to this instant are counted")


class Export(BySchool, Model):
    """A large export on request: prepared by the worker, fetched when ready, gone after a day."""

    __tablename__ = "export"
    __table_args__ = (Index("ix_export_asked_by", "asked_by"),)
    job_id: Mapped[int | None] = mapped_column(BigInt, comment="job that prepares it")
    asked_by: Mapped[int] = mapped_column(BigInt, comment="user who may fetch it")
    asked_at: Mapped[datetime] = mapped_column(Instant, comment="when")
    kind: Mapped[str] = mapped_column(String(20), comment="what is exported")
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON, comment="unit, year and as-of day")
    file: Mapped[str | None] = mapped_column(String(80), comment="file name in the exports folder when ready")
    expires_at: Mapped[datetime] = mapped_column(Instant, comment="removed after this")


class SchemeVersion(Replicated, Model):
    """One version of a bureau's assessment scheme for a school year. Published, it never changes: a change is a new version."""

    __tablename__ = "scheme_version"
    __table_args__ = (UniqueConstraint("unit_id", "year", "number"),)
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id"), comment="unit whose scheme it is; it marks schools below"
    )
    year: Mapped[int] = mapped_column(comment="school year it is for")
    number: Mapped[int] = mapped_column(comment="1, 2, …: version within unit and year")
    name: Mapped[str] = mapped_column(String(60), comment="name in Chinese")
    name_en: Mapped[str] = mapped_column(String(80), default="", comment="name in English")
    source: Mapped[str] = mapped_column(String(200), default="", comment="document it rests on")
    state: Mapped[str] = mapped_column(Key(10), default="draft", comment="draft or published")
    body: Mapped[dict[str, Any]] = mapped_column(JSON, comment="parts, levels, vetoes: see assessment.scheme_data")
    origin: Mapped[str] = mapped_column(Key(40), default="", comment="code of the shipped scheme it began with, if any")
    edits: Mapped[int] = mapped_column(default=0, comment="how often the draft was saved: tells late forms")
    made_by: Mapped[int | None] = mapped_column(BigInt, comment="user who began it")
    made_at: Mapped[datetime] = mapped_column(Instant, comment="when")
    published_by: Mapped[int | None] = mapped_column(BigInt, comment="user who published it")
    published_at: Mapped[datetime | None] = mapped_column(Instant, comment="when")


class SchemeMark(BySchool, Model):
    """Points entered by hand for a part of a published scheme, by the school or the bureau; or a veto found by the bureau."""

    __tablename__ = "scheme_mark"
    __table_args__ = (
        UniqueConstraint("school_id", "scheme_id", "side", "part"),
        Index("ix_scheme_mark_scheme", "scheme_id"),
    )
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme_version.id"), comment="published version")
    side: Mapped[str] = mapped_column(Key(6), comment="self: the school; bureau; veto: found by the bureau")
    part: Mapped[str] = mapped_column(Key(40), comment="code of the part or the veto")
    points: Mapped[int] = mapped_column(comment="hundredths of points; 0 for a veto")
    note: Mapped[str] = mapped_column(String(200), default="", comment="why so many points")
    made_by: Mapped[int | None] = mapped_column(BigInt, comment="user who entered it")
    made_at: Mapped[datetime] = mapped_column(Instant, comment="when")


class Snapshot(Replicated, Model):
    """Official figures of a unit as of a day, kept as they were then. Signed, it never changes: a correction is a new one beside it."""

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("unit_id", "year", "number"), Index("ix_snapshot_series", "series_id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="unit whose figures they are")
    year: Mapped[int] = mapped_column(comment="school year")
    number: Mapped[int] = mapped_column(comment="1, 2, …: within unit and year")
    day: Mapped[date] = mapped_column(Date, comment="figures are as of the evening of this day")
    kind: Mapped[str] = mapped_column(Key(10), comment="figures: indicators; scores: points by a scheme")
    scheme_id: Mapped[int | None] = mapped_column(
        ForeignKey("scheme_version.id"), index=True, comment="published version of the scheme, of scores"
    )
    counting: Mapped[int] = mapped_column(comment="version of the way of counting")
    counted_at: Mapped[datetime | None] = mapped_column(Instant, comment="records up to this instant were counted")
    body: Mapped[str] = mapped_column(
        Text, deferred=True, comment="the figures, canonical JSON: assessment.snapshot_rules"
    )
    digest: Mapped[str] = mapped_column(Key(64), comment="SHA-256 of the body, hexadecimal")
    state: Mapped[str] = mapped_column(Key(10), default="draft", comment="draft or signed")
    series_id: Mapped[int] = mapped_column(BigInt, default=0, comment="first snapshot of those that correct each other")
    corrects_id: Mapped[int | None] = mapped_column(BigInt, comment="snapshot that this one corrects")
    made_by: Mapped[int | None] = mapped_column(BigInt, comment="user who prepared it")
    made_at: Mapped[datetime] = mapped_column(Instant, comment="when")
    signed_by: Mapped[int | None] = mapped_column(BigInt, comment="user who signed it")
    signed_role: Mapped[str] = mapped_column(Key(20), default="", comment="post by which it was signed")
    signed_at: Mapped[datetime | None] = mapped_column(Instant, comment="when")
    appeals_until: Mapped[date | None] = mapped_column(Date, comment="last day on which a figure may be contested")
    seal: Mapped[str] = mapped_column(Key(64), default="", comment="keyed hash over all of it, of a signed one")
    chain_seq: Mapped[int | None] = mapped_column(comment="its entry in the audit chain of the unit")
    chain_link: Mapped[str] = mapped_column(Key(64), default="", comment="link of that entry, hexadecimal")


class Appeal(BySchool, Model):
    """A unit, or a homeroom teacher for the own class, contests one official figure; the answer with its reason."""

    __tablename__ = "appeal"
    __table_args__ = (
        UniqueConstraint("school_id", "series_id", "unit_id", "figure"),
        Index("ix_appeal_snapshot", "snapshot_id"),
        Index("ix_appeal_unit", "unit_id"),
    )
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"), comment="snapshot on whose page it was made")
    series_id: Mapped[int] = mapped_column(BigInt, comment="series of that snapshot: a figure is contested once in it")
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="unit whose figure it is")
    figure: Mapped[str] = mapped_column(Key(40), comment="code of the indicator or of the part of the scheme")
    reason: Mapped[str] = mapped_column(String(500), comment="why the figure is thought wrong; no names of pupils")
    record: Mapped[str] = mapped_column(String(200), default="", comment="which record it is about")
    made_by: Mapped[int | None] = mapped_column(BigInt, comment="user who contests")
    made_at: Mapped[datetime] = mapped_column(Instant, comment="when")
    due_on: Mapped[date] = mapped_column(Date, comment="to be answered by this day")
    state: Mapped[str] = mapped_column(Key(10), default="open", comment="open, accepted or declined")
    answer: Mapped[str] = mapped_column(String(500), default="", comment="reason of the answer")
    answered_by: Mapped[int | None] = mapped_column(BigInt, comment="user who answered")
    answered_at: Mapped[datetime | None] = mapped_column(Instant, comment="when")
    correction_id: Mapped[int | None] = mapped_column(BigInt, index=True, comment="snapshot that corrects the figure")


class Filing(BySchool, Model):
    """What a unit hands in: figures of a month, a term or a day, frozen as they were when it was made. Every file is drawn from `body`."""

    __tablename__ = "filing"
    __table_args__ = (
        Index("ix_filing_unit_id", "unit_id", "until_on"),
        Index("ix_filing_until_on", "until_on", "kind"),
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="unit whose figures they are, above the class")
    kind: Mapped[str] = mapped_column(Key(10), comment="month, term or state")
    year: Mapped[int] = mapped_column(comment="school year")
    from_on: Mapped[date] = mapped_column(
        Date, comment="first day of the period; of a state the first of the school year"
    )
    until_on: Mapped[date] = mapped_column(Date, comment="last day counted in")
    body: Mapped[dict[str, Any]] = mapped_column(JSON, comment="figures by code: see assessment.filing_body")
    digest: Mapped[str] = mapped_column(Key(64), comment="SHA-256 of the body, which the audit chain holds too")
    made_at: Mapped[datetime] = mapped_column(Instant, comment="when")
    made_by: Mapped[int | None] = mapped_column(BigInt, comment="user who asked for it; empty: made by itself")


class PlausibilityNote(BySchool, Model):
    """What a class's teacher says of how its answer sheets came about. One a class and year; saying it anew replaces it."""

    __tablename__ = "plausibility_note"
    __table_args__ = (UniqueConstraint("school_id", "class_id", "year"),)
    class_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="class")
    year: Mapped[int] = mapped_column(comment="school year")
    causes: Mapped[list[Any]] = mapped_column(JSON, comment="codes of assessment.plausibility_notes.CAUSES")
    text: Mapped[str] = mapped_column(String(200), default="", comment="in the teacher's words, no names of pupils")
    topics: Mapped[list[Any]] = mapped_column(
        JSON, comment="topics that stood out when it was said: they are explained"
    )
    made_by: Mapped[int | None] = mapped_column(BigInt, comment="who said it")
    made_at: Mapped[datetime] = mapped_column(Instant, comment="when")
