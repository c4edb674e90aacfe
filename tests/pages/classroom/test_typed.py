"""Sheets of paper: what is printed, and typing answers in with one key a pupil."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest

from eduplatform.extensions import db
from eduplatform.learning import typed_answers
from eduplatform.learning.models import RoomAnswer
from eduplatform.org.access import Viewer
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry
from eduplatform.shared.refusals import Conflict, NotFound, Refused
from tests.conftest import sql_count

from .by_name import JSON, text_of


def enter(lesson, number, letters, part=0, **more):
    fields = {f"p{lesson.id(name)}": letter for name, letter in letters.items()}
    return lesson.teacher.post(
        f"/teacher/sessions/{lesson.number}/typed",
        data={"q": number, "part": part} | fields | more.pop("extra", {}),
        **more,
    )


def verb(lesson, number, letters, part=0):
    """The verb itself, as the teacher."""
    teacher = lesson.people["teacher_lin"]
    with lesson.app.app_context(), write():
        given = {lesson.people[name].user_id: letter for name, letter in letters.items()}
        return typed_answers.enter_many(
            Viewer(teacher.user_id, teacher.school_id, "staff", ""), lesson.session(), number, part, given
        )


def test_the_sheet_asks_what_the_lesson_asks_without_key_or_names(lesson):
    lesson.open("paper")
    page = lesson.teacher.get(f"/teacher/sessions/{lesson.number}/paper").get_data(as_text=True)
    with lesson.app.app_context():
        every = lesson.run().asked
    for asked in every:
        assert asked.question.stem in page
        assert all(choice.why not in page for choice in asked.choices)
    assert "田小雨甲一" not in page and "正确" not in page


def test_a_sheet_printed_before_the_lesson_asks_the_same_in_the_same_order(lesson, desk):
    before = desk.get(f"/classes/{desk.class_id}/lessons/{desk.lesson_id}/paper").get_data(as_text=True)
    lesson.open("paper")
    after = lesson.teacher.get(f"/teacher/sessions/{lesson.number}/paper").get_data(as_text=True)
    sheets = [re.sub(r"\s+", " ", text.partition('class="sheet')[2]) for text in (before, after)]
    assert sheets[0] == sheets[1]
    with lesson.app.app_context():
        stems = [one.question.stem for one in lesson.run().asked]
    places = [after.index(stem) for stem in stems]
    assert places == sorted(places)


def test_the_next_time_the_class_has_the_lesson_the_sheet_is_another(lesson, desk):
    lesson.open("paper")
    with lesson.app.app_context():
        first = lesson.session().seed
    lesson.close()
    lesson.open("paper")
    assert lesson.session().seed != first


def test_one_or_two_sheets_a_page(lesson):
    lesson.open("paper")
    two = lesson.teacher.get(f"/teacher/sessions/{lesson.number}/paper").get_data(as_text=True)
    one = lesson.teacher.get(f"/teacher/sessions/{lesson.number}/paper?per=1").get_data(as_text=True)
    assert (two.count('class="quiz-sheet"'), one.count('class="quiz-sheet"')) == (2, 1)
    assert "打印 2 份" in text_of(lesson.teacher.get(f"/teacher/sessions/{lesson.number}/paper"))
    assert len(two.encode()) <= 30 * 1024


def test_on_paper_every_question_can_be_typed_though_none_stood_on_the_screen(lesson):
    lesson.open("paper")
    number = lesson.single()
    letter = lesson.letter(True, number)
    assert enter(lesson, number, {"pupil_yu": letter, "pupil_ming": "0"}).status_code == 303
    assert lesson.answers("pupil_yu") == [(lesson.option(True, number), "hand")]
    assert lesson.answers("pupil_ming") == [(None, "hand")]
    lesson.close()
    (row,) = lesson.attempts("pupil_yu")
    assert (row.score, row.grade) == (100, "C")
    assert not lesson.attempts("pupil_ming")


def test_the_grid_stands_by_number_and_shows_what_was_typed(lesson):
    lesson.open("paper")
    number = lesson.single()
    enter(lesson, number, {"pupil_yu": lesson.letter(True, number), "pupil_ming": "0"})
    page = lesson.teacher.get(f"/teacher/sessions/{lesson.number}/typed?q={number}").get_data(as_text=True)
    fields = re.findall(r'name="p(\d+)" value="([A-D0]?)"', page)
    assert fields[:3] == [
        (str(lesson.id("pupil_yu")), lesson.letter(True, number)),
        (str(lesson.id("pupil_ming")), "0"),
        (str(lesson.id("pupil_same")), ""),
    ]
    assert "证据等级 C" in text_of(lesson.teacher.get(f"/teacher/sessions/{lesson.number}/typed"))


def test_the_same_keys_sent_twice_change_nothing(lesson):
    lesson.open("paper")
    number = lesson.single()
    for expected in (1, 0):
        assert enter(lesson, number, {"pupil_yu": "A"}, headers=JSON).json == {"kept": 1, "changed": expected}
    assert len(lesson.rows(RoomAnswer)) == 1


def test_two_retries_at_once_are_one_answer(lesson):
    lesson.open("paper")
    number = lesson.single()
    enter(lesson, number, {"pupil_ming": "A"})
    browsers = [lesson.client_for("teacher_lin") for _ in range(4)]
    fields = {"q": number, "part": 0, f"p{lesson.id('pupil_yu')}": "B"}
    told: list[int] = []

    def send(browser):
        told.append(browser.post(f"/teacher/sessions/{lesson.number}/typed", data=fields, headers=JSON).status_code)

    threads = [threading.Thread(target=send, args=(browser,)) for browser in browsers]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert told == [200] * 4
    assert len(lesson.rows(RoomAnswer, pupil_id=lesson.id("pupil_yu"))) == 1


def test_a_plain_form_keeps_only_what_was_changed_on_it(lesson):
    """Without JavaScript all fields come at once: an answer another hand typed meanwhile is not overwritten."""
    lesson.open("paper")
    number = lesson.single()
    enter(lesson, number, {"pupil_yu": "A"})
    was = f"{lesson.id('pupil_yu')}:A"
    enter(lesson, number, {"pupil_yu": "B"})  # the other hand
    enter(lesson, number, {"pupil_yu": "A", "pupil_ming": "B"}, extra={"was": was})
    letters = {choice.letter: choice.id for choice in lesson.asked(number).choices}
    assert lesson.answers("pupil_yu") == [(letters["B"], "hand")]
    assert lesson.answers("pupil_ming") == [(letters["B"], "hand")]


def test_a_letter_the_question_does_not_have_keeps_nothing_and_says_so(lesson):
    lesson.open("paper")
    number = lesson.single()
    answer = enter(lesson, number, {"pupil_yu": "H", "pupil_ming": "A"})
    assert answer.status_code == 422 and 'value="H"' in answer.get_data(as_text=True) and "没有保存" in text_of(answer)
    assert not lesson.rows(RoomAnswer)
    assert enter(lesson, number, {"pupil_yu": "H"}, headers=JSON).status_code == 422


def test_with_cards_only_questions_that_stood_on_the_screen_are_typed(lesson):
    lesson.open("cards")
    page = lesson.teacher.get(f"/teacher/sessions/{lesson.number}/typed")
    assert "还没有可以录的题" in text_of(page)
    assert enter(lesson, 0, {"pupil_yu": "A"}).status_code == 404
    lesson.to("vote", 0)
    assert enter(lesson, 0, {"pupil_yu": "A"}).status_code == 303


def test_strangers_get_nothing_typed(lesson):
    lesson.open("paper")
    for name in ("pupil_next", "pupil_far"):
        assert enter(lesson, lesson.single(), {name: "A"}).status_code == 404
        with pytest.raises(NotFound):
            verb(lesson, lesson.single(), {name: "A"})
    for name in ("teacher_chen", "teacher_gao", "officer_safe", "city_song"):
        assert lesson.client_for(name).get(f"/teacher/sessions/{lesson.number}/typed").status_code == 404
    assert not lesson.rows(RoomAnswer)


def test_sheets_collected_at_the_end_are_typed_after_the_lesson_for_seven_days(lesson):
    lesson.open("paper")
    number = lesson.single()
    lesson.close("pupil_ming")
    assert (
        enter(
            lesson, number, {"pupil_yu": lesson.letter(True, number), "pupil_same": lesson.letter(False, number)}
        ).status_code
        == 303
    )
    (row,) = lesson.attempts("pupil_yu")
    assert (row.score, row.grade, row.session_id) == (100, "C", lesson.number)
    assert len(lesson.rows(AuditEntry, action="session.typed")) == 1
    assert enter(lesson, number, {"pupil_ming": "A"}).status_code == 404  # was away
    lesson.clock.shift(timedelta(days=8))
    lesson.teacher = lesson.client_for("teacher_lin")
    assert enter(lesson, number, {"pupil_yu": "A"}, headers=JSON).status_code == 422
    with pytest.raises(Refused):
        verb(lesson, number, {"pupil_yu": "A"})


def test_a_second_question_typed_late_counts_for_everybody(lesson):
    lesson.open("paper")
    with lesson.app.app_context():
        numbers = [n for n, one in enumerate(lesson.run().asked) if one.question.kind != "ordering"][:2]
    lesson.close()
    for number in numbers:
        enter(
            lesson,
            number,
            {"pupil_yu": lesson.letter(True, number)}
            | ({"pupil_ming": lesson.letter(True, number)} if number == numbers[0] else {}),
        )
    assert [row.score for row in lesson.attempts("pupil_yu")] == [100]
    assert [(row.score, len(row.asked)) for row in lesson.attempts("pupil_ming")] == [(50, 2)]


def test_a_dropped_lesson_takes_nothing(lesson):
    lesson.open("paper")
    lesson.teacher.post(f"/teacher/sessions/{lesson.number}/drop", data={"version": "1"})
    assert enter(lesson, 0, {"pupil_yu": "A"}).status_code == 404
    with pytest.raises(Conflict):
        verb(lesson, 0, {"pupil_yu": "A"})


def test_a_card_that_said_the_same_stays_a_card(lesson):
    from eduplatform.learning import class_answers

    lesson.open("cards")
    lesson.to("vote", 0)
    with lesson.app.app_context(), write():
        class_answers.take_reading(lesson.session(), 0, 0, "picture-0000000000001", {1: "A", 2: "A"})
    enter(lesson, 0, {"pupil_yu": "A", "pupil_ming": "B"})
    assert [lesson.answers(name)[0][1] for name in ("pupil_yu", "pupil_ming")] == ["card", "hand"]


def test_the_grid_of_fifty_is_small(lesson, fifty):
    lesson.open("paper")
    page = lesson.teacher.get(f"/teacher/sessions/{lesson.number}/typed")
    page = lesson.teacher.get(f"/teacher/sessions/{lesson.number}/typed")
    assert sql_count(page) <= 10 and len(page.data) <= 30 * 1024
    with lesson.app.app_context():
        db.session.remove()
