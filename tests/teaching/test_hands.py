"""Questions by show of hands."""

import pytest

from eduplatform.curriculum.grading import grade
from eduplatform.shared.refusals import Conflict, NotFound, Refused
from eduplatform.teaching import queries, sessions
from eduplatform.teaching.run_steps import HANDS_KINDS, HANDS_QUESTIONS


def first(session):
    return queries.hands_questions(session)[0]


def counts(asked, right, wrong):
    return {choice.id: right if choice.right else wrong for choice in asked.choices}


def test_the_questions_of_a_session_are_always_the_same_and_can_be_answered_by_hand(room):
    session = room.open()
    asked = queries.hands_questions(session)
    assert 0 < len(asked) <= HANDS_QUESTIONS
    assert asked == queries.hands_questions(session)
    assert all(one.question.kind in HANDS_KINDS for one in asked)


def test_which_choice_is_right_comes_from_the_servers_key(room):
    session = room.open()
    for asked in queries.hands_questions(session):
        for choice in asked.choices:
            answer = (
                {"true": True, "false": False}.get(choice.id, choice.id)
                if asked.question.kind == "truefalse"
                else choice.id
            )
            assert choice.right == grade(asked.question, answer).right


def test_the_reason_before_a_class_praises_nobody(room):
    for asked in queries.hands_questions(room.open()):
        assert all(
            choice.why and not choice.why.startswith(("对\u3002", "对\uff0c", "对\uff01"))
            for choice in asked.choices
            if choice.right
        )


def test_counts_are_kept_with_the_right_choice_marked(room):
    session = room.open()
    asked = first(session)
    room.do(sessions.set_hands, session, asked.revision_id, counts(asked, 3, 0))
    kept = queries.hands_by_option(session)[asked.revision_id]
    assert {option: row.right for option, row in kept.items()} == {choice.id: choice.right for choice in asked.choices}
    assert sum(row.count for row in kept.values() if row.right) == 3


def test_counting_again_replaces_and_a_retry_doubles_nothing(room):
    session = room.open()
    asked = first(session)
    room.do(sessions.set_hands, session, asked.revision_id, counts(asked, 1, 0))
    for _ in range(2):
        room.do(sessions.set_hands, session, asked.revision_id, counts(asked, 2, 0))
    assert sum(row.count for row in queries.hands_by_option(session)[asked.revision_id].values()) == 2


def test_nothing_counted_is_nothing_asked(room):
    session = room.open()
    asked = first(session)
    room.do(sessions.set_hands, session, asked.revision_id, counts(asked, 2, 0))
    room.do(sessions.set_hands, session, asked.revision_id, counts(asked, 0, 0))
    assert queries.hands_by_option(session) == {}


def test_more_hands_than_pupils_are_refused(room):
    session = room.open()
    asked = first(session)
    with pytest.raises(Refused) as refusal:
        room.do(sessions.set_hands, session, asked.revision_id, counts(asked, 5, 0))
    assert refusal.value.values == {"most": 4, "hands": 5}


def test_unknown_options_and_questions_are_refused(room):
    session = room.open()
    asked = first(session)
    with pytest.raises(Refused):
        room.do(sessions.set_hands, session, asked.revision_id, {"zz": 1})
    with pytest.raises(Refused):
        room.do(sessions.set_hands, session, asked.revision_id, {asked.choices[0].id: -1})
    with pytest.raises(NotFound):
        room.do(sessions.set_hands, session, session.lesson_revision_id, {})


def test_after_the_end_no_hands_are_counted(room):
    session = room.open()
    asked = first(session)
    room.close(session)
    with pytest.raises(Conflict):
        room.do(sessions.set_hands, session, asked.revision_id, counts(asked, 1, 0))
