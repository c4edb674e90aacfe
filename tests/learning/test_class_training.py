"""A training the class does together: the teacher takes what is called out, the server keeps the way; who missed a lesson, who made it up."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from eduplatform.curriculum.skill import load_skill
from eduplatform.extensions import db
from eduplatform.learning import class_training, missed_lessons
from eduplatform.learning.class_training import AGAIN, _together, take_class_choice, training_so_far
from eduplatform.learning.models import Makeup
from eduplatform.org.models import Unit
from eduplatform.shared import clock as clocks
from eduplatform.shared.database import write
from eduplatform.shared.refusals import NotFound, Refused
from eduplatform.teaching.models import ClassSession
from tests.curriculum.test_skill_play import ORDER, SKILL

from . import world


@pytest.fixture
def session(yu, lesson) -> ClassSession:
    world.open_session(yu, lesson)
    return db.session.scalars(select(ClassSession)).one()


def call(viewer, session, step: int, choice: str) -> ClassSession:
    with write():
        return take_class_choice(viewer, session, step, choice)


def test_the_class_goes_from_scene_to_scene_and_hears_why(yu, session):
    first = training_so_far(session)
    assert (first.path, first.done, first.move, first.node.id) == ([], False, None, "hall")
    assert {one for one, _text in first.choices} == {"low", "run"}
    then = training_so_far(call(yu, session, 0, "low"))
    assert (then.path, then.node.id, then.move.best, then.move.why) == (["low"], "door", True, "烟从头上飘过去了。")
    end = training_so_far(call(yu, session, 1, "open"))
    assert (end.done, end.outcome, end.choices, end.shown) == (True, "mixed", [], None)


def test_choices_stand_in_an_order_of_their_own_for_each_lesson():
    orders = {tuple(one for one, _ in _together(SKILL, [], seed).choices) for seed in range(20)}
    assert orders == {("low", "run"), ("run", "low")}
    assert _together(SKILL, [], 7).choices == _together(SKILL, [], 7).choices


def test_a_step_called_twice_moves_once_and_one_ahead_moves_nothing(yu, session):
    call(yu, session, 0, "low")
    assert training_so_far(call(yu, session, 0, "run")).path == ["low"]
    assert training_so_far(call(yu, session, 5, "feel")).path == ["low"]


def test_what_was_not_offered_is_refused(yu, session):
    for choice in ("feel", "", "LOW", AGAIN):
        with pytest.raises(Refused, match="odd_choice"):
            call(yu, session, 0, choice)
    assert session.trained_at is None


def test_that_the_class_has_trained_is_kept_however_it_went_and_when_it_goes_on_anew(yu, session, clock):
    call(yu, session, 0, "run")
    when = session.trained_at
    assert when == clocks.now(), "a class that chose badly and read why has trained"
    clock.shift(60)
    assert training_so_far(call(yu, session, 1, "low")).done, "after the end only the beginning is left"
    again = training_so_far(call(yu, session, 1, AGAIN))
    assert (again.path, again.done) == ([], False)
    call(yu, session, 0, "low")
    call(yu, session, 1, "feel")
    assert session.trained_at == when


def test_a_closed_lesson_trains_nobody_and_a_lesson_without_a_training_has_none(yu, session):
    with write():
        session.state, session.closed_at = "closed", clocks.now()
    with pytest.raises(Refused):
        call(yu, session, 0, "low")
    with pytest.raises(NotFound):
        training_so_far(SimpleNamespace(id=1, lesson_id=10**6, trained=None))


def test_a_way_that_the_changed_course_does_not_know_begins_anew():
    assert _together(SKILL, ["low", "window"], 1).path == []
    assert _together(ORDER, ["d", "z"], 1).path == []
    with pytest.raises(TypeError, match="not a training"):
        _together("training", [], 1)


def test_steps_are_put_one_by_one_and_judged_at_the_end():
    nothing, some = _together(ORDER, [], 3), _together(ORDER, ["d", "a"], 3)
    assert (nothing.placed, nothing.mark, nothing.done, nothing.node) == ((), None, False, None)
    assert [one for one, _ in nothing.choices] != ["d", "b", "a", "c"], "not already in the right order"
    assert some.placed == ("步骤d", "步骤a") and {one for one, _ in some.choices} == {"b", "c"}
    end = _together(ORDER, ["d", "a", "b", "c"], 3)
    assert (end.done, end.choices, end.mark.share) == (True, [], 0.5)


def test_a_long_training_is_not_kept_as_more_than_its_way():
    assert load_skill(SKILL.model_dump(mode="json")) == SKILL
    assert class_training.Together(SKILL, [], False, []).placed == ()


@pytest.fixture
def missed(yu, lesson):
    """A closed lesson of the class that 田小雨 was away from, as (the class, the session)."""

    def make(days_ago: int = 7, away: bool = True) -> int:
        when = clocks.now() - timedelta(days=days_ago)
        number = world.open_session(yu, lesson, state="closed", opened_at=when, closed_at=when + timedelta(minutes=40))
        if away:
            world.note_absent(yu, number)
        return number

    return make


def class_of(viewer) -> Unit:
    return db.session.get(Unit, viewer.class_id)


def waiting(viewer) -> list[int]:
    """Sessions that wait for the pupil, newest first."""
    found = missed_lessons.of_class(class_of(viewer), 2026, clocks.today())
    mine = next((one for one in found if one.pupil.pupil_id == viewer.user_id), None)
    assert len(found) == (1 if mine else 0), "nobody else missed anything"
    assert missed_lessons.count_waiting(class_of(viewer), 2026, clocks.today()) == int(bool(mine and mine.waiting))
    return [one.session.id for one in mine.waiting] if mine else []


def test_a_lesson_missed_waits_and_the_newest_stands_first(yu, missed):
    assert waiting(yu) == []
    first, second = missed(9), missed(2)
    assert waiting(yu) == [second, first]
    assert missed_lessons.of_class(class_of(yu), 2025, clocks.today()) == []


def test_an_open_lesson_is_not_missed_yet(yu, lesson):
    world.note_absent(yu, world.open_session(yu, lesson))
    assert waiting(yu) == []


def test_being_there_when_it_is_given_again_takes_it_off_and_being_away_again_does_not(yu, missed):
    first = missed(9)
    second = missed(5)
    assert waiting(yu) == [second, first]
    missed(2, away=False)
    assert waiting(yu) == []


def test_having_been_there_before_does_not_help(yu, missed):
    missed(9, away=False)
    later = missed(2)
    assert waiting(yu) == [later]


def made_up(viewer, session_id: int, done: bool = True) -> None:
    with write():
        db.session.add(
            Makeup(
                school_id=viewer.school_id,
                session_id=session_id,
                pupil_id=viewer.user_id,
                teacher_id=1,
                token_hash="x" * 64,
                made_at=clocks.now(),
                answers=[],
                done_at=clocks.now() if done else None,
            )
        )


def test_a_lesson_made_up_is_done_and_one_begun_is_not(yu, missed):
    number = missed()
    made_up(yu, number, done=False)
    assert waiting(yu) == [number]
    with write():
        db.session.scalars(select(Makeup)).one().done_at = clocks.now()
    assert waiting(yu) == []
    (pupil,) = missed_lessons.of_class(class_of(yu), 2026, clocks.today())
    assert [one.session.id for one in pupil.done] == [number] and pupil.done[0].done_at == clocks.now()


def test_who_has_left_the_class_has_nothing_to_make_up_there(yu, missed):
    missed()
    with write():
        db.session.scalars(
            select(world.Enrolment).where(world.Enrolment.pupil_id == yu.user_id)
        ).one().to_on = clocks.today()
    assert missed_lessons.of_class(class_of(yu), 2026, clocks.today()) == []
    assert missed_lessons.count_waiting(class_of(yu), 2026, clocks.today()) == 0


def test_the_week_page_counts_both_at_once(yu, missed):
    def glance() -> tuple[int, ...]:
        unit, today = class_of(yu), clocks.today()
        asked = missed_lessons.glance_parts(unit.school_id, unit.id, 2026, today, today, today)
        return tuple(db.session.execute(select(*asked)).one())

    none, unopened, *_lost = glance()
    missed(9)
    missed(2)
    assert (none, glance()[:2]) == (0, (1, unopened))
