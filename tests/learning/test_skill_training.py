"""Training by verbs: begun once, taken step by step, graded by the server, and never more often than anybody trains."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update

from eduplatform.curriculum import queries
from eduplatform.extensions import db
from eduplatform.learning import skill_training
from eduplatform.learning.models import SkillAttempt
from eduplatform.shared import clock as clocks
from eduplatform.shared.database import write
from eduplatform.shared.models import StaleMark
from eduplatform.shared.refusals import Conflict, NotFound, Refused, TooMany
from eduplatform.teaching.models import ClassSession

from . import world

ORDER = """\
uuid: 00000000-0000-4000-8000-000000000004
kind: order
title: {zh: 排一排, en: In order}
intro: 排一排。
objective: 知道烟比火更危险,遇烟退回关门求救
minutes: 5
pass_mark: 50
why: 先说在哪里。
facts: [FIRE-01]
steps:
- {id: d, text: 关门, why: 火过不来。}
- {id: b, text: 打电话, why: 有人来帮。}
- {id: a, text: 说清地址, why: 找得到你。}
- {id: c, text: 等人来, why: 不乱跑。}
"""


def begin(viewer, lesson, key: str | None = None) -> int:
    skill_id, revision_id, _body = queries.skill_of(lesson)
    with write():
        return skill_training.start_training(viewer, lesson, skill_id, revision_id, key or world.key())


def take(viewer, number: int, step: int, choice: object) -> bool:
    with write():
        return skill_training.take_choice(viewer, number, step, choice)


def row(number: int):
    db.session.rollback()
    return db.session.execute(select(SkillAttempt.__table__).where(SkillAttempt.__table__.c.id == number)).one()


def finish(viewer, number: int) -> None:
    assert take(viewer, number, 0, "low") and take(viewer, number, 1, "feel")


def test_the_same_key_and_one_still_open_give_the_training_there_is(yu, ming, lesson):
    first = begin(yu, lesson, "the-same-key-00001")
    assert begin(yu, lesson, "the-same-key-00001") == first == begin(yu, lesson)
    assert begin(ming, lesson, "the-same-key-00001") != first
    finish(yu, first)
    assert begin(yu, lesson, "the-same-key-00001") == first, "a retry finds the finished one"
    assert begin(yu, lesson) != first


ODD_KEYS = (
    "",
    "short",
    "x" * 15,
    "x" * 37,
    "room-000000000001",
    "makeup-0000000001",
    "key with blanks 01",
    "钥匙" * 10,
)


def test_odd_keys_are_refused(yu, lesson):
    skill = queries.skill_of(lesson)[:2]
    for key in ODD_KEYS:
        with pytest.raises(Refused, match="bad_key"):
            skill_training.start_training(yu, lesson, *skill, key)


def test_nobody_trains_more_than_a_hundred_times_a_year(yu, ming, lesson, clock):
    first = begin(yu, lesson)
    finish(yu, first)
    values = dict(row(first)._mapping) | {"id": None}
    with write() as session:
        copies = [values | {"attempt_key": world.key()} for _ in range(skill_training.MOST_A_YEAR - 2)]
        session.execute(insert(SkillAttempt.__table__), [{k: v for k, v in one.items() if k != "id"} for one in copies])
    last = begin(yu, lesson)
    finish(yu, last)
    with pytest.raises(TooMany, match="trained_enough"):
        begin(yu, lesson)
    assert begin(ming, lesson), "each pupil by herself"
    clock.move_to(clocks.now() + timedelta(days=365))
    assert begin(yu, lesson), "and each year anew"


def test_points_and_outcome_follow_from_the_way_alone(yu, lesson):
    number = begin(yu, lesson)
    assert (row(number).path, row(number).points, row(number).most, row(number).outcome) == ([], 0, 4, None)
    take(yu, number, 0, "low")
    assert (row(number).path, row(number).points, row(number).finished_at) == (["low"], 2, None)
    take(yu, number, 1, "open")
    assert (row(number).path, row(number).points, row(number).outcome) == (["low", "open"], 2, "mixed")
    assert row(number).finished_at == clocks.now()


def test_a_step_taken_before_moves_nothing_and_one_ahead_is_a_conflict(yu, lesson):
    number = begin(yu, lesson)
    with pytest.raises(Conflict, match="step_not_reached"):
        take(yu, number, 1, "feel")
    assert take(yu, number, 0, "low") is True
    assert take(yu, number, 0, "run") is False
    assert row(number).path == ["low"]
    finished = begin(yu, lesson)
    take(yu, finished, 1, "feel")
    assert take(yu, finished, 2, "low") is False and take(yu, finished, 9, "x") is False


def test_a_choice_that_is_not_there_is_refused(yu, lesson):
    number = begin(yu, lesson)
    for choice in ("feel", "", None, 7, ["low"], {"low": 1}, "LOW"):
        with pytest.raises(Refused, match="no_such_choice"):
            take(yu, number, 0, choice)
    assert row(number).path == []


def test_anothers_training_is_not_there(yu, ming, lesson):
    number = begin(yu, lesson)
    for verb in (lambda: take(ming, number, 0, "low"), lambda: skill_training.own_training(ming, number)):
        with pytest.raises(NotFound):
            verb()
    with pytest.raises(NotFound):
        skill_training.own_training(yu, 10**9)


def test_an_end_marks_the_tally_and_a_step_does_not(yu, lesson):
    def marks() -> int:
        return db.session.scalar(select(func.count()).select_from(StaleMark).where(StaleMark.lesson_id == lesson))

    number, before = begin(yu, lesson), marks()
    take(yu, number, 0, "low")
    assert marks() == before
    take(yu, number, 1, "feel")
    assert marks() == before + 1


@pytest.mark.parametrize(
    ("minutes", "state", "grade"),
    [
        (0, "running", "A"),
        (0, "paused", "A"),
        (1, "closed", "A"),
        (3, "closed", "B"),
        (0, "dropped", "B"),
        (200, "running", "B"),
    ],
)
def test_what_ends_in_the_class_session_it_began_in_is_evidence_a(yu, lesson, clock, minutes, state, grade):
    session = world.open_session(yu, lesson)
    number = begin(yu, lesson)
    assert (row(number).grade, row(number).session_id) == ("A", session)
    take(yu, number, 0, "low")
    with write() as database:
        closed = clocks.now() if state == "closed" else None
        database.execute(update(ClassSession).where(ClassSession.id == session).values(state=state, closed_at=closed))
    clock.shift(timedelta(minutes=minutes))
    take(yu, number, 1, "feel")
    assert row(number).grade == grade


def test_who_was_noted_absent_did_not_train_in_class(yu, lesson):
    session = world.open_session(yu, lesson)
    number = begin(yu, lesson)
    world.note_absent(yu, session)
    finish(yu, number)
    assert row(number).grade == "B"
    assert row(begin(yu, lesson)).session_id is None


@pytest.fixture
def order(context, people, tmp_path):
    """The sample lesson with steps to put in order, and the pupil who does it."""
    shutil.copytree(world.SAMPLE, tmp_path / "sample")
    next((tmp_path / "sample").rglob("skill.yaml")).write_text(ORDER, encoding="utf-8")
    lesson = world.load_sample(tmp_path / "sample")
    return world.viewer_for(people["pupil_yu"]), lesson


def put(viewer, number: int, steps: object) -> bool:
    with write():
        return skill_training.put_in_order(viewer, number, steps)


@pytest.mark.parametrize(
    ("steps", "points", "outcome"),
    [("dbac", 4, "good"), ("dbca", 2, "mixed"), ("bdac", 2, "mixed"), ("dacb", 1, "bad"), ("cabd", 0, "bad")],
)
def test_an_order_is_judged_in_one_go_by_its_pass_mark(order, steps, points, outcome):
    number = begin(*order)
    assert put(order[0], number, list(steps)) is True
    found = row(number)
    assert (found.points, found.most, found.outcome, found.path) == (points, 4, outcome, list(steps))
    assert put(order[0], number, list("dbac")) is False, "handed in once"
    assert row(number).points == points


def test_an_order_that_is_not_whole_is_refused(order):
    number = begin(*order)
    for steps in ([], list("dba"), list("dbacc"), list("dbax"), "dbac", None, ["d", "b", "a", 7], {"d": 1}):
        with pytest.raises(Refused, match="order_not_whole"):
            put(order[0], number, steps)
    assert row(number).finished_at is None


def test_a_scenario_has_no_order_and_an_order_no_choices(yu, lesson):
    number = begin(yu, lesson)
    with pytest.raises(Refused, match="order_not_whole"):
        put(yu, number, ["low", "feel"])
    assert row(number).path == []


def test_an_order_takes_no_choice(order):
    number = begin(*order)
    with pytest.raises(Refused, match="no_such_choice"):
        take(order[0], number, 0, "d")
