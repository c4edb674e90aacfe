"""A day holds what a school day holds, nothing twice, no hour without a class, and hours belong to who gave them."""

from datetime import date, timedelta

import pytest

from eduplatform.curriculum import own_material
from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.learning.jobs import close_forgotten
from eduplatform.org.models import Enrolment, Holiday, Post, Unit
from eduplatform.shared import clock as time
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry
from eduplatform.shared.refusals import Conflict, Refused
from eduplatform.teaching import ledger, sessions
from eduplatform.teaching.models import ClassSession, HoursRule

from .test_declare import declare

MONDAY, TUESDAY, SUNDAY = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 15)


def own(room, n):
    """Lessons with own material: as many different ones as there are topics."""
    with write():
        return own_material.item_for(sorted(content.topics())[n], "P2")


def refused(room, **more):
    with pytest.raises(Refused) as refusal:
        declare(room, **more)
    return refusal.value


def standing(room):
    return [(entry.grade, entry.hours) for entry in ledger.standing_entries(room.entries())]


# ── a day ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_day_holds_no_more_lessons_than_a_school_day(room):
    for n in range(6):
        declare(room, lesson=own(room, n), minutes=20, begins=480 + 50 * n)
    refusal = refused(
        room, lesson=own(room, 6), minutes=20, begins=480 + 50 * 6
    )  # seven of twenty minutes: not too many minutes
    assert (refusal.code, refusal.values["most"]) == ("day_full", 6) and len(room.entries()) == 6


def test_a_day_holds_no_more_minutes_than_a_school_day(room):
    declare(room, lesson=own(room, 0), minutes=90, begins=480)
    declare(room, lesson=own(room, 1), minutes=90, begins=600)
    assert refused(room, lesson=own(room, 2), minutes=61, begins=840).code == "day_full"
    declare(room, lesson=own(room, 2), minutes=60, begins=840)


def test_how_many_is_a_dated_rule_and_a_unit_below_can_only_be_stricter(room):
    with write():
        for code, most in (("LJ", 2), ("LJ-SY", 5)):
            unit = db.session.query(Unit).filter_by(code=code).one()
            db.session.add(
                HoursRule(
                    unit_id=unit.id,
                    stage="P2",
                    from_on=TUESDAY,
                    minutes=40,
                    source="x",
                    day_lessons=most,
                )
            )
    ttl_cache.drop()
    for n in range(3):
        declare(room, lesson=own(room, n), begins=480 + 50 * n)  # Monday: before the rule
    for n in range(2):
        declare(room, day=TUESDAY, lesson=own(room, 3 + n), begins=480 + 50 * n)
    assert refused(room, day=TUESDAY, lesson=own(room, 6), begins=700).values["most"] == 2


def test_two_lessons_never_lie_at_the_same_time(room, clock):
    declare(room, lesson=own(room, 0), begins=480)
    for begins in (450, 480, 519):
        assert refused(room, lesson=own(room, 1), begins=begins).code == "overlaps"
    declare(room, lesson=own(room, 1), begins=520)
    clock.move_to("2026-11-18T02:00:00+00:00")
    session = room.open()
    clock.shift(40 * 60)
    room.close(session)
    clock.shift(3600)
    today = date(2026, 11, 18)
    refusal = refused(room, day=today, lesson=own(room, 2), begins=10 * 60 + 39)
    assert refusal.code == "overlaps" and refusal.values["taught"]
    declare(room, day=today, lesson=own(room, 2), begins=10 * 60 + 40)


def test_nor_at_the_time_of_the_lesson_being_given(room, clock):
    room.open()
    clock.shift(30 * 60)
    assert refused(room, day=date(2026, 11, 18), minutes=20, lesson=own(room, 0), begins=9 * 60 + 50).code == "overlaps"


def test_a_lesson_still_going_on_or_at_night_is_not_declared(room):
    assert refused(room, day=date(2026, 11, 18), begins=9 * 60 + 30).code == "declare_future"
    assert refused(room, begins=3 * 60).code == "odd_time" and refused(room, begins=21 * 60 + 30).code == "odd_time"


@pytest.mark.parametrize(("day", "name"), [(SUNDAY, ""), (TUESDAY, "校运会")])
def test_a_day_without_school_is_asked_and_the_answer_kept(room, day, name):
    with write():
        school = db.session.query(Unit).filter_by(code="LJ-SY").one()
        db.session.add(
            Holiday(unit_id=school.id, year=2026, kind="off", name="校运会", starts_on=TUESDAY, ends_on=TUESDAY)
        )
    ttl_cache.drop()
    refusal = refused(room, day=day)
    assert (refusal.code, refusal.values["name"]) == ("no_school_day", name)
    assert refused(room, day=day, day_reason="  ").code == "no_school_day"
    assert declare(room, day=day, day_reason=" 全校安全日 活动 ").day_reason == "全校安全日 活动"


