"""The class answers together on devices: what each pupil's browser shows and takes."""

from __future__ import annotations

from datetime import timedelta

from eduplatform.learning.models import QuizAttempt
from eduplatform.org.access import Viewer
from eduplatform.shared.database import write
from eduplatform.teaching import sessions
from tests.conftest import sql_count
from tests.people import PUPILS

from .by_name import JSON, text_of


def put(lesson, number=None):
    """A question stands on the screen."""
    lesson.open()
    number = lesson.single() if number is None else number
    lesson.to("vote", number)
    return number


def tap(lesson, name, number, option, part=0, **more):
    return lesson.pupil(name).post("/student/room", data={"number": number, "part": part, "option": option}, **more)


def test_between_questions_a_pupil_is_told_to_look_at_the_screen(lesson):
    lesson.open()
    page = lesson.pupil("pupil_yu").get("/student/room")
    assert page.status_code == 200 and "看大屏幕" in text_of(page)


def test_the_open_question_is_shown_with_its_choices_and_without_the_key(lesson):
    number = put(lesson)
    page = lesson.pupil("pupil_yu").get("/student/room").get_data(as_text=True)
    asked = lesson.asked(number)
    assert asked.question.stem in page
    assert all(choice.why not in page for choice in asked.choices)
    assert "is-right" not in page


def test_one_tap_answers_and_the_page_shows_it(lesson):
    number = put(lesson)
    option = lesson.option(True, number)
    assert tap(lesson, "pupil_yu", number, option).status_code == 303
    page = lesson.pupil("pupil_yu").get("/student/room").get_data(as_text=True)
    assert page.count('aria-pressed="true"') == 1 and f'value="{option}"' not in page
    assert lesson.answers("pupil_yu") == [(option, "device")]


def test_a_choice_may_change_until_the_reveal_and_no_longer(lesson):
    number = put(lesson)
    wrong, right = lesson.option(False, number), lesson.option(True, number)
    tap(lesson, "pupil_yu", number, wrong)
    tap(lesson, "pupil_yu", number, right)
    lesson.to("shown", number)
    late = tap(lesson, "pupil_yu", number, wrong, headers=JSON)
    assert late.status_code == 409 and "揭晓" in late.json["message"]
    assert lesson.answers("pupil_yu") == [(right, "device")]


def test_the_same_tap_sent_twice_is_one_answer(lesson):
    number = put(lesson)
    option = lesson.option(True, number)
    for _ in range(2):
        assert tap(lesson, "pupil_yu", number, option, headers=JSON).json == {"kept": option}
    assert lesson.answers("pupil_yu") == [(option, "device")]


def test_the_reveal_shows_right_and_own_with_the_reason(lesson):
    number = put(lesson)
    tap(lesson, "pupil_yu", number, lesson.option(False, number))
    lesson.to("shown", number)
    page = text_of(lesson.pupil("pupil_yu").get("/student/room"))
    right = next(choice for choice in lesson.asked(number).choices if choice.right)
    assert right.why[:12] in page and "你选的是" in page
    other = text_of(lesson.pupil("pupil_ming").get("/student/room"))
    assert "没有收到你的答案" in other


def test_nobody_elses_name_or_answer_is_on_the_page(lesson):
    number = put(lesson)
    tap(lesson, "pupil_ming", number, lesson.option(True, number))
    for address in ("/student/room", "/student/room/piece", "/student/room/now"):
        page = lesson.pupil("pupil_yu").get(address).get_data(as_text=True)
        assert not [name for _person, _class, _number, name in PUPILS if name in page and name != "田小雨甲一"]
        assert 'aria-pressed="true"' not in page


def test_the_end_counts_only_the_own_answers(lesson):
    number = put(lesson)
    tap(lesson, "pupil_yu", number, lesson.option(True, number))
    lesson.to("shown", number)
    lesson.to("end")
    assert "一起答了 1 题，你答对 1 题" in text_of(lesson.pupil("pupil_yu").get("/student/room"))


def test_an_ordering_is_asked_part_by_part(lesson):
    for skip in range(12):
        lesson.open(skip=skip)
        with lesson.app.app_context():
            found = next((n for n, one in enumerate(lesson.run().asked) if one.question.kind == "ordering"), None)
        if found is not None:
            break
        lesson.close(minutes=11)
    assert found is not None, "no lesson of the sample has an ordering on cards"
    lesson.to("vote", found)
    right = [step.id for step in lesson.asked(found).question.steps]
    assert "最先做什么" in text_of(lesson.pupil("pupil_yu").get("/student/room"))
    tap(lesson, "pupil_yu", found, right[0])
    lesson.to("vote", found, 1)
    page = text_of(lesson.pupil("pupil_yu").get("/student/room"))
    assert "接下来做什么" in page and "前面排过了" in page
    assert tap(lesson, "pupil_yu", found, right[0], part=1).status_code == 422
    tap(lesson, "pupil_yu", found, right[1], part=1)
    lesson.to("shown", found)
    assert len(right) > 3 or "你答对了" in text_of(lesson.pupil("pupil_yu").get("/student/room"))


def test_strangers_and_absent_pupils_see_no_lesson_and_cannot_answer(lesson):
    number = put(lesson)
    option = lesson.option(True, number)
    with lesson.app.app_context(), write():
        teacher = lesson.people["teacher_lin"]
        sessions.note_absent(
            Viewer(teacher.user_id, teacher.school_id, "staff", ""), lesson.session(), {lesson.id("pupil_ming")}
        )
    for name in ("pupil_next", "pupil_far", "pupil_ming"):
        assert "现在没有一起答题的课" in text_of(lesson.pupil(name).get("/student/room"))
        assert lesson.pupil(name).get("/student/room/now").json["mark"] == "none"
        assert tap(lesson, name, number, option, headers=JSON).status_code == 409
        assert not lesson.answers(name)
    assert lesson.client_for("teacher_lin").get("/student/room").status_code == 404


