"""The teacher chooses how long a lesson is to be: whole, a quarter of an hour, or a reminder of five minutes or one."""

import re
from dataclasses import replace
from datetime import timedelta

from eduplatform.curriculum import queries as content
from eduplatform.curriculum import short_runs
from eduplatform.extensions import db
from eduplatform.shared.database import write
from eduplatform.teaching import queries, session_run
from eduplatform.teaching.models import ClassSession, Reminder
from eduplatform.teaching.run_steps import BY_NAME


def begin(desk, length, mode="hands", **more):
    return desk.post(
        f"/classes/{desk.class_id}/sessions",
        lesson=desk.lesson_id,
        carrier="class_activity",
        quiz_mode=mode,
        length=length,
        **more,
    )


def number_of(answer):
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return int(answer.location.split("/")[3])


def lesson_of(desk):
    head = content.lesson_head(desk.lesson_id)
    return head, content.body(head.revision_id)


def reminders(desk):
    with desk.app.app_context():
        return [(row.format, row.lesson_id, row.ended_at is not None) for row in Reminder.query.order_by(Reminder.id)]


def test_the_week_and_the_lesson_offer_the_lengths_and_the_whole_lesson_first(desk):
    for page in (desk.get(""), desk.get(f"/classes/{desk.class_id}/lessons/{desk.lesson_id}")):
        found = re.search(r'<select class="input"\s+name="length">(.*?)</select>', page.get_data(as_text=True), re.S)
        assert found, "no choice of length"
        assert re.findall(r'<option value="(\d*)"', found[1]) == ["", "15", "5", "1"]


def test_a_quarter_of_an_hour_shows_the_core_slides_two_questions_and_nothing_else(desk):
    session = number_of(begin(desk, "15"))
    screen = desk.get(f"/sessions/{session}/screen").get_data(as_text=True)
    with desk.app.app_context():
        _head, body = lesson_of(desk)
        core = [body["slides"][n]["title"] for n in short_runs.core_numbers(body)]
    shown = re.findall(r'<h2 class="slide-title"[^>]*>(.*?)</h2>', screen)
    assert shown == core and 3 <= len(core) < len(body["slides"])
    assert f"{len(core)} / {len(core)}" in re.sub(r"<[^>]+>", "", screen), "slides are numbered as they are shown"
    assert re.findall(r'data-kind="(\w+)"', screen) == ["slide"] * len(core) + ["ask", "answer"] * 2 + ["end"]


def test_the_whole_lesson_is_as_it_was(desk):
    session = number_of(begin(desk, ""))
    with desk.app.app_context():
        row = ClassSession.query.filter_by(id=session).one()
        _head, body = lesson_of(desk)
        assert not row.core_only and len(session_run.run_of(row).slides) == len(body["slides"])


def test_questions_of_a_quarter_are_such_as_its_slides_taught_in_every_way_of_answering(desk):
    session = number_of(begin(desk, "15"))
    with desk.app.app_context(), write():
        row = ClassSession.query.filter_by(id=session).one()
        _head, body = lesson_of(desk)
        told = {
            fact
            for n in short_runs.core_numbers(body)
            for line in body["slides"][n]["body"] + body["slides"][n]["text"]
            for fact in line["facts"]
        }
        assert all(set(one.question.facts) <= told for one in queries.hands_questions(row))
        for mode in BY_NAME:
            row.quiz_mode = mode
            run = session_run.run_of(row)
            assert len(run.asked) == 2 and all(set(one.question.facts) <= told for one in run.asked), mode


def test_sheets_printed_before_ask_what_they_ask_in_a_short_run_too(desk):
    printed = desk.get(f"/classes/{desk.class_id}/lessons/{desk.lesson_id}/paper").get_data(as_text=True)
    session = number_of(begin(desk, "15", "paper"))
    with desk.app.app_context():
        stems = [one.question.stem for one in session_run.run_of(ClassSession.query.filter_by(id=session).one()).asked]
    assert len(stems) == 4 and all(stem in printed for stem in stems)


def test_hours_are_counted_by_the_minutes_really_taught(desk, clock):
    session = number_of(begin(desk, "15"))
    clock.shift(timedelta(minutes=16).total_seconds())
    desk.close(session)
    [entry] = desk.entries()
    assert (entry.minutes, entry.hours, entry.grade) == (16, 50, "A")


def test_five_minutes_and_one_are_reminders_of_this_lesson_and_no_class_hours(desk, app):
    for length, slides in (("5", 2), ("1", 1)):
        answer = begin(desk, length)
        place = answer.location
        assert "/reminders/" in place
        titles = [
            re.findall(
                r'<h2 class="slide-title"[^>]*>(.*?)</h2>',
                desk.client.get(place, query_string={"n": n}).get_data(as_text=True),
            )
            for n in range(slides)
        ]
        with app.app_context():
            _head, body = lesson_of(desk)
            core = {body["slides"][n]["title"] for n in short_runs.core_numbers(body)}
        assert all(len(one) == 1 and one[0] in core for one in titles), "1530 is taken from the core"
        desk.client.post(f"{place}/done")
    assert reminders(desk) == [(5, desk.lesson_id, True), (1, desk.lesson_id, True)]
    assert desk.entries() == []
    with app.app_context():
        assert db.session.query(ClassSession).count() == 0


def test_another_lesson_the_same_day_is_shown_and_put_on_record_once(desk, app):
    with app.app_context():
        other = next(head.lesson_id for head in content.lessons_of("P2") if head.lesson_id != desk.lesson_id)
    first = begin(desk, "1").location
    desk.lesson_id, mine = other, desk.lesson_id
    assert begin(desk, "1").location.split("?")[0] == first
    assert reminders(desk) == [(1, other, False)], "not shown to its end: the one shown is on record"
    desk.client.post(f"{first}/done")
    desk.lesson_id = mine
    again = begin(desk, "1").location
    assert reminders(desk) == [(1, other, True)], "what was shown to its end stays on record"
    with app.app_context():
        body = content.body(content.lesson_head(mine).revision_id)
    page = desk.client.get(again).get_data(as_text=True)
    assert re.search(r'<h2 class="slide-title"[^>]*>(.*?)</h2>', page)[1] in {
        slide["title"] for slide in body["slides"]
    }
    assert re.search(rf'rel="next"[^>]*lesson={mine}', page), "turning stays in this lesson"


def test_a_length_that_is_not_offered_is_refused(desk):
    for length in ("7", "40", "abc", "-1"):
        assert begin(desk, length).status_code in (400, 409, 422), length


def test_a_lesson_without_marks_is_not_offered_short(desk, app, monkeypatch):
    with app.app_context():
        head, _body = lesson_of(desk)
    monkeypatch.setattr(content, "lesson_head", lambda _number: replace(head, core_minutes=0))
    page = desk.get(f"/classes/{desk.class_id}/lessons/{desk.lesson_id}").get_data(as_text=True)
    assert '<option value="15"' not in page and '<option value="5"' in page
    assert begin(desk, "15").status_code in (400, 409, 422)
