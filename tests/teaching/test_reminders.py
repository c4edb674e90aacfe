"""Reminders on record: what a day offers, begun once however often, of another lesson while it is not over, shown to its first end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.org import queries as org
from eduplatform.shared import clock as clocks
from eduplatform.shared.database import write
from eduplatform.shared.refusals import Refused
from eduplatform.teaching import reminder_plan, reminders
from eduplatform.teaching.models import ClassHour, Reminder

D = date(2026, 11, 18)


@pytest.fixture
def of_class(room):
    return org.class_year(room.unit, 2026)


def begin(room, of_class, minutes: int = 1, day: date = D, lesson=None) -> Reminder:
    return room.do(reminders.put_begin_on_record, room.unit, of_class, minutes, day, lesson)


def end(reminder: Reminder) -> None:
    with write():
        reminders.put_end_on_record(reminder)


def kept(room) -> list[Reminder]:
    return reminders.reminders_of_year(room.unit, 2026)


def offered(room, of_class, day: date = D) -> dict[int, reminders.Offer]:
    return {offer.minutes: offer for offer in reminders.offers(room.unit, of_class, day, kept(room))}


def test_a_usual_day_offers_the_minute_and_the_five(room, of_class):
    found = offered(room, of_class)
    assert set(found) == {1, 5}
    assert all(len(offer.lessons) == 1 and offer.done is None and offer.holiday is None for offer in found.values())
    assert found[1].lessons[0].stage == "P2"


def test_the_week_before_holidays_offers_the_long_one_with_its_day(room, of_class):
    calendar = org.calendar_of(room.unit, 2026)
    days = (D + timedelta(days=n) for n in range(90))
    day = next(day for day in days if reminder_plan.holiday_after(calendar, day))
    long = offered(room, of_class, day)[30]
    assert long.holiday == reminder_plan.holiday_after(calendar, day) and 1 <= len(long.lessons) <= 3
    assert len({head.topic for head in long.lessons}) == len(long.lessons)


def test_beginning_twice_is_one_reminder_and_earns_no_class_hour(room, of_class, clock):
    first = begin(room, of_class)
    number, when = first.id, first.started_at
    clock.shift(60)
    assert begin(room, of_class).id == number and kept(room)[0].started_at == when
    assert begin(room, of_class, 5).id != number
    assert begin(room, of_class, 1, D + timedelta(days=1)).id != number
    assert [(one.format, one.given_on) for one in kept(room)] == [(1, D + timedelta(days=1)), (1, D), (5, D)]
    assert db.session.query(ClassHour).count() == 0


def test_another_lesson_takes_its_place_until_it_was_shown_to_the_end(room, of_class):
    one, two = content.lessons_of("P2")[:2]
    reminder = begin(room, of_class, lesson=one)
    assert reminder.lesson_id == one.lesson_id
    assert begin(room, of_class, lesson=two).lesson_id == two.lesson_id
    assert begin(room, of_class).lesson_id == two.lesson_id, "no wish: it stays"
    end(reminder)
    assert begin(room, of_class, lesson=one).lesson_id == two.lesson_id


def test_the_first_end_stands(room, of_class, clock):
    reminder = begin(room, of_class)
    end(reminder)
    when = reminder.ended_at
    assert when == clocks.now()
    clock.shift(60)
    end(reminder)
    assert reminder.ended_at == when


def test_one_shown_to_the_end_is_done_and_one_only_begun_is_not(room, of_class):
    reminder = begin(room, of_class)
    assert offered(room, of_class)[1].done is None
    end(reminder)
    assert offered(room, of_class)[1].done.id == reminder.id
    assert offered(room, of_class, D + timedelta(days=1))[1].done is None, "the minute is of one day"


@pytest.mark.parametrize(("days", "done"), [(0, True), (2, True), (4, True), (5, False), (-2, True)])
def test_the_five_minutes_count_for_their_week(room, of_class, days, done):
    """It was given on Monday; the week after asks for it anew."""
    monday = D - timedelta(days=2)
    end(begin(room, of_class, 5, monday))
    assert bool(offered(room, of_class, D + timedelta(days=days))[5].done) is done


def test_no_other_length_is_a_reminder(room, of_class):
    for minutes in (0, 2, 15, 40, -1):
        with pytest.raises(Refused, match="odd_choice"):
            begin(room, of_class, minutes)


def test_without_a_lesson_of_the_stage_there_is_nothing_to_remind_of(room, of_class, monkeypatch):
    monkeypatch.setattr(content, "lessons_of", lambda stage=None: [])
    assert offered(room, of_class) == {}
    with pytest.raises(Refused, match="no_lesson"):
        begin(room, of_class)


def test_screens_come_from_the_lesson_on_record(room, of_class):
    one = content.lessons_of("P2")[1]
    reminder = begin(room, of_class, 5, lesson=one)
    assert [head.lesson_id for head in reminders.shown_lessons(reminder, room.unit, of_class)] == [one.lesson_id]
    screens = reminders.pieces_of(5, D, [one])
    assert [piece.kind for piece in screens] == ["slide", "slide", "ask", "answer"]
    asked = reminders.questions_of(one.lesson_id)
    assert screens[2].number < len(asked) and {each.question.kind for each in asked} <= {
        "single",
        "pictures",
        "truefalse",
        "spot",
    }
    assert reminders.questions_of(10**6) == ()
    assert reminders.reminder_by_id(reminder.id).id == reminder.id and reminders.reminder_by_id(10**6) is None