def test_on_a_school_day_no_reason_is_kept(room):
    assert declare(room, day_reason="x").day_reason == ""


def test_a_correction_cannot_run_into_the_next_lesson(room):
    first = declare(room, lesson=own(room, 0), begins=480)
    declare(room, lesson=own(room, 1), begins=525)
    with pytest.raises(Refused) as refusal:
        room.do(ledger.correct_entry, first, 60, "class_activity", 4, "记错了")
    assert refusal.value.code == "overlaps"
    assert room.do(ledger.correct_entry, first, 45, "class_activity", 4, "记错了").begins == 480


def test_taught_lessons_fill_the_day_and_are_never_refused(room, clock):
    """What the server's clock saw is evidence, however much it is; only declared lessons have to find room. No two are open at once."""
    for n in range(8):
        room.lesson = content.lesson_head(content.lessons_of("P2")[n % 2].lesson_id)
        teach(room, clock)
        with pytest.raises(Conflict):
            room.open()
            room.open()
        clock.shift(10 * 60)
        room.do(sessions.drop_session, session_open(room), 1)
    assert standing(room) == [("A", 100)] * 8
    assert refused(room, day=date(2026, 11, 18), minutes=10, lesson=own(room, 0), begins=480).code == "day_full"


def session_open(room):
    return db.session.query(ClassSession).filter_by(class_id=room.unit.id, state="running").one()


def test_a_lesson_put_right_to_more_minutes_needs_room_for_them_around_it(room, clock):
    """It began before it was opened or went on after: where neither is possible, those minutes are another lesson's."""
    clock.move_to("2026-11-18T00:00:00+00:00")
    for _ in range(3):  # 8:00–8:40, 8:45–9:25, 9:30–10:10
        middle = teach(room, clock)
        clock.shift(5 * 60)
        if _ == 1:
            entry = next(row for row in room.entries() if row.session_id == middle.id)
    with pytest.raises(Refused) as refusal:
        room.do(ledger.correct_entry, entry, 51, "class_activity", 4, "忘了开")
    assert refusal.value.code == "overlaps"
    room.do(ledger.correct_entry, entry, 50, "class_activity", 4, "忘了开")  # five minutes before, five after


def test_nor_can_a_lesson_be_declared_into_the_room_that_another_was_put_right_by(room, clock):
    clock.move_to("2026-11-18T00:00:00+00:00")  # eight o'clock
    session = teach(room, clock)
    clock.shift(6 * 3600)
    entry = next(row for row in room.entries() if row.session_id == session.id)
    room.do(ledger.correct_entry, entry, 70, "class_activity", 4, "忘了开")
    today = date(2026, 11, 18)
    declare(room, day=today, minutes=60, lesson=own(room, 0), begins=8 * 60 + 40)  # then it began before eight
    assert refused(room, day=today, minutes=60, lesson=own(room, 1), begins=6 * 60 + 50).code == "overlaps"
    declare(room, day=today, minutes=60, lesson=own(room, 1), begins=6 * 60 + 30)


# ── once ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def teach(room, clock, minutes=40):
    session = room.open()
    clock.shift(minutes * 60)
    return room.close(session)


def test_a_lesson_declared_and_then_taught_counts_once_and_says_so(room, clock):
    declared = declare(room)
    session = teach(room, clock)
    rows = room.entries()
    assert standing(room) == [("A", 100)] and sum(row.hours for row in rows) == 100
    back = next(row for row in rows if row.sign < 0)
    taught = next(row for row in rows if row.session_id == session.id)
    assert (back.corrects_id, back.cause, back.instead_id) == (declared.id, "taught", taught.id)


def test_a_lesson_taught_cannot_be_declared_for_another_day_unless_it_was_another(room, clock):
    teach(room, clock)
    refusal = refused(room)
    assert (refusal.code, refusal.values["day"], refusal.values["taught"]) == (
        "already_recorded",
        date(2026, 11, 18),
        True,
    )
    assert declare(room, apart=True).apart and len(standing(room)) == 2


def test_what_was_declared_as_another_lesson_stays(room, clock):
    declare(room, apart=True)
    teach(room, clock)
    assert standing(room) == [("C", 100), ("A", 100)]


def test_own_material_on_the_topic_of_the_week_is_the_same_lesson(room, clock):
    with write():
        own_one = own_material.item_for(room.lesson.topic, "P2")
    declare(room, lesson=own_one)
    declare(room, day=date(2026, 11, 12), lesson=own_one)  # the week before
    teach(room, clock)
    assert standing(room) == [("C", 100), ("A", 100)]


