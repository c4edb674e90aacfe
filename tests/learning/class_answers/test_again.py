"""A question that few got right is taught again and asked by its twin."""

import pytest

from eduplatform.shared.refusals import NotFound
from eduplatform.teaching import card_questions, votes


def test_the_twin_follows_the_slide_behind_the_revealed_question(lesson, room):
    number = next(
        n for n in range(4) if votes.twin_for(lesson.session, lesson.run.asked, votes.votes_of(lesson.session), n)
    )
    lesson.to("vote", number)
    lesson.to("shown", number)
    room.do(votes.ask_again, lesson.session, number, lesson.run.lesson)
    run = lesson.run
    place = next(n for n, step in enumerate(run.steps) if (step.kind, step.number) == ("shown", number))
    kinds = [(step.kind, step.number) for step in run.steps[place + 1 : place + 4]]
    twin = len(run.asked) - 1
    assert [kind for kind, _ in kinds] == ["again", "vote", "shown"] and kinds[1] == ("vote", twin)
    original, repeated = run.asked[number].question, run.asked[twin].question
    assert original.objective == repeated.objective and original.uuid != repeated.uuid
    assert kinds[0][1] == card_questions.slide_for(run.lesson, original)


def test_asking_twice_makes_one_twin(lesson, room):
    number = next(
        n for n in range(4) if votes.twin_for(lesson.session, lesson.run.asked, votes.votes_of(lesson.session), n)
    )
    lesson.to("vote", number)
    lesson.to("shown", number)
    for _ in range(2):
        room.do(votes.ask_again, lesson.session, number, lesson.run.lesson)
    assert sum(vote.twin_of == number for vote in votes.votes_of(lesson.session).values()) == 1


def test_no_twin_before_the_reveal(lesson, room):
    with pytest.raises(NotFound):
        room.do(votes.ask_again, lesson.session, 0, lesson.run.lesson)


def test_the_twin_is_answered_like_any_question(lesson, room):
    number = next(
        n for n in range(4) if votes.twin_for(lesson.session, lesson.run.asked, votes.votes_of(lesson.session), n)
    )
    lesson.to("vote", number)
    lesson.to("shown", number)
    room.do(votes.ask_again, lesson.session, number, lesson.run.lesson)
    twin = len(lesson.run.asked) - 1
    lesson.to("vote", twin)
    assert lesson.see({1: "A"}, number=twin).new == [1]
