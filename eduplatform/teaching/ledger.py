"""Verbs that write the class-hours ledger: close a session, declare a lesson, correct an entry, take one back.

The ledger is only added to. A correction is the entry once more with the opposite sign and, where something remains, a
new entry: what a report said as of a day stays what it was.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from ..curriculum import queries as content
from ..extensions import db
from ..org import queries as org
from ..org.access import Viewer
from ..org.models import Unit
from ..shared import audit, changes, clock
from ..shared.database import to_ms
from ..shared.refusals import Conflict, NotFound, Refused
from . import rules, sessions
from .models import ClassHour, ClassSession
from .plan import rule_for

FORGOTTEN = timedelta(hours=3)  #: a session untouched for so long was forgotten
#: columns a reversal or a recount has in common with the entry it is about
_SAME = ("session_id", "class_id", "year", "week", "given_on", "lesson_id", "topic", "carrier", "teacher_id", "grade", "school_id")


def close_session(viewer: Viewer | None, session: ClassSession, version: int | None = None) -> ClassSession:
    """End the lesson and write its class hours. A second close answers with the first. `viewer` None: the worker.

    Time is the server's. After three hours without a touch the lesson ends at the last one; when the clock was set
    back meanwhile, at the latest instant known.
    """
    row = sessions.fresh(session)
    if row.state == "closed":
        return row
    sessions.must_be_open(row)
    if version is not None:
        sessions.must_be(row, version)
    now = clock.now()
    row.note = "clock_back" if now < row.touched_at else "forgotten" if now - row.touched_at > FORGOTTEN else ""
    ended = row.touched_at if row.note else now
    row.paused_ms += sessions.rested(row, ended)
    row.paused_at = None
    row.minutes = max(0, to_ms(ended) - to_ms(row.opened_at) - row.paused_ms) // 60_000
    _attendance(row)
    sessions.end(row, "closed", ended)
    entry = _entry_of(row, now)
    _add(entry, viewer, "session.close", f"session:{row.id}", note=row.note)
    return row


def _attendance(row: ClassSession) -> None:
    pupils = {pupil.pupil_id for pupil in sessions.roll_of(row)}
    row.roll = len(pupils)
    row.present = len(pupils - sessions.absent_ids(row))


def _entry_of(row: ClassSession, now: datetime) -> ClassHour:
    entry = _entry(_unit(row.class_id), row.lesson_id, sessions.day_of(row), row.minutes, row.carrier, now)
    entry.session_id, entry.teacher_id, entry.grade = row.id, row.teacher_id, "A"
    entry.roll, entry.present = row.roll, row.present
    return entry


def _unit(class_id: int) -> Unit:
    unit = db.session.get(Unit, class_id)
    if unit is None:
        raise NotFound()
    return unit


def _entry(class_unit: Unit, lesson_id: int, given_on: date, minutes: int, carrier: str, now: datetime) -> ClassHour:
    """A new entry with its class hours by the rule of the day; who, grade and attendance are for the caller to set."""
    year = clock.school_year_of(given_on)
    week = org.calendar_of(class_unit, year).week_on(given_on)
    of_year = org.class_year(class_unit, year)
    rule = rule_for(class_unit, of_year.stage if of_year else "", given_on)
    return ClassHour(
        school_id=class_unit.school_id, class_id=class_unit.id, year=year, week=week.number if week else 0, given_on=given_on,
        entered_at=now, lesson_id=lesson_id, topic=_topic(lesson_id), carrier=carrier, sign=1, minutes=minutes,
        hours=rules.count(minutes, rule).hours, reason="",
    )  # fmt: skip


def _topic(lesson_id: int) -> str:
    head = content.lesson_head(lesson_id)
    if head:
        return head.topic
    item = content.item(lesson_id)
    course = content.course(item.course_id) if item else None
    return course.topic if course else ""


def _add(entry: ClassHour, viewer: Viewer | None, action: str, subject: str, **detail: object) -> None:
    """Store an entry with its audit link and the marks that make the tallies follow."""
    db.session.add(entry)
    db.session.flush()
    audit.record(
        entry.school_id, viewer.user_id if viewer else None, action, subject, entry=entry.id, minutes=entry.minutes,
        hours=entry.hours, roll=entry.roll, present=entry.present, grade=entry.grade, **detail,
    )  # fmt: skip
    changes.mark("class_lesson", entry.school_id, entry.class_id, entry.year, entry.lesson_id)
    changes.mark("class_year", entry.school_id, entry.class_id, entry.year)


def declare(viewer: Viewer, class_unit: Unit, lesson_id: int, given_on: date, minutes: int, carrier: str,
            present: int) -> ClassHour:  # fmt: skip
    """Put down a lesson held without the system: evidence C. Refused when too old, to come, too long, or already there."""
    if not rules.may_declare(given_on, clock.today()):
        raise Refused("declare_too_old" if given_on < clock.today() else "declare_future", days=rules.DECLARE_DAYS)
    _check(minutes, carrier)
    roll = org.roll_count(class_unit.school_id or 0, class_unit.id, given_on)
    if not 0 <= present <= roll:
        raise Refused("present_too_many", roll=roll)
    if any(one.lesson_id == lesson_id and one.given_on == given_on for one in standing(_entries_of(class_unit, given_on))):
        raise Refused("already_recorded")
    entry = _entry(class_unit, lesson_id, given_on, minutes, carrier, clock.now())
    entry.session_id, entry.teacher_id, entry.grade, entry.roll, entry.present = None, viewer.user_id, "C", roll, present
    _add(entry, viewer, "hours.declare", f"class:{class_unit.id}")
    return entry


def _entries_of(class_unit: Unit, day: date) -> list[ClassHour]:
    found = select(ClassHour).where(ClassHour.school_id == class_unit.school_id, ClassHour.class_id == class_unit.id)
    return list(db.session.scalars(found.where(ClassHour.given_on == day).order_by(ClassHour.id)))


def _check(minutes: int, carrier: str) -> None:
    if carrier not in rules.CARRIERS:
        raise Refused("odd_choice")
    if not rules.LEAST_MINUTES <= minutes <= rules.LONGEST_DECLARED:
        raise Refused("odd_minutes", least=rules.LEAST_MINUTES, most=rules.LONGEST_DECLARED)


def standing(entries: list[ClassHour]) -> list[ClassHour]:
    """The entries that hold now: neither reversals nor entries taken back."""
    reversed_ids = {entry.corrects_id for entry in entries if entry.sign < 0}
    return [entry for entry in entries if entry.sign > 0 and entry.id not in reversed_ids]


def correct(viewer: Viewer, entry: ClassHour, minutes: int, carrier: str, present: int, reason: str) -> ClassHour:
    """Replace an entry. Minutes put in by hand are declared (C); attendance and carrier leave the grade as it was.

    Conflict when another hand corrected it first; Refused without a reason, too late, or when nothing would change.
    """
    reason = _may_change(entry, reason)
    _check(minutes, carrier)
    if not 0 <= present <= entry.roll:
        raise Refused("present_too_many", roll=entry.roll)
    if (minutes, carrier, present) == (entry.minutes, entry.carrier, entry.present):
        raise Refused("nothing_changed")
    now = clock.now()
    _reverse(viewer, entry, reason, now)
    new = _entry(_unit(entry.class_id), entry.lesson_id, entry.given_on, minutes, carrier, now)
    new.session_id, new.teacher_id, new.roll, new.present = entry.session_id, entry.teacher_id, entry.roll, present
    new.grade = entry.grade if minutes == entry.minutes else "C"
    new.reason, new.corrects_id = reason, entry.id
    _add(new, viewer, "hours.correct", f"entry:{entry.id}", reason=reason)
    _follow(new)
    return new


def recount(viewer: Viewer, entry: ClassHour, present: int, reason: str) -> ClassHour:
    """Attendance put right by name: the entry once more with another number; minutes, class hours and grade stay."""
    reason = _may_change(entry, reason)
    now = clock.now()
    _reverse(viewer, entry, reason, now)
    new = ClassHour(**{name: getattr(entry, name) for name in (*_SAME, "minutes", "hours", "roll")})
    new.entered_at, new.sign, new.present, new.reason, new.corrects_id = now, 1, present, reason, entry.id
    _add(new, viewer, "hours.correct", f"entry:{entry.id}", reason=reason)
    _follow(new)
    return new


def take_back(viewer: Viewer, entry: ClassHour, reason: str) -> ClassHour:
    """Take an entry back altogether: the lesson did not take place. Returns the reversal."""
    return _reverse(viewer, entry, _may_change(entry, reason), clock.now(), "hours.take_back")


def _may_change(entry: ClassHour, reason: str) -> str:
    reason = " ".join(reason.split())[:120]
    if not reason:
        raise Refused("reason_missing")
    if entry.sign < 0:
        raise NotFound()
    locked = select(ClassHour).where(ClassHour.school_id == entry.school_id, ClassHour.id == entry.id).with_for_update()
    db.session.execute(locked).first()
    same = select(ClassHour).where(ClassHour.school_id == entry.school_id, ClassHour.class_id == entry.class_id)
    history = list(db.session.scalars(same.where(ClassHour.given_on == entry.given_on)))
    if all(one.id != entry.id for one in standing(history)):
        raise Conflict("already_corrected")
    if not rules.may_correct(clock.local(first_of(entry, history).entered_at).date(), clock.today()):
        raise Refused("correct_too_late", days=rules.CORRECT_DAYS)
    return reason


def first_of(entry: ClassHour, history: list[ClassHour]) -> ClassHour:
    """The entry a chain of corrections began with."""
    by_id = {one.id: one for one in history}
    while entry.corrects_id in by_id:
        entry = by_id[entry.corrects_id]
    return entry


def _reverse(viewer: Viewer, entry: ClassHour, reason: str, now: datetime, action: str = "hours.reverse") -> ClassHour:
    back = ClassHour(**{name: getattr(entry, name) for name in _SAME})
    back.entered_at, back.sign, back.reason, back.corrects_id = now, -1, reason, entry.id
    back.minutes, back.hours, back.roll, back.present = -entry.minutes, -entry.hours, -entry.roll, -entry.present
    _add(back, viewer, action, f"entry:{entry.id}", reason=reason)
    return back


def _follow(entry: ClassHour) -> None:
    """The session shows what the ledger says."""
    if entry.session_id is None:
        return
    found = select(ClassSession).where(ClassSession.school_id == entry.school_id, ClassSession.id == entry.session_id)
    row = db.session.scalars(found.with_for_update()).one()
    row.minutes, row.carrier, row.present, row.version = entry.minutes, entry.carrier, entry.present, row.version + 1
