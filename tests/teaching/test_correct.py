"""Corrections: the entry once more with the opposite sign, and a new one."""

import pytest

from eduplatform.extensions import db
from eduplatform.org import queries as org
from eduplatform.shared import clock as time
from eduplatform.shared.models import AuditEntry
from eduplatform.shared.refusals import Conflict, NotFound, Refused
from eduplatform.teaching import ledger, queries
from eduplatform.teaching.models import ClassSession

from .test_declare import declare


@pytest.fixture
def entry(room, clock):
    session = room.open()
    clock.shift(20 * 60)
    room.close(session)
    clock.shift(60)
    return room.entries()[0]


def correct(room, entry, minutes=40, carrier="class_activity", present=4, reason="下课忘了按"):
    return room.do(ledger.correct_entry, entry, minutes, carrier, present, reason)


def hours_as_of(room, instant):
    of_year = org.class_year(room.unit, time.school_year_of(time.today()))
    return queries.ledger(room.unit, of_year, time.today(), as_of=instant).hours


def test_the_sum_is_the_new_value_and_the_old_one_stays(room, entry):
    correct(room, entry)
    rows = room.entries()
    assert [(row.sign, row.minutes, row.hours) for row in rows] == [(1, 20, 50), (-1, -20, -50), (1, 40, 100)]
    assert [row.corrects_id for row in rows] == [None, entry.id, entry.id]
    assert sum(row.hours for row in rows) == 100
    assert [row.id for row in ledger.standing_entries(rows)] == [rows[2].id]


def test_a_report_as_of_an_earlier_moment_says_what_it_said(room, entry, clock):
    before = time.now()
    clock.shift(86400)
    correct(room, entry)
    assert (hours_as_of(room, before), hours_as_of(room, time.now())) == (50, 100)


def test_minutes_put_in_by_hand_are_declared_but_attendance_leaves_the_grade(room, entry):
    assert correct(room, entry).grade == "C"


def test_attendance_alone_leaves_the_grade(room, entry):
    new = correct(room, entry, minutes=20, present=3)
    assert (new.grade, new.present, new.hours) == ("A", 3, 50)


def test_the_session_shows_what_the_ledger_says(room, entry):
    """Its version goes on, so that a page opened before is told that it is old."""
    before = db.session.get(ClassSession, (entry.school_id, entry.session_id)).version
    correct(room, entry, present=2)
    row = db.session.get(ClassSession, (entry.school_id, entry.session_id), populate_existing=True)
    assert (row.minutes, row.present, row.version) == (40, 2, before + 1)


def test_correcting_twice_at_once_is_a_conflict(room, entry):
    correct(room, entry)
    with pytest.raises(Conflict):
        correct(room, entry, minutes=30)
    assert len(room.entries()) == 3


def test_a_correction_can_be_corrected(room, entry):
    correct(room, correct(room, entry), minutes=36)
    assert sum(row.hours for row in room.entries()) == 100 and sum(row.minutes for row in room.entries()) == 36


def test_a_reason_is_asked_for_and_something_must_change(room, entry):
    for wrong in ({"reason": "  "}, {"minutes": 20}, {"minutes": 200}, {"present": 9}, {"carrier": "x"}):
        with pytest.raises(Refused):
            correct(room, entry, **wrong)
    assert len(room.entries()) == 1


def test_a_reversal_is_no_entry_to_correct(room, entry):
    correct(room, entry)
    with pytest.raises(NotFound):
        correct(room, room.entries()[1])


def test_after_fourteen_days_it_is_closed_also_for_corrections_of_corrections(room, entry, clock):
    clock.shift(14 * 86400)
    again = correct(room, entry)
    clock.shift(86400)
    with pytest.raises(Refused) as refusal:
        correct(room, again, minutes=30)
    assert refusal.value.code == "correct_too_late"


def test_it_can_be_taken_back_altogether_once(room, entry):
    room.do(ledger.take_entry_back, entry, "没有上")
    assert sum(row.hours for row in room.entries()) == 0 and ledger.standing_entries(room.entries()) == []
    with pytest.raises(Conflict):
        room.do(ledger.take_entry_back, entry, "没有上")


def test_every_correction_is_on_the_audit_chain(room, entry):
    correct(room, entry)
    actions = [row.action for row in db.session.query(AuditEntry).filter(AuditEntry.subject == f"entry:{entry.id}")]
    assert actions == ["hours.reverse", "hours.correct"]


def trail(room, count: int) -> list[tuple]:
    """The last entries of the record: action, subject, who, and what it says of the reason."""
    rows = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).limit(count).all()
    return [(row.action, row.subject, row.actor_id, row.detail.get("reason")) for row in reversed(rows)]


def refused(verb, *args) -> Refused:
    with pytest.raises(Refused) as refusal:
        verb(*args)
    return refusal.value


def test_attendance_by_name_changes_who_was_there_and_nothing_else(room, entry):
    new = room.do(ledger.correct_attendance, entry, 3, " 点名  漏了 ")
    first, back, last = room.entries()
    assert last.id == new.id and (back.sign, back.minutes, back.hours, back.roll) == (-1, -20, -50, -4)
    assert (last.sign, last.minutes, last.hours, last.roll, last.present) == (1, 20, 50, 4, 3)
    assert (last.grade, last.session_id, last.corrects_id, last.reason) == (
        "A",
        first.session_id,
        first.id,
        "点名 漏了",
    )
    assert last.entered_at == time.now()
    row = db.session.get(ClassSession, (entry.school_id, entry.session_id), populate_existing=True)
    assert (row.minutes, row.present) == (20, 3)
    me, subject = room.viewer.user_id, f"entry:{entry.id}"
    assert trail(room, 2) == [
        ("hours.reverse", subject, me, "点名 漏了"),
        ("hours.correct", subject, me, "点名 漏了"),
    ]
    assert refused(room.do, ledger.correct_attendance, new, 2, " ").code == "reason_missing"


def test_taking_back_and_correcting_say_who_and_why(room, entry):
    me = room.viewer.user_id
    new = correct(room, entry, reason="记错了")
    assert trail(room, 2) == [
        ("hours.reverse", f"entry:{entry.id}", me, "记错了"),
        ("hours.correct", f"entry:{entry.id}", me, "记错了"),
    ]
    room.do(ledger.take_entry_back, new, "误开")
    assert trail(room, 1) == [("hours.take_back", f"entry:{new.id}", me, "误开")]


def test_a_lesson_of_today_is_not_put_right_to_minutes_still_to_come(room):
    """It is ten o'clock: a lesson from twenty past nine can have had forty minutes and no more."""
    declared = declare(room, time.today(), minutes=20, begins=9 * 60 + 20)
    assert refused(correct, room, declared, 41).code == "declare_future"
    assert correct(room, declared, 40).minutes == 40


def test_refusals_of_a_correction_say_what_is_wrong(room, entry):
    assert refused(correct, room, entry, 40, "radio").code == "odd_choice"
    told = refused(correct, room, entry, 91)
    assert (told.code, told.values) == ("odd_minutes", {"least": 10, "most": 90})
    told = refused(correct, room, entry, 40, "class_activity", 5)
    assert (told.code, told.values) == ("present_too_many", {"roll": 4})
    correct(room, entry)
    with pytest.raises(Conflict) as gone:
        correct(room, entry, minutes=30)
    assert gone.value.code == "already_corrected"
