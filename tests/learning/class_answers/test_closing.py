"""Closing a lesson in which the class answered together."""

from datetime import timedelta

import pytest

from eduplatform.learning import class_answers, closing
from eduplatform.learning.models import QuizAttempt, RoomAnswer
from eduplatform.learning.paper import Paper
from eduplatform.shared.models import AuditEntry
from eduplatform.shared.refusals import NotFound, Refused
from eduplatform.teaching import sessions
from eduplatform.teaching.models import Absence, ClassHour, Remote, Vote


def attempts():
    return {row.pupil_id: row for row in QuizAttempt.query.all()}


def give(lesson, clock, letters_by_question):
    """Each question is put, read from one picture, and revealed."""
    for number, letters in enumerate(letters_by_question):
        lesson.to("vote", number)
        lesson.see(letters, number=number)
        clock.shift(timedelta(minutes=9))
        lesson.to("shown", number)


def two_singles(lesson):
    """Numbers of the questions, in order, that one vote answers."""
    return [n for n, one in enumerate(lesson.run.asked) if one.question.kind != "ordering"]


def test_each_pupil_seen_gets_an_attempt_of_what_was_asked(lesson, room, clock):
    right, wrong = lesson.letter(True), lesson.letter(False)
    lesson.see({1: right, 2: wrong})
    lesson.close()
    found = attempts()
    assert set(found) == {room.pupils["pupil_yu"], room.pupils["pupil_ming"]}
    yu, ming = found[room.pupils["pupil_yu"]], found[room.pupils["pupil_ming"]]
    assert (yu.score, yu.passed, yu.grade, yu.session_id) == (100, True, "A", lesson.session.id)
    assert (ming.score, ming.passed) == (0, False)
    assert [question.uuid for question in Paper.of(yu).questions] == [lesson.asked().question.uuid]


def test_a_question_a_pupil_missed_counts_as_not_answered(lesson, room, clock):
    give(lesson, clock, [{1: lesson.letter(True), 2: lesson.letter(True)}, {1: lesson.letter(True, 1)}])
    lesson.close()
    found = attempts()
    assert found[room.pupils["pupil_yu"]].score == 100
    assert (found[room.pupils["pupil_ming"]].score, found[room.pupils["pupil_ming"]].answers[1]) == (50, None)


def test_a_question_nobody_answered_was_not_asked(lesson, room):
    lesson.see({1: lesson.letter(True)})
    lesson.to("shown")
    lesson.to("vote", 1)
    lesson.close()
    assert len(attempts()[room.pupils["pupil_yu"]].asked) == 1


def test_typed_answers_make_the_attempt_evidence_c(lesson, room):
    lesson.see({1: "A"})
    lesson.do(class_answers.enter_answer, lesson.session, 0, 0, room.pupils["pupil_ming"], lesson.asked().choices[0].id)
    lesson.close()
    assert {pupil: row.grade for pupil, row in attempts().items()} == {
        room.pupils["pupil_yu"]: "A",
        room.pupils["pupil_ming"]: "C",
    }


def test_a_disputed_answer_is_no_answer(lesson, room):
    lesson.see({1: "A", 2: "A"})
    lesson.see({1: "B"})
    lesson.close()
    assert set(attempts()) == {room.pupils["pupil_ming"]}


def test_who_was_away_has_no_attempt_whatever_card_was_held_up(lesson, room):
    lesson.see({1: "A", 2: "A"})
    room.do(sessions.note_absent, lesson.session, {room.pupils["pupil_yu"]})
    lesson.close()
    assert set(attempts()) == {room.pupils["pupil_ming"]}


def test_a_second_close_changes_nothing(lesson):
    lesson.see({1: "A"})
    lesson.close()
    before = [(row.id, row.score, row.submitted_at) for row in attempts().values()]
    lesson.close()
    assert [(row.id, row.score, row.submitted_at) for row in attempts().values()] == before


def test_a_dropped_lesson_keeps_no_answers(lesson, room):
    lesson.see({1: "A"})
    room.do(closing.drop_lesson, lesson.session, lesson.session.version)
    assert not QuizAttempt.query.count() and not RoomAnswer.query.count() and not Vote.query.count()


def test_a_practice_leaves_nothing(room, clock):
    session = room.do(sessions.start_session, room.unit, room.lesson, "class_activity", "cards", True)
    from .conftest import CardLesson

    practice = CardLesson(room, session)
    practice.to("vote")
    practice.see({1: "A"})
    room.do(sessions.note_absent, session, {room.pupils["pupil_ming"]})
    clock.shift(timedelta(minutes=40))
    row = practice.close()
    assert (row.state, row.note, row.minutes) == ("dropped", "rehearsal", 0)
    for table in (QuizAttempt, RoomAnswer, Vote, Absence, ClassHour, Remote):
        assert not table.query.filter_by(school_id=row.school_id).count(), table


def test_an_answer_is_put_right_within_seven_days_on_record(lesson, room, clock):
    wrong, right = lesson.letter(False), lesson.letter(True)
    lesson.see({1: wrong})
    lesson.close()
    option = next(choice.id for choice in lesson.asked().choices if choice.letter == right)
    clock.shift(timedelta(days=6))
    room.do(closing.correct_answer, lesson.session, 0, 0, room.pupils["pupil_yu"], option)
    row = attempts()[room.pupils["pupil_yu"]]
    assert (row.score, row.grade) == (100, "C")
    assert AuditEntry.query.filter_by(action="session.correct").count() == 1
    clock.shift(timedelta(days=2))
    with pytest.raises(Refused):
        room.do(closing.correct_answer, lesson.session, 0, 0, room.pupils["pupil_yu"], None)


def test_an_answer_taken_away_takes_the_attempt_with_it(lesson, room):
    lesson.see({1: "A"})
    lesson.close()
    room.do(closing.correct_answer, lesson.session, 0, 0, room.pupils["pupil_yu"], None)
    assert not attempts()


def test_strangers_and_absent_pupils_cannot_be_put_right(lesson, room):
    lesson.see({1: "A"})
    room.do(sessions.note_absent, lesson.session, {room.pupils["pupil_ming"]})
    lesson.close()
    for name in ("pupil_ming", "pupil_next", "pupil_far"):
        with pytest.raises(NotFound):
            room.do(closing.correct_answer, lesson.session, 0, 0, room.pupils[name], lesson.asked().choices[0].id)