def test_a_question_that_has_not_stood_on_the_screen_takes_nothing(lesson):
    lesson.open()
    assert tap(lesson, "pupil_yu", 0, "a", headers=JSON).status_code == 409
    assert tap(lesson, "pupil_yu", "x", "a", headers=JSON).status_code == 422
    lesson.to("vote", 0)
    assert tap(lesson, "pupil_yu", 0, "no-such", headers=JSON).status_code == 422
    assert not lesson.answers("pupil_yu")


def test_other_modes_and_rehearsals_are_not_on_the_pupils_desk(lesson):
    lesson.open("cards")
    assert "现在没有一起答题的课" in text_of(lesson.pupil("pupil_yu").get("/student/room"))
    lesson.close(minutes=11)
    lesson.open("paced", rehearsal=True)
    assert "现在没有一起答题的课" in text_of(lesson.pupil("pupil_yu").get("/student/room"))
    assert "进课堂" not in text_of(lesson.pupil("pupil_yu").get("/student/"))
    joined = lesson.client_for("pupil_yu", device="shared", class_session_id=lesson.number)
    assert "看大屏幕" in text_of(joined.get("/student/room"))


def test_the_first_page_leads_into_the_lesson(lesson):
    lesson.open()
    home = lesson.pupil("pupil_yu").get("/student/").get_data(as_text=True)
    assert "进课堂" in home and 'href="/student/room"' in home
    lesson.close("pupil_ming")
    assert "进课堂" not in text_of(lesson.pupil("pupil_yu").get("/student/"))
    lesson.open()
    with lesson.app.app_context(), write():
        teacher = lesson.people["teacher_lin"]
        sessions.note_absent(
            Viewer(teacher.user_id, teacher.school_id, "staff", ""), lesson.session(), {lesson.id("pupil_ming")}
        )
    assert "进课堂" not in text_of(lesson.pupil("pupil_ming").get("/student/"))


def test_a_quiz_at_ones_own_pace_stays_practice_while_the_class_answers_together(lesson):
    lesson.open()
    joined = lesson.client_for("pupil_yu", device="shared", class_session_id=lesson.number)
    started = joined.post(f"/student/lessons/{lesson.session().lesson_id}/quiz", data={"key": "paced-test-key-0001"})
    joined.post(started.location, data={"key": "paced-test-key-0001"})
    (row,) = lesson.attempts("pupil_yu")
    assert (row.session_id, row.grade) == (None, "B")


def test_closing_hands_in_what_was_tapped_with_evidence_a(lesson):
    number = put(lesson)
    tap(lesson, "pupil_yu", number, lesson.option(True, number))
    lesson.close()
    (row,) = lesson.attempts("pupil_yu")
    assert (row.score, row.grade, row.session_id) == (100, "A", lesson.number)


def test_a_browser_cannot_name_an_attempt_as_if_it_had_been_made_in_class(lesson):
    number = lesson.open()
    for key in (f"room-{number:012d}", f"makeup-{number:010d}"):
        assert (
            lesson.pupil("pupil_yu")
            .post(f"/student/lessons/{lesson.session().lesson_id}/quiz", data={"key": key})
            .status_code
            == 422
        )
    assert not lesson.rows(QuizAttempt)


def test_devices_ask_in_three_statements_and_the_page_is_small(lesson):
    number = put(lesson)
    yu = lesson.pupil("pupil_yu")
    yu.get("/student/room")
    now = yu.get("/student/room/now")
    assert sql_count(now) <= 3 and len(now.data) < 100
    page = yu.get("/student/room")
    assert sql_count(page) <= 4 and len(page.data) <= 30 * 1024
    piece = yu.get("/student/room/piece")
    assert sql_count(piece) <= 4 and len(piece.data) <= 8 * 1024
    assert sql_count(tap(lesson, "pupil_yu", number, lesson.option(True, number))) <= 16


def test_a_device_of_the_lesson_is_signed_out_with_its_end(lesson):
    lesson.open()
    joined = lesson.client_for("pupil_yu", device="shared", class_session_id=lesson.number)
    assert joined.get("/student/room/now", headers=JSON).status_code == 200
    lesson.close()
    assert joined.get("/student/room/now", headers=JSON).status_code == 401


def test_a_lesson_left_open_overnight_shows_nothing(lesson):
    lesson.open()
    lesson.clock.shift(timedelta(hours=4))
    assert lesson.pupil("pupil_yu").get("/student/room/now").json["mark"] == "none"


def test_what_two_pupils_think_who_were_wrong_is_told_to_the_teacher_without_names(lesson):
    from eduplatform.curriculum.grading import belief_of
    from eduplatform.teaching.card_questions import answer_of

    number = put(lesson)
    wrong, asked = lesson.option(False, number), lesson.asked(number).question
    for name in ("pupil_yu", "pupil_ming"):
        tap(lesson, name, number, wrong)
    lesson.to("shown", number)
    lesson.close()
    page = text_of(lesson.teacher.get(f"/teacher/sessions/{lesson.number}"))
    assert f"有 2 人以为：{belief_of(asked, answer_of(asked, [wrong]))}" in page
