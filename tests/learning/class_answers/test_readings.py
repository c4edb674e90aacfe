"""What pictures of cards become."""

import pytest

from eduplatform.learning import class_answers
from eduplatform.learning.models import RoomAnswer, RoomReading
from eduplatform.shared.refusals import Conflict, NotFound, Refused
from eduplatform.teaching import sessions

from .conftest import key


def test_pictures_of_one_question_add_up(lesson):
    assert lesson.see({1: "A", 2: "B"}).new == [1, 2]
    told = lesson.see({2: "B", 3: "A"})
    assert (told.new, told.same) == ([3], [2])
    assert [lesson.seat(card).letter for card in (1, 2, 3, 4)] == ["A", "B", "A", None]


def test_a_retried_picture_is_told_the_same_and_counts_once(lesson):
    lesson.see({1: "A"})
    again = key()
    first = lesson.see({1: "B"}, with_key=again)
    assert first.disputed == [1]
    assert lesson.see({1: "B"}, with_key=again) == first
    assert lesson.seat(1).rival == "B", "a retry is not the second look that would settle it"


def test_two_readings_that_contradict_are_shown_and_decided_by_the_next_look(lesson):
    lesson.see({1: "A"})
    assert lesson.see({1: "B"}).disputed == [1]
    assert (lesson.seat(1).letter, lesson.seat(1).rival) == ("A", "B")
    assert lesson.see({1: "B"}).changed == [1]
    assert (lesson.seat(1).letter, lesson.seat(1).rival) == ("B", None)


def test_back_to_the_first_letter_needs_two_looks_too(lesson):
    for letter in "ABA":
        lesson.see({1: letter})
    assert (lesson.seat(1).letter, lesson.seat(1).rival) == ("B", "A")
    lesson.see({1: "A"})
    assert (lesson.seat(1).letter, lesson.seat(1).rival) == ("A", None)


def test_a_card_seen_twice_in_one_picture_is_nobodys_answer(lesson):
    assert lesson.see({2: "A"}, copies=(1,)).disputed == [1]
    assert (lesson.seat(1).letter, lesson.seat(1).rival) == (None, "*")
    lesson.see({1: "A"})
    assert lesson.seat(1).rival == "A", "one clean look may still be the copy"
    lesson.see({1: "A"})
    assert (lesson.seat(1).letter, lesson.seat(1).rival) == ("A", None)


def test_a_copy_beside_a_standing_answer_puts_it_in_doubt(lesson):
    lesson.see({1: "A"})
    lesson.see({}, copies=(1,))
    assert lesson.seat(1).rival == "*"
    lesson.see({1: "A"})
    assert lesson.seat(1).rival == "A"
    lesson.see({1: "A"})
    assert (lesson.seat(1).letter, lesson.seat(1).rival) == ("A", None)


def test_cards_of_nobody_and_sides_the_question_lacks_are_reported_and_not_kept(lesson):
    sides = len(lesson.asked().choices)
    told = lesson.see({1: "ABCDE"[sides], 40: "A"})
    assert (told.odd, told.strange) == ([1], [40])
    assert not RoomAnswer.query.count()


def test_the_card_of_a_pupil_noted_as_away_is_told_and_counted_only_once_the_roll_is_put_right(lesson):
    pupil = lesson.seat(2).pupil
    lesson.do(sessions.note_absent, lesson.room.viewer, lesson.session, {pupil.pupil_id})
    told = lesson.see({1: "A", 2: "A"})
    assert (told.new, told.away) == ([1], [2]) and lesson.seat(2).letter is None
    lesson.do(sessions.note_present, lesson.room.viewer, lesson.session, {pupil.pupil_id})
    assert lesson.see({2: "A"}).new == [2]


def test_nothing_is_taken_before_the_question_nor_after_the_reveal(lesson):
    with pytest.raises(NotFound):
        lesson.see({1: "A"}, number=1)
    lesson.see({1: "A"})
    lesson.to("shown")
    with pytest.raises(Conflict) as late:
        lesson.see({1: "B", 2: "A"})
    assert late.value.code == "vote_closed"
    assert (lesson.seat(1).letter, lesson.seat(2).letter) == ("A", None)


def test_turning_back_to_a_revealed_question_does_not_open_it_again(lesson):
    lesson.to("shown")
    lesson.to("vote")
    with pytest.raises(Conflict):
        lesson.see({1: "A"})


@pytest.mark.parametrize("odd", ["", "short", "x" * 37, "漢字漢字漢字漢字漢字漢字漢字漢字"])
def test_a_key_of_another_shape_is_refused(lesson, odd):
    with pytest.raises(Refused):
        lesson.do(class_answers.take_reading, lesson.session, 0, 0, odd, {1: "A"})


def test_the_teacher_taps_one_of_two_readings_and_it_stays_a_reading(lesson, room):
    lesson.see({1: "A"})
    lesson.see({1: "B"})
    b = next(choice.id for choice in lesson.asked().choices if choice.letter == "B")
    lesson.do(class_answers.enter_answer, lesson.session, 0, 0, room.pupils["pupil_yu"], b)
    seat = lesson.seat(1)
    assert (seat.letter, seat.rival, seat.way) == ("B", None, "card")


def test_what_the_teacher_types_is_marked_so(lesson, room):
    a = lesson.asked().choices[0].id
    lesson.do(class_answers.enter_answer, lesson.session, 0, 0, room.pupils["pupil_yu"], a)
    assert (lesson.seat(1).letter, lesson.seat(1).way) == ("A", "hand")
    lesson.do(class_answers.enter_answer, lesson.session, 0, 0, room.pupils["pupil_yu"], None)
    assert lesson.seat(1).letter is None


def test_a_pupil_of_another_class_cannot_be_entered(lesson, room):
    for stranger in ("pupil_next", "pupil_far"):
        with pytest.raises(NotFound):
            lesson.do(
                class_answers.enter_answer, lesson.session, 0, 0, room.pupils[stranger], lesson.asked().choices[0].id
            )


def test_the_tally_counts_clear_answers_and_says_how_many_are_in_doubt(lesson):
    right, wrong = lesson.letter(True), lesson.letter(False)
    lesson.see({1: right, 2: right, 3: wrong, 4: right})
    lesson.see({4: wrong})
    from eduplatform.teaching import votes

    found = class_answers.tally(votes.votes_of(lesson.session)[0], lesson.asked().question)
    assert (found.answered, found.disputed, found.right) == (3, 1, 67)
    assert class_answers.answered_now(lesson.session, 0, 0) == (3, 1)


def test_readings_are_gone_when_the_lesson_ends(lesson):
    lesson.see({1: "A"})
    lesson.close()
    assert RoomReading.query.count() == 0 and RoomAnswer.query.count() == 1


def test_a_picture_that_turns_all_letters_disputes_nothing(lesson):
    lesson.see({1: "A", 2: "B", 3: "A", 4: "B"})
    for _ in range(2):
        told = lesson.see({1: "D", 2: "A", 3: "D", 4: "A"})
        assert told.turned == [1, 2, 3, 4] and not told.disputed and not told.odd
    assert [(lesson.seat(card).letter, lesson.seat(card).rival) for card in (1, 2, 3, 4)] == [
        ("A", None),
        ("B", None),
        ("A", None),
        ("B", None),
    ]
