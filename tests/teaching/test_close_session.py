"""Closing a class session writes its class hours."""

from datetime import date, timedelta

import pytest

from eduplatform.accounts import sessions as sign_ins
from eduplatform.accounts.models import User, UserSession
from eduplatform.extensions import db
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry, StaleMark
from eduplatform.shared.refusals import Conflict
from eduplatform.teaching import ledger, sessions
from eduplatform.teaching.models import ClassSession


def marks():
    return {(m.tally, m.class_id, m.lesson_id) for m in db.session.query(StaleMark).filter(StaleMark.year == 2026)}


def test_forty_minutes_are_one_class_hour_with_evidence_a(room, clock):
    session = room.open()
    room.do(sessions.note_absent, session, {room.pupils["pupil_ming"]})
    clock.shift(40 * 60)
    closed = room.close(session, session.version)
    entry = room.entries()[0]
    assert (closed.state, closed.minutes, closed.roll, closed.present) == ("closed", 40, 4, 3)
    assert (entry.minutes, entry.hours, entry.grade, entry.sign, entry.roll, entry.present) == (40, 100, "A", 1, 4, 3)
    assert (entry.given_on, entry.week, entry.carrier, entry.topic) == (
        date(2026, 11, 18),
        12,
        "class_activity",
        room.lesson.topic,
    )
    assert entry.session_id == session.id


def test_the_marks_and_the_audit_link_are_written_with_it(room, clock):
    session = room.open()
    with write():
        db.session.query(StaleMark).delete()
    clock.shift(40 * 60)
    room.close(session)
    assert marks() == {("class_lesson", room.unit.id, room.lesson.lesson_id), ("class_year", room.unit.id, 0)}
    link = db.session.query(AuditEntry).filter_by(action="session.close").one()
    assert link.detail["hours"] == 100 and link.actor_id == room.viewer.user_id


def test_closing_twice_writes_one_entry_and_answers_the_same(room, clock):
    session = room.open()
    clock.shift(40 * 60)
    first = room.close(session, 1)
    clock.shift(600)
    again = room.close(session, 1)
    assert len(room.entries()) == 1
    assert (again.closed_at, again.minutes, again.version) == (first.closed_at, first.minutes, first.version)


def test_an_older_version_is_a_conflict_and_writes_nothing(room):
    session = room.open()
    room.do(sessions.pause_session, session, 1)
    with pytest.raises(Conflict):
        room.close(session, 1)
    assert room.entries() == []


def test_a_session_under_ten_minutes_is_kept_with_no_hours(room, clock):
    session = room.open()
    clock.shift(9 * 60)
    room.close(session)
    assert [(e.minutes, e.hours) for e in room.entries()] == [(9, 0)]


def test_the_join_code_ends_and_shared_devices_forget_their_pupils(room, people):
    session = room.open("devices")
    pupil = people["pupil_yu"]
    with write():
        user = db.session.get(User, (pupil.school_id, pupil.user_id))
        sign_ins.begin_session(user, timedelta(hours=2), device="shared", class_session_id=session.id)
        sign_ins.begin_session(user, timedelta(days=30))
    room.close(session)
    rows = db.session.query(UserSession).filter_by(user_id=pupil.user_id).order_by(UserSession.id).all()
    assert [row.ended_at is not None for row in rows] == [True, False]
    assert db.session.get(ClassSession, (session.school_id, session.id)).join_code is None


def test_a_lesson_across_midnight_belongs_to_the_day_it_began(room, clock):
    clock.move_to("2026-11-18T15:40:00+00:00")  # 23:40 in Shanghai
    session = room.open()
    clock.shift(40 * 60)
    room.close(session)
    assert [(e.given_on, e.minutes) for e in room.entries()] == [(date(2026, 11, 18), 40)]


def test_a_lesson_across_the_years_end_belongs_to_the_year_it_began(room, clock):
    clock.move_to("2027-08-31T15:40:00+00:00")
    session = room.open()
    clock.shift(40 * 60)
    room.close(session)
    assert [(e.year, e.given_on) for e in room.entries()] == [(2026, date(2027, 8, 31))]


def test_a_clock_set_back_ends_the_lesson_at_the_latest_instant_known(room, clock):
    session = room.open()
    clock.shift(30 * 60)
    room.do(sessions.go_to, session, 2, 0, 9)
    clock.shift(-2 * 86400)
    closed = room.close(session)
    assert (closed.minutes, closed.note) == (30, "clock_back")


def test_after_a_crash_the_session_is_found_open_and_closes(room, clock):
    session = room.open()
    room.do(sessions.go_to, session, 5, 0, 9)
    db.session.remove()  # the process is gone, with everything it had loaded
    clock.shift(40 * 60)
    found = db.session.query(ClassSession).filter_by(state="running").one()
    assert found.slide == 5
    assert room.close(found).minutes == 40


def test_a_close_that_fails_half_way_writes_nothing(room, clock, monkeypatch):
    session = room.open()
    clock.shift(40 * 60)
    monkeypatch.setattr(ledger.stale_marks, "mark_lesson_and_year_stale", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        room.close(session)
    assert (
        room.entries() == []
        and db.session.get(ClassSession, (session.school_id, session.id), populate_existing=True).state == "running"
    )


def test_a_dropped_session_has_no_hours_and_cannot_be_closed(room, clock):
    session = room.open()
    clock.shift(40 * 60)
    for _ in range(2):
        room.do(sessions.drop_session, session, 1)
    with pytest.raises(Conflict):
        room.close(session)
    assert room.entries() == []


def test_a_pupil_noted_away_who_left_the_class_is_not_counted_twice(room, clock):
    session = room.open()
    room.do(sessions.note_absent, session, {room.pupils["pupil_yu"]})
    from eduplatform.org.models import Enrolment

    with write():
        row = db.session.query(Enrolment).filter_by(pupil_id=room.pupils["pupil_yu"]).one()
        row.to_on = date(2026, 11, 18)
    closed = room.close(session)
    assert (closed.roll, closed.present) == (3, 3)
