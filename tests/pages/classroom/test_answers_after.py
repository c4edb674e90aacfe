"""After the lesson: who answered what, answers and attendance put right."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from eduplatform.extensions import db
from eduplatform.learning import attendance_corrections, class_answers
from eduplatform.org.access import Viewer
from eduplatform.shared.database import write
from eduplatform.shared.models import AccessLook, AuditEntry, StaleMark
from eduplatform.shared.refusals import NotFound, Refused
from eduplatform.teaching import votes
from eduplatform.teaching.models import Absence, ClassHour
from tests.conftest import sql_count

from .by_name import text_of


def read(lesson, number, letters, key="picture-0000000000001"):
    """One picture of cards 1–4."""
    with lesson.app.app_context(), write():
        class_answers.take_reading(lesson.session(), number, 0, key, letters)


@pytest.fixture
def taught(lesson):
    """A lesson with cards: 田小雨 right, 周一鸣 wrong, 王梓涵 (3) in dispute, (4) away."""
    lesson.open("cards")
    number = lesson.single()
    lesson.to("vote", number)
    right, wrong = lesson.letter(True, number), lesson.letter(False, number)
    read(lesson, number, {1: right, 2: wrong, 3: right})
    read(lesson, number, {3: wrong}, "picture-0000000000002")
    lesson.to("shown", number)
    lesson.close("pupil_same2")
    return lesson


def answers(lesson):
    return lesson.teacher.get(f"/teacher/sessions/{lesson.number}/answers")


def save(lesson, name, **fields):
    return lesson.teacher.post(f"/teacher/sessions/{lesson.number}/pupils/{lesson.id(name)}", data=fields)


def test_the_sheet_says_who_answered_what_and_how(taught):
    page = text_of(answers(taught))
    number = taught.single()
    right, wrong = taught.letter(True, number), taught.letter(False, number)
    assert f"{right} ✓ 卡" in page and f"{wrong} ✗ 卡" in page
    assert f"{right}/{wrong} 待定" in page and "没来" in page
    assert taught.rows(AccessLook)


def test_right_and_wrong_are_not_said_by_colour_alone(taught):
    page = answers(taught).get_data(as_text=True)
    assert "✓" in page and "✗" in page


def test_shares_before_and_after_a_twin_stand_side_by_side(lesson):
    lesson.open("cards")
    number = lesson.single()
    with lesson.app.app_context():
        run = lesson.run()
        pair = next((n for n in range(len(run.asked)) if votes.twin_for(run.session, run.asked, {}, n)), None)
    if pair is None:
        pytest.skip("no question of this lesson has a twin")
    number = pair
    lesson.to("vote", number)
    read(lesson, number, {1: lesson.letter(False, number), 2: lesson.letter(True, number)})
    lesson.to("shown", number)
    with lesson.app.app_context(), write():
        teacher = lesson.people["teacher_lin"]
        run = lesson.run()
        votes.ask_again(Viewer(teacher.user_id, teacher.school_id, "staff", ""), run.session, number, run.lesson)
    with lesson.app.app_context():
        twin = len(lesson.run().asked) - 1
    lesson.to("vote", twin)
    read(lesson, twin, {1: lesson.letter(True, twin), 2: lesson.letter(True, twin)}, "picture-0000000000003")
    lesson.to("shown", twin)
    lesson.close()
    page = text_of(answers(lesson))
    assert "再讲一遍以后" in page and "讲之前 50%，讲之后 100%" in page


def test_an_answer_put_right_is_typed_from_then_on(taught):
    number = taught.single()
    right, wrong = taught.option(True, number), taught.option(False, number)
    assert save(taught, "pupil_ming", **{f"a{number}-0": right, f"was{number}-0": wrong}).status_code == 303
    (row,) = taught.attempts("pupil_ming")
    assert (row.score, row.grade) == (100, "C")
    assert "✓ 手" in text_of(answers(taught))
    assert len(taught.rows(AuditEntry, action="session.correct")) == 1


def test_saving_a_page_nobody_changed_writes_nothing(taught):
    number = taught.single()
    same = taught.option(False, number)
    save(taught, "pupil_ming", **{f"a{number}-0": same, f"was{number}-0": same})
    assert not taught.rows(AuditEntry, action="session.correct")
    assert taught.attempts("pupil_ming")[0].grade == "A"


def test_after_seven_days_everything_stays_as_it_is(taught):
    taught.clock.shift(timedelta(days=8))
    number = taught.single()
    teacher = taught.client_for("teacher_lin")
    address = f"/teacher/sessions/{taught.number}/pupils/{taught.id('pupil_ming')}"
    assert teacher.post(address, data={f"a{number}-0": taught.option(True, number)}).status_code == 422
    assert teacher.post(address, data={"presence": "away"}).status_code == 422
    assert taught.attempts("pupil_ming")[0].score == 0
    assert "不能再改" in text_of(teacher.get(address))


def entries(lesson):
    return [(row.sign, row.present, row.hours, row.grade) for row in lesson.rows(ClassHour, session_id=lesson.number)]


def test_who_was_away_after_all_leaves_the_ledger_by_a_reversal_and_keeps_its_grade(taught):
    before = entries(taught)
    assert before == [(1, 3, 100, "A")]
    assert save(taught, "pupil_yu", presence="away").status_code == 303
    assert entries(taught) == [(1, 3, 100, "A"), (-1, -3, -100, "A"), (1, 2, 100, "A")]
    assert taught.session().present == 2
    assert {row.pupil_id for row in taught.rows(Absence)} == {taught.id("pupil_yu"), taught.id("pupil_same2")}
    assert not taught.attempts("pupil_yu")
    assert len(taught.rows(AuditEntry, action="session.presence")) == 1
    assert {row.tally for row in taught.rows(StaleMark)} >= {"class_lesson", "class_year"}


def test_who_was_there_after_all_comes_back_with_the_answers(taught):
    save(taught, "pupil_yu", presence="away")
    save(taught, "pupil_yu", presence="here")
    (row,) = taught.attempts("pupil_yu")
    assert (row.score, row.grade) == (100, "A")
    assert taught.session().present == 3 and entries(taught)[-1] == (1, 3, 100, "A")
    save(taught, "pupil_same2", presence="here")
    assert taught.session().present == 4 and not taught.attempts("pupil_same2")


def test_attendance_of_a_short_lesson_can_be_put_right_too(lesson):
    lesson.open("cards")
    lesson.close("pupil_ming", minutes=6)
    save(lesson, "pupil_ming", presence="here")
    assert entries(lesson)[-1] == (1, 4, 0, "A")


def test_attendance_follows_when_the_entry_was_taken_back(taught):
    entry = taught.rows(ClassHour)[0]
    taught.teacher.post(f"/teacher/hours/{entry.id}/take-back", data={"reason": "没有上"})
    save(taught, "pupil_yu", presence="away")
    assert taught.session().present == 2 and len(taught.rows(ClassHour)) == 2


def test_said_twice_or_by_two_hands_at_once_it_is_one_correction(taught):
    browsers = [taught.client_for("teacher_lin") for _ in range(4)]
    address = f"/teacher/sessions/{taught.number}/pupils/{taught.id('pupil_yu')}"
    told: list[int] = []
    threads = [
        threading.Thread(target=lambda one=one: told.append(one.post(address, data={"presence": "away"}).status_code))
        for one in browsers
    ]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert told == [303] * 4
    assert len(entries(taught)) == 3 and len(taught.rows(Absence)) == 2


def test_own_pace_answers_of_an_absent_pupil_lose_the_class_and_get_it_back(lesson):
    lesson.open("devices")
    yu = lesson.pupil("pupil_yu")
    started = yu.post(f"/student/lessons/{lesson.session().lesson_id}/quiz", data={"key": "device-test-key-01"})
    yu.post(started.location, data={"key": "device-test-key-01"})
    lesson.close()
    for said, grade in (("away", "B"), ("here", "A")):
        save(lesson, "pupil_yu", presence=said)
        assert lesson.attempts("pupil_yu")[0].grade == grade


def test_strangers_pupils_and_other_teachers_find_nothing(taught):
    pupil = taught.id("pupil_yu")
    for name in ("teacher_chen", "teacher_gao", "officer_safe", "principal_he", "city_song", "pupil_yu"):
        stranger = taught.client_for(name)
        assert stranger.get(f"/teacher/sessions/{taught.number}/answers").status_code == 404
        assert stranger.get(f"/teacher/sessions/{taught.number}/pupils/{pupil}").status_code == 404
        assert (
            stranger.post(f"/teacher/sessions/{taught.number}/pupils/{pupil}", data={"presence": "away"}).status_code
            == 404
        )
    for name in ("pupil_next", "pupil_far"):
        assert taught.teacher.get(f"/teacher/sessions/{taught.number}/pupils/{taught.id(name)}").status_code == 404
        with taught.app.app_context(), pytest.raises(NotFound), write():
            teacher = taught.people["teacher_lin"]
            attendance_corrections.correct_presence(
                Viewer(teacher.user_id, teacher.school_id, "staff", ""), taught.session(), taught.id(name), False, "x"
            )
    assert taught.client_for("teacher_wu").get(f"/teacher/sessions/{taught.number}/answers").status_code == 200


def test_an_open_lesson_has_no_sheet_yet(lesson):
    lesson.open("cards")
    assert answers(lesson).status_code == 404
    with lesson.app.app_context(), pytest.raises(Refused), write():
        teacher = lesson.people["teacher_lin"]
        attendance_corrections.correct_presence(
            Viewer(teacher.user_id, teacher.school_id, "staff", ""), lesson.session(), lesson.id("pupil_yu"), False, "x"
        )


def test_a_lesson_without_answers_by_name_shows_who_was_there(lesson):
    lesson.open("hands")
    lesson.close("pupil_ming")
    page = text_of(answers(lesson))
    assert "没有按人答题" in page and "没来" in page


def test_the_summary_leads_there_and_shows_the_same_shares(taught):
    page = text_of(taught.teacher.get(f"/teacher/sessions/{taught.number}"))
    assert "答题明细" in page and "50%" in page and "可以补学" in page
    assert "50%" in text_of(answers(taught))
    with taught.app.app_context():
        db.session.remove()


def test_the_city_sees_the_asked_questions_without_names(taught):
    with taught.app.app_context():
        from eduplatform.assessment.jobs import take_marks

        take_marks()
    stem = taught.asked(taught.single()).question.stem
    (attempt,) = taught.attempts("pupil_yu")
    own = taught.teacher.get(f"/office/attempts/{attempt.id}")
    assert own.status_code == 200 and stem in own.get_data(as_text=True)
    assert own.get_data(as_text=True).count("第 1 题") <= 2 and "第 2 题" not in text_of(own)
    city = taught.client_for("city_song")
    page = city.get(f"/office/sessions/{taught.number}")
    assert page.status_code == 200 and "田小雨" not in page.get_data(as_text=True)


def test_the_sheet_of_fifty_is_small(lesson, fifty):
    lesson.open("cards")
    with lesson.app.app_context():
        run = lesson.run()
        every = [number for number in range(len(run.asked)) if number not in run.checks]
        letters = [one.choices[0].letter for one in run.asked]
    for number in every:
        lesson.to("vote", number)
        read(lesson, number, dict.fromkeys(range(1, 51), letters[number]), f"picture-00000000001{number:02d}")
        lesson.to("shown", number)
    lesson.close()
    answers(lesson)
    page = answers(lesson)
    assert sql_count(page) <= 10 and len(page.data) <= 30 * 1024
    one = lesson.teacher.get(f"/teacher/sessions/{lesson.number}/pupils/{lesson.id('pupil_yu')}")
    assert sql_count(one) <= 10 and len(one.data) <= 30 * 1024
