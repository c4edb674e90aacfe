"""How far a deployment is: by the units below and at every place, when a class closes, comes later or changes; who is shown what."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from eduplatform.deployments import queries
from eduplatform.deployments.models import ReturnAnswer
from eduplatform.extensions import db
from eduplatform.org import tree
from eduplatform.org.models import Unit
from eduplatform.shared import clock
from eduplatform.shared.database import write
from eduplatform.teaching.models import Assignment, Deployment
from tests.assessment import world
from tests.people import unit

TODAY = date(2026, 11, 18)


def deployment(code: str = "LJ", kind: str = "lesson", targets: tuple[str, ...] = (), **more) -> Deployment:
    said = {"title": "一课", "answer": "", "stages": [], "starts_on": TODAY, "ends_on": TODAY + timedelta(days=14)}
    said |= {"minutes": 40, "set_at": clock.now(), "year": 2026}
    row = Deployment(
        unit_id=unit(code).id, kind=kind, targets=[unit(one).path for one in targets or (code,)], **said | more
    )
    db.session.add(row)
    db.session.flush()
    return row


@pytest.fixture
def here(app, people):
    with app.app_context():
        yield people
        db.session.rollback()


def parts(found: queries.Progress) -> dict[str, tuple[int, int]]:
    return {one.unit.code: (one.done, one.all) for one in found.parts}


def test_a_lesson_is_counted_at_every_place_it_reaches(here):
    fire = world.lesson("FIRE")
    with write():
        row = deployment(lesson_id=fire.lesson_id, stages=["P2"])
        world.teach(unit("LJ-SY-2024-2"), fire, TODAY)
    at = {code: queries.progress_of_lesson(row, unit(code)) for code in ("LJ", "LJ-DC", "LJ-XS", "LJ-SY", "LJ-DZ")}
    assert (at["LJ"].done, at["LJ"].all) == (1, 3) and parts(at["LJ"]) == {"LJ-DC": (1, 2), "LJ-XS": (0, 1)}
    assert (at["LJ-DC"].done, at["LJ-DC"].all) == (1, 2)
    assert parts(at["LJ-DC"]) == {"LJ-SY": (1, 2)}, "a school without such classes is not in the list"
    assert parts(at["LJ-XS"]) == {"LJ-XS1": (0, 1)} and at["LJ-XS"].done == 0
    assert at["LJ-SY"] == queries.Progress(1, 2) and at["LJ-DZ"] == queries.Progress(0, 0), "classes are not listed"


def test_a_class_that_closes_or_comes_later_moves_what_it_is_of(here):
    fire = world.lesson("FIRE")
    with write():
        row = deployment(lesson_id=fire.lesson_id, stages=["P2"])
        world.teach(unit("LJ-SY-2024-2"), fire, TODAY)
        world.teach(unit("LJ-SY-2024-1"), fire, TODAY)
    assert queries.progress_of_lesson(row, unit("LJ-SY")) == queries.Progress(2, 2)
    with write():
        unit("LJ-SY-2024-1").closed_on = TODAY
    assert queries.progress_of_lesson(row, unit("LJ-SY")) == queries.Progress(1, 1), "never more done than there are"
    with write():
        tree.add_class(unit("LJ-SY"), 7, 2026, 3, "三(7)班")
        tree.add_class(unit("LJ-SY"), 8, 2026, 5, "五(8)班")
        tree.add_class(unit("LJ-SY"), 9, 2027, 3, "三(9)班")
    assert queries.progress_of_lesson(row, unit("LJ-SY")) == queries.Progress(1, 2), "of the stage and the year"


def test_a_lesson_for_one_class_is_not_counted_of_the_others(here):
    fire = world.lesson("FIRE")
    with write():
        row = deployment("LJ-SY", lesson_id=fire.lesson_id, targets=("LJ-SY-2024-2",), stages=["P2"])
        world.teach(unit("LJ-SY-2024-1"), fire, TODAY)
    assert queries.progress_of_lesson(row, unit("LJ-SY")) == queries.Progress(0, 1)
    with write():
        world.teach(unit("LJ-SY-2024-2"), fire, TODAY)
    assert queries.progress_of_lesson(row, unit("LJ-SY")) == queries.Progress(1, 1)


def answer(row: Deployment, code: str, number: int | None = None, text: str = "") -> None:
    said = {"number": number, "text": text, "answered_by": 1, "answered_at": clock.now()}
    db.session.add(ReturnAnswer(school_id=unit(code).id, deployment_id=row.id, **said))
    db.session.flush()


def test_a_return_counts_schools_and_sums_what_came_from_below_a_place(here):
    with write():
        row, other = (deployment(kind="return", answer="number", title=f"几台{n}？") for n in (1, 2))
        answer(row, "LJ-SY", 12)
        answer(row, "LJ-XS1", 0)
        answer(other, "LJ-DZ", 500)
    found = queries.progress_of_return(row, unit("LJ"))
    assert (found.done, found.all) == (2, 3) and parts(found) == {"LJ-DC": (1, 2), "LJ-XS": (1, 1)}
    assert queries.progress_of_return(row, unit("LJ-DZ")) == queries.Progress(0, 1)
    sums = {code: queries.sum_of_answers(row, unit(code)) for code in ("LJ", "LJ-DC", "LJ-XS", "LJ-DZ")}
    assert sums == {"LJ": 12, "LJ-DC": 12, "LJ-XS": 0, "LJ-DZ": 0}
    said = [(school.code, one.number) for school, one in queries.answers_below(row, unit("LJ"))]
    assert said == [("LJ-SY", 12), ("LJ-XS1", 0)] and queries.answers_below(row, unit("LJ-DZ")) == []
    assert queries.answer_of(row, unit("LJ-SY")).number == 12 and queries.answer_of(row, unit("LJ-DZ")) is None
    mine = unit("LJ-DZ").id
    assert queries.answered_returns(mine, [row.id, other.id]) == {other.id}
    assert queries.answered_returns(mine, []) == set() == queries.answered_returns(mine, [row.id])


def test_words_have_no_sum(here):
    with write():
        row = deployment(kind="return", answer="text", title="有什么困难？")
        answer(row, "LJ-SY", None, "缺器材室")
    assert queries.sum_of_answers(row, unit("LJ")) == 0
    assert [one.text for _school, one in queries.answers_below(row, unit("LJ"))] == ["缺器材室"]


def test_a_school_without_an_open_class_is_not_asked_any_more(here):
    with write():
        row = deployment(kind="return", answer="number", targets=("LJ-XS",))
        answer(row, "LJ-XS1", 4)
        unit("LJ-XS1-2024-1").closed_on = TODAY
    found = queries.progress_of_return(row, unit("LJ"))
    assert (found.done, found.all, found.parts) == (0, 0, ())


@pytest.mark.parametrize("seed", range(3))
def test_the_parts_add_up_to_the_whole_at_every_place(here, seed):
    lot, fire = Random(f"parts:{seed}"), world.lesson("FIRE")
    with write():
        for n in range(6):
            place = unit(lot.choice(["LJ-DC", "LJ-XS"]))
            school = tree.add_child_unit(place, "school", f"LJ-Q{n}", f"学校{n}", stages="P1,P2,P3")
            for number in range(1, lot.randint(2, 4)):
                room = tree.add_class(school, number, 2026, lot.choice((3, 4, 5)), f"班{number}")
                if lot.random() < 0.5:
                    world.teach(room, fire, TODAY)
                room.closed_on = TODAY if lot.random() < 0.2 else None
        targets = tuple(lot.sample(["LJ-DC", "LJ-XS", "LJ-Q0", "LJ-Q1", "LJ-SY"], lot.randint(1, 3)))
        row = deployment(targets=targets, lesson_id=fire.lesson_id, stages=["P2"])
    for code in ("P", "LJ", "LJ-DC", "LJ-XS"):
        whole = queries.progress_of_lesson(row, unit(code))
        assert whole.done == sum(one.done for one in whole.parts) and whole.all == sum(one.all for one in whole.parts)
        assert [one.unit.code for one in whole.parts] == sorted(one.unit.code for one in whole.parts)
        for one in whole.parts:
            inside = queries.progress_of_lesson(row, one.unit)
            assert (one.done, one.all) == (inside.done, inside.all) and 0 <= one.done <= one.all > 0


def test_a_unit_sees_what_it_sent_and_what_reached_it_the_latest_first(here):
    with write():
        city = deployment(title="全市")
        west = deployment(title="只给西山", targets=("LJ-XS",))
        junior = deployment(title="初中", stages=["J"])
        own = deployment("LJ-SY", title="本校")
        gone = deployment(title="收回", withdrawn_at=clock.now())
        old = deployment(title="去年", year=2025)
        one = deployment(title="一个班", targets=("LJ-SY-2024-2",))

    def at(code: str) -> list[str]:
        return [each.row.title for each in queries.deployments_at(unit(code), 2026)]

    assert at("LJ-SY") == [row.title for row in (one, gone, own, city)]
    assert at("LJ-DZ") == [row.title for row in (gone, junior, city)]
    assert at("LJ") == [row.title for row in (one, gone, junior, west, city)], "what a school sent is its own"
    assert at("YS") == [] and [each.row.id for each in queries.deployments_at(unit("LJ"), 2025)] == [old.id]
    assert [each.row.title for each in queries.from_above(unit("LJ-SY"), 2026)] == ["全市", "一个班"]
    assert queries.from_above(unit("LJ"), 2026) == [], "nothing of it comes from above"
    assert queries.titles_of([own.id, own.id, 10**6]) == {own.id: "本校"} and queries.titles_of([]) == {}


@pytest.mark.parametrize(
    ("first", "last", "runs"), [(0, 0, True), (-5, 0, True), (0, 5, True), (1, 5, False), (-5, -1, False)]
)
def test_what_runs_on_a_day_from_its_first_to_its_last(here, first, last, runs):
    with write():
        days = {"starts_on": TODAY + timedelta(days=first), "ends_on": TODAY + timedelta(days=last)}
        row = deployment(**days)
        deployment(withdrawn_at=clock.now())
        deployment(year=2025)
        deployment(targets=("LJ-XS",))
    for code in ("LJ-SY", "LJ-SY-2024-2"):
        found = [one.row.id for one in queries.open_at(unit(code).path, 2026, TODAY)]
        assert found == ([row.id] if runs else [])


def test_a_deployment_is_found_with_who_sent_it_and_told_when_it_is_gone(here):
    with write():
        row, gone = deployment("LJ-DC"), deployment(withdrawn_at=clock.now())
    found = queries.find_deployment(row.id)
    assert (found.row.id, found.unit.code) == (row.id, "LJ-DC") and queries.find_deployment(10**6) is None
    assert [queries.is_withdrawn(n) for n in (row.id, gone.id, 10**6)] == [False, True, True]
    assert queries.job_of_deployment(row) is None
    paths = [unit(code).path for code in ("LJ-XS", "LJ-DC")]
    assert [one.code for one in queries.units_at(paths)] == ["LJ-DC", "LJ-XS"] and queries.units_at([]) == []


def test_the_weeks_for_which_a_school_means_a_lesson_each_once_in_order(here):
    fire, primary = world.lesson("FIRE"), unit("LJ-SY")
    with write():
        row, other = deployment(lesson_id=fire.lesson_id), deployment()
        rooms = list(db.session.query(Unit).filter_by(parent_id=primary.id, kind="class"))
        for room, week, gone in zip(rooms, (14, 13, 14, 15), (None, None, None, clock.now()), strict=True):
            said = {"year": 2026, "lesson_id": fire.lesson_id, "assigned_by": 1, "assigned_at": clock.now()}
            mine = {"school_id": primary.id, "class_id": room.id, "deployment_id": row.id}
            db.session.add(Assignment(week=week, withdrawn_at=gone, **said, **mine))
    assert queries.weeks_of_school(primary, [row.id, other.id]) == {row.id: [13, 14]}
    assert queries.weeks_of_school(unit("LJ-DZ"), [row.id]) == {} == queries.weeks_of_school(primary, [])
