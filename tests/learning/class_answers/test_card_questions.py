"""Which questions suit a card, and how an ordering is asked by repeated vote."""

from eduplatform.curriculum import queries as content
from eduplatform.curriculum.grading import grade
from eduplatform.curriculum.question import Ordering
from eduplatform.learning import closing
from eduplatform.learning.models import QuizAttempt
from eduplatform.teaching import card_questions, class_checks, votes

from .conftest import CardLesson


def test_four_questions_with_at_most_four_choices_always_the_same(room):
    session = room.open("cards")
    asked = votes.questions_put(session, {})
    own = [one for number, one in enumerate(asked) if number not in class_checks.numbers(session)]
    assert len(own) == card_questions.CARD_QUESTIONS and asked == votes.questions_put(session, {})
    assert all(2 <= len(one.choices) <= 4 for one in asked)


def test_an_ordering_takes_one_vote_less_than_it_has_steps(room):
    session = room.open("cards")
    pool = content.question_pool(session.quiz_revision_id)
    ordering = next(
        question for _, question in pool if isinstance(question, Ordering) and card_questions.fits_a_card(question)
    )
    ids = [step.id for step in ordering.steps]
    assert card_questions.parts_of(ordering) == len(ids) - 1
    answer = card_questions.answer_of(ordering, ids[:-1])
    assert grade(ordering, answer).share == 1.0
    assert card_questions.answer_of(ordering, [ids[0]] * (len(ids) - 1)) is None, (
        "the same step twice leaves more than one over"
    )
    assert card_questions.answer_of(ordering, [None, *ids[1:-1]]) is None


def test_an_ordering_is_marked_from_its_votes(room, monkeypatch):
    session = room.open("cards")
    ordering = next(
        (revision, q)
        for revision, q in content.question_pool(session.quiz_revision_id)
        if isinstance(q, Ordering) and card_questions.fits_a_card(q)
    )
    monkeypatch.setattr(
        card_questions,
        "choose_card_questions",
        lambda pool, number, **_: [card_questions.put_to_class(*ordering, number)],
    )
    lesson = CardLesson(room, session)
    letters = {choice.id: choice.letter for choice in lesson.asked().choices}
    for part, step in enumerate(ordering[1].steps[:-1]):
        lesson.to("vote", 0, part)
        lesson.see({1: letters[step.id]}, part=part)
    lesson.to("shown")
    room.do(closing.close_lesson, session)
    assert QuizAttempt.query.one().score == 100


def test_true_false_is_kept_as_truth(room):
    session = room.open("cards")
    question = next(q for _, q in content.question_pool(session.quiz_revision_id) if q.kind == "truefalse")
    right = card_questions.right_option(question, 0)
    assert grade(question, card_questions.answer_of(question, [right])).right
