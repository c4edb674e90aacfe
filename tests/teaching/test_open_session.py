"""Opening a class session."""

import pytest

from eduplatform.extensions import db
from eduplatform.shared.models import AuditEntry
from eduplatform.shared.refusals import Conflict, Refused
from eduplatform.teaching import sessions
from eduplatform.teaching.models import ClassSession


def test_it_opens_with_the_servers_time_week_and_revisions(room, clock):
    session = room.open()
    assert (session.state, session.week, session.year, session.slide) == ("running", 12, 2026, 0)
    assert session.lesson_revision_id == room.lesson.revision_id and session.quiz_revision_id
    assert session.opened_at == session.touched_at
    assert db.session.query(AuditEntry).filter_by(action="session.open", subject=f"session:{session.id}").count() == 1


def test_only_one_session_of_a_class_is_open(room):
    first = room.open()
    with pytest.raises(Conflict) as refusal:
        room.open()
    assert refusal.value.code == "session_open" and refusal.value.values == {"session_id": first.id}


def test_when_two_tabs_press_start_at_once_the_database_lets_one_through(room, monkeypatch):
    first = room.open()
    seen = iter([None, first])
    monkeypatch.setattr(sessions, "_open_of", lambda _unit: next(seen))  # the second tab looked before the first wrote
    with pytest.raises(Conflict) as refusal:
        room.open()
    assert refusal.value.values == {"session_id": first.id}
    assert db.session.query(ClassSession).count() == 1


def test_after_closing_the_next_lesson_opens(room):
    room.close(room.open())
    assert room.open().state == "running"


def test_only_devices_get_a_join_code(room):
    assert room.open("hands").join_code is None
    room.close(db.session.query(ClassSession).one())
    code = room.open("devices").join_code
    assert code.isdecimal() and len(code) == 6


def test_a_session_in_the_holidays_has_no_week(room, clock):
    clock.move_to("2027-02-03T02:00:00+00:00")
    assert room.open().week == 0


def test_what_is_not_in_the_lists_is_refused(room):
    with pytest.raises(Refused):
        room.open(carrier="recess")
    with pytest.raises(Refused):
        room.open(mode="cards-of-doom")