def test_a_session_too_short_for_hours_replaces_nothing_until_its_minutes_are_put_right(room, clock):
    declare(room)
    session = teach(room, clock, 5)
    assert standing(room) == [("C", 100), ("A", 0)]
    entry = next(row for row in room.entries() if row.session_id == session.id)
    room.do(ledger.correct_entry, entry, 40, "class_activity", 4, "忘了开")
    assert [hours for _grade, hours in standing(room)] == [100]


def test_when_the_taught_one_is_taken_back_the_declared_one_stands_again(room, clock):
    declare(room)
    session = teach(room, clock)
    entry = next(row for row in room.entries() if row.session_id == session.id)
    entry = room.do(ledger.correct_entry, entry, 30, "class_activity", 4, "看错了")
    room.do(ledger.take_entry_back, entry, "误开")
    assert standing(room) == [("C", 100)]
    last, declared = room.entries()[-1], room.entries()[0]
    assert (last.cause, last.reason, last.corrects_id) == ("restored", "", declared.id)
    told = [(one.action, one.subject, one.actor_id) for one in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    me, subject = room.viewer.user_id, f"entry:{declared.id}"
    assert ("hours.give_way", subject, me) in told and told[-1] == ("hours.restore", subject, me)


def test_a_declared_lesson_gives_way_to_one_taught_at_its_time(room, clock):
    """Declared first, then the clock is put right: what the system saw lies where the declared lesson was said to have been."""
    declared = declare(room, day=date(2026, 11, 18), lesson=own(room, 0), begins=9 * 60 + 10)
    clock.shift(-30 * 60)
    teach(room, clock)
    assert standing(room) == [("A", 100)]
    assert [(row.cause, row.corrects_id) for row in room.entries() if row.sign < 0] == [("overlap", declared.id)]


def test_a_full_day_gives_way_to_a_lesson_taught(room, clock):
    clock.move_to("2026-11-18T10:00:00+00:00")
    for n in range(6):
        declare(room, day=date(2026, 11, 18), lesson=own(room, n), begins=480 + 50 * n)
    teach(room, clock)
    assert len(standing(room)) == 6
    assert [row.cause for row in room.entries() if row.sign < 0] == ["day_full"]


# ── a class that is there ───────────────────────────────────────────────────────────────────────────────────────────────


def _began(room, day):
    with write():
        db.session.query(Enrolment).filter_by(class_id=room.unit.id).update({"from_on": day})
    ttl_cache.drop()


def test_no_hour_before_the_class_was_on_the_platform(room):
    _began(room, date(2026, 11, 18))
    for present in (0, 1):
        refusal = refused(room, present=present)
        assert (refusal.code, refusal.values["day"]) == ("not_yet_here", date(2026, 11, 18))
    assert room.entries() == []


def test_nobody_present_is_no_lesson(room):
    assert refused(room, present=0).code == "nobody_present"


def test_a_lesson_taught_to_nobody_on_the_roll_earns_no_hours(room, clock):
    _began(room, date(2026, 12, 1))
    session = teach(room, clock)
    assert [(row.hours, row.roll) for row in room.entries()] == [(0, 0)] and session.note == "no_pupils"


# ── whose hour ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _successor(room, people, day):
    """Wu takes the class over from Lin."""
    with write():
        post = db.session.query(Post).filter_by(unit_id=room.unit.id, role="homeroom_teacher").one()
        post.to_on = day
        db.session.add(
            Post(
                school_id=post.school_id,
                user_id=people["teacher_chen"].user_id,
                unit_id=room.unit.id,
                role="homeroom_teacher",
                from_on=day,
            )
        )
        db.session.query(Post).filter_by(unit_id=room.unit.id, role="subject_teacher").update({"from_on": day})
    room.viewer = type(room.viewer)(people["teacher_chen"].user_id, room.viewer.school_id, "staff", "chen")


def test_a_lesson_declared_by_the_successor_belongs_to_who_had_the_class_that_day(room, people):
    _successor(room, people, TUESDAY)
    assert declare(room).teacher_id == people["teacher_lin"].user_id
    assert declare(room, day=TUESDAY, lesson=own(room, 0)).teacher_id == people["teacher_chen"].user_id


def test_who_gave_it_can_be_named_among_the_teachers_of_that_day(room, people):
    assert declare(room, teacher_id=people["teacher_wu"].user_id).teacher_id == people["teacher_wu"].user_id
    assert (
        refused(room, lesson=own(room, 0), begins=600, teacher_id=people["teacher_chen"].user_id).code
        == "not_the_teacher"
    )


# ── the clock ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def steady(monkeypatch):
    """The clock nobody can set, in minutes, and the run of the machine."""
    at = {"run": "a", "minutes": 0.0}
    monkeypatch.setattr(time, "steady", lambda: (at["run"], int(at["minutes"] * 60_000)))
    return at


def test_a_clock_set_back_in_a_lesson_does_not_erase_it(room, clock, steady):
    session = room.open()
    steady["minutes"] += 35
    clock.shift(-25 * 60)  # 35 minutes later the wall says an hour earlier
    steady["minutes"] += 5
    clock.shift(5 * 60)
    closed = room.close(session)
    assert (closed.minutes, closed.note) == (40, "clock_back") and room.entries()[0].hours == 100
    assert closed.closed_at >= closed.opened_at + timedelta(minutes=40)


def test_a_clock_set_back_between_beats_and_a_restart_keeps_what_was_taught(room, clock, steady):
    session = room.open()
    for place in range(1, 4):
        steady["minutes"] += 10
        clock.shift(10 * 60 if place != 2 else -3600 + 10 * 60)
        room.do(sessions.go_to, session, place, place - 1, 9)
    steady["run"], steady["minutes"] = "b", 1.0  # the machine was started anew
    clock.shift(10 * 60)
    closed = room.close(session)
    assert (closed.minutes, closed.note) == (40, "clock_back")


def test_a_pause_stays_untaught_when_the_clock_is_set_back_in_it(room, clock, steady):
    session = room.open()
    for verb, minutes in ((sessions.pause_session, 20), (sessions.resume_session, 15)):
        steady["minutes"] += minutes
        clock.shift(-600)
        session = room.do(verb, session, session.version)
    steady["minutes"] += 10
    clock.shift(600)
    assert room.close(session).minutes == 30


def test_a_clock_set_forward_in_a_lesson_adds_no_minutes(room, clock, steady):
    session = room.open()
    steady["minutes"] += 12
    clock.shift(12 * 60 + 30 * 60)  # twelve minutes later the wall says forty-two
    closed = room.close(session)
    assert (closed.minutes, closed.note) == (12, "clock_ahead") and room.entries()[0].hours == 25


def test_nor_between_beats_and_the_note_stays(room, clock, steady):
    session = room.open()
    for place, jump in ((1, 0), (2, 5 * 3600), (3, 0)):
        steady["minutes"] += 10
        clock.shift(10 * 60 + jump)
        room.do(sessions.go_to, session, place, place - 1, 9)
    steady["minutes"] += 10
    clock.shift(10 * 60)
    closed = room.close(session)
    assert (closed.minutes, closed.note) == (40, "clock_ahead")


def test_a_jump_over_three_hours_does_not_make_it_forgotten(room, clock, steady):
    """A machine whose clock was behind since a power cut and is set right by the network in the lesson."""
    session = room.open()
    steady["minutes"] += 40
    clock.shift(300 * 86400)
    assert close_forgotten(time.now()) == 0
    closed = room.close(session)
    assert (closed.minutes, closed.note) == (40, "clock_ahead")


def test_a_forgotten_lesson_ends_though_the_clock_was_set_back_by_days(room, clock, steady):
    session = room.open()
    steady["minutes"] += 4 * 60
    clock.shift(-2 * 86400)
    assert close_forgotten(time.now()) == 1
    assert db.session.get(type(session), (session.school_id, session.id), populate_existing=True).minutes == 0


def test_a_clock_set_back_by_less_than_has_passed_is_told_too(room, clock, steady):
    session = room.open()
    steady["minutes"] += 40
    clock.shift(30 * 60)
    closed = room.close(session)
    assert (closed.minutes, closed.note) == (40, "clock_back") and closed.closed_at == closed.opened_at + timedelta(
        minutes=40
    )


def test_a_clock_nudged_by_seconds_is_no_news(room, clock, steady):
    session = room.open()
    steady["minutes"] += 40
    clock.shift(40 * 60 + 20)
    closed = room.close(session)
    assert (closed.minutes, closed.note) == (40, "")


def test_a_pause_stays_a_pause_and_a_place_in_the_day_when_the_clock_is_set_forward_in_it(room, clock, steady):
    session = room.open()
    for verb, minutes, jump in ((sessions.pause_session, 20, 0), (sessions.resume_session, 15, 120)):
        steady["minutes"] += minutes
        clock.shift((minutes + jump) * 60)
        session = room.do(verb, session, session.version)
    steady["minutes"] += 10
    clock.shift(600)
    closed = room.close(session)
    assert (closed.minutes, closed.paused_ms) == (30, 15 * 60_000)
    clock.move_to("2026-11-18T10:00:00+00:00")
    today = date(2026, 11, 18)
    assert refused(room, day=today, lesson=own(room, 0), begins=10 * 60 + 44).code == "overlaps"
    assert declare(room, day=today, lesson=own(room, 0), begins=10 * 60 + 45)
