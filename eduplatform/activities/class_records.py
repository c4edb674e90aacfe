"""Verbs of the teacher of a class: what the class did of a step that no lesson records. Counts only; a second entry replaces the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from ..accounts import keyed_marks
from ..extensions import db
from ..org.access import Viewer, below
from ..org.models import ClassYear, Unit
from ..shared import audit, clock, stale_marks
from ..shared.refusals import Conflict, Refused
from . import rules
from .models import Activity, ActivityRecord, ActivityStep

WATCHED = 0.8  #: share of a film's length that must have passed on the server's clock
OPEN_FOR = timedelta(minutes=40)  #: pupils' devices can answer questions so long


@dataclass(frozen=True)
class Place:
    """A step to be done by a class of a year; `roll` pupils on the roll today."""

    unit: Unit
    of_year: ClassYear
    activity: Activity
    step: ActivityStep
    roll: int


@dataclass(frozen=True)
class Entered:
    """What a teacher says: day, pupils there, of them who signed or answered, options counted by question, one line."""

    held_on: date
    present: int
    count: int = 0
    counts: tuple[tuple[int, ...], ...] = ()
    note: str = ""


def enter(viewer: Viewer, place: Place, said: Entered) -> ActivityRecord:
    """Put a pledge, questions or an act on record, as declared. Refuses days outside the step's or to come, impossible counts,
    an act without a line."""
    if place.step.kind not in ("pledge", "survey", "act"):
        raise Refused("step_not_entered")
    _refuse_day(place, said.held_on)
    note = " ".join(said.note.split())
    fault = rules.record_fault(place.step.kind, said.present, said.count, place.roll, said.counts, note)
    if fault:
        raise Refused(fault, roll=place.roll, most=rules.NOTE_LENGTH)
    row = _new(viewer, place, said.held_on, "C")
    row.present, row.count, row.note, row.done_at = said.present, said.count, note, clock.now()
    if place.step.kind == "survey":
        row.counts = [list(each) for each in said.counts]
        row.count = max((sum(each) for each in said.counts), default=0)
        if row.count == 0:
            raise Refused("record_counts", roll=place.roll, most=rules.NOTE_LENGTH)
    return _stored(viewer, row, "activity.record")


def begin_film(viewer: Viewer, place: Place) -> ActivityRecord:
    """The film stands on the class screen. Begun twice, the first beginning stands, unless it was long ago."""
    if place.step.kind != "film":
        raise Refused("step_not_entered")
    _refuse_day(place, clock.today())
    there = standing(place)
    if there and there.done_at is None and there.held_on == clock.today():
        return there
    if there and there.done_at is not None:
        return there
    return _begun(_new(viewer, place, clock.today(), "A"))


def end_film(viewer: Viewer, place: Place, seconds: float) -> ActivityRecord:
    """The film is over: on record when the server's clock has seen four fifths of its `seconds` pass. Refuses `film_too_soon`,
    `film_not_begun`."""
    row = standing(place)
    if row is None:
        raise Refused("film_not_begun")
    if row.done_at is None:
        passed = (clock.now() - row.begun_at).total_seconds()
        if passed < seconds * WATCHED:
            raise Refused("film_too_soon", left=max(1, round(seconds * WATCHED - passed)))
        row.done_at, row.present = clock.now(), place.roll
        _audit(viewer, row, "activity.record")
    return row


def open_survey(viewer: Viewer, place: Place) -> ActivityRecord:
    """Let pupils' devices answer for a while. What was counted before is replaced when the first answers come in."""
    if place.step.kind != "survey":
        raise Refused("step_not_entered")
    _refuse_day(place, clock.today())
    there = standing(place)
    if there and there.done_at is None and is_open(there):
        return there
    row = _new(viewer, place, clock.today(), "A")
    row.present = place.roll
    row.counts = [[0] * len(question["options"]) for question in place.step.body["questions"]]
    row.marks = []
    return _begun(row)


def is_open(row: ActivityRecord) -> bool:
    """Whether a survey still takes answers from devices."""
    return row.done_at is None and row.withdrawn_at is None and clock.now() < row.begun_at + OPEN_FOR


def answer_survey(row: ActivityRecord, school_id: int, user_id: int, chosen: Sequence[int]) -> None:
    """One device's answers are added up; who gave them is not kept, only that this account has answered, until it closes. Refuses
    `survey_closed`, `survey_answered`, `odd_answer`."""
    if not is_open(row) or row.counts is None:
        raise Refused("survey_closed")
    mark = keyed_marks.keyed_mark("survey", row.id, school_id, user_id)[:24]
    if mark in (row.marks or []):
        raise Refused("survey_answered")
    if len(chosen) != len(row.counts) or any(
        not 0 <= option < len(counts) for option, counts in zip(chosen, row.counts, strict=True)
    ):
        raise Refused("odd_answer")
    row.counts = [
        [number + (place == option) for place, number in enumerate(counts)]
        for counts, option in zip(row.counts, chosen, strict=True)
    ]
    row.count += 1
    row.marks = sorted([*(row.marks or []), mark])  # sorted: their order tells nothing about whose answer came when


