"""How far a pupil is with each lesson: what was read, watched, handed in and trained, and what can be gone on with."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.learning import bookmarks, progress, queries, quiz, skill_training, video_watch
from eduplatform.learning.models import LessonView, QuizAttempt, SkillAttempt, VideoWatch
from eduplatform.learning.progress import Progress
from eduplatform.shared import clock as clocks
from eduplatform.shared.database import write

from ..lessons import head_of
from . import world


def of(viewer, lesson) -> Progress:
    db.session.rollback()
    found = progress.progress_of_pupil(viewer.school_id, viewer.user_id, clocks.now())
    return found.get(lesson, Progress(lesson))


def handed_in(viewer, lesson, right: bool = True) -> int:
    number = world.begin(viewer, lesson)
    attempt = quiz.own_attempt(viewer, number)
    with write():
        quiz.hand_in_attempt(viewer, attempt, world.right_answers(attempt) if right else [])
    return number


def mark(number: int, **values) -> None:
    with write() as session:
        session.execute(update(QuizAttempt).where(QuizAttempt.id == number).values(**values))


def trained(viewer, lesson, outcome: str | None = None) -> int:
    with write():
        number = skill_training.start_training(viewer, lesson, *content.skill_of(lesson)[:2], world.key())
    if outcome:
        with write() as session:
            done = {"outcome": outcome, "finished_at": clocks.now()}
            session.execute(update(SkillAttempt).where(SkillAttempt.id == number).values(**done))
    return number


def test_who_has_done_nothing_has_no_progress(yu, lesson):
    assert progress.progress_of_pupil(yu.school_id, yu.user_id, clocks.now()) == {}
    assert not Progress(lesson).begun and not Progress(lesson).running


@pytest.mark.parametrize(
    ("values", "level"),
    [({"passed": False, "excellent": False}, 0), ({"passed": True, "excellent": False}, 1), ({}, 2)],
)
def test_a_quiz_is_tried_well_or_very_well(yu, lesson, values, level):
    number = handed_in(yu, lesson)
    mark(number, **values) if values else None
    assert (of(yu, lesson).quiz, of(yu, lesson).running_quiz, of(yu, lesson).begun) == (level, None, True)


def test_the_best_of_several_quizzes_counts(yu, lesson):
    handed_in(yu, lesson)
    handed_in(yu, lesson, right=False)
    assert of(yu, lesson).quiz == 2


def test_a_quiz_can_be_gone_on_with_until_its_time_is_up(yu, lesson, clock):
    number = world.begin(yu, lesson)
    assert (of(yu, lesson).quiz, of(yu, lesson).running_quiz, of(yu, lesson).running) == (None, number, True)
    assert not of(yu, lesson).begun, "nothing was handed in"
    clock.shift(timedelta(minutes=10))
    assert of(yu, lesson).running_quiz is None


@pytest.mark.parametrize(("outcome", "level"), [("good", 2), ("mixed", 1), ("bad", 0)])
def test_a_training_counts_by_its_end(yu, lesson, outcome, level):
    trained(yu, lesson, outcome)
    assert (of(yu, lesson).skill, of(yu, lesson).running_skill) == (level, None)


def test_a_training_goes_on_after_a_better_one(yu, lesson):
    trained(yu, lesson, "mixed")
    trained(yu, lesson, "bad")
    number = trained(yu, lesson)
    assert (of(yu, lesson).skill, of(yu, lesson).running_skill) == (1, number)


def turn(viewer, lesson, slide: int, slides: int = 8) -> None:
    with write():
        bookmarks.note_turned(viewer, lesson, content.lesson_head(lesson).revision_id, slides, slide)


def test_a_bookmark_stays_within_the_lesson(yu, lesson):
    for slide, read in ((-3, 1), (0, 1), (3, 4), (7, 8), (8, 8), (99, 8)):
        turn(yu, lesson, slide)
        assert of(yu, lesson).read == read


def test_a_bookmark_keeps_the_furthest_and_the_first_time(yu, ming, lesson, clock):
    turn(yu, lesson, 5)
    first = clocks.now()
    clock.shift(60)
    turn(yu, lesson, 2)
    turn(ming, lesson, 1)
    view = db.session.scalars(select(LessonView).where(LessonView.pupil_id == yu.user_id)).one()
    assert (view.furthest, view.first_at, view.last_at) == (5, first, clocks.now())
    assert (of(yu, lesson).read, of(ming, lesson).read) == (6, 2)


@pytest.fixture
def film(yu):
    """A shipped lesson with a film: (lesson, video, its seconds)."""
    head = head_of()
    video, _revision, body = content.video_of(head.lesson_id)
    return head.lesson_id, video, body["seconds"]


def beat(viewer, film, *parts: tuple[int, int]) -> bool:
    lesson, video, seconds = film
    with write():
        return video_watch.beat(viewer, video, lesson, seconds, [list(part) for part in parts])


def test_a_film_is_seen_when_nine_tenths_of_it_were(yu, ming, film, clock):
    lesson, _video, seconds = film
    tenths = int(seconds * 10)
    assert beat(yu, film) is False, "the first message only opens it"
    clock.shift(seconds)
    assert beat(yu, film, (0, int(tenths * 0.9) - 1)) is False and not of(yu, lesson).watched
    assert beat(yu, film, (0, int(tenths * 0.9) + 1)) is True
    done = db.session.scalars(select(VideoWatch)).one().done_at
    clock.shift(60)
    assert beat(yu, film) is True, "it stays seen"
    assert db.session.scalars(select(VideoWatch)).one().done_at == done
    assert of(yu, lesson).watched and of(yu, lesson).begun and not of(ming, lesson).watched


def test_progress_is_told_lesson_by_lesson(yu, lesson, film):
    handed_in(yu, lesson)
    turn(yu, film[0], 2)
    found = progress.progress_of_pupil(yu.school_id, yu.user_id, clocks.now())
    assert {number: (each.quiz, each.read) for number, each in found.items()} == {lesson: (2, 0), film[0]: (None, 3)}


def test_the_first_page_names_what_goes_on_now_before_what_is_planned(yu, lesson):
    assert queries.todays_page(yu).live is None
    world.open_session(yu, lesson)
    assert queries.todays_page(yu).live.lesson_id == lesson
    assert queries.todays_page(yu).together is None


def test_a_lesson_answered_together_is_no_quiz_at_ones_own_pace(yu, lesson):
    quiz_revision = content.quiz_of(lesson).revision_id
    world.open_session(yu, lesson, quiz_mode="paced", quiz_revision_id=quiz_revision)
    today = queries.todays_page(yu)
    assert (today.together.lesson_id, today.live) == (lesson, None)


def test_what_was_begun_is_offered_and_what_is_new_is_not_what_was_begun(yu, lesson):
    number = world.begin(yu, lesson)
    today = queries.todays_page(yu)
    assert [(head.lesson_id, each.running_quiz) for head, each in today.unfinished] == [(lesson, number)]
    assert lesson not in {head.lesson_id for head in today.more} and len(today.more) <= 3
    assert {head.stage for head in today.more} == {"P2"}
    assert not today.home_duty, "nothing is a duty unless a bureau says so"


def test_a_pupil_sees_lessons_of_the_own_stage_first_and_never_a_kindergartens(yu):
    own = queries.own_class(yu)
    assert (own.year, own.grade, own.stage, own.young) == (2026, 3, "P2", False)
    stages = queries.stages_on_offer(own)
    assert (
        stages[0] == "P2"
        and "K" not in stages
        and stages[1:] == sorted(stages[1:], key=["P1", "P3", "J", "S", "V"].index)
    )
    assert {head.stage for head in queries.lessons_on_offer(own)} == {"P2"}
    assert {head.stage for head in queries.lessons_on_offer(own, "J")} == {"J"}


@pytest.mark.parametrize(("grade", "young"), [(1, True), (2, True), (3, False), (9, False)])
def test_grades_one_and_two_are_young(grade, young):
    assert queries.OwnClass(2026, grade, "P1", "x").young is young
