"""A lesson a class has a second time asks first what it answered badly, then what it was not asked yet."""

from datetime import timedelta

from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.learning import class_results
from eduplatform.shared import ttl_cache
from eduplatform.teaching import queries, review_questions, sessions, votes
from eduplatform.teaching.models import Vote
from eduplatform.teaching.own_questions import own_questions

from .conftest import CardLesson
from .test_card_questions import card_questions


def uuids(asked):
    return [str(one.question.uuid) for one in asked]


def raise_hands(room, session, right_of):
    """Each question of the session counted: `right_of` of four hands are right, by place."""
    for place, one in enumerate(queries.hands_questions(session)):
        wrong = [choice for choice in one.choices if not choice.right][0]
        right = [choice for choice in one.choices if choice.right][0]
        counts = {choice.id: 0 for choice in one.choices} | {right.id: right_of[place], wrong.id: 4 - right_of[place]}
        room.do(sessions.set_hands, session, one.revision_id, counts)


def later(clock):
    clock.shift(timedelta(days=7))
    db.session.expire_all()
    ttl_cache.drop()


def test_weak_ones_come_first_then_new_ones_then_the_rest():
    pool = [type("Q", (), {"uuid": code})() for code in "abcdefg"]
    known = {"a": 100, "b": 40, "c": 10, "d": 20, "e": 59, "f": 60}
    found = "".join(one.uuid for one in review_questions.weakest_first(pool, known))
    assert found == "cdb" + "g" + "e" + "af"
    assert review_questions.weakest_first(pool, {}) == pool


def test_hands_the_second_time(room, clock):
    session = room.open("hands")
    first = queries.hands_questions(session)
    assert review_questions.known_before(session) == {}
    raise_hands(room, session, [4, 1, 4, 2, 3])
    clock.shift(timedelta(minutes=40))
    room.close(session)
    later(clock)
    again = room.open("hands")
    known = review_questions.known_before(again)
    assert known == dict(zip(uuids(first), (100, 25, 100, 50, 75), strict=True))
    second = uuids(queries.hands_questions(again))
    assert second[:2] == [uuids(first)[1], uuids(first)[3]], "the worst first"
    assert not set(second[2:]) & set(uuids(first)), "then what was not asked yet"
    assert queries.hands_questions(again) == queries.hands_questions(again)


def test_cards_the_second_time_and_what_was_put_stays(room, clock):
    lesson = CardLesson(room, room.open("cards"))
    first = uuids(own_questions(lesson.session))  # what it opens with is counted apart
    for number, right in enumerate((True, False, True, True)):
        parts = card_questions.parts_of(lesson.asked(number).question)
        for part in range(parts):
            lesson.to("vote", number, part)
            if parts == 1:
                lesson.see({card: lesson.letter(right, number) for card in (1, 2, 3, 4)}, number)
        lesson.to("shown", number)
    clock.shift(timedelta(minutes=40))
    lesson.close()
    later(clock)
    again = CardLesson(room, room.open("cards"))
    known = review_questions.known_before(again.session)
    assert known[first[1]] == 0 and set(known) == set(first)
    asked = votes.questions_put(again.session, {})
    assert uuids(asked)[0] in {uuid for uuid in first if known[uuid] < 60}
    assert len(set(uuids(asked)) - set(first)) >= 2
    again.to("vote", 0)
    put = votes.votes_of(again.session)
    db.session.execute(db.update(Vote).values(question_revision_id=asked[3].revision_id).where(Vote.id == put[0].id))
    db.session.expire_all()
    assert uuids(votes.questions_put(again.session, votes.votes_of(again.session)))[0] == uuids(asked)[3]


def test_sheets_printed_ahead_ask_what_they_ask(room, clock):
    session = room.open("hands")
    raise_hands(room, session, [0, 0, 0, 0, 0])
    clock.shift(timedelta(minutes=40))
    room.close(session)
    later(clock)
    on_paper = room.open("paper")
    assert on_paper.seed is not None and review_questions.known_before(on_paper) == {}
    pool = content.question_pool(on_paper.quiz_revision_id)
    assert list(votes.questions_put(on_paper, {})) == card_questions.choose_card_questions(pool, on_paper.seed)


def test_another_class_and_a_practice_run_say_nothing(room, clock):
    practised = room.do(sessions.start_session, room.unit, room.lesson, "class_activity", "hands", True)
    raise_hands(room, practised, [0, 0, 0, 0, 0])
    room.do(sessions.drop_session, practised, practised.version)
    later(clock)
    assert class_results.shares_before(room.open("hands")) == {}
