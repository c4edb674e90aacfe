"""1530 reminders of a class, through HTTP."""

import threading
from datetime import timedelta

import pytest

from eduplatform.assessment.models import TallyUnit
from eduplatform.extensions import db
from eduplatform.teaching import reminder_plan, reminders
from eduplatform.teaching.models import ClassHour, Reminder

from ...people import unit


@pytest.fixture
def lin(client_for, people):
    return client_for("teacher_lin")


def class_id(app):
    with app.app_context():
        return unit("LJ-SY-2024-2").id


def begin(client, number, minutes):
    return client.post(f"/teacher/classes/{number}/reminders", data={"minutes": minutes})


def rows(app):
    with app.app_context():
        return [
            (row.format, row.given_on.isoformat(), row.ended_at is not None)
            for row in Reminder.query.order_by(Reminder.id)
        ]


def test_the_page_offers_the_days_and_the_weeks_reminder_in_few_statements(lin, app):
    number = class_id(app)
    lin.get(f"/teacher/classes/{number}/reminders")  # calendar, plan and courses are remembered from here on
    page = lin.get(f"/teacher/classes/{number}/reminders")
    text = page.get_data(as_text=True)
    assert (
        "每天 1 分钟" in text
        and "每周 5 分钟" in text
        and "假前 30 分钟" not in text.partition("</nav>")[2].partition('class="grid')[2]
    )
    assert int(page.headers["Server-Timing"].partition('desc="')[2].partition('"')[0]) <= 10 and len(page.data) < 30_000


def test_a_reminder_is_shown_to_its_end_and_put_on_record(lin, app, clock):
    number = class_id(app)
    place = begin(lin, number, 1).headers["Location"]
    shown = lin.get(place).get_data(as_text=True)
    assert '<h2 class="slide-title' in shown and 'rel="next"' in shown
    last = lin.get(f"{place}?n=99").get_data(as_text=True)
    assert "今天的提醒说完了" in last and 'rel="next"' not in last
    clock.shift(timedelta(minutes=2))
    assert lin.post(f"{place}/done").status_code == 303
    assert rows(app) == [(1, "2026-11-18", True)]
    assert "2 分钟" in lin.get(f"/teacher/classes/{number}/reminders").get_data(as_text=True)


def test_a_reminder_is_no_class_hour_and_moves_no_figure(lin, app):
    place = begin(lin, class_id(app), 5).headers["Location"]
    lin.post(f"{place}/done")
    with app.app_context():
        assert not ClassHour.query.count() and not TallyUnit.query.filter(TallyUnit.hours != 0).count()


def test_begun_twice_on_a_day_is_one_reminder(lin, app, people):
    number = class_id(app)
    assert begin(lin, number, 1).headers["Location"] == begin(lin, number, 1).headers["Location"]
    assert len(rows(app)) == 1


def test_two_tabs_at_once_make_one(app, client_for, people):
    number = class_id(app)
    clients = [client_for("teacher_lin") for _ in range(4)]
    threads = [threading.Thread(target=begin, args=(client, number, 5)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rows(app)) == 1


@pytest.mark.parametrize("odd", ["", "2", "60", "-1", "x", "999"])
def test_a_format_that_does_not_exist_is_refused(lin, app, odd):
    assert begin(lin, class_id(app), odd).status_code == 422
    assert not rows(app)


def test_another_class_is_not_found(client_for, people, app):
    number = class_id(app)
    place = begin(client_for("teacher_lin"), number, 1).headers["Location"]
    chen = client_for("teacher_chen")
    assert begin(chen, number, 1).status_code == 404
    assert chen.get(place).status_code == 404 and chen.post(f"{place}/done").status_code == 404


def test_before_holidays_the_long_one_is_offered(lin, app, clock):
    clock.move_to("2026-09-28T10:00:00+08:00")  # Monday; 国庆 begins on Thursday
    number = class_id(app)
    assert "10月1日 起放假" in lin.get(f"/teacher/classes/{number}/reminders").get_data(as_text=True)
    place = begin(lin, number, 30).headers["Location"]
    with app.app_context():
        row = Reminder.query.one()
        heads = reminders.lessons_of_reminder(unit("LJ-SY-2024-2"), _year(app), 30, row.given_on)
        assert len({head.topic for head in heads}) == len(heads) == 3
        kinds = [piece.kind for piece in reminders.pieces_of(30, row.given_on, heads)]
    assert kinds.count("slide") == 12 and kinds.count("ask") == kinds.count("answer") == 6
    for place_no in range(len(kinds) + 1):
        assert lin.get(f"{place}?n={place_no}").status_code == 200


def _year(app):
    from eduplatform.org import queries

    return queries.class_year(unit("LJ-SY-2024-2"), 2026)


def test_the_key_of_a_question_is_not_on_the_screen_that_asks_it(lin, app):
    place = begin(lin, class_id(app), 5).headers["Location"]
    with app.app_context():
        row = Reminder.query.one()
        heads = reminders.lessons_of_reminder(unit("LJ-SY-2024-2"), _year(app), 5, row.given_on)
        pieces = reminders.pieces_of(5, row.given_on, heads)
        asked = reminders.questions_of(heads[0].lesson_id)[pieces[2].number]
        whys = [choice.why for choice in asked.choices if choice.right]
        db.session.remove()
    assert [piece.kind for piece in pieces] == ["slide", "slide", "ask", "answer"]
    assert not any(why in lin.get(f"{place}?n=2").get_data(as_text=True) for why in whys)
    assert any(why in lin.get(f"{place}?n=3").get_data(as_text=True) for why in whys)


def test_days_show_different_slides_of_the_lesson():
    from datetime import date

    body = {"slides": [{"kind": kind, "body": ["x"]} for kind in ("cover", "teach", "teach", "ask", "teach", "recap")]}
    shown = {tuple(reminder_plan.slides_for(body, 1, date(2026, 11, 16) + timedelta(days=n))) for n in range(4)}
    assert shown == {(1,), (2,), (4,), (5,)}
