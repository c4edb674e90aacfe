"""Questions put to a class by name, by verbs: opened and closed by turning, asked again once, found by their numbers while it lasts."""

from __future__ import annotations

import pytest

from eduplatform.extensions import db
from eduplatform.shared import clock as clocks
from eduplatform.shared.database import write
from eduplatform.shared.refusals import Conflict, NotFound, Refused
from eduplatform.teaching import open_sessions, session_run, sessions, votes
from eduplatform.teaching.session_run import run_of


def place(session, kind: str, number: int = 0, part: int = 0) -> int:
    """The place of a step in the run as it is now."""
    run = run_of(session)
    return next(n for n, step in enumerate(run.steps) if (step.kind, step.number, step.part) == (kind, number, part))


def turn(room, session, kind: str, number: int = 0, was: int | None = None):
    return room.do(session_run.turn_to, session, place(session, kind, number), was)


@pytest.fixture
def session(room):
    return room.open("cards")


def put(session) -> dict[int, tuple[bool, bool]]:
    """Number → (opened, closed) of each question put so far."""
    db.session.expire_all()
    return {n: (bool(vote.opened_at), bool(vote.closed_at)) for n, vote in votes.votes_of(session).items()}


def test_a_question_is_open_on_the_screen_and_closed_by_its_answer(room, session):
    assert put(session) == {}
    turn(room, session, "vote")
    assert put(session) == {0: (True, False)}
    turn(room, session, "shown")
    assert put(session) == {0: (True, True)}
    turn(room, session, "slide")
    assert put(session) == {0: (True, True)}, "looking back opens nothing"


def test_jumping_to_an_answer_opens_and_closes_it_at_once(room, session):
    turn(room, session, "shown", 1)
    assert put(session) == {1: (True, True)}


def test_turning_twice_keeps_the_first_time(room, session, clock):
    turn(room, session, "vote")
    when = votes.votes_of(session)[0].opened_at
    clock.shift(30)
    turn(room, session, "slide")
    turn(room, session, "vote")
    assert votes.votes_of(session)[0].opened_at == when


def test_who_turns_second_follows_the_first(room, session):
    turn(room, session, "vote", was=0)
    row = room.do(session_run.turn_to, session, 3, 0)
    assert row.slide == place(session, "vote"), "the hand saw place 0, where the lesson no longer was"


@pytest.mark.parametrize("odd", [-1, 10**6])
def test_a_place_outside_the_run_is_refused_or_its_end(room, session, odd):
    try:
        row = room.do(session_run.turn_to, session, odd, None)
    except Refused:
        return
    assert 0 <= row.slide <= run_of(session).last


def test_choosing_another_way_to_answer_opens_the_question_the_screen_is_at(room):
    session = room.open("hands")
    turn(room, session, "ask")
    row = room.do(session_run.choose_mode, session, "cards", session.version)
    assert (run_of(row).by_name, run_of(row).now.kind) == (True, "vote")
    assert put(row) == {0: (True, False)}
    with pytest.raises(Conflict):
        room.do(session_run.choose_mode, session, "hands", 0)


def test_a_run_made_shorter_stands_at_its_end(room):
    session = room.open("cards")
    turn(room, session, "end")
    row = room.do(session_run.choose_mode, session, "none", session.version)
    run = run_of(row)
    assert (run.place, run.now.kind, run.by_name, run.asked) == (run.last, "end", False, ())


def test_a_part_that_stood_on_the_screen_is_found(room, session):
    for number, part in ((0, 0), (7, 0)):
        with pytest.raises(NotFound):
            votes.stood(session, number, part)
    turn(room, session, "vote")
    vote, asked = votes.stood(session, 0, 0, taking=True)
    assert (vote.number, asked.revision_id) == (0, run_of(session).asked[0].revision_id)
    for part in (-1, 9):
        with pytest.raises(NotFound):
            votes.stood(session, 0, part)
    turn(room, session, "shown")
    with pytest.raises(Conflict, match="vote_closed"):
        votes.stood(session, 0, 0, taking=True)
    assert votes.stood(session, 0, 0)[0].id == vote.id, "looking at it is still allowed"


def again(room, session, number: int = 0):
    return room.do(session_run.teach_again, session, number)


def repeatable(session) -> int | None:
    """The first question that has a twin."""
    run = run_of(session)
    found = (n for n in range(len(run.asked)) if votes.twin_for(session, run.asked, run.votes, n))
    return next(found, None)


def test_a_question_is_asked_again_once_it_was_revealed_and_only_once(room, session):
    number = repeatable(session)
    assert number is not None, "a shipped pool repeats its objectives"
    turn(room, session, "vote", number)
    with pytest.raises(NotFound):
        again(room, session, number)
    turn(room, session, "shown", number)
    before = run_of(session).steps
    row = again(room, session, number)
    run = run_of(row)
    assert (run.now.kind, len(run.steps)) == ("again", len(before) + 3)
    assert [vote.twin_of for vote in run.votes.values() if vote.twin_of is not None] == [number]
    assert again(room, session, number).slide == row.slide
    assert len(run_of(session).steps) == len(run.steps)
    assert votes.twin_for(session, run.asked, run.votes, number) is None
    assert votes.twin_for(session, run.asked, run.votes, len(run.asked) - 1) is None, "a twin has no twin"
    assert votes.twin_for(session, run.asked, run.votes, 99) is None


def test_a_closed_lesson_asks_nothing_again(room, session):
    turn(room, session, "shown")
    room.close(session)
    with pytest.raises((Refused, Conflict)):
        room.do(votes.ask_again, session, 0, run_of(session).lesson)


def test_the_run_of_a_lesson_says_what_it_shows(room, session):
    run = run_of(session)
    assert (run.slug, run.place, run.now.kind) == (room.lesson.slug, 0, "slide")
    assert run.slides == list(range(len(run.lesson["slides"]))) and run.trains
    assert session_run.slug_of(10**6) == ""


@pytest.fixture
def paced(room):
    return room.open("paced")


def test_an_open_lesson_is_found_by_class_number_and_code(room, paced):
    code = paced.join_code
    found = open_sessions.open_session_of(room.unit.id, room.unit.school_id)
    assert (found.session_id, found.class_id, found.quiz_mode, found.join_code) == (
        paced.id,
        room.unit.id,
        "paced",
        code,
    )
    assert open_sessions.open_session_by_id(room.unit.school_id, paced.id) == found
    assert open_sessions.open_session_by_id(room.unit.school_id + 1, paced.id) is None
    assert open_sessions.open_session_by_id(room.unit.school_id, paced.id + 1) is None
    for typed in (code, code.lower(), f" {code[:2]}-{code[2:]} ", " ".join(code)):
        assert open_sessions.by_join_code(typed) == found, typed
    for typed in ("", "  ", code + "X", code[:-1], "%", "_" * len(code)):
        assert open_sessions.by_join_code(typed) is None, typed


def test_a_paused_lesson_is_still_open_and_a_closed_one_is_not(room, paced):
    code = paced.join_code
    with write():
        sessions.fresh(paced).state = "paused"
    assert open_sessions.open_session_of(room.unit.id, room.unit.school_id)
    with write():
        row = sessions.fresh(paced)
        row.state, row.closed_at = "closed", clocks.now()
    assert open_sessions.open_session_of(room.unit.id, room.unit.school_id) is None
    assert open_sessions.by_join_code(code) is None