def close_survey(viewer: Viewer, place: Place) -> ActivityRecord:
    """Take no more answers: counts stay, the marks of who answered go. Refuses `survey_empty`."""
    row = standing(place)
    if row is None or row.done_at is not None:
        raise Refused("survey_closed")
    if row.count == 0:
        raise Refused("survey_empty")
    row.done_at, row.marks = clock.now(), None
    _audit(viewer, row, "activity.record")
    return row


def take_back(viewer: Viewer, place: Place) -> None:
    """What was entered does not stand any more; it is kept as taken back. Nothing to take back: nothing happens."""
    row = standing(place)
    if row is not None:
        row.withdrawn_at, row.marks = clock.now(), None
        _audit(viewer, row, "activity.unrecord")


def standing(place: Place) -> ActivityRecord | None:
    """The record of a class and a step that stands, open ones too. One statement; on PostgreSQL the row waits for who changes it."""
    found = select(ActivityRecord).where(
        ActivityRecord.school_id == place.unit.keeper_id,
        ActivityRecord.class_id == place.unit.id,
        ActivityRecord.step_id == place.step.id,
        ActivityRecord.withdrawn_at.is_(None),
    )
    return db.session.scalars(found.with_for_update()).first()


def _refuse_day(place: Place, day: date) -> None:
    first, last = place.step.starts_on or place.activity.starts_on, place.step.ends_on or place.activity.ends_on
    if place.activity.draft or place.activity.withdrawn_at is not None:
        raise Conflict("activity_not_running")
    if not first <= day <= last:
        raise Refused("record_outside", first=first, last=last)
    if day > clock.today():
        raise Refused("record_ahead")


def _new(viewer: Viewer, place: Place, held_on: date, grade: str) -> ActivityRecord:
    """A new record in place of the one that stood."""
    there = standing(place)
    if there is not None:
        there.withdrawn_at, there.marks = clock.now(), None
        db.session.flush()
    return ActivityRecord(
        school_id=place.unit.keeper_id,
        class_id=place.unit.id,
        year=place.of_year.year,
        activity_id=place.activity.id,
        step_id=place.step.id,
        held_on=held_on,
        present=0,
        count=0,
        note="",
        grade=grade,
        begun_at=clock.now(),
        recorded_by=viewer.user_id,
    )


def _stored(viewer: Viewer, row: ActivityRecord, action: str) -> ActivityRecord:
    db.session.add(row)
    db.session.flush()
    _audit(viewer, row, action)
    return row


def _begun(row: ActivityRecord) -> ActivityRecord:
    """On the screen and not over: nothing that somebody has done is on record yet."""
    db.session.add(row)
    db.session.flush()
    stale_marks.mark_stale("class_year", row.school_id, row.class_id, row.year)
    return row


def _audit(viewer: Viewer, row: ActivityRecord, action: str) -> None:
    subject = f"class:{row.class_id}"
    audit.record(row.school_id, viewer.user_id, action, subject, activity=row.activity_id, on=row.held_on.isoformat())
    stale_marks.mark_stale("class_year", row.school_id, row.class_id, row.year)


def record_of(row_id: int, to_change: bool = False) -> ActivityRecord | None:
    """A record by number; `to_change`: others that change it wait."""
    found = select(ActivityRecord).where(ActivityRecord.id == row_id)
    return db.session.scalars(found.with_for_update() if to_change else found).first()


def records_of_class(class_unit: Unit, activity_ids: Sequence[int]) -> dict[int, ActivityRecord]:
    """Standing records of a class by step. One statement, none for nothing."""
    if not activity_ids:
        return {}
    found = select(ActivityRecord).where(
        ActivityRecord.activity_id.in_(activity_ids),
        ActivityRecord.class_id == class_unit.id,
        ActivityRecord.withdrawn_at.is_(None),
    )
    return {row.step_id: row for row in db.session.scalars(found)}


def survey_below(unit: Unit, step_id: int) -> list[tuple[int, list[list[int]]]]:
    """(answers, counts by question and option) of every class at or below a unit that was asked. One statement."""
    found = (
        select(ActivityRecord.count, ActivityRecord.counts)
        .join(Unit, Unit.id == ActivityRecord.class_id)
        .where(
            ActivityRecord.step_id == step_id,
            ActivityRecord.withdrawn_at.is_(None),
            ActivityRecord.done_at.is_not(None),
            below(Unit.path, [unit.path]),
        )
    )
    return [(row[0], row[1] or []) for row in db.session.execute(found)]
