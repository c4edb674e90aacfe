"""Verbs of a class session: open, turn, count hands, note who is away, pause, drop. Closing writes hours: see ledger.py.

Three kinds of change, three ways of meeting a second hand:
- the state (pause, resume, drop, close) and the quiz mode carry `version`; an older one is a Conflict;
- the place in the run carries the place the hand saw (`was`), so that two "next" at once are one step, not two;
- who is away and how many hands are sets of small facts of their own: the last word about one pupil or option stands.
A verb that finds its work already done answers as if it had done it, so that a retry after a lost answer does no harm.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from ..accounts import sessions as sign_ins
from ..curriculum import queries as content
from ..curriculum.grading import grade
from ..extensions import db
from ..org import queries as org
from ..org.access import Viewer
from ..org.models import Enrolment, Unit
from ..shared import audit, clock
from ..shared.refusals import Conflict, NotFound, Refused
from . import card_numbers, class_checks
from .lesson_time import measure
from .models import Absence, ClassSession, HandsCount, Remote
from .rules import CARRIERS, JOINED, QUIZ_MODES

OPEN = ("running", "paused")
CODE_DIGITS = 6


def start_session(
    viewer: Viewer,
    class_unit: Unit,
    lesson: content.LessonHead,
    carrier: str,
    quiz_mode: str,
    rehearsal: bool = False,
    core_only: bool = False,
) -> ClassSession:
    """Start a lesson now; `rehearsal`: a practice of which nothing is kept; `core_only`: as its core slides, Refused where it has none. Conflict('session_open', session_id=…) while another is open for the class."""
    if carrier not in CARRIERS or quiz_mode not in QUIZ_MODES:
        raise Refused("odd_choice")
    if core_only and not lesson.core_minutes:
        raise Refused("odd_choice")
    now = clock.now()
    day = clock.local(now).date()
    year = clock.school_year_of(day)
    if (open_one := _open_of(class_unit)) is not None:
        raise Conflict("session_open", session_id=open_one.id)
    week = org.calendar_of(class_unit, year).week_on(day)
    quiz = content.quiz_of(lesson.lesson_id)
    session = ClassSession(
        school_id=class_unit.school_id,
        class_id=class_unit.id,
        year=year,
        week=week.number if week else 0,
        lesson_id=lesson.lesson_id,
        lesson_revision_id=lesson.revision_id,
        quiz_revision_id=quiz.revision_id if quiz else None,
        teacher_id=viewer.user_id,
        carrier=carrier,
        quiz_mode=quiz_mode if quiz else "none",
        state="running",
        slide=0,
        join_code=_new_code() if quiz and quiz_mode in JOINED else None,
        opened_at=now,
        touched_at=now,
        paused_ms=0,
        taught_ms=0,
        minutes=0,
        roll=0,
        present=0,
        version=1,
        note="",
        rehearsal=rehearsal,
        core_only=core_only,
        seed=sheet_seed(class_unit, lesson.lesson_id) if quiz_mode == "paper" else None,
    )
    _beat(session, clock.moment(now))
    _insert(session, class_unit)
    session.checks = class_checks.decide(session)
    if session.quiz_mode == "cards":
        card_numbers.give_numbers(class_unit, day)
    audit.record(
        class_unit.keeper_id,
        viewer.user_id,
        "session.rehearse" if rehearsal else "session.open",
        f"session:{session.id}",
        lesson=lesson.lesson_id,
    )
    return session


def _insert(session: ClassSession, class_unit: Unit) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(session)
            db.session.flush()
    except IntegrityError:  # another tab was faster by a hair
        other = _open_of(class_unit)
        if other is None:
            raise
        raise Conflict("session_open", session_id=other.id) from None


def _open_of(class_unit: Unit) -> ClassSession | None:
    found = select(ClassSession).where(
        ClassSession.school_id == class_unit.school_id, ClassSession.class_id == class_unit.id
    )
    return db.session.scalars(found.where(ClassSession.state.in_(OPEN))).first()


def sheet_seed(class_unit: Unit, lesson_id: int) -> int:
    """What a lesson on paper is drawn by: known before it is opened, so that sheets printed the day before ask what the screen asks,
    and another one each time the class has the lesson. One statement."""
    given = (
        select(func.count())
        .select_from(ClassSession)
        .where(
            ClassSession.school_id == class_unit.school_id,
            ClassSession.class_id == class_unit.id,
            ClassSession.lesson_id == lesson_id,
            ClassSession.state == "closed",
        )
    )
    return (class_unit.id * 1_000_003 + lesson_id * 997 + (db.session.scalar(given) or 0)) % 2_000_000_011 or 1


def _new_code() -> str:
    """A code no open session in the install has: pupils type it without naming their school."""
    while True:
        code = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
        if db.session.scalar(select(ClassSession.id).where(ClassSession.join_code == code)) is None:
            return code


def fresh(session: ClassSession) -> ClassSession:
    """The session as it stands now, held until the transaction ends."""
    found = select(ClassSession).where(ClassSession.school_id == session.school_id, ClassSession.id == session.id)
    return db.session.scalars(found.with_for_update().execution_options(populate_existing=True)).one()


def must_be_open(session: ClassSession) -> None:
    """Conflict when the lesson is over."""
    if session.state not in OPEN:
        raise Conflict("session_over", session_id=session.id)


def must_be(session: ClassSession, version: int) -> None:
    """Conflict when somebody changed the session since the page with `version` was drawn."""
    if session.version != version:
        raise Conflict("session_changed", session_id=session.id)


def note_taught(session: ClassSession, now: datetime) -> None:
    """Note that the teacher did something, and how much was taught and rested until then; a clock set back does not move it back.
    To be called before the state changes."""
    at = clock.moment(now)
    time = measure(session, at)
    session.taught_ms, session.paused_ms, session.note = time.taught_ms, time.rested_ms, time.moved or session.note
    session.touched_at = max(session.touched_at, now)
    _beat(session, at)


def _beat(session: ClassSession, at: clock.Moment) -> None:
    session.beat_at, session.beat_run, session.beat_ms = at.now, at.run, at.steady_ms


def pause_session(viewer: Viewer, session: ClassSession, version: int) -> ClassSession:
    """Stop the clock of the lesson."""
    row = fresh(session)
    must_be_open(row)
    if row.state == "running":
        must_be(row, version)
        now = clock.now()
        note_taught(row, now)
        row.state, row.paused_at, row.version = "paused", now, row.version + 1
    return row


def resume_session(viewer: Viewer, session: ClassSession, version: int) -> ClassSession:
    """Go on: the time since the pause is not taught time."""
    row = fresh(session)
    must_be_open(row)
    if row.state == "paused":
        must_be(row, version)
        now = clock.now()
        note_taught(row, now)
        row.state, row.paused_at, row.version = "running", None, row.version + 1
    return row


def go_to(viewer: Viewer, session: ClassSession, place: int, was: int | None, last: int) -> ClassSession:
    """Turn to `place` of the run (0 … `last`). `was`: the place the hand saw; None turns whatever was there."""
    row = fresh(session)
    must_be_open(row)
    place = min(max(place, 0), last)
    if row.slide == place:
        return row
    if was is not None and row.slide != was:
        raise Conflict("slide_moved", slide=row.slide)
    row.slide = place
    note_taught(row, clock.now())
    return row


def set_mode(viewer: Viewer, session: ClassSession, quiz_mode: str, version: int) -> ClassSession:
    """Choose anew how questions are answered; hands already counted stay."""
    if quiz_mode not in QUIZ_MODES:
        raise Refused("odd_choice")
    row = fresh(session)
    must_be_open(row)
    if row.quiz_mode != quiz_mode:
        must_be(row, version)
        row.quiz_mode, row.version = quiz_mode, row.version + 1
        row.join_code = _new_code() if quiz_mode in JOINED and row.quiz_revision_id else None
        if quiz_mode == "cards":
            card_numbers.give_numbers(db.session.get_one(Unit, row.class_id), day_of(row))
        if row.slide == 0:  # later the lesson has begun: what it asks then is no "before"
            row.checks = row.checks or class_checks.decide(row)  # once decided it stays: it may have been answered
        note_taught(row, clock.now())
    return row


def set_hands(viewer: Viewer, session: ClassSession, question_revision_id: int, counts: Mapping[str, int]) -> None:
    """Keep how many hands went up for each option. Refused when there are more hands than pupils."""
    row = fresh(session)
    must_be_open(row)
    pool = dict(content.question_pool(row.quiz_revision_id))
    if question_revision_id not in pool:
        raise NotFound()
    right = {note.id: note.right for note in grade(pool[question_revision_id], None).notes}
    if set(counts) - set(right) or any(n < 0 for n in counts.values()):
        raise Refused("odd_choice")
    most = roll_size(row)
    if sum(counts.values()) > most:
        raise Refused("too_many_hands", most=most, hands=sum(counts.values()))
    mine = (HandsCount.school_id == row.school_id) & (HandsCount.session_id == row.id)
    db.session.execute(delete(HandsCount).where(mine, HandsCount.question_revision_id == question_revision_id))
    common = dict(school_id=row.school_id, session_id=row.id, question_revision_id=question_revision_id)
    rows = [dict(common, option=option, right=right[option], count=n) for option, n in counts.items()]
    if sum(counts.values()):  # nothing counted is nothing asked
        db.session.execute(insert(HandsCount), rows)
    note_taught(row, clock.now())


def note_absent(viewer: Viewer, session: ClassSession, pupil_ids: set[int]) -> None:
    """These pupils of the class are away. NotFound for anybody not on the roll."""
    row = fresh(session)
    must_be_open(row)
    now = clock.now()
    if pupil_ids - {pupil.pupil_id for pupil in roll_of(row)}:
        raise NotFound()
    new = pupil_ids - absent_ids(row)
    if new:
        rows = [dict(school_id=row.school_id, session_id=row.id, pupil_id=pupil, noted_at=now) for pupil in sorted(new)]
        db.session.execute(insert(Absence), rows)
        note_taught(row, now)


def note_present(viewer: Viewer, session: ClassSession, pupil_ids: set[int]) -> None:
    """These pupils are here after all."""
    row = fresh(session)
    must_be_open(row)
    mine = (Absence.school_id == row.school_id) & (Absence.session_id == row.id)
    if pupil_ids:
        db.session.execute(delete(Absence).where(mine, Absence.pupil_id.in_(pupil_ids)))
        note_taught(row, clock.now())


def absent_ids(session: ClassSession) -> set[int]:
    """Pupils noted as away."""
    found = select(Absence.pupil_id).where(Absence.school_id == session.school_id, Absence.session_id == session.id)
    return set(db.session.scalars(found))


def day_of(session: ClassSession) -> date:
    """The day of the lesson where the school is."""
    return clock.local(session.opened_at).date()


def roll_of(session: ClassSession) -> list[org.OnRoll]:
    """The roll of the class on the day of the lesson. One statement."""
    return org.roll_on(session.school_id, session.class_id, day_of(session))


def attendance(session: ClassSession) -> tuple[int, int]:
    """(pupils on the roll on the day of the lesson, of them present). One statement."""
    on_roll, away = db.session.execute(attended(session, org.on_roll(day_of(session)))).one()
    return on_roll, on_roll - away


def attended(session: ClassSession, on_roll: Any) -> Select[int, int]:
    """SQL: how many are on the roll by the condition `on_roll`, and how many of them were noted as away."""
    noted = (
        (Absence.school_id == Enrolment.school_id)
        & (Absence.session_id == session.id)
        & (Absence.pupil_id == Enrolment.pupil_id)
    )
    return (
        select(func.count(Enrolment.pupil_id.distinct()), func.count(Absence.pupil_id.distinct()))
        .select_from(Enrolment)
        .outerjoin(Absence, noted)
        .where(Enrolment.school_id == session.school_id, Enrolment.class_id == session.class_id, on_roll)
    )


def roll_size(session: ClassSession) -> int:
    """How many pupils are on it. One statement."""
    return org.roll_count(session.school_id, session.class_id, day_of(session))


def taught_seconds(session: ClassSession) -> int:
    """Seconds taught so far of an open lesson, by the server's clocks, without pauses."""
    return measure(session, clock.moment()).taught_ms // 1000


def drop_session(viewer: Viewer, session: ClassSession, version: int) -> ClassSession:
    """End without hours: it was opened by mistake or did not take place. The row stays, labelled."""
    row = fresh(session)
    if row.state == "dropped":
        return row
    must_be_open(row)
    must_be(row, version)
    end_session(row, "dropped", max(row.touched_at, clock.now()))
    audit.record(row.school_id, viewer.user_id, "session.drop", f"session:{row.id}")
    return row


def end_session(row: ClassSession, state: str, at: datetime, devices: bool = True, phones: bool = True) -> None:
    """The end of every session: the code is void, shared `devices` forget their pupils and `phones` their class; False where the caller
    knows that none joined."""
    row.state, row.closed_at, row.join_code, row.version = state, at, None, row.version + 1
    if devices:
        sign_ins.end_class_session(row.school_id, row.id, at)
    if phones:
        db.session.execute(delete(Remote).where(Remote.school_id == row.school_id, Remote.session_id == row.id))
