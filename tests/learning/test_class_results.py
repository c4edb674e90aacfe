"""How a class answered in one session: each pupil once, the hardest question first; parts of a film, drafts of two devices, supervision."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Of

import pytest
from sqlalchemy import select, update

from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.learning import class_results, intervals, paced_view, quiz, quiz_draft, rules, supervision
from eduplatform.learning.class_results import beliefs_of
from eduplatform.learning.models import QuizAttempt
from eduplatform.learning.paper import Paper
from eduplatform.shared import clock as clocks
from eduplatform.shared.database import write
from eduplatform.shared.refusals import Refused
from eduplatform.teaching.models import ClassSession
from tests.curriculum.building import question

from . import world

T = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)


@pytest.fixture
def session(yu, lesson) -> ClassSession:
    quiz_revision = content.quiz_of(lesson).revision_id
    world.open_session(yu, lesson, quiz_revision_id=quiz_revision)
    return db.session.scalars(select(ClassSession)).one()


def hand_in(viewer, lesson, right: bool = True) -> QuizAttempt:
    attempt = quiz.own_attempt(viewer, world.begin(viewer, lesson))
    with write():
        quiz.hand_in_attempt(viewer, attempt, world.right_answers(attempt) if right else world.wrong_answers(attempt))
    return attempt


def test_before_anybody_has_handed_in_there_is_nothing(session):
    found = class_results.results(session)
    assert (found.handed_in, found.passed, found.average, found.questions) == (frozenset(), 0, None, ())
    assert class_results.handed_in(session) == 0


def test_each_pupil_counts_once_with_the_first_answers(yu, ming, lesson, session):
    hand_in(yu, lesson)
    hand_in(yu, lesson, right=False)
    hand_in(ming, lesson, right=False)
    found = class_results.results(session)
    assert (found.handed_in, found.passed, found.average) == ({yu.user_id, ming.user_id}, 1, 50)
    assert class_results.handed_in(session) == 2


def test_what_was_only_begun_or_done_at_home_is_not_of_the_session(yu, ming, lesson, session):
    world.begin(yu, lesson)
    hand_in(ming, lesson)
    with write() as database:
        database.execute(update(QuizAttempt).where(QuizAttempt.pupil_id == ming.user_id).values(session_id=None))
    assert class_results.results(session).handed_in == frozenset() and class_results.handed_in(session) == 0


def test_the_hardest_question_stands_first(yu, ming, lesson, session):
    hand_in(yu, lesson)
    hand_in(ming, lesson, right=False)
    found = class_results.results(session).questions
    assert [one.right for one in found] == sorted(one.right for one in found)
    assert {one.n for one in found} <= {1, 2}
    both = [one for one in found if one.n == 2]
    assert all(one.right == 50 for one in both)
    for before, after in zip(found, found[1:], strict=False):
        assert (before.right, -before.n, before.stem) <= (after.right, -after.n, after.stem)


@pytest.mark.parametrize(
    ("kind", "chosen", "beliefs"),
    [
        ("single", {"a": 9, "b": 2, "c": 1}, {"": 9, "想法": 3}),
        ("truefalse", {"true": 4, "false": 6}, {"": 4, "想反了": 6}),
        ("spot", {"s1": 2, "s2": 5}, {"想法": 2, "": 5}),
        ("ordering", {"c": 3}, {}),
    ],
)
def test_what_a_class_thinks_is_told_by_its_wrong_choices(kind, chosen, beliefs):
    assert beliefs_of(question(kind), chosen) == beliefs


def test_the_record_of_a_pupil_is_what_was_handed_in_newest_first(yu, ming, lesson, clock):
    first = hand_in(yu, lesson)
    clock.shift(60)
    second = hand_in(yu, lesson)
    world.begin(yu, lesson)
    hand_in(ming, lesson)
    found = class_results.results_of_pupil(yu.school_id, yu.user_id, 2026)
    assert [row.id for row in found.quizzes] == [second.id, first.id] and found.skills == ()
    assert class_results.results_of_pupil(yu.school_id, yu.user_id, 2025).quizzes == ()


# ── parts of a film ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("parts", "merged"),
    [
        ([], []),
        ([(5, 9), (0, 3)], [(0, 3), (5, 9)]),
        ([(0, 3), (3, 6)], [(0, 6)]),
        ([(0, 9), (2, 4)], [(0, 9)]),
        ([(0, 5), (4, 9), (20, 21)], [(0, 9), (20, 21)]),
        ([(1, 2), (1, 2)], [(1, 2)]),
    ],
)
def test_parts_that_touch_are_one(parts, merged):
    assert intervals.merged(parts) == merged


@pytest.mark.parametrize(
    ("parts", "among", "rest"),
    [
        ([(0, 10)], [], [(0, 10)]),
        ([(0, 10)], [(0, 10)], []),
        ([(0, 10)], [(3, 5)], [(0, 3), (5, 10)]),
        ([(0, 10)], [(8, 20)], [(0, 8)]),
        ([(5, 10)], [(0, 5), (10, 12)], [(5, 10)]),
        ([(0, 4), (6, 9)], [(2, 7)], [(0, 2), (7, 9)]),
    ],
)
def test_what_is_missing_is_what_the_others_lack(parts, among, rest):
    assert intervals.missing(parts, among) == rest


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ([[0, 10]], [(0, 10)]),
        ([[-5, 10]], [(0, 10)]),
        ([[90, 500]], [(90, 100)]),
        ([[1.9, 3.9]], [(1, 3)]),
        ([[10, 10]], []),
        ([[0, 1e9]], []),
        ([[0, float("inf")], [0, float("nan")]], []),
        ([[n, n + 1] for n in range(70)], [(n, n + 1) for n in range(60)]),
        ("0-10", []),
    ],
)
def test_parts_are_cut_to_the_film_and_to_sixty(raw, parts):
    assert intervals.tidy_intervals(raw, 100) == parts


@pytest.mark.parametrize(("seconds", "believed"), [(0, 30), (1, 50), (5, 130), (48.5, 1000), (100, 1000)])
def test_credit_is_double_time_and_three_seconds(seconds, believed):
    found = intervals.credit([], [(0, 1000)], T, T + timedelta(seconds=seconds))
    assert (found.seen, found.parts) == (believed, ((0, believed),))


def test_slack_is_used_once_and_paid_back():
    first = intervals.credit([], [(0, 30)], T, T)
    assert first.credited_at == T + timedelta(seconds=1.5), "ahead of the clock by what was believed on trust"
    second = intervals.credit(first.parts, [(30, 60)], first.credited_at, T)
    assert second.seen == 30, "a second message at once earns nothing"
    later = intervals.credit(first.parts, [(30, 100)], first.credited_at, T + timedelta(seconds=1.5))
    assert later.seen == 60


def test_time_in_which_nothing_was_claimed_is_not_saved_up():
    idle = intervals.credit([], [], T, T + timedelta(seconds=600))
    assert idle.credited_at == T + timedelta(seconds=600)
    assert intervals.credit([], [(0, 900)], idle.credited_at, T + timedelta(seconds=601)).seen == 50


# ── drafts and times of a quiz ─────────────────────────────────────────────────────────────────────────────────────────


def draft(viewer, number: int, **answers: object) -> int | None:
    attempt = quiz.own_attempt(viewer, number)
    with write():
        return quiz_draft.keep_answers_sent(viewer, attempt, {int(place[1:]): raw for place, raw in answers.items()})


def test_a_draft_counts_up_only_when_it_changes(yu, lesson):
    number = world.begin(yu, lesson)
    right = world.right_answers(quiz.own_attempt(yu, number))
    assert draft(yu, number, q0=right[0]) == 1
    assert draft(yu, number, q0=right[0]) == 1, "sent twice"
    assert draft(yu, number, q1=right[1]) == 2
    assert world.stored(number).draft == {"0": right[0], "1": right[1]}
    assert draft(yu, number, q0=None) == 3 and world.stored(number).draft == {"1": right[1]}
    assert draft(yu, number, q0="no such option", q99="a") == 3, "nonsense is no answer"


def test_a_draft_after_handing_in_is_nothing_and_two_days_later_refused(yu, lesson, clock):
    handed = hand_in(yu, lesson)
    assert draft(yu, handed.id, q0="a") is None and world.stored(handed.id).draft is None
    number = world.begin(yu, lesson)
    clock.shift(timedelta(minutes=10) + rules.LATEST)
    assert draft(yu, number) is not None
    clock.shift(timedelta(seconds=1))
    with pytest.raises(Refused, match="too_late"):
        draft(yu, number)


@pytest.mark.parametrize(
    ("answers", "kept", "known", "whole"),
    [
        (["a", None], {"1": "b"}, [0], ["a", "b"]),
        (["a", None], {"0": "z", "1": "b"}, [0, 1], ["a", None]),
        ([None, None], None, [], [None, None]),
        (["a"], {"5": "x"}, [], ["a"]),
    ],
)
def test_what_a_device_never_saw_comes_from_the_other(answers, kept, known, whole):
    assert quiz_draft.filled(answers, kept, known) == whole
    assert quiz_draft.by_place(kept, len(answers)) == [(kept or {}).get(str(n)) for n in range(len(answers))]


def test_a_paper_is_drawn_by_its_seed_or_asked_of_the_class(yu, lesson):
    revision = content.quiz_of(lesson).revision_id
    drawn = Paper(revision, 7)
    assert [one.uuid for one in drawn.questions] == [one.uuid for one in Paper(revision, 7).questions]
    assert len(drawn.questions) == 6 == len(drawn.forms())
    asked = tuple(str(one.uuid) for one in drawn.questions[2:4])
    assert [str(one.uuid) for one in Paper(revision, 7, asked).questions] == list(asked)
    assert Paper.of(Of(revision_id=revision, seed=7, asked=None)) == drawn
    assert Paper.of(Of(revision_id=revision, seed=7, asked=list(asked))).asked == asked


def test_answers_are_as_many_as_questions(yu, lesson):
    paper = Paper(content.quiz_of(lesson).revision_id, 7)
    assert paper.tidy([]) == [None] * 6 == paper.tidy(["nonsense"] * 40)
    assert [mark.share for mark in paper.marks(paper.tidy([]))] == [0] * 6


# ── who supervises ─────────────────────────────────────────────────────────────────────────────────────────────────────


def found(viewer, lesson) -> int | None:
    db.session.rollback()
    return supervision.find_open_session(viewer, lesson, clocks.now())


@pytest.mark.parametrize(
    ("more", "supervised"),
    [
        ({}, True),
        ({"state": "paused"}, True),
        ({"state": "closed"}, False),
        ({"state": "dropped"}, False),
        ({"year": 2025}, False),
        ({"quiz_mode": "none"}, False),
        ({"quiz_mode": "hands"}, False),
        ({"quiz_mode": "paced"}, False),
        ({"quiz_mode": "cards"}, False),
    ],
)
def test_a_session_supervises_while_it_is_open_and_answers_on_devices(yu, ming, lesson, more, supervised):
    number = world.open_session(yu, lesson, **more)
    assert found(yu, lesson) == (number if supervised else None)
    assert found(yu, lesson + 10**6) is None


@pytest.mark.parametrize(("minutes", "supervised"), [(179, True), (180, False)])
def test_a_session_left_open_supervises_for_three_hours(yu, lesson, minutes, supervised):
    world.open_session(yu, lesson, opened_at=clocks.now() - timedelta(minutes=minutes))
    assert bool(found(yu, lesson)) is supervised


def test_a_lesson_together_is_for_who_sits_in_it(yu, people, lesson):
    revision = content.quiz_of(lesson).revision_id
    number = world.open_session(yu, lesson, quiz_mode="paced", quiz_revision_id=revision)
    assert paced_view.seen(yu).run.session.id == number
    world.note_absent(yu, number)
    db.session.rollback()
    assert paced_view.seen(yu) is None


@pytest.mark.parametrize(
    ("more", "joined", "seen"),
    [({"rehearsal": True}, False, False), ({"rehearsal": True}, True, True), ({"quiz_revision_id": None}, True, False)],
)
def test_a_rehearsal_is_for_who_joined_it(yu, people, lesson, more, joined, seen):
    said = {"quiz_mode": "paced", "quiz_revision_id": content.quiz_of(lesson).revision_id} | more
    number = world.open_session(yu, lesson, **said)
    viewer = world.viewer_for(people["pupil_yu"], number if joined else None)
    assert bool(paced_view.seen(viewer)) is seen
