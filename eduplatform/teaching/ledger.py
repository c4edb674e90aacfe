"""Verbs that write the class-hours ledger: close a session, declare a lesson, correct an entry, take one back.

The ledger is only added to. A correction is the entry once more with the opposite sign and, where something remains, a
new entry: what a report said as of a day stays what it was.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select

from ..curriculum import queries as content
from ..extensions import db
from ..org import queries as org
from ..org.access import Viewer
from ..org.models import Unit
from ..shared import audit, clock, stale_marks
from ..shared.refusals import Conflict, NotFound, Refused
from . import lesson_overlaps, neighbouring_lessons, rules, sessions
from .closing_facts import ClosingFacts
from .models import ClassHour, ClassSession
from .plan import rule_for

#: columns a reversal or a recount has in common with the entry it is about
_SAME = (
    "session_id",
    "class_id",
    "year",
    "week",
    "given_on",
    "lesson_id",
    "topic",
    "carrier",
    "teacher_id",
    "grade",
    "school_id",
    "begins",
    "day_reason",
    "apart",
)


def close_held(viewer: Viewer | None, facts: ClosingFacts, version: int | None = None) -> ClassSession:
    """End the lesson and write its class hours. `viewer` None: the worker.

    Time is the server's. After three hours without a touch the lesson ends at the last one. A clock set back meanwhile takes
    nothing away and one set forward adds nothing: minutes are those of the steady clock. Declared lessons that turn out to be this one give way to it.
    """
    row, time, now = facts.row, facts.time, facts.at.now
    if version is not None:
        sessions.must_be(row, version)
    ended = row.touched_at if time.forgotten else now
    if time.moved == "clock_back" and not time.forgotten:
        ended = max(now, row.touched_at + timedelta(milliseconds=time.gap_ms))
    row.roll, row.present = facts.roll, facts.present
    row.taught_ms, row.paused_ms, row.paused_at = time.taught_ms, time.rested_ms, None
    row.minutes = row.taught_ms // 60_000
    row.note = time.moved or ("forgotten" if time.forgotten else "no_pupils" if not row.roll else "")
    sessions.end_session(row, "closed", ended, "devices" in facts.left, "phones" in facts.left)
    entry = _entry_of(facts)
    _add(entry, viewer, "session.close", f"session:{row.id}", note=row.note)
    _make_way(viewer, entry, entry.id, now)
    return row


def _entry_of(facts: ClosingFacts) -> ClassHour:
    row = facts.row
    entry = _new_entry(facts.class_unit, row.lesson_id, facts.topic, row.carrier, row.minutes, facts.rule)
    entry.year, entry.week, entry.given_on, entry.entered_at = row.year, row.week, facts.day, facts.at.now
    entry.session_id, entry.teacher_id, entry.grade = row.id, row.teacher_id, "A"
    entry.roll, entry.present = row.roll, row.present
    entry.hours = entry.hours if row.roll else 0  # a lesson to nobody on the roll is no hour of anybody
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
    entry = _new_entry(class_unit, lesson_id, content.topic_of(lesson_id), carrier, minutes, rule)
    entry.year, entry.week, entry.given_on, entry.entered_at = year, week.number if week else 0, given_on, now
    return entry


def _new_entry(class_unit: Unit, lesson_id: int, topic: str, carrier: str, minutes: int, rule: rules.Rule) -> ClassHour:
    """Minutes and the class hours they are by a rule; when, who, grade and attendance are for the caller to set."""
    return ClassHour(
        school_id=class_unit.school_id,
        class_id=class_unit.id,
        lesson_id=lesson_id,
        topic=topic,
        carrier=carrier,
        sign=1,
        minutes=minutes,
        hours=rules.hours_counted(minutes, rule).hours,
        reason="",
    )


def _add(entry: ClassHour, viewer: Viewer | None, action: str, subject: str, **detail: object) -> None:
    """Store an entry with its audit link and the marks that make the tallies follow."""
    db.session.add(entry)
    db.session.flush()
    audit.record(
        entry.school_id,
        viewer.user_id if viewer else None,
        action,
        subject,
        entry=entry.id,
        minutes=entry.minutes,
        hours=entry.hours,
        roll=entry.roll,
        present=entry.present,
        grade=entry.grade,
        **detail,
    )
    stale_marks.mark_lesson_and_year_stale(entry.school_id, entry.class_id, entry.year, entry.lesson_id)


def declare_lesson(
    viewer: Viewer,
    class_unit: Unit,
    lesson_id: int,
    given_on: date,
    minutes: int,
    carrier: str,
    present: int,
    begins: int,
    day_reason: str = "",
    apart: bool = False,
    teacher_id: int | None = None,
) -> ClassHour:
    """Put down a lesson held without the system: evidence C. `begins`: minute of the day; `teacher_id`: who gave it, one of the
    class's teachers of that day; not said: the viewer if among them, else the homeroom teacher of that day.

    Refused when too old, to come, too long, at odd hours, before the class had pupils, at the time of another lesson, or on a
    day that is full. Asked, that is Refused until answered: no_school_day without `day_reason`, already_recorded without `apart`.
    """
    now = clock.now()
    _when(given_on, minutes, begins, now)
    _check(minutes, carrier)
    roll = _roll_on(class_unit, given_on)
    if not 0 <= present <= roll:
        raise Refused("present_too_many", roll=roll)
    if not present:
        raise Refused("nobody_present")
    running = neighbouring_lessons.locked(class_unit, now)
    entry = _entry(class_unit, lesson_id, given_on, minutes, carrier, now)
    entry.session_id, entry.teacher_id, entry.grade, entry.roll, entry.present = (
        None,
        _giver(viewer, class_unit, given_on, teacher_id),
        "C",
        roll,
        present,
    )
    entry.begins, entry.apart, entry.day_reason = begins, apart, _day_reason(class_unit, given_on, day_reason)
    _must_fit(entry, running)
    _add(entry, viewer, "hours.declare", f"class:{class_unit.id}")
    return entry


def _when(given_on: date, minutes: int, begins: int, now: datetime) -> None:
    today = clock.local(now).date()
    if not rules.may_declare(given_on, today):
        raise Refused("declare_too_old" if given_on < today else "declare_future", days=rules.DECLARE_DAYS)
    _at_its_time(given_on, minutes, begins, now)


def _at_its_time(given_on: date, minutes: int, begins: int, now: datetime) -> None:
    if not rules.DAY_FROM <= begins <= rules.DAY_TO - minutes:
        raise Refused("odd_time", first=rules.DAY_FROM // 60, last=rules.DAY_TO // 60)
    if given_on == clock.local(now).date() and begins + minutes > neighbouring_lessons.minute_of(now):
        raise Refused("declare_future", days=rules.DECLARE_DAYS)


def _roll_on(class_unit: Unit, day: date) -> int:
    """Pupils on the roll on a day; Refused where there was nobody: an hour needs a class."""
    roll = org.roll_count(class_unit.keeper_id, class_unit.id, day)
    if not roll:
        first = org.first_days([class_unit.keeper_id], [class_unit.id]).get(class_unit.id)
        raise Refused("not_yet_here", day=first) if first and day < first else Refused("no_pupils", day=day)
    return roll


def _giver(viewer: Viewer, class_unit: Unit, day: date, asked: int | None) -> int:
    """Whose lesson it was: hours belong to who gave them, not to who typed them in."""
    there = [one.user_id for one in org.teachers_of(class_unit, day, day)]
    if asked is not None:
        if asked not in there:
            raise Refused("not_the_teacher", day=day)
        return asked
    return viewer.user_id if viewer.user_id in there or not there else there[0]


def _day_reason(class_unit: Unit, day: date, reason: str) -> str:
    """Why a lesson was held on a day without school; '' on a school day. Refused where nobody says."""
    calendar = org.calendar_of(class_unit, clock.school_year_of(day))
    if calendar.is_school_day(day):
        return ""
    reason = " ".join(reason.split())[:120]
    if not reason:
        raise Refused("no_school_day", day=day, name=calendar.day_off_name(day))
    return reason


def _must_fit(entry: ClassHour, running: list[lesson_overlaps.Held] | None = None, own_number: int = 0) -> None:
    """Refused when a lesson declared or put right has no room beside the others. `own_number`: the entry it is to replace."""
    others = [one for _row, one in neighbouring_lessons.entries_around(entry.school_id, entry.class_id, entry.given_on)]
    _fits(_held_of(entry, own_number), [*others, *(running or [])], _rule_of(entry))


def _fits(new: lesson_overlaps.Held, others: list[lesson_overlaps.Held], rule: rules.Rule) -> None:
    found = lesson_overlaps.problem(new, others, rule)
    if found is None:
        return
    other = found.other
    raise Refused(
        found.code,
        day=other.day if other else new.day,
        taught=bool(other and other.taught),
        begins=other.begins if other else None,
        lasts=other.lasts if other else 0,
        most=rule.day_lessons,
        minutes=rule.day_minutes,
    )


def _held_of(entry: ClassHour, number: int) -> lesson_overlaps.Held:
    row = db.session.get(ClassSession, (entry.school_id, entry.session_id)) if entry.session_id else None
    found = neighbouring_lessons.of_entry(entry, row, _is_own(entry.lesson_id))
    return replace(found, entry=number)


def _is_own(lesson_id: int) -> bool:
    item = None if content.lesson_head(lesson_id) else content.item(lesson_id)
    return item is not None and item.revision_id is None


def _rule_of(entry: ClassHour) -> rules.Rule:
    unit = _unit(entry.class_id)
    of_year = org.class_year(unit, entry.year)
    return rule_for(unit, of_year.stage if of_year else "", entry.given_on)


def _make_way(viewer: Viewer | None, entry: ClassHour, root: int, now: datetime) -> None:
    """Declared lessons give way to one taught with the system: taken back on record, with the entry that stands instead. `root`:
    the first entry of that lesson. One statement where there is nothing to do."""
    if entry.session_id is None or not entry.hours:
        return
    around = neighbouring_lessons.entries_around(entry.school_id, entry.class_id, entry.given_on)
    if all(one.taught for _row, one in around):
        return
    mine = next(one for row, one in around if row.id == entry.id)
    rows = {row.id: row for row, _one in around}
    for one, cause in lesson_overlaps.given_way(mine, [one for _row, one in around], _rule_of(entry)):
        _reverse(viewer, rows[one.entry], "", now, "hours.give_way", cause, root)


def _give_back(viewer: Viewer, entry: ClassHour, root: int, now: datetime) -> None:
    """What gave way to a lesson that is taken back stands again, where there is still room for it."""
    gone = select(ClassHour).where(
        ClassHour.school_id == entry.school_id, ClassHour.class_id == entry.class_id, ClassHour.instead_id == root
    )
    for back in db.session.scalars(gone.order_by(ClassHour.id)).all():
        old = db.session.get(ClassHour, (back.school_id, back.corrects_id))
        taken = select(ClassHour.id).where(
            ClassHour.school_id == entry.school_id, ClassHour.corrects_id == back.corrects_id, ClassHour.sign > 0
        )
        others = [
            one for _row, one in neighbouring_lessons.entries_around(entry.school_id, entry.class_id, back.given_on)
        ]
        if old is None or db.session.scalar(taken) or lesson_overlaps.problem(_held_of(old, 0), others, _rule_of(old)):
            continue
        new = ClassHour(**{name: getattr(old, name) for name in (*_SAME, "minutes", "hours", "roll", "present")})
        new.entered_at, new.sign, new.reason, new.corrects_id, new.cause = now, 1, "", old.id, "restored"
        _add(new, viewer, "hours.restore", f"entry:{old.id}")


def _check(minutes: int, carrier: str) -> None:
    if carrier not in rules.CARRIERS:
        raise Refused("odd_choice")
    if not rules.LEAST_MINUTES <= minutes <= rules.LONGEST_DECLARED:
        raise Refused("odd_minutes", least=rules.LEAST_MINUTES, most=rules.LONGEST_DECLARED)


def standing_entries(entries: list[ClassHour]) -> list[ClassHour]:
    """The entries that hold now: neither reversals nor entries taken back."""
    reversed_ids = {entry.corrects_id for entry in entries if entry.sign < 0}
    return [entry for entry in entries if entry.sign > 0 and entry.id not in reversed_ids]


def correct_entry(viewer: Viewer, entry: ClassHour, minutes: int, carrier: str, present: int, reason: str) -> ClassHour:
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
    new = _entry(_unit(entry.class_id), entry.lesson_id, entry.given_on, minutes, carrier, now)
    new.session_id, new.teacher_id, new.roll, new.present = entry.session_id, entry.teacher_id, entry.roll, present
    new.begins, new.day_reason, new.apart = entry.begins, entry.day_reason, entry.apart
    new.hours = new.hours if new.roll else 0
    new.grade = entry.grade if minutes == entry.minutes else "C"
    new.reason, new.corrects_id = reason, entry.id
    root = _root(entry)
    if minutes > entry.minutes:
        if entry.begins is not None:
            _at_its_time(entry.given_on, minutes, entry.begins, now)
        new.apart = True  # only its time is new, what it was about is not
        _must_fit(new, own_number=entry.id)
        new.apart = entry.apart
    _reverse(viewer, entry, reason, now)
    _add(new, viewer, "hours.correct", f"entry:{entry.id}", reason=reason)
    _follow(new)
    _make_way(viewer, new, root, now)
    return new


def correct_attendance(viewer: Viewer, entry: ClassHour, present: int, reason: str) -> ClassHour:
    """Attendance put right by name: the entry once more with another number; minutes, class hours and grade stay."""
    reason = _may_change(entry, reason)
    now = clock.now()
    _reverse(viewer, entry, reason, now)
    new = ClassHour(**{name: getattr(entry, name) for name in (*_SAME, "minutes", "hours", "roll")})
    new.entered_at, new.sign, new.present, new.reason, new.corrects_id = now, 1, present, reason, entry.id
    _add(new, viewer, "hours.correct", f"entry:{entry.id}", reason=reason)
    _follow(new)
    return new


def take_entry_back(viewer: Viewer, entry: ClassHour, reason: str) -> ClassHour:
    """Take an entry back altogether: the lesson did not take place. Returns the reversal."""
    reason, now = _may_change(entry, reason), clock.now()
    back = _reverse(viewer, entry, reason, now, "hours.take_back")
    if entry.session_id is not None:
        _give_back(viewer, entry, _root(entry), now)
    return back


def _root(entry: ClassHour) -> int:
    """The number of the entry a chain of corrections began with."""
    same = select(ClassHour).where(
        ClassHour.school_id == entry.school_id,
        ClassHour.class_id == entry.class_id,
        ClassHour.given_on == entry.given_on,
    )
    return first_of(entry, list(db.session.scalars(same))).id


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
    if all(one.id != entry.id for one in standing_entries(history)):
        raise Conflict("already_corrected")
    if not rules.may_correct_entry(clock.local(first_of(entry, history).entered_at).date(), clock.today()):
        raise Refused("correct_too_late", days=rules.CORRECT_DAYS)
    return reason


def first_of(entry: ClassHour, history: list[ClassHour]) -> ClassHour:
    """The entry a chain of corrections began with."""
    by_id = {one.id: one for one in history}
    while entry.corrects_id in by_id:
        entry = by_id[entry.corrects_id]
    return entry


def _reverse(
    viewer: Viewer | None,
    entry: ClassHour,
    reason: str,
    now: datetime,
    action: str = "hours.reverse",
    cause: str = "",
    instead: int | None = None,
) -> ClassHour:
    back = ClassHour(**{name: getattr(entry, name) for name in _SAME}, cause=cause, instead_id=instead)
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
